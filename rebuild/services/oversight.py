"""督查: what leaders and auditors ask of many cases at once: how many, how late, how long, whose days, what was refused.

Every figure is drawn from the ledger of the cases in view, and every figure names the cases behind it.
Times are held against their own limits, so that limits of different lengths fall on one line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from rebuild.cases.events import ActionRefused
from rebuild.engine.clocks import Reading, readings
from rebuild.services.in_view import Asked, Clocked, Seen, waits
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.oversight_held import overdue, refusals, waivers
from rebuild.services.oversight_time import months, spent, whose_days
from rebuild.services.project import MAIN, stage_of
from rebuild.services.rights import Scope
from rebuild.store import ledger, lists
from rebuild.store.ledger import Entry

Step = Callable[[], None]


def cases_in_view(
    office: Office, asked: Asked, view: Scope, *, step: Step = lambda: None
) -> Iterator[Seen]:
    """Every case that the overseer reaches, one after another; `step` is called after each."""
    with office.database.reading() as session:
        numbers = tuple(lists.every_number(session))
    for number in numbers:
        found = look_up(office, number)
        region = found.case.region
        in_region = view.shows(number, region) and asked.region in ("", region)
        if in_region and asked.stage in ("", stage_of(found.plan, found.case)):
            with office.database.reading() as session:
                entries = ledger.entries(session, number)
            yield Seen(found.plan, found.case, tuple(_refused(entries)))
        step()


def how_many(office: Office) -> tuple[int, int]:
    """How many cases there are, for a progress bar, and how far the ledger is."""
    with office.database.reading() as session:
        return sum(each.cases for each in lists.counts(session)), ledger.head(session)[0]


def districts(office: Office) -> list[str]:
    """The districts that have cases."""
    with office.database.reading() as session:
        return sorted({each.region for each in lists.counts(session)})


def _refused(entries: Iterable[Entry]) -> Iterator[tuple[date, str]]:
    for entry in entries:
        for event in entry.events:
            if isinstance(event, ActionRefused):
                yield from ((event.on, code) for code in event.findings)


def oversight(office: Office, asked: Asked, seen: Iterable[Seen], *, on: date) -> dict[str, Any]:
    """All of it as plain data."""
    calendar = office.calendar
    view = tuple(seen)
    clocks = [
        (each, reading) for each in view for reading in readings(each.plan, calendar, each.case)
    ]
    ended = [(each, reading) for each, reading in clocks if _ended_in(reading, asked)]
    due = [(each, reading) for each, reading in ended if not waits(each, reading)]
    return {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "on": on.isoformat(),
        "totals": _totals(view, clocks, due, asked, on),
        "stages": list(_by_stage(view, clocks, on)),
        "spent": list(spent(calendar, ended)),
        "whose": list(whose_days(calendar, view, on)),
        "months": list(months(due, asked)),
        "refusals": list(refusals(view, asked)),
        "overdue": sorted(overdue(clocks, on), key=lambda row: -row["days"]),
        "waivers": list(waivers(view)),
    }


def _ended_in(reading: Reading, asked: Asked) -> bool:
    return reading.ended is not None and asked.first <= reading.ended <= asked.last


def _totals(
    view: Sequence[Seen],
    clocks: Sequence[Clocked],
    ended: Sequence[Clocked],
    asked: Asked,
    on: date,
) -> dict[str, Any]:
    late = sum(1 for _, reading in ended if reading.late)
    stopped = [
        (on - _stopped_since(each, reading)).days
        for each, reading in clocks
        if reading.standing == "stopped"
    ]
    return {
        "open": sum(1 for each in view if not _over(each)),
        "closed": sum(
            1 for each in view if asked.first <= (_closed_on(each) or date.min) <= asked.last
        ),
        "ended": len(ended),
        "late": late,
        "late_share": f"{late * 1000 // len(ended) / 10:.1f}" if ended else "0.0",
        "stopped": len(stopped),
        "longest_stop": max(stopped, default=0),
        "waivers": sum(len(each.case.variances) for each in view),
    }


def _over(each: Seen) -> bool:
    return each.plan.workflow.procedures[MAIN].states[each.case.state(MAIN)].final


def _closed_on(each: Seen) -> date | None:
    main = each.case.run(MAIN)
    return main.visits[-1].since if main and _over(each) else None


def _stopped_since(each: Seen, reading: Reading) -> date:
    return each.case.runs[reading.seat][reading.run - 1].visits[-1].since


def _by_stage(
    view: Sequence[Seen], clocks: Sequence[Clocked], on: date
) -> Iterator[dict[str, Any]]:
    """How many open cases stand in each stage, and how many of them are late there."""
    late = {
        each.case.number
        for each, reading in clocks
        if reading.standing == "running" and on > reading.due
    }
    standing: dict[str, list[str]] = defaultdict(list)
    for each in view:
        if not _over(each):
            standing[stage_of(each.plan, each.case)].append(each.case.number)
    names = view[0].plan.workflow.stages if view else {}
    for stage, label in names.items():
        numbers = standing.get(stage, [])
        yield {
            "stage": stage,
            "label": label,
            "cases": len(numbers),
            "late": sum(1 for number in numbers if number in late),
        }
