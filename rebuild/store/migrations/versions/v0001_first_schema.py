"""The first schema: the ledger that is only added to, and what is drawn from it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEPT = ("ledger", "workflow_versions")


def upgrade() -> None:
    _ledger()
    _cases()
    _procedures()
    _documents()
    _documents_sought()
    _numbers_and_keys()
    _people()
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite()
    else:
        _keep_on_postgresql()
        _least_rights()


def _ledger() -> None:
    op.create_table(
        "workflow_versions",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="workflow_versions_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger",
        sa.Column("position", COUNT, autoincrement=False, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("previous", WORDS, nullable=False),
        sa.Column("before", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("position", name="ledger_pk"),
        sa.UniqueConstraint("case_number", "seq", name="ledger_case_number_seq_key"),
    )
    head = op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", COUNT, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.CheckConstraint("id = 1", name="ledger_head_single_check"),
        sa.PrimaryKeyConstraint("id", name="ledger_head_pk"),
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "hash": "0" * 64}])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", WORDS, nullable=False),
        sa.Column("workflow", WORDS, nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("workflow_hash", WORDS, nullable=False),
        sa.Column("region", WORDS, nullable=False),
        sa.Column("opened_on", WORDS, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("applicant", WORDS, nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("stage", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", WORDS, nullable=False),
        sa.Column("changed_at", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("number", name="cases_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "cases_region_stage_number", "cases", ["region", "stage", "number"], unique=False
    )
    op.create_index("cases_stage_number", "cases", ["stage", "number"], unique=False)
    op.create_index("cases_state_number", "cases", ["state", "number"], unique=False)
    op.create_table(
        "case_counts",
        sa.Column("workflow", WORDS, nullable=False),
        sa.Column("region", WORDS, nullable=False),
        sa.Column("stage", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workflow", "region", "stage", "state", name="case_counts_pk"),
        sqlite_with_rowid=False,
    )


def _procedures() -> None:
    op.create_table(
        "runs",
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("since", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="runs_case_number_fk"),
        sa.PrimaryKeyConstraint("case_number", "seat", "run", name="runs_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "runs_seat_state_case_number", "runs", ["seat", "state", "case_number"], unique=False
    )
    op.create_table(
        "clocks",
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clock", WORDS, nullable=False),
        sa.Column("standing", WORDS, nullable=False),
        sa.Column("due", WORDS, nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="clocks_case_number_fk"),
        sa.PrimaryKeyConstraint("case_number", "seat", "run", "clock", name="clocks_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "clocks_running_due",
        "clocks",
        ["due", "case_number"],
        unique=False,
        sqlite_where=sa.text("standing = 'running'"),
        postgresql_where=sa.text("standing = 'running'"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("seat", WORDS, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("number", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("unit", WORDS, nullable=False),
        sa.Column("issued_on", WORDS, nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("template_hash", WORDS, nullable=False),
        sa.Column("fonts_hash", WORDS, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("standing", WORDS, nullable=False),
        sa.Column("printed_at", WORDS, nullable=True),
        sa.Column("sha256", WORDS, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("file", WORDS, nullable=True),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
            name="documents_case_number_fk",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name="documents_pk"),
        sa.UniqueConstraint("code", name="documents_code_key"),
    )


def _documents_sought() -> None:
    op.create_index("documents_case_number_id", "documents", ["case_number", "id"], unique=False)
    op.create_index(
        "documents_not_printed",
        "documents",
        ["issued_on", "id"],
        unique=False,
        sqlite_where=sa.text("printed_at IS NULL"),
        postgresql_where=sa.text("printed_at IS NULL"),
    )
    op.create_index("documents_number", "documents", ["number"], unique=False)
    op.create_index("documents_sha256", "documents", ["sha256"], unique=False)


def _numbers_and_keys() -> None:
    op.create_table(
        "numbers",
        sa.Column("series", WORDS, nullable=False),
        sa.Column("period", WORDS, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "period", name="numbers_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "number_register",
        sa.Column("series", WORDS, nullable=False),
        sa.Column("period", WORDS, nullable=False),
        sa.Column("count", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("document", WORDS, nullable=False),
        sa.Column("standing", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("series", "period", "count", name="number_register_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("number_register_document", "number_register", ["document"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("key", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("key", name="idempotency_pk"),
        sqlite_with_rowid=False,
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("case_number", WORDS, nullable=False),
        sa.Column("unit", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("id_hash", WORDS, nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
            name="people_case_number_fk",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("case_number", "unit", "name", name="people_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("people_id_hash", "people", ["id_hash"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("roles", WORDS, nullable=False),
        sa.Column("organ", WORDS, nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("row_digest", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="staff_pk"),
    )


def _keep_on_sqlite() -> None:
    for table in KEPT:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
    op.execute(
        "CREATE TRIGGER documents_keep_facts BEFORE UPDATE OF id, case_number, seat, run, kind, number,"
        " title, unit, issued_on, facts, digest, template_hash, fonts_hash, revision, code ON documents "
        "BEGIN SELECT RAISE(ABORT, 'the facts of a document are frozen'); END"
    )


def _keep_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; "
        "END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER documents_keep_facts BEFORE UPDATE OF id, case_number, seat, run, kind, number,"
        " title, unit, issued_on, facts, digest, template_hash, fonts_hash, revision, code ON documents "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _least_rights() -> None:
    """A role that may not change the ledger even by switching its triggers off.

    Whoever migrates may lack the right to create roles, and a server has one set of roles for all
    its databases; neither may stop the migration.
    """
    op.execute(
        "DO $$ BEGIN "
        "BEGIN CREATE ROLE rebuild_app NOLOGIN; "
        "EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL; END; "
        "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'rebuild_app') THEN "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rebuild_app; "
        "REVOKE UPDATE, DELETE, TRUNCATE ON ledger, workflow_versions FROM rebuild_app; "
        "END IF; END $$"
    )
