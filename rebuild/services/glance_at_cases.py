"""案件列表（快读）: the same page as `list_cases`, straight from an SQLite file, for a terminal."""

from pathlib import Path
from typing import Any

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
) -> dict[str, Any]:
    """As `list_cases`; StoreError where the file cannot be read this way."""
    must_be_a_page(limit)
    labels = Labels(glance.definitions(file))
    rows = glance.page(
        file,
        stage=labels.name("stage", stage),
        state=labels.name("state", state),
        search=search,
        after=after,
        limit=limit + 1,
    )
    return page_of(rows, labels, limit)
