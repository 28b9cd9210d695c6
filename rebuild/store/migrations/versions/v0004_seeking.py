"""By which signs and pairs of signs a case can be found, so that a search does not look through all cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "seeking",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("grams", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
            name="seeking_case_number_fk",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name="seeking_pk"),
        sa.UniqueConstraint("case_number", name="seeking_case_number_key"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX seeking_grams ON seeking USING gin (string_to_array(grams, ' '))")
        _let_the_app_write()
    else:
        _sqlite_index()


def _sqlite_index() -> None:
    """A full-text index that keeps no text of its own, and follows the table in the same transaction."""
    op.execute(
        "CREATE VIRTUAL TABLE seeking_grams USING fts5"
        "(grams, content='seeking', content_rowid='id', detail=none, columnsize=0, tokenize='ascii')"
    )
    forget = "INSERT INTO seeking_grams(seeking_grams, rowid, grams) VALUES ('delete', old.id, old.grams)"
    keep = "INSERT INTO seeking_grams(rowid, grams) VALUES (new.id, new.grams)"
    for what, steps in {
        "INSERT": [keep],
        "UPDATE": [forget, keep],
        "DELETE": [forget],
    }.items():
        op.execute(
            f"CREATE TRIGGER seeking_{what.lower()} AFTER {what} ON seeking "
            f"BEGIN {'; '.join(steps)}; END"
        )


def _let_the_app_write() -> None:
    """The role that may not change the ledger may write here; see the first migration."""
    op.execute(
        "DO $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'rebuild_app') THEN "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON seeking TO rebuild_app; "
        "END IF; END $$"
    )
