"""案件页头: what stands above every page of a case: number, address, the running limit, whose turn, permits, stages."""

from collections.abc import Iterable, Iterator
from datetime import date

from rebuild.cases.facts import Actor, Case, Json
from rebuild.engine.clocks import open_readings
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area
from rebuild.law.calendar import Calendar
from rebuild.services.citing import role_label
from rebuild.services.entitled import organs_of
from rebuild.services.lamp_kinds import clock_shown
from rebuild.services.look_up import Found
from rebuild.services.permits_told import PERMIT, permits_told
from rebuild.services.project import MAIN, stage_of
from rebuild.services.rights import Person, Right, Subject, acting, may
from rebuild.services.stages_shown import stages_shown
from rebuild.services.whose_turn import Turn, next_action, whose_turn

NOT_APPLIED = "未申请"
TABS = {
    "act": Right.SEE_CASE,
    "facts": Right.SEE_CASE,
    "owners": Right.SEE_HOUSEHOLDS,
    "materials": Right.SEE_CASE,
    "course": Right.SEE_CASE,
    "flow": Right.SEE_CASE,
    "clocks": Right.SEE_CASE,
    "papers": Right.SEE_CASE,
    "ledger": Right.SEE_LEDGER,
}


def case_head(
    found: Found, calendar: Calendar, *, on: date, person: Person | None = None
) -> dict[str, Json]:
    """The head as plain data; no rule is asked, so that every page of a case can afford it."""
    key = "head", calendar, on, person
    return found.once(key, lambda: _head(found, calendar, on, person))


def _head(found: Found, calendar: Calendar, on: date, person: Person | None) -> dict[str, Json]:
    case, plan = found.case, found.plan
    main = plan.workflow.procedures[MAIN].states[case.state(MAIN)]
    turn = whose_turn(plan, case)
    clocks = open_clocks(plan, calendar, case, on=on)
    here = next((each for each in clocks if each["seat"] == turn.seat), None)
    waits = plan.workflow.procedures[turn.seat].states[turn.state].label
    return {
        "number": case.number,
        "version": found.stored.version,
        "title": plan.workflow.title,
        "name": case.building.name if case.building else case.number,
        "address": case.building.address if case.building else "",
        "grade": case.appraisal.grade if case.appraisal else "",
        "applicant": case.applicant,
        "storeys": case.building.storeys if case.building else None,
        "area": str(Area(case.building.gross_area)) if case.building else "",
        "households": _households(case),
        "state": case.state(MAIN),
        "state_label": main.label,
        "over": main.final,
        "flags": [_flag(plan, case, name) for name in case.flags],
        "clock": next((each for each in clocks if each["presses"]), clocks[0] if clocks else None),
        "turn": _turn_told(plan, case, turn, person) if not main.final else None,
        "permits": list(_permits(plan, calendar, case, on=on)),
        "stage": stage_of(plan, case),
        "stages": stages_shown(plan, case, state_label=waits, clock=here),
        "clocks": clocks,
        "counts": _counts(found, len(clocks)),
        "tabs": list(_tabs(case, person)),
    }


def _tabs(case: Case, person: Person | None) -> Iterator[str]:
    """The pages of the case that somebody may open, in their order."""
    subject = Subject(case.region, case.number)
    for tab, right in TABS.items():
        if person is None or may(person, right, subject):
            yield tab


def open_clocks(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> list[dict[str, Json]]:
    """Every clock not over and not run out, nearest first, those that stand still last.

    Where the same one runs for many households to the same day, it is told once, with how many.
    """
    shown: dict[tuple[str, ...], dict[str, Json]] = {}
    for reading in open_readings(plan, calendar, case):
        clock = clock_shown(plan, calendar, case, reading, on=on)
        alike = (clock["seat"], clock["clock"], clock["started"], clock["due"], clock["lamp"])
        if not clock["passed"]:
            shown.setdefault(alike, clock | {"times": 0})["times"] += 1
    return sorted(shown.values(), key=lambda each: (each["lamp"] == "stopped", each["due"]))


def falls_to(plan: Plan, case: Case, person: Person, roles: Iterable[str]) -> bool:
    """Whether somebody may do in this case what one of these roles does, in their own name or another's."""
    wanted = frozenset(roles)
    actor = acting(person, wanted, Subject(case.region, case.number), organs_of(plan))
    return isinstance(actor, Actor) and bool(actor.roles & wanted)


def _households(case: Case) -> int:
    return len(case.households) or (case.building.households if case.building else 0)


def _turn_told(plan: Plan, case: Case, turn: Turn, person: Person | None) -> dict[str, Json]:
    workflow = plan.workflow
    role = workflow.roles.get(turn.role)
    organ = workflow.organs.get(role.organ) if role and role.organ else None
    name = next_action(plan, turn.seat, turn.state)
    action = plan.action(turn.seat, name)
    return {
        "mine": person is not None and falls_to(plan, case, person, turn.roles),
        "role": turn.role,
        "label": role_label(workflow, turn.role, seat=turn.seat) if turn.role else "",
        "organ": organ.name if organ else "",
        "stopped": turn.stopped,
        "seat": turn.seat,
        "procedure": workflow.procedures[turn.seat].title,
        "state": workflow.procedures[turn.seat].states[turn.state].label,
        "action": name,
        "next": action.label if action else "",
    }


def _permits(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> Iterator[dict[str, Json]]:
    """Both permits, also those not applied for yet: the paper in hand, or how far its application is."""
    given = {each["seat"]: each for each in permits_told(plan, calendar, case, on=on)}
    for seat, procedure in plan.workflow.procedures.items():
        if procedure.uses != PERMIT:
            continue
        if seat in given:
            paper = given[seat]
            yield {
                "seat": seat,
                "title": procedure.title,
                "standing": paper["standing"],
                "live": paper["live"],
                "number": paper["number"],
                "document": paper["document"],
            }
            continue
        yield {
            "seat": seat,
            "title": procedure.title,
            "standing": _application(plan, case, seat),
            "live": False,
            "number": "",
            "document": "",
        }


def _application(plan: Plan, case: Case, permit: str) -> str:
    """How far the application for a permit is."""
    for seat, procedure in plan.workflow.procedures.items():
        if any(permit in action.opens for action in procedure.actions.values()):
            run = case.run(seat)
            return procedure.states[run.state].label if run else NOT_APPLIED
    return NOT_APPLIED


def _flag(plan: Plan, case: Case, name: str) -> dict[str, Json]:
    flag = case.flags[name]
    actions = plan.workflow.procedures[flag.seat].actions.values()
    raising = next(each.label for each in actions if name.partition(".")[2] in each.raises)
    return {"name": name, "label": raising, "since": flag.raised_on.isoformat()}


def _counts(found: Found, clocks: int) -> dict[str, Json]:
    """What the tabs say of what is behind them."""
    case = found.case
    handed_in = [
        taken.answers.get("materials", ())
        for runs in case.runs.values()
        for run in runs[-1:]
        for taken in run.taken
        if taken.action == "submit"
    ]
    return {
        "owners": _households(case),
        "materials": sum(len(rows) for rows in handed_in),
        "course": found.stored.seq,
        "clocks": clocks,
        "papers": len(case.documents),
    }
