"""流程图: the definition a case is bound to, drawn with where the case stands, the roads it walked and when; and as text."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.clocks import open_readings
from rebuild.engine.definition import Procedure
from rebuild.engine.diagram import workflow_svg
from rebuild.engine.drawing.ink import Link
from rebuild.engine.drawing.paths import Paths, paths_of
from rebuild.engine.drawing.position import Position
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.owners import ROUND, announced, tally_of
from rebuild.services.citing import role_label
from rebuild.services.flow_links import Links
from rebuild.services.lamp_kinds import clock_shown
from rebuild.services.look_up import Found
from rebuild.services.main_path import MAIN
from rebuild.services.shown import limit_in_words

REMEDY = (
    "remedy"  # what is told of in words alone once it is over: there may be one for every household
)


def flow_page(
    found: Found, calendar: Calendar, *, on: date, links: Links | None = None
) -> dict[str, Json]:
    """The drawing, what of the definition has not begun yet, and the definition's version and digest.

    With `links` the states are links: in a page. A drawing that is kept as a file has none.
    """
    plan, case = found.plan, found.case
    workflow = plan.workflow
    places = {
        seat: replace(place, links=(links or {}).get(seat, {}))
        for seat, place in positions(plan, calendar, case, on=on).items()
    }
    drawn = {seat: workflow.procedures[seat] for seat in places if _is_drawn(plan, case, seat)}
    footer = (
        f"流程版本 {workflow.id} 第 {workflow.version} 版，摘要 {plan.hash[:4]} {plan.hash[4:8]}"
    )
    small = workflow.model_copy(update={"procedures": drawn})
    return {
        "svg": workflow_svg(small, places, footer=footer),
        "workflow": workflow.id,
        "version": workflow.version,
        "digest": plan.hash,
        "title": workflow.title,
        "ahead": [each.title for seat, each in workflow.procedures.items() if seat not in places],
        "ended": [
            {"title": workflow.procedures[seat].title, "runs": len(case.runs[seat])}
            for seat in places
            if seat not in drawn
        ],
    }


def flow_text(found: Found, calendar: Calendar, *, on: date, links: Links) -> list[dict[str, Json]]:
    """The same as text: every procedure that has begun, its states in their order, what may be done in each."""
    plan, case = found.plan, found.case
    places = positions(plan, calendar, case, on=on)
    return [
        {
            "title": plan.workflow.procedures[seat].title,
            "note": place.title_note,
            "states": list(_states(plan, seat, place, links.get(seat, {}))),
        }
        for seat, place in places.items()
    ]


def positions(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> dict[str, Position]:
    """Where the case stands in every procedure it has begun, with dates, days used and limits ahead."""
    days = {
        (each.seat, each.run): clock_shown(plan, calendar, case, each, on=on)
        for each in open_readings(plan, calendar, case)
    }
    return {
        seat: _position(plan, case, runs[-1], days.get((seat, runs[-1].number)), on)
        for seat, runs in case.runs.items()
    }


def _position(
    plan: Plan, case: Case, run: Run, clock: dict[str, Json] | None, on: date
) -> Position:
    procedure = plan.workflow.procedures[run.seat]
    states = [visit.state for visit in run.visits]
    notes = dict(_limits_ahead(plan, procedure, on))
    notes |= {visit.state: visit.since.isoformat() for visit in run.visits[1:]}
    if run.seat == ROUND:
        notes |= dict(_vote_notes(case, run, states))
    waited = clock is not None and procedure.clocks[clock["clock"]].runs_out
    if clock and not waited and run.seat != MAIN:
        notes[run.state] = f"第 {clock['used']} / {clock['whole']} 日"
    return Position(
        state=run.state,
        notes=notes,
        visited=frozenset(states) - {run.state},
        walked=frozenset(pairwise(states)),
        title_note=_title_note(plan, case, run, procedure),
    )


def _limits_ahead(plan: Plan, procedure: Procedure, on: date) -> Iterator[tuple[str, str]]:
    """How long a state may last, where one clock alone says so."""
    for state in procedure.states:
        limits = [each.limit for each in procedure.clocks.values() if state in each.runs_in]
        if len(limits) == 1:
            yield state, f"限 {limit_in_words(plan.limits.time(limits[0], on))}"


def _vote_notes(case: Case, run: Run, states: list[str]) -> Iterator[tuple[str, str]]:
    opens, closes = announced(run, "opens_on"), announced(run, "closes_on")
    if "voting" in states and opens and closes:
        yield "voting", f"{opens:%m-%d} 至 {closes:%m-%d}"
    if "counted" in states:
        count = tally_of(case, run)
        yield "counted", f"{count.agreeing.heads} / {count.total.heads} 人"


def _title_note(plan: Plan, case: Case, run: Run, procedure: Procedure) -> str:
    """第 2 轮，停过 1 次，补正过 1 次: what the way from state to state does not show by itself."""
    stands = {state for clock in procedure.clocks.values() for state in clock.stopped_in}
    stopped = sum(visit.state in stands for visit in run.visits)
    supplied = sum(visit.state == "supplement" for visit in run.visits)
    rounds = len(case.runs[run.seat])
    words = (
        f"第 {run.number} 轮" if run.seat == ROUND or rounds > 1 else "",
        f"已{label}" if (label := procedure.states[run.state].label) in ("生效", "送达") else "",
        f"停过 {stopped} 次" if stopped else "",
        f"补正过 {supplied} 次" if supplied else "",
    )
    return "，".join(filter(None, words))


def _is_drawn(plan: Plan, case: Case, seat: str) -> bool:
    procedure = plan.workflow.procedures[seat]
    over = all(procedure.states[run.state].final for run in case.runs[seat])
    return procedure.uses != REMEDY or not (over or procedure.side_by_side)


def _states(
    plan: Plan, seat: str, place: Position, links: Mapping[str, Link]
) -> Iterator[dict[str, Json]]:
    procedure = plan.workflow.procedures[seat]
    paths = paths_of(procedure)
    order = (*paths.main, *(each for each in procedure.states if each not in paths.main))
    for state in order:
        word = procedure.states[state]
        yield {
            "label": word.label,
            "link": links[state].to if state in links else "",
            "stage": plan.workflow.stages.get(word.stage, ""),
            "standing": _standing(state, place, paths),
            "note": place.notes.get(state, ""),
            "final": word.final,
            "actions": list(_actions(plan, seat, state)) if state == place.state else [],
        }


def _standing(state: str, place: Position, paths: Paths) -> str:
    if state == place.state:
        return "now"
    if state in place.visited:
        return "passed"
    return "ahead" if state in paths.main else "aside"


def _actions(plan: Plan, seat: str, state: str) -> Iterator[dict[str, Json]]:
    """What may be done in a state, by whom, and where it leads."""
    procedure = plan.workflow.procedures[seat]
    for name in plan.procedures[seat].offered[state]:
        action = procedure.actions[name]
        to = action.to if isinstance(action.to, str) else action.to[state]
        yield {
            "label": action.label,
            "by": "、".join(role_label(plan.workflow, each, seat=seat) for each in action.by),
            "to": procedure.states[to].label if to in procedure.states else "",
        }
