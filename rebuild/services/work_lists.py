"""清单: what is one's own to do, what one did, and every case one may see, a page at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from rebuild.cases.facts import Json
from rebuild.engine.plan import Plan
from rebuild.services.desk_lanes import others_lanes, own_lanes, regions_seen, seen_lanes
from rebuild.services.main_path import MAIN
from rebuild.services.newest import newest_workflows
from rebuild.services.numbers_meant import numbers_meant
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, may, scope
from rebuild.services.work_told import Telling, place_of
from rebuild.store import deeds, desk_counts, work_list
from rebuild.store.session import Session
from rebuild.store.work_list import Lane, Line, Wanted

PAGE = 50
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


def lines_of(telling: Telling, chosen: Chosen, right: Right = Right.SEE_CASE) -> tuple[Line, ...]:
    """The lines of a page, and one more if there is one; of cases in which the reader has a right."""
    wanted = _wanted(telling, chosen)
    meant = _meant(telling, chosen, wanted, right)
    if meant:
        return meant
    return work_list.page(telling.session, tuple(_lanes(telling, chosen, right)), wanted)


def _meant(telling: Telling, chosen: Chosen, wanted: Wanted, right: Right) -> tuple[Line, ...]:
    """The cases of a number that was typed: found at once, without looking through all texts."""
    if any((chosen.stage, chosen.state, chosen.region, chosen.turn, *chosen.after)):
        return ()
    numbers = numbers_meant(telling.session, wanted.search)
    lanes = tuple(Lane(number=number) for number in numbers)
    allowed = scope(telling.person, right)
    found = work_list.page(telling.session, lanes, wanted._replace(search=""))
    return tuple(line for line in found if allowed.shows(line.number, line.region))


def count_lines(telling: Telling, chosen: Chosen, right: Right) -> int:
    """How many lines there are on all pages together; counted one by one, so not for a page to ask."""
    wanted = _wanted(telling, chosen)
    return work_list.count(telling.session, tuple(_lanes(telling, chosen, right)), wanted)


def _wanted(telling: Telling, chosen: Chosen) -> Wanted:
    low, high = telling.bounds.span(chosen.lamp)
    if chosen.sort == "due" and not chosen.lamp:
        high = telling.bounds.span("open")[1]
    return Wanted(
        low=low,
        high=high,
        search=chosen.search.strip(),
        names=may(telling.person, Right.SEE_PEOPLE),
        by_number=chosen.sort != "due",
        newest=chosen.sort == "newest",
        after=chosen.after,
        limit=chosen.limit + 1,
    )


def _lanes(telling: Telling, chosen: Chosen, right: Right) -> Iterator[Lane]:
    """The lanes of what was chosen: every one narrowed to each of the states, roles and districts asked."""
    bases: Iterable[Lane] = seen_lanes(telling.person, right)
    if chosen.turn in (MINE, OTHERS):
        ways = {MINE: own_lanes, OTHERS: others_lanes}
        allowed = scope(telling.person, right)
        bases = [
            lane
            for lane in ways[chosen.turn](telling.session, telling.person)
            if allowed.shows(lane.number, lane.region)
        ]
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
