"""Counting over many cases: begun once beside the pages as the ledger stands, waited for where it is short."""

from datetime import date
from typing import Any

from fastapi import Request

from rebuild.services.in_view import Asked
from rebuild.services.oversight import cases_in_view, how_many, oversight
from rebuild.services.rights import Person, Right, scope
from rebuild.web.background import Work

AT_ONCE = 60  # so many cases are counted while the reader waits; more, and a bar is shown
LONGEST_WAIT = 120  # seconds


def counting(request: Request, person: Person, asked: Asked, *, wait: bool = False) -> Work:
    """The figures of these cases; the same question to the same ledger is counted once."""
    app = request.app.state
    view, today = scope(person, Right.OVERSEE), app.now().date()
    many, position = how_many(app.office)
    key = f"oversight {position} {today} {asked} {sorted(view.regions)} {sorted(view.cases)}"

    def counted(work: Work) -> dict[str, Any]:
        seen = cases_in_view(app.office, asked, view, step=work.step)
        return oversight(app.office, asked, seen, on=today)

    work: Work = app.background.begin(key, many, counted)
    if wait or many <= AT_ONCE:
        work.finished.wait(timeout=LONGEST_WAIT)
    return work


def half_a_year_before(day: date) -> date:
    """The first of the month, half a year earlier."""
    months = day.year * 12 + day.month - 1 - 6
    return date(months // 12, months % 12 + 1, 1)
