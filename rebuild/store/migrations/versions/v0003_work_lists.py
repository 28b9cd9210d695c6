"""Work lists: what is to be done next in each case, how much of it there is, who did what, who handles what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _tasks()
    _who_did_what()
    _handlers()
    op.create_index("people_name", "people", ["name"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _let_the_app_write()


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("region", WORDS, nullable=False),
        sa.Column("main_state", WORDS, nullable=False),
        sa.Column("turn", WORDS, nullable=False),
        sa.Column("handler", WORDS, nullable=False),
        sa.Column("urgency", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("clock_seat", WORDS, nullable=False),
        sa.Column("clock", WORDS, nullable=False),
        sa.Column("started", WORDS, nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        _case_of_the_same_commit("tasks"),
        sa.PrimaryKeyConstraint("case_number", name="tasks_pk"),
        sqlite_with_rowid=False,
    )
    for name, columns in {
        "tasks_region_turn": ["region", "turn", "handler", "urgency", "case_number"],
        "tasks_region_urgency": ["region", "urgency", "case_number"],
        "tasks_urgency": ["urgency", "case_number"],
        "tasks_state_urgency": ["main_state", "urgency", "case_number"],
        "tasks_region_number": ["region", "case_number"],
    }.items():
        op.create_index(name, "tasks", columns, unique=False)
    op.create_table(
        "desk_counts",
        sa.Column("region", WORDS, nullable=False),
        sa.Column("what", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", "what", "key", name="desk_counts_pk"),
        sqlite_with_rowid=False,
    )


def _who_did_what() -> None:
    op.create_table(
        "deeds",
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("position", COUNT, autoincrement=False, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        _case_of_the_same_commit("deeds"),
        sa.PrimaryKeyConstraint("staff_id", "position", name="deeds_pk"),
        sqlite_with_rowid=False,
    )


def _handlers() -> None:
    op.create_table(
        "handlers",
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("role", WORDS, nullable=False),
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="handlers_case_number_fk"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="handlers_staff_id_fk"),
        sa.PrimaryKeyConstraint("case_number", "role", name="handlers_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "handlers_staff_id_case_number", "handlers", ["staff_id", "case_number"], unique=False
    )


def _case_of_the_same_commit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case_number"],
        ["cases.number"],
        name=f"{table}_case_number_fk",
        deferrable=True,
        initially="DEFERRED",
    )


def _let_the_app_write() -> None:
    """The role that may not change the ledger may write here; see the first migration."""
    op.execute(
        "DO $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'rebuild_app') THEN "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON tasks, desk_counts, deeds, handlers TO rebuild_app; "
        "END IF; END $$"
    )
