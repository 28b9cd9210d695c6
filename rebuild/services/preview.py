"""办理后会这样: what an action would bring about, worked out by the same decision, with nothing written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rebuild.cases.facts import Actor, Case, Json
from rebuild.engine.clocks import Reading, run_readings
from rebuild.engine.decide import Allowed, DocumentDue, Refused, Request, decide
from rebuild.engine.definition import Action, Field
from rebuild.engine.plan import Plan
from rebuild.services.asking import Asked, Fired
from rebuild.services.citing import finding_told, role_label
from rebuild.services.entitled import entitled
from rebuild.services.falling_due import rehearse
from rebuild.services.fired_told import one_told
from rebuild.services.lamp_kinds import clock_shown
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.services.project import MAIN
from rebuild.services.settle import decided
from rebuild.services.shown import limit_in_words
from rebuild.services.whose_turn import next_action, whose_turn


@dataclass(frozen=True, slots=True)
class _Effect:
    """A case before and after, and the papers between."""

    plan: Plan
    before: Case
    after: Case
    papers: tuple[DocumentDue, ...]


def preview(office: Office, found: Found, asked: Asked) -> dict[str, Json]:
    """The effect as plain data. What must still be filled in is stood in for, and then no reason is told."""
    plan = found.plan
    action = plan.action(asked.seat, asked.action)
    assert action is not None, "only what the definition knows is previewed"
    asked = entitled(office, asked)
    until = min(asked.on, asked.now.date())
    first, case = rehearse(office, plan, found.stored, found.case, until, asked.now)
    guess = replace(asked, answers=_completed(action, asked.answers, case, asked.on))
    guessed = guess.answers != dict(asked.answers)
    decision = decided(office, plan, case, guess)
    refused = decision if isinstance(decision, Refused) else None
    if refused and guessed:
        decision = _as_if(office, plan, case, guess, action)
    told: dict[str, Json] = {
        "first": _first(plan, first),
        "guessed": guessed,
        "findings": [],
        "effect": None,
    }
    if isinstance(decision, Allowed):
        papers = decision.documents or _papers(asked, action)
        effect = _Effect(plan, case, decision.case, papers)
        told["effect"] = _effect_told(office, effect, asked.on)
    elif refused and not guessed:
        told["findings"] = [finding_told(plan, asked.seat, each) for each in refused.findings]
    return told


def _as_if(
    office: Office, plan: Plan, case: Case, asked: Asked, action: Action
) -> Allowed | Refused:
    """The same course whatever the rules say of stand-ins, to see where it leads."""
    roles = frozenset((*action.by, *plan.archivists))
    actor = Actor(asked.actor.id, asked.actor.name, roles, asked.actor.organ)
    request = Request(asked.seat, asked.action, asked.answers, actor, asked.on, recorded=True)
    return decide(plan, office.calendar, case, request)


def _papers(asked: Asked, action: Action) -> tuple[DocumentDue, ...]:
    """The papers the definition names, where the course itself told of none."""
    return tuple(
        DocumentDue(issue.document, asked.seat, 0, asked.action, {}) for issue in action.issues
    )


def _first(plan: Plan, fired: tuple[Fired, ...]) -> list[Json]:
    return [one_told(plan, each) for each in fired]


def _effect_told(office: Office, effect: _Effect, on: date) -> dict[str, Json]:
    was, is_now = effect.before, effect.after
    before, after = (
        _clocks(office, effect, case, other) for case, other in ((was, is_now), (is_now, was))
    )
    return {
        "moves": list(_moves(effect)),
        "papers": [
            {"title": office.kinds[kind].title if kind in office.kinds else kind, "count": count}
            for kind, count in Counter(each.kind for each in effect.papers).items()
        ],
        "starts": [
            {
                "label": reading.label,
                "limit": limit_in_words(reading.reckoning.limit),
                "due": reading.due.isoformat(),
                "provisional": reading.provisional,
            }
            for key, reading in after.items()
            if key not in before
        ],
        "stops": list(_stops(office, effect, before, after, on)),
        "turn": _turn(effect),
    }


_Key = tuple[str, int, str, date]


def _clocks(office: Office, effect: _Effect, case: Case, other: Case) -> dict[_Key, Reading]:
    """The open clocks of the runs that the step changed; a run it left alone is the very same in both."""
    return {
        (each.seat, each.run, each.clock, each.started): each
        for seat, runs in case.runs.items()
        for place, run in enumerate(runs)
        if other.runs.get(seat, ())[place : place + 1] != (run,)
        for each in run_readings(effect.plan, office.calendar, run, only_open=True)
    }


def _moves(effect: _Effect) -> Iterator[dict[str, Json]]:
    """Every procedure that goes on to another state, the case itself last."""
    seats = sorted(effect.after.runs, key=lambda seat: seat == MAIN)
    for seat in seats:
        procedure = effect.plan.workflow.procedures[seat]
        was, run = effect.before.run(seat), effect.after.run(seat)
        if run and (was is None or (was.number, was.state) != (run.number, run.state)):
            same = was is not None and was.number == run.number
            yield {
                "procedure": procedure.title,
                "from": procedure.states[was.state].label if was and same else "",
                "to": procedure.states[run.state].label,
            }


def _stops(
    office: Office,
    effect: _Effect,
    before: Mapping[_Key, Reading],
    after: Mapping[_Key, Reading],
    on: date,
) -> Iterator[dict[str, Json]]:
    """Every clock that ran and no longer does: over, or standing still."""
    for key, reading in before.items():
        now = after.get(key)
        if reading.standing == "running" and (now is None or now.standing == "stopped"):
            shown = clock_shown(effect.plan, office.calendar, effect.before, reading, on=on)
            yield {"label": reading.label, "over": now is None, **_days(shown)}


def _days(shown: dict[str, Json]) -> dict[str, Json]:
    return {name: shown[name] for name in ("used", "left", "working")}


def _turn(effect: _Effect) -> dict[str, Json] | None:
    """Who has to act afterwards, and what comes next."""
    plan, case = effect.plan, effect.after
    if plan.workflow.procedures[MAIN].states[case.state(MAIN)].final:
        return None
    turn = whose_turn(plan, case)
    action = plan.action(turn.seat, next_action(plan, turn.seat, turn.state))
    return {
        "label": role_label(plan.workflow, turn.role, seat=turn.seat) if turn.role else "",
        "stopped": turn.stopped,
        "next": action.label if action else "",
    }


def _completed(
    action: Action, answers: Mapping[str, Json], case: Case, on: date
) -> dict[str, Json]:
    return {**_stand_ins(action.asks, case, on), **answers}


def _stand_ins(fields: tuple[Field, ...], case: Case, on: date) -> dict[str, Json]:
    """Something readable for each answer that is required, so that the course can be followed."""
    return {each.name: _stand_in(each, case, on) for each in fields if each.required}


def _stand_in(asked: Field, case: Case, on: date) -> Json:
    units = [each.unit for each in case.households]
    if asked.name == "unit" and units:
        return units[0]
    match asked.type:
        case "date":
            return on.isoformat()
        case "choice":
            return next(iter(asked.choices))
        case "yes_no":
            return True
        case "list":
            row = _stand_ins(asked.of, case, on)
            by_unit = "unit" in row and units
            rows = [{**row, "unit": unit} for unit in units] if by_unit else [row]
            return rows * (1 if by_unit else max(1, asked.at_least))
        case "points":
            return [["0", "0"], ["1", "0"], ["1", "1"]]
        case "id_number":
            return "510199190001010014"
        case "phone":
            return "13800000000"
        case "credit_code":
            return "11510105000000027N"
        case _:
            return "1"
