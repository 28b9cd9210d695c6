"""The desk: who may sign in and for whom they act, what is half done, who is told; cases are sought by initials."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("initials", WORDS, nullable=False, server_default=sa.text("''"))
    )
    _accounts()
    _sessions()
    _links()
    _half_done()
    _ratings()
    _webhooks()
    if op.get_bind().dialect.name == "postgresql":
        _let_the_app_write()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("password_hash", WORDS, nullable=False),
        sa.Column("regions", WORDS, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last", COUNT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", WORDS, nullable=True),
        sa.Column("changed_at", WORDS, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="accounts_staff_id_fk"),
        sa.PrimaryKeyConstraint("staff_id", name="accounts_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grants",
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="grants_staff_id_fk"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="grants_case_number_fk"),
        sa.PrimaryKeyConstraint("staff_id", "case_number", name="grants_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("grants_case_number", "grants", ["case_number"], unique=False)


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id_hash", WORDS, nullable=False),
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("half", sa.Boolean(), nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("seen_at", WORDS, nullable=False),
        sa.Column("ends_at", WORDS, nullable=False),
        sa.Column("confirmed_at", WORDS, nullable=True),
        sa.Column("agent", WORDS, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="sessions_staff_id_fk"),
        sa.PrimaryKeyConstraint("id_hash", name="sessions_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("sessions_staff_id_seen_at", "sessions", ["staff_id", "seen_at"], unique=False)
    op.create_table(
        "deputies",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("of_staff", WORDS, nullable=False),
        sa.Column("deputy_staff", WORDS, nullable=False),
        sa.Column("from_day", WORDS, nullable=False),
        sa.Column("until_day", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["of_staff"], ["staff.id"], name="deputies_of_staff_fk"),
        sa.ForeignKeyConstraint(["deputy_staff"], ["staff.id"], name="deputies_deputy_staff_fk"),
        sa.PrimaryKeyConstraint("id", name="deputies_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "deputies_deputy_staff_until_day", "deputies", ["deputy_staff", "until_day"], unique=False
    )
    op.create_index(
        "deputies_of_staff_until_day", "deputies", ["of_staff", "until_day"], unique=False
    )


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("token_hash", WORDS, nullable=False),
        sa.Column("check_hash", WORDS, nullable=False),
        sa.Column("purpose", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("unit", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("ends_on", WORDS, nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="links_case_number_fk"),
        sa.CheckConstraint(
            "purpose IN ('household', 'status', 'rating')", name=op.f("links_purpose_check")
        ),
        sa.PrimaryKeyConstraint("token_hash", name="links_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("links_case_number_purpose", "links", ["case_number", "purpose"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.Column("client", WORDS, nullable=False),
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("scopes", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("ends_on", WORDS, nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("last_used", WORDS, nullable=True),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="tokens_staff_id_fk"),
        sa.UniqueConstraint("hash", name="tokens_hash_key"),
        sa.PrimaryKeyConstraint("id", name="tokens_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("tokens_staff_id", "tokens", ["staff_id"], unique=False)


def _half_done() -> None:
    op.create_table(
        "drafts",
        sa.Column("staff_id", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="drafts_staff_id_fk"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="drafts_case_number_fk"),
        sa.PrimaryKeyConstraint("staff_id", "case_number", "seat", "action", name="drafts_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "uploads",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("media_type", WORDS, nullable=False),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("scanned", WORDS, nullable=False),
        sa.Column("in_action", WORDS, nullable=True),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="uploads_case_number_fk"),
        sa.PrimaryKeyConstraint("id", name="uploads_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("uploads_case_number_id", "uploads", ["case_number", "id"], unique=False)
    op.create_index("uploads_sha256", "uploads", ["sha256"], unique=False)


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("service", WORDS, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("tags", WORDS, nullable=False),
        sa.Column("words", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="ratings_case_number_fk"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ratings_stars_check")),
        sa.PrimaryKeyConstraint("id", name="ratings_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("ratings_case_number_id", "ratings", ["case_number", "id"], unique=False)
    op.create_index("ratings_made_at_id", "ratings", ["made_at", "id"], unique=False)


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("url", WORDS, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("events", WORDS, nullable=False),
        sa.Column("client", WORDS, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", COUNT, nullable=False),
        sa.Column("made_by", WORDS, nullable=False),
        sa.Column("made_at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="webhooks_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("webhook_id", WORDS, nullable=False),
        sa.Column("position", COUNT, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", WORDS, nullable=False),
        sa.Column("done_at", WORDS, nullable=True),
        sa.Column("last_status", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="deliveries_webhook_id_fk"),
        sa.PrimaryKeyConstraint("webhook_id", "position", name="deliveries_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "deliveries_waiting",
        "deliveries",
        ["next_at", "webhook_id", "position"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _let_the_app_write() -> None:
    """The role that may not change the ledger may write here; see the first migration."""
    op.execute(
        "DO $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'rebuild_app') THEN "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON accounts, grants, sessions, deputies, links, tokens,"
        " drafts, uploads, ratings, webhooks, deliveries TO rebuild_app; "
        "END IF; END $$"
    )
