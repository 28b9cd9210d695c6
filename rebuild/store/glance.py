"""A page of cases straight from the SQLite file, for a terminal that should not wait for SQLAlchemy to load.

Loading it takes longer than everything else a list does. The same questions asked in earnest are in
`lists.py`, and a test holds the two to the same answers.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rebuild.errors import StoreError
from rebuild.store.trouble import in_our_words

COLUMNS = (
    "number", "workflow", "region", "address", "applicant", "households", "state", "stage",
    "version", "opened_on", "changed_at", "open_clocks",
)  # fmt: skip
_OPEN_CLOCKS = (
    "(SELECT group_concat(coalesce(due, '') || ' ' || seat || ' ' || clock"
    " || CASE WHEN provisional THEN ' 1' ELSE ' 0' END, ',') FROM clocks WHERE case_number = number)"
)
_CHOSEN = {
    "stage": "stage = :stage",
    "state": "state = :state",
    "search": " OR ".join(
        f"lower({name}) LIKE :search ESCAPE '\\'" for name in ("number", "address", "applicant")
    ),
}


def definitions(file: Path) -> list[tuple[str, bytes]]:
    """Every published workflow, oldest first: its name and its canonical JSON."""
    found = _ask(file, "SELECT id, json FROM workflow_versions ORDER BY id, version", {})
    return [(name, bytes(json)) for name, json in found]


def page(
    file: Path, *, stage: str = "", state: str = "", search: str = "", after: str = "", limit: int
) -> list[dict[str, Any]]:
    """One page of cases by number; as `lists.listing`."""
    given: dict[str, Any] = {"stage": stage, "state": state, "search": search}
    given = {name: value for name, value in given.items() if value}
    # Only which conditions stand there depends on the caller; every value is bound.
    chosen = " AND ".join(["number > :after", *(f"({_CHOSEN[name]})" for name in given)])
    told = ", ".join([*COLUMNS[:-1], _OPEN_CLOCKS])
    sql = f"SELECT {told} FROM cases WHERE {chosen} ORDER BY number LIMIT :limit"  # noqa: S608
    if search:
        given["search"] = f"%{_literal(search.lower())}%"
    rows = _ask(file, sql, given | {"after": after, "limit": limit})
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def _ask(file: Path, sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    driver = import_module("pysqlite3.dbapi2" if find_spec("pysqlite3") else "sqlite3")
    try:
        connection = driver.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=5)
        try:
            found: list[tuple[Any, ...]] = connection.execute(sql, given).fetchall()
        finally:
            connection.close()
    except (driver.Error, UnicodeDecodeError) as error:
        trouble = in_our_words(error)
        raise trouble if isinstance(trouble, StoreError) else StoreError(str(trouble)) from error
    return found


def _literal(search: str) -> str:
    for special in ("\\", "%", "_"):
        search = search.replace(special, "\\" + special)
    return search
