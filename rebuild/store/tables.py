"""Every table, one schema for SQLite and PostgreSQL; all but the ledger can be rebuilt from the ledger or are numbers and keys.

Text is ordered by its bytes on both databases, so that a list reads the same on either. Days and
instants are ISO 8601 text for the same reason. Digests are lower-case hexadecimal.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql

SCHEMA = "0004"  # the newest migration

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

Words = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
# SQLite makes a column its row address only if it is declared INTEGER to the letter.
Count = BigInteger().with_variant(Integer, "sqlite")

# An action that opens a case may issue documents before the case's own row is written.
CASE_OF_THE_SAME_COMMIT: Any = {
    "column": "cases.number",
    "deferrable": True,
    "initially": "DEFERRED",
}

workflow_versions = Table(
    "workflow_versions",
    metadata,
    Column("id", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("hash", Words, nullable=False),
    Column("json", LargeBinary, nullable=False),
    Column("row_digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

ledger = Table(
    "ledger",
    metadata,
    Column("position", Count, primary_key=True, autoincrement=False),
    Column("case_number", Words, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("previous", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("hash", Words, nullable=False),
    UniqueConstraint("case_number", "seq"),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", Count, nullable=False),
    Column("hash", Words, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Words, primary_key=True),
    Column("workflow", Words, nullable=False),
    Column("workflow_version", Integer, nullable=False),
    Column("workflow_hash", Words, nullable=False),
    Column("region", Words, nullable=False),
    Column("opened_on", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("applicant", Words, nullable=False),
    Column("households", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Column("stage", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", Words, nullable=False),
    Column("changed_at", Words, nullable=False),
    Column("initials", Words, nullable=False, server_default=text("''")),  # to seek by pinyin
    Index("cases_stage_number", "stage", "number"),
    Index("cases_state_number", "state", "number"),
    Index("cases_region_stage_number", "region", "stage", "number"),
    sqlite_with_rowid=False,
)

# How many cases stand where: kept, because counting a million rows for a dashboard is slow.
case_counts = Table(
    "case_counts",
    metadata,
    Column("workflow", Words, primary_key=True),
    Column("region", Words, primary_key=True),
    Column("stage", Words, primary_key=True),
    Column("state", Words, primary_key=True),
    Column("cases", Integer, nullable=False),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("case_number", Words, ForeignKey("cases.number"), primary_key=True),
    Column("seat", Words, primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("state", Words, nullable=False),
    Column("since", Words, nullable=False),
    Index("runs_seat_state_case_number", "seat", "state", "case_number"),
    sqlite_with_rowid=False,
)

clocks = Table(
    "clocks",
    metadata,
    Column("case_number", Words, ForeignKey("cases.number"), primary_key=True),
    Column("seat", Words, primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("clock", Words, primary_key=True),
    Column("standing", Words, nullable=False),
    Column("due", Words),
    Column("provisional", Boolean, nullable=False),
    Index(
        "clocks_running_due",
        "due",
        "case_number",
        sqlite_where=text("standing = 'running'"),
        postgresql_where=text("standing = 'running'"),
    ),
    sqlite_with_rowid=False,
)

documents = Table(
    "documents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("case_number", Words, ForeignKey(**CASE_OF_THE_SAME_COMMIT), nullable=False),
    Column("seat", Words, nullable=False),
    Column("run", Integer, nullable=False),
    Column("kind", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("unit", Words, nullable=False),
    Column("issued_on", Words, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("digest", Words, nullable=False),
    Column("template_hash", Words, nullable=False),
    Column("fonts_hash", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("code", Words, nullable=False, unique=True),
    Column("standing", Words, nullable=False),
    Column("printed_at", Words),
    Column("sha256", Words),
    Column("pages", Integer),
    Column("file", Words),
    Column("row_digest", Words, nullable=False),
    Index("documents_case_number_id", "case_number", "id"),
    Index("documents_number", "number"),
    Index("documents_sha256", "sha256"),
    Index(
        "documents_not_printed",
        "issued_on",
        "id",
        sqlite_where=text("printed_at IS NULL"),
        postgresql_where=text("printed_at IS NULL"),
    ),
)

numbers = Table(
    "numbers",
    metadata,
    Column("series", Words, primary_key=True),
    Column("period", Words, primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)

number_register = Table(
    "number_register",
    metadata,
    Column("series", Words, primary_key=True),
    Column("period", Words, primary_key=True),
    Column("count", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    Column("document", Words, nullable=False),
    Column("standing", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("number_register_document", "document"),
    sqlite_with_rowid=False,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Words, primary_key=True),
    Column("digest", Words, nullable=False),
    Column("case_number", Words, nullable=False),
    Column("response", LargeBinary, nullable=False),
    Column("at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("case_number", Words, ForeignKey(**CASE_OF_THE_SAME_COMMIT), primary_key=True),
    Column("unit", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("id_number", LargeBinary, nullable=False),
    Column("id_hash", Words, nullable=False),
    Column("phone", LargeBinary, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("people_id_hash", "id_hash"),
    Index("people_name", "name"),
    sqlite_with_rowid=False,
)

staff = Table(
    "staff",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("roles", Words, nullable=False),
    Column("organ", Words, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("row_digest", Words, nullable=False),
)
