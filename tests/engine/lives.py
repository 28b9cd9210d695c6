"""Random lives of a case: driven by the definition alone, held at every step against what must always be true."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from rebuild.cases import events as happened
from rebuild.cases.apply import apply_all, fold
from rebuild.cases.codec import canonical, event_from_json, to_json
from rebuild.cases.facts import CLOCK, Actor, Case, Document, Json
from rebuild.engine.clocks import last_days_of_runs, latest
from rebuild.engine.decide import Allowed, Refused, Request, decide, offered, open_procedures
from rebuild.engine.definition import Action
from rebuild.engine.plan import Plan
from rebuild.law.permits import START, Standing, standing_on
from rebuild.services.falling_due import fallen_due
from rebuild.services.project import projection_of
from rebuild.store.projection import Projection
from tests.engine.plausible import plausible
from tests.law.a_case import the_calendar, the_plan

STEPS = 120
UNITS = ("101", "102", "201")
# What ends a life early or leads aside is taken now and then, not as often as everything else.
ENDING = frozenset(
    {"abandon", "terminate", "choose_other_route", "route_elsewhere", "report_other"}
)
RARE = frozenset(
    {
        "hold", "void", "withdraw", "answer_objection", "open_new_round",
        "bar_reapplication", "revoke_by_court", "contest", "stay", "refile",
        "retry_consensus", "verify_fail", "accept_fail", "emergency", "appeal_opened", "object", "recount",
        "void_by_correction", "change_household",
    }
)  # fmt: skip
SELDOM = frozenset({"revoke", "withdraw_by_organ", "penalty_revoke", "take_back"})
# The straight way, which a life keeps to as far as it is in its nature.
STRAIGHT = tuple(
    tuple(step.split("."))
    for step in [
        "case.register",
        "case.list_households",
        "case.commission_appraisal",
        "case.report_d",
        "case.issue_danger_notices",
        "case.serve_danger_notices",
        "case.notify_danger",
        "case.open_consensus",
        "consensus.freeze_roll",
        "consensus.announce",
        "consensus.open_voting",
        "consensus.cast",
        "consensus.count",
        "consensus.post",
        "consensus.photograph_posting",
        "consensus.take_effect",
        "case.survey_existing",
        "case.prepare",
        "case.submit_design",
        "case.apply_planning",
        "planning.submit",
        "planning.accept",
        "planning.grant",
        "planning.serve",
        "case.file_demolition",
        "case.demolished",
        "case.apply_construction",
        "construction.submit",
        "construction.accept",
        "construction.grant",
        "construction.serve",
        "construction_permit.start_works",
        "case.finish",
        "case.survey_built",
        "case.verify_ok",
        "case.notify_station",
        "case.fix_plate",
        "case.accept_ok",
        "case.file_fire",
        "case.file_completion",
        "case.hand_over",
        "case.register_titles",
        "case.hand_in_materials",
        "case.archive",
    ]
)
NONSENSE: tuple[Json, ...] = (
    None,
    "",
    "不是数",
    "2024-02-30",
    -1,
    3.5,
    [],
    {},
    "1/0",
    "x" * 5000,
    True,
)


class Broken(AssertionError):
    """Something that must always be true of a case is not."""


@dataclass(slots=True)
class Life:
    """One case from its opening on, with everything that happened in it."""

    plan: Plan
    chance: random.Random
    on: date
    events: list[happened.Event]
    case: Case
    shown: Projection
    straight: float  # how much it is in this life's nature to keep to the straight way
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: int = 0
    put_off: dict[tuple[str, str], date] = field(default_factory=dict)  # refused: not soon again


def begin(seed: int, plan: Plan | None = None) -> Life:
    plan = plan or the_plan()
    chance = random.Random(seed)
    on = date(2023, 5, 4) + timedelta(chance.randrange(400))
    opening = happened.CaseOpened(f"生-{seed}", plan.workflow.id, 1, plan.hash, "510199", on)
    events = [opening, *open_procedures(plan, plan.workflow.opens_with, on)]
    case = fold(events)
    shown = projection_of(plan, the_calendar(), case)
    return Life(
        plan, chance, on, events, case, shown, straight=chance.choice((0.0, 0.6, 0.9, 0.97))
    )


def live(seed: int, plan: Plan | None = None, steps: int = STEPS) -> Life:
    """Live one life to its end, or for so many steps."""
    life = begin(seed, plan)
    for _ in range(steps):
        if life.plan.procedures["case"].procedure.states[life.case.state("case")].final:
            break
        life.on += timedelta(life.chance.choice((0, 0, 0, 1, 2, 5, 8)))
        _let_time_act(life)
        _take_one(life)
    _must(fold(life.events) == life.case, "the ledger folds to another case")
    return life


def _let_time_act(life: Life) -> None:
    for _ in range(50):
        due = fallen_due(life.plan, the_calendar(), life.case, life.on)
        if not due:
            return
        reading, action = min(due, key=lambda step: step[0].due)
        day = reading.due + timedelta(1)
        request = Request(reading.seat, action, {}, CLOCK, day, run=reading.run)
        _must(_decided(life, request), f"the clock may not take {reading.seat}.{action}")
    raise Broken("the clock comes to no end")


def _take_one(life: Life) -> None:
    chance, plan = life.chance, life.plan
    choices = {
        (seat, name): _weight(name, action) * (1 if put_off <= life.on else 0.02)
        for seat, name in offered(plan, life.case)
        for action in [plan.procedures[seat].procedure.actions[name]]
        for put_off in [life.put_off.get((seat, name), life.on)]
        if not {"clock", "system"} >= set(action.by)
    }
    if not choices:
        return
    straight = [step for step in STRAIGHT if choices.get(step, 0) >= 1]
    if straight and chance.random() < life.straight:
        seat, name = min(straight, key=lambda step: life.times[step])
    else:
        ((seat, name),) = chance.choices(list(choices), list(choices.values()))
    if chance.random() < 0.02:  # something the state does not offer
        name = chance.choice(list(plan.procedures[seat].procedure.actions))
    action = plan.procedures[seat].procedure.actions[name]
    role = chance.choice(list(action.by))
    if chance.random() < 0.03:
        role = chance.choice(list(plan.workflow.roles))
    answers = _answers(life, seat, name)
    if answers and chance.random() < 0.05:
        answers[chance.choice(list(answers))] = chance.choice(NONSENSE)
    _decided(
        life,
        Request(
            seat,
            name,
            answers,
            Actor(f"{role}-{chance.randrange(2)}", role, frozenset({role})),
            life.on,
        ),
    )


def _weight(name: str, action: Action) -> float:
    if name in ENDING:
        return 0.005
    if name in RARE:
        return 0.05
    if name in SELDOM:
        return 0.4
    return 1.0 if action.to == "stay" else 4.0


def _answers(life: Life, seat: str, name: str) -> dict[str, Json]:
    """Plausible answers; those that must fit the case or the calendar are made to fit, most of the time."""
    action, on = life.plan.procedures[seat].procedure.actions[name], life.on
    answers = plausible(action.asks, life.case, on)
    asked = {each.name for each in action.asks}
    fitting: dict[str, Json] = {
        "households": _roll(life) if name == "list_households" else str(len(UNITS)),
        "grade": "C" if name == "report_other" else "D",
        "handling": "demolish",
        "body": life.chance.choice(("示例鉴定所", "另一家鉴定所")),
        "opens_on": (on + timedelta(15)).isoformat(),
        "closes_on": (on + timedelta(25)).isoformat(),
        "proxy_until": (on + timedelta(365)).isoformat(),
        "starts_on": (on + timedelta(15)).isoformat(),
        "drawings_reviewed": "示审〔2024〕31号",
        "spot_check": "passed",
        "note": "全体业主同意，依法办理",
        "right_organ": "示例区城市管理局",
        "unit": life.chance.choice(UNITS),
        "rule": "planning.height",
        "objection": str(life.chance.randint(1, 3)),
        "material": life.chance.choice(("是", "否", "否")),
        "new_owner": f"业主{life.refused}",  # sold, or entered wrongly from the first
        "mistaken": "是" if life.refused % 2 else "否",
    }
    answers |= {key: value for key, value in fitting.items() if key in asked}
    if name == "photograph_posting":
        answers["photos"] = [
            {"taken_on": day.isoformat(), "file": "照片"} for day in _posting(life)
        ]
    if name == "cast" and life.chance.random() < 0.2:
        answers["ballots"][0]["vote"] = life.chance.choice(("disagree", "abstain", "invalid"))
    return answers


def _posting(life: Life) -> tuple[date, date]:
    reading = latest(life.plan, the_calendar(), life.case, "consensus", "posting")
    return (reading.started, reading.due) if reading else (life.on, life.on)


def _roll(life: Life) -> list[dict[str, Json]]:
    return [{"unit": unit, "area": "34.07", "owners": [{"name": f"业主{unit}"}]} for unit in UNITS]


def _decided(life: Life, request: Request) -> bool:
    calendar, before = the_calendar(), life.case
    decision = decide(life.plan, calendar, before, request)
    if life.chance.random() < 0.1:
        _must(
            decision == decide(life.plan, calendar, before, request), "asked twice, answered twice"
        )
    if isinstance(decision, Refused):
        life.refused += 1
        life.put_off[request.seat, request.action] = life.on + timedelta(
            life.chance.choice((1, 4, 10))
        )
        _must(bool(decision.findings), "refused without a reason")
        _must(
            all(each.message and each.basis and each.cure for each in decision.findings),
            "a bare finding",
        )
        return False
    for problem in _problems(
        life.plan, before, decision, request, thorough=life.chance.random() < 0.3
    ):
        raise Broken(f"{request.seat}.{request.action} on {request.on}: {problem}")
    life.events += (*decision.events, *_issued(life, decision, request))
    life.case = apply_all(before, life.events[-len(decision.events) - len(decision.documents) :])
    life.times.update(
        (e.seat, e.action) for e in decision.events if isinstance(e, happened.ActionTaken)
    )
    shown = projection_of(life.plan, calendar, life.case, before=before, known=life.shown)
    if life.chance.random() < 0.1:
        _must(shown == projection_of(life.plan, calendar, life.case), "the lists show another case")
    life.shown = shown
    return True


def _issued(life: Life, decision: Allowed, request: Request) -> Iterator[happened.DocumentIssued]:
    """The papers of a decision, as the office would number them."""
    for count, due in enumerate(decision.documents, len(life.case.documents) + 1):
        paper = Document(
            f"D{count}", due.kind, str(count), "", request.on, due.seat, due.run, "", due.unit
        )
        yield happened.DocumentIssued(paper, due.begins, due.begun)


def _problems(
    plan: Plan, before: Case, decision: Allowed, request: Request, *, thorough: bool
) -> Iterator[str]:
    """Everything of a step that must not be."""
    if apply_all(before, decision.events) != decision.case:
        yield "the events do not make the case decided"
    for event in decision.events:
        if thorough and event_from_json(json.loads(canonical(to_json(event)))) != event:
            yield f"{event} does not survive being written down"
        if isinstance(event, happened.ActionTaken):
            yield from _wrong_taking(plan, event)
        if isinstance(event, happened.StateEntered):
            yield from _wrong_entry(plan, before, event, request)
    entered = [
        each.state
        for each in decision.events
        if isinstance(each, happened.StateEntered) and each.seat == "case"
    ]
    if "building" in entered and before.state("case") != "on_hold":
        for seat in ("planning_permit", "construction_permit"):
            if not permit_standing(plan, decision.case, seat, request.on).live:
                yield f"building without a {seat} in force"
    if "accepted" in entered and before.state("case") not in ("verified", "on_hold"):
        yield "accepted without verification"


def permit_standing(plan: Plan, case: Case, seat: str, day: date) -> Standing:
    """How a permit stands on a day, by the days this plan gives it."""
    last_day = last_days_of_runs(plan, the_calendar())
    return standing_on(case, seat, day, lambda run: last_day(run, START))


def _wrong_taking(plan: Plan, event: happened.ActionTaken) -> Iterator[str]:
    action = plan.action(event.seat, event.action)
    if action is None or event.role not in action.by or not event.by:
        yield f"{event.action} taken by nobody who may"
    elif event.by in ("clock", "system") and event.by not in action.by:
        yield f"{event.by} took {event.action}, which is not listed for it"


def _wrong_entry(
    plan: Plan, before: Case, event: happened.StateEntered, request: Request
) -> Iterator[str]:
    run = next((run for run in before.runs.get(event.seat, ()) if run.number == event.run), None)
    if run and plan.procedures[event.seat].procedure.states[run.state].final:
        yield f"{event.seat} left its end {run.state}"
    if event.since > request.on:
        yield f"{event.state} counts from {event.since}, a day to come"


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)
