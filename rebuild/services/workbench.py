"""工作台: what is open by urgency, one's own first, and the figures of the desk."""

from collections.abc import Iterable, Sequence
from datetime import date

from rebuild.cases.facts import Json
from rebuild.services import urgency
from rebuild.services.desk_lanes import is_own, own_lanes, regions_seen, seen_lanes
from rebuild.services.office import Office
from rebuild.services.rights import Person
from rebuild.services.work_told import Telling
from rebuild.store import desk_counts, work_list
from rebuild.store.session import Session
from rebuild.store.work_list import Lane, Line, Wanted

IN_A_GROUP = 12  # lines of a group; the rest is one link away
LOOKED_AT = (30, 400)  # of a group's most pressing tasks, to find those that are others'
MOST_SINGLE = 1000


def workbench(office: Office, person: Person, *, on: date) -> dict[str, Json]:
    """Everything open that somebody may see, by urgency: their own first, then by last day."""
    with office.database.reading() as session:
        telling = Telling.of(session, office, person, on)
        own, seen = own_lanes(session, person), seen_lanes(person)
        groups = [_group(telling, name, own, seen) for name in urgency.GROUPS]
        return {"groups": [each for each in groups if each["lines"]], "figures": figures(telling)}


def _group(
    telling: Telling, name: str, own: Sequence[Lane], seen: Sequence[Lane]
) -> dict[str, Json]:
    low, high = telling.bounds.span(name)
    wanted = Wanted(low=low, high=high, limit=IN_A_GROUP + 1)
    mine = work_list.page(telling.session, own, wanted)
    others = _others(telling, seen, wanted)
    lines = (*mine, *others)[:IN_A_GROUP]
    return {
        "name": name,
        "count": _count(telling, low, high),
        "lines": [telling.line(line) for line in lines],
        "more": len(mine) + len(others) > IN_A_GROUP,
    }


def _others(telling: Telling, seen: Sequence[Lane], wanted: Wanted) -> list[Line]:
    """The most pressing tasks of others; looked for farther only where one's own hide them."""
    others: list[Line] = []
    for limit in LOOKED_AT:
        looked_at = work_list.page(telling.session, seen, wanted._replace(limit=limit))
        others = [line for line in looked_at if not is_own(telling.person, line)]
        if len(others) >= wanted.limit or len(looked_at) < limit:
            break
    return others


def figures(telling: Telling) -> dict[str, int]:
    """The five figures of the desk."""
    session, bounds = telling.session, telling.bounds
    low, high = bounds.month
    overdue = soon = open_ = ended = 0
    for region in regions_seen(session, telling.person):
        here = desk_counts.by_day(session, region, today=bounds.today, after_soon=bounds.after_soon)
        overdue, soon, open_ = overdue + here[0], soon + here[1], open_ + here[2]
        ended += desk_counts.between(session, region, low, high)
    for line in _granted(telling):
        group = bounds.group(line.urgency)
        overdue += group == "overdue"
        soon += group in ("today", "soon")
        open_ += group != urgency.ENDED
        ended += low <= line.urgency < high
    mine = own_count(session, telling.person)
    return {
        "mine": mine,
        "overdue": overdue,
        "soon": soon,
        "others": max(0, open_ - mine),
        "ended": ended,
    }


def own_count(session: Session, person: Person) -> int:
    """How many tasks are somebody's own to do."""
    lanes = own_lanes(session, person)
    kept = {(lane.region, lane.turn or "", lane.handler) for lane in lanes if lane.region}
    single = [
        line
        for line in work_list.page(session, _single(lanes), Wanted(limit=MOST_SINGLE))
        if (line.region, line.turn, line.handler) not in kept
    ]
    return len(single) + sum(desk_counts.of_turn(session, *each) for each in sorted(kept))


def _count(telling: Telling, low: str, high: str) -> int:
    regions = regions_seen(telling.session, telling.person)
    kept = sum(desk_counts.between(telling.session, region, low, high) for region in regions)
    return kept + sum(low <= line.urgency < high for line in _granted(telling))


def _granted(telling: Telling) -> tuple[Line, ...]:
    """The tasks of cases somebody was let into one by one, beyond their districts."""
    lines = work_list.page(
        telling.session, _single(seen_lanes(telling.person)), Wanted(limit=MOST_SINGLE)
    )
    regions = regions_seen(telling.session, telling.person)
    return tuple(line for line in lines if line.region not in regions)


def _single(lanes: Iterable[Lane]) -> tuple[Lane, ...]:
    return tuple(lane for lane in lanes if lane.number)


def own_tasks(office: Office, person: Person) -> int:
    """How many tasks are somebody's own to do, for the menu."""
    with office.database.reading() as session:
        return own_count(session, person)
