"""The tables of the work lists: what is to be done next in each case, how much of that there is, who did what.

All but the handlers can be drawn from the ledger. A list asks for one range of one index, so that a
page costs the same however many cases there are.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from rebuild.store.tables import CASE_OF_THE_SAME_COMMIT, Count, Words, metadata

__all__ = ["deeds", "desk_counts", "handlers", "metadata", "seeking", "tasks"]

# What stands in `urgency` after every last day: no time limit, one that stands still, a case that is over.
NO_LIMIT, STOPPED, OVER = "none", "stopped", "~"

# One row a case. Ordered by `urgency` the rows stand as a desk shows them: the longest overdue first.
tasks = Table(
    "tasks",
    metadata,
    Column("case_number", Words, ForeignKey(**CASE_OF_THE_SAME_COMMIT), primary_key=True),
    Column("region", Words, nullable=False),
    Column("main_state", Words, nullable=False),
    Column("turn", Words, nullable=False),  # the role that has to act; empty where nobody has
    Column("handler", Words, nullable=False),  # who of that role was named; empty where nobody was
    Column("urgency", Words, nullable=False),
    Column("seat", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("clock_seat", Words, nullable=False),
    Column("clock", Words, nullable=False),
    Column("started", Words, nullable=False),
    Column("whole", Integer, nullable=False),  # the length of the time limit, in its own days
    Column("working", Boolean, nullable=False),  # whether these are working days
    Column("kept", Integer, nullable=False),  # what was left when it came to stand still
    Column("provisional", Boolean, nullable=False),
    Index("tasks_region_turn", "region", "turn", "handler", "urgency", "case_number"),
    Index("tasks_region_urgency", "region", "urgency", "case_number"),
    Index("tasks_urgency", "urgency", "case_number"),
    Index("tasks_state_urgency", "main_state", "urgency", "case_number"),
    Index("tasks_region_number", "region", "case_number"),
    sqlite_with_rowid=False,
)

# How many tasks there are: kept, because the desk shows them on every page. `what` is turn or urgency.
desk_counts = Table(
    "desk_counts",
    metadata,
    Column("region", Words, primary_key=True),
    Column("what", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("cases", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Who did what, for whoever looks back on their own work.
deeds = Table(
    "deeds",
    metadata,
    Column("staff_id", Words, primary_key=True),
    Column("position", Count, primary_key=True, autoincrement=False),
    Column("case_number", Words, ForeignKey(**CASE_OF_THE_SAME_COMMIT), nullable=False),
    Column("seat", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("at", Words, nullable=False),
    sqlite_with_rowid=False,
)

# One row a case: every sign and every pair of signs it is sought by. Over `grams` stands an index
# that each database has in its own way; `id`, the position of the case's first entry, is what
# SQLite's refers to.
seeking = Table(
    "seeking",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=False),
    Column("case_number", Words, ForeignKey(**CASE_OF_THE_SAME_COMMIT), nullable=False),
    Column("grams", Words, nullable=False),
    UniqueConstraint("case_number"),
)

handlers = Table(
    "handlers",
    metadata,
    Column("case_number", Words, ForeignKey("cases.number"), primary_key=True),
    Column("role", Words, primary_key=True),
    Column("staff_id", Words, ForeignKey("staff.id"), nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", Words, nullable=False),
    Column("row_digest", Words, nullable=False),
    Index("handlers_staff_id_case_number", "staff_id", "case_number"),
    sqlite_with_rowid=False,
)
