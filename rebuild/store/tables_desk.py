"""The tables of the desk: who may sign in, for whom they act, what they left half done, who is told of what.

None of it can be drawn from the ledger, so every row carries a digest of its own. Secrets that are
only compared are kept as hashes; secrets that must be read again are sealed like identity numbers.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    text,
)

from rebuild.store.tables import Count, Words, metadata

__all__ = ["DESK", "OF_A_CASE", "metadata"]

accounts = Table(
    "accounts",
    metadata,
    Column("staff_id", Words, ForeignKey("staff.id"), primary_key=True),
    Column("password_hash", Words, nullable=False),
    Column("regions", Words, nullable=False),  # a JSON list of district codes; [] is every district
    Column("must_change", Boolean, nullable=False),
    Column("totp_secret", LargeBinary),
    Column("totp_last", Count, nullable=False),  # a code opens once: the last half minute that did
    Column("failures", Integer, nullable=False),
    Column("locked_until", Words),
    Column("changed_at", Words, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("row_digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id_hash", Words, primary_key=True),
    Column("staff_id", Words, ForeignKey("staff.id"), nullable=False),
    Column("half", Boolean, nullable=False),  # the password was right, the second factor is awaited
    Column("made_at", Words, nullable=False),
    Column("seen_at", Words, nullable=False),
    Column("ends_at", Words, nullable=False),
    Column("confirmed_at", Words),
    Column("agent", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("sessions_staff_id_seen_at", "staff_id", "seen_at"),
    sqlite_with_rowid=False,
)

deputies = Table(
    "deputies",
    metadata,
    Column("id", Words, primary_key=True),
    Column("of_staff", Words, ForeignKey("staff.id"), nullable=False),
    Column("deputy_staff", Words, ForeignKey("staff.id"), nullable=False),
    Column("from_day", Words, nullable=False),
    Column("until_day", Words, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("deputies_deputy_staff_until_day", "deputy_staff", "until_day"),
    Index("deputies_of_staff_until_day", "of_staff", "until_day"),
    sqlite_with_rowid=False,
)

grants = Table(
    "grants",
    metadata,
    Column("staff_id", Words, ForeignKey("staff.id"), primary_key=True),
    Column("case_number", Words, ForeignKey("cases.number"), primary_key=True),
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("grants_case_number", "case_number"),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("check_hash", Words, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("case_number", Words, ForeignKey("cases.number"), nullable=False),
    Column("unit", Words, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("ends_on", Words, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("row_digest", Words, nullable=False),
    CheckConstraint("purpose IN ('household', 'status', 'rating')", name="purpose"),
    Index("links_case_number_purpose", "case_number", "purpose"),
    sqlite_with_rowid=False,
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Words, primary_key=True),
    Column("hash", Words, nullable=False, unique=True),
    Column("client", Words, nullable=False),
    Column("staff_id", Words, ForeignKey("staff.id"), nullable=False),
    Column("scopes", Words, nullable=False),  # a JSON list
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("ends_on", Words, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("last_used", Words),
    Column("row_digest", Words, nullable=False),
    Index("tokens_staff_id", "staff_id"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("staff_id", Words, ForeignKey("staff.id"), primary_key=True),
    Column("case_number", Words, ForeignKey("cases.number"), primary_key=True),
    Column("seat", Words, primary_key=True),
    Column("action", Words, primary_key=True),
    Column("answers", LargeBinary, nullable=False),  # sealed: it may hold identity numbers
    Column("saved_at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Words, primary_key=True),
    Column("case_number", Words, ForeignKey("cases.number"), nullable=False),
    Column("name", Words, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("size", Count, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("scanned", Words, nullable=False),  # what the virus scanner said; empty without one
    Column("in_action", Words),  # where it was handed in: seat.action, once it was
    Column("row_digest", Words, nullable=False),
    Index("uploads_case_number_id", "case_number", "id"),
    Index("uploads_sha256", "sha256"),
    sqlite_with_rowid=False,
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", Words, primary_key=True),
    Column("case_number", Words, ForeignKey("cases.number"), nullable=False),
    Column("service", Words, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("tags", Words, nullable=False),  # a JSON list
    Column("words", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index("ratings_case_number_id", "case_number", "id"),
    Index("ratings_made_at_id", "made_at", "id"),
    sqlite_with_rowid=False,
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("secret", LargeBinary, nullable=False),  # sealed
    Column("events", Words, nullable=False),  # a JSON list
    Column("client", Words, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("position", Count, nullable=False),  # how far in the ledger it has been told
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("webhook_id", Words, ForeignKey("webhooks.id"), primary_key=True),
    Column("position", Count, primary_key=True, autoincrement=False),  # in the ledger
    Column("body", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Words, nullable=False),
    Column("done_at", Words),
    Column("last_status", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index(
        "deliveries_waiting",
        "next_at",
        "webhook_id",
        "position",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)

DESK = (
    accounts,
    sessions,
    deputies,
    grants,
    links,
    tokens,
    drafts,
    uploads,
    ratings,
    webhooks,
    deliveries,
)
OF_A_CASE = (grants, links, drafts, uploads, ratings)
