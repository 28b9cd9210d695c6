"""S4: what can be done in a case, and what stands in the way, for a case of 17 households."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import Figure, Report, cpu_seconds, reached, rounded, shuffled
from bench.sample import make, office, populate
from rebuild.cases.facts import NOTHING, SYSTEM, Case
from rebuild.engine.clocks import last_days, last_days_of_runs
from rebuild.engine.judging import blocks, offered
from rebuild.engine.plan import Plan
from rebuild.law.rule import BOOK, Rule, Situation
from rebuild.services.office import Office
from rebuild.store import cases

TITLE = (
    "which actions the states of a case offer, and every finding against every action of the law"
)
DAY = date(2024, 1, 25)
RULES_GOAL = "<= 1000 µs"
ACTIONS_GOAL = "<= 5 µs"


def run(*, quick: bool) -> Report:
    rounds, times = (3, 5) if quick else (40, 50)
    with TemporaryDirectory(prefix="rebuild-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        make(Path(folder), url)
        with office(Path(folder), url) as ours:
            (number,) = populate(ours, 1)
            return _measured(ours, number, rounds=rounds, times=times, quick=quick)


def _measured(ours: Office, number: str, *, rounds: int, times: int, quick: bool) -> Report:
    with ours.database.reading() as session:
        case = cases.folded(session, cases.get(session, number))
        plan = ours.plan_of(session, case)
    can = offered(plan, case)
    every = [
        (seat, action) for seat in case.runs for action in plan.procedures[seat].procedure.actions
    ]
    ask = partial(blocks, plan, ours.calendar, case, on=DAY)

    def whole(actions: list[tuple[str, str]]) -> int:
        return sum(len(ask(seat=seat, action=action)) for seat, action in actions)

    situations = _one_for_each_rule(ours, plan, case, every)

    def book() -> int:
        return sum(len(rule.findings(situation)) for rule, situation in situations)

    key = tuple(runs[-1].state for runs in case.runs.values())
    table = {key: can}
    variants: dict[str, Callable[[], Any]] = {
        "actions": partial(offered, plan, case),
        "lookup": partial(table.get, key),
        "offered": partial(whole, list(can)),
        "book": book,
        "calls": partial(_empty_calls, len(situations)),
    }
    took = list(
        shuffled(
            rounds,
            {name: partial(cpu_seconds, each, times=times) for name, each in variants.items()},
        )
    )
    one = {name: median(each[name] for each in took) * 1e6 for name in variants}
    against_rules = "an empty function for each rule"

    def figure(what: str, name: str, floor: str, against: str, goal: str) -> Figure:
        return Figure(
            what, against, "µs CPU", rounded(one[name]), rounded(one[floor]),
            rounded(median(each[name] / each[floor] for each in took)),
            goal, reached(one[name], goal),
        )  # fmt: skip

    assert book() > whole(list(can)) >= 1, "nothing stands in the way of anything"
    assert ("planning", "grant") in can
    return Report(
        name="blocks",
        promise="S4",
        title=TITLE,
        sizes={
            "rounds": rounds,
            "households": len(case.households),
            "offered actions": len(can),
            "rules judged for them": sum(len(plan.rules[each]) for each in can),
            "rules of the law judged once each": len(situations),
            "rules in the book": len(BOOK),
        },
        figures=(
            figure("the actions a case offers", "actions", "lookup", "one dict lookup", ACTIONS_GOAL),
            figure("every finding against what is offered", "offered", "calls", against_rules, RULES_GOAL),
            figure("every rule of the law, once each", "book", "calls", against_rules, RULES_GOAL),
        ),
        checks=(
            f"{whole(list(can))} findings against what is offered, {book()} of all rules",
        ),
        quick=quick,
    )  # fmt: skip


def _one_for_each_rule(
    ours: Office, plan: Plan, case: Case, every: list[tuple[str, str]]
) -> list[tuple[Rule, Situation]]:
    """Every rule that an action of an open procedure names, with the situation it is judged in."""
    found: dict[str, tuple[Rule, Situation]] = {}
    due = last_days(plan, ours.calendar, case)
    last_day = last_days_of_runs(plan, ours.calendar)
    for seat, action in every:
        situation = Situation(
            case=case,
            run=case.runs[seat][-1],
            action=action,
            answers=NOTHING,
            actor=SYSTEM,
            on=DAY,
            limits=plan.limits,
            calendar=ours.calendar,
            settings=plan.procedures[seat].procedure.settings,
            due=due,
            last_day=last_day,
        )
        for rule in plan.rules[seat, action]:
            found.setdefault(rule.code, (rule, situation))
    return list(found.values())


def _empty_calls(count: int) -> None:
    for _ in range(count):
        _nothing(None)


def _nothing(situation: object) -> None:
    return None
