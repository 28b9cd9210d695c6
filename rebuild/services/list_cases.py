"""案件列表: one page of cases from the database alone: no rule, form or font is loaded."""

from typing import Any

from rebuild.services.case_page import Labels, must_be_a_page, page_of
from rebuild.store import lists, workflows
from rebuild.store.database import Database as Database


def list_cases(
    database: Database,
    *,
    stage: str = "",
    state: str = "",
    search: str = "",
    after: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    """One page, and the number to ask for the next page with; a stage or state by its name or its label."""
    must_be_a_page(limit)
    with database.reading() as session:
        labels = Labels(
            (each.id, workflows.load(session, each.id, version=each.version)[1])
            for each in workflows.versions(session)
        )
        rows = lists.listing(
            session,
            stage=labels.name("stage", stage),
            state=labels.name("state", state),
            search=search,
            after=after,
            limit=limit + 1,
        )
    return page_of([row._asdict() for row in rows], labels, limit)
