"""清单: the workbench, what is one's own to do, what one did, and every case one may see, a page at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from rebuild.cases.facts import Json
from rebuild.engine.plan import Plan
from rebuild.services import urgency
from rebuild.services.desk_lanes import is_own, others_lanes, own_lanes, regions_seen, seen_lanes
from rebuild.services.main_path import MAIN
from rebuild.services.newest import newest_workflows
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, may
from rebuild.services.work_told import Telling, place_of
from rebuild.store import deeds, desk_counts, work_list
from rebuild.store.session import Session
from rebuild.store.work_list import Lane, Line, Wanted

PAGE = 50
IN_A_GROUP = 12  # lines of a group on the workbench; the rest is one link away
LOOKED_AT = (30, 400)  # of a group's most pressing tasks, to find those that are others'
MINE, OTHERS = "mine", "others"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody asks of a list: filters, order, and where the page before ended."""

    stage: str = ""
    state: str = ""
    lamp: str = ""
    region: str = ""
    turn: str = ""  # a role, or `mine`
    search: str = ""
    sort: str = "due"  # due, newest, oldest
    after: tuple[str, str] = ("", "")
    limit: int = PAGE


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
        for line in work_list.page(session, _single(lanes), Wanted(limit=1000))
        if (line.region, line.turn, line.handler) not in kept
    ]
    return len(single) + sum(desk_counts.of_turn(session, *each) for each in sorted(kept))


def _count(telling: Telling, low: str, high: str) -> int:
    regions = regions_seen(telling.session, telling.person)
    kept = sum(desk_counts.between(telling.session, region, low, high) for region in regions)
    return kept + sum(low <= line.urgency < high for line in _granted(telling))


def _granted(telling: Telling) -> tuple[Line, ...]:
    """The tasks of cases somebody was let into one by one, beyond their districts."""
    lines = work_list.page(telling.session, _single(seen_lanes(telling.person)), Wanted(limit=1000))
    regions = regions_seen(telling.session, telling.person)
    return tuple(line for line in lines if line.region not in regions)


def _single(lanes: Iterable[Lane]) -> tuple[Lane, ...]:
    return tuple(lane for lane in lanes if lane.number)


def listed(office: Office, person: Person, chosen: Chosen, *, on: date) -> dict[str, Json]:
    """One page of the cases somebody may see, as they chose; `next` is where the page after it begins."""
    with office.database.reading() as session:
        telling = Telling.of(session, office, person, on)
        lines = lines_of(telling, chosen)
        shown = lines[: chosen.limit]
        return {
            "lines": [telling.line(line) for line in shown],
            "next": _after(shown[-1]) if len(lines) > chosen.limit else None,
        }


def lines_of(telling: Telling, chosen: Chosen) -> tuple[Line, ...]:
    """The lines of a page, and one more if there is one."""
    low, high = telling.bounds.span(chosen.lamp)
    if chosen.sort == "due" and not chosen.lamp:
        high = telling.bounds.span("open")[1]
    wanted = Wanted(
        low=low,
        high=high,
        search=chosen.search.strip(),
        names=may(telling.person, Right.SEE_PEOPLE),
        by_number=chosen.sort != "due",
        newest=chosen.sort == "newest",
        after=chosen.after,
        limit=chosen.limit + 1,
    )
    return work_list.page(telling.session, tuple(_lanes(telling, chosen)), wanted)


def _lanes(telling: Telling, chosen: Chosen) -> Iterator[Lane]:
    """The lanes of what was chosen: every one narrowed to each of the states, roles and districts asked."""
    bases: Iterable[Lane] = seen_lanes(telling.person)
    if chosen.turn == MINE:
        bases = own_lanes(telling.session, telling.person)
    elif chosen.turn == OTHERS:
        bases = others_lanes(telling.session, telling.person)
    states = _states(telling, chosen)
    for base, state in product(bases, states):
        if chosen.region and base.region and base.region != chosen.region:
            continue
        lane = base._replace(main_state=state, region=base.region or chosen.region)
        if chosen.turn not in ("", MINE, OTHERS):
            for region in [lane.region] if lane.region else desk_counts.regions(telling.session):
                yield from _of_role(telling.session, lane._replace(region=region), chosen.turn)
        else:
            yield lane


def _of_role(session: Session, lane: Lane, role: str) -> Iterator[Lane]:
    """A role's tasks, of whoever handles them."""
    handlers = {
        handler for turn, handler in desk_counts.turns(session, lane.region) if turn == role
    }
    for handler in sorted(handlers | {""}):
        yield lane._replace(turn=role, handler=handler)


def _states(telling: Telling, chosen: Chosen) -> tuple[str, ...]:
    if chosen.state:
        return (chosen.state,)
    if not chosen.stage:
        return ("",)
    return tuple(
        dict.fromkeys(
            name
            for plan in newest_workflows(telling.session, telling.office)
            for name, state in plan.workflow.procedures[MAIN].states.items()
            if state.stage == chosen.stage
        )
    )


def _after(line: Line) -> list[str]:
    return [line.urgency, line.number]


def done_by(
    office: Office, person: Person, *, before: int = 0, limit: int = PAGE
) -> dict[str, Json]:
    """What somebody did, newest first; `next` is the position of the last one shown."""
    with office.database.reading() as session:
        rows = deeds.of_person(session, person.id, before=before, limit=limit + 1)
        shown = rows[:limit]
        plans = {each.workflow.id: each for each in newest_workflows(session, office)}
        return {
            "deeds": [_deed_told(plans, each) for each in shown],
            "next": shown[-1].position if len(rows) > limit else None,
        }


def _deed_told(plans: dict[str, Plan], deed: deeds.Deed) -> dict[str, Json]:
    plan = plans[deed.workflow]
    action = plan.action(deed.seat, deed.action)
    states = plan.workflow.procedures[MAIN].states
    return {
        "number": deed.number,
        "place": place_of(deed.address),
        "at": deed.at,
        "procedure": plan.workflow.procedures[deed.seat].title
        if deed.seat in plan.workflow.procedures
        else deed.seat,
        "label": action.label if action else deed.action,
        "state_label": states[deed.main_state].label
        if deed.main_state in states
        else deed.main_state,
    }


def choices(office: Office, person: Person) -> dict[str, Json]:
    """What the cases of a list can be chosen by: stages, states, roles, districts."""
    with office.database.reading() as session:
        plans = newest_workflows(session, office)
        regions = regions_seen(session, person)
    return {
        "stages": {name: label for plan in plans for name, label in plan.workflow.stages.items()},
        "states": {
            name: state.label
            for plan in plans
            for name, state in plan.workflow.procedures[MAIN].states.items()
        },
        "roles": {
            name: role.label
            for plan in plans
            for name, role in plan.workflow.roles.items()
            if role.kind != "automatic"
        },
        "regions": list(regions),
    }


def own_tasks(office: Office, person: Person) -> int:
    """How many tasks are somebody's own to do, for the menu."""
    with office.database.reading() as session:
        return own_count(session, person)
