"""案件列表（快读）: the same page as `list_cases`, straight from an SQLite file, for a terminal."""

from datetime import date
from pathlib import Path
from typing import Any

from rebuild.engine.rest_days import working_days
from rebuild.errors import StoreError
from rebuild.resources import calendars
from rebuild.services.case_page import Labels, must_be_a_page, page_of
from rebuild.store import glance


def glance_at_cases(
    file: Path,
    *,
    stage: str = "",
    state: str = "",
    search: str = "",
    after: str = "",
    limit: int = 50,
    on: date,
) -> dict[str, Any]:
    """As `list_cases`; StoreError where the file, or the calendar, cannot be read this way."""
    must_be_a_page(limit)
    works = working_days(calendars())
    if works is None:
        raise StoreError("工作日历不能快读")
    labels = Labels(glance.definitions(file))
    rows = glance.page(
        file,
        stage=labels.name("stage", stage),
        state=labels.name("state", state),
        search=search,
        after=after,
        limit=limit + 1,
    )
    return page_of(rows, labels, limit, on=on, works=works)
