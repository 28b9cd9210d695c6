"""案件列表: one page of cases from the database alone: no rule, form or font is loaded."""

from collections.abc import Callable
from datetime import date
from typing import Any

from rebuild.engine.calendars import load_calendars
from rebuild.resources import calendars
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
    on: date,
    works: Callable[[date], bool] | None = None,
) -> dict[str, Any]:
    """One page, and the number to ask for the next page with; a stage or state by its name or its label.

    Each case has the lamp of its nearest last day as of `on`. An office that has its calendar at hand
    says by `works` which days are worked; else the notices are read for it.
    """
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
    works = works or load_calendars(calendars()).is_working_day
    return page_of([row._asdict() for row in rows], labels, limit, on=on, works=works)
