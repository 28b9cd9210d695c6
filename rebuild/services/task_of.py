"""下一步: what is to be done next in a case, by whom, until when; computed from the case alone."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from rebuild.cases.facts import Case
from rebuild.engine.clocks import ONE_DAY, Reading, latest_of_run
from rebuild.engine.machine import sources
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Unit, days_left
from rebuild.services.clocks_told import stopped_since
from rebuild.services.main_path import MAIN
from rebuild.services.whose_turn import Turn, next_action, whose_turn
from rebuild.store.projection import ClockRow, TaskRow
from rebuild.store.tables_work import NO_LIMIT, OVER, STOPPED

Standing = tuple[tuple[str, str], ...]
_TURNS: dict[tuple[str, Standing], tuple[Turn, str]] = {}  # the way to an end is slow to find
_MOST_TURNS = 4096
_MEASURED: Final = 7  # from here on a task tells of its clock
assert TaskRow._fields[_MEASURED] == "clock_seat"


def task_of(
    plan: Plan,
    calendar: Calendar,
    case: Case,
    clocks: Iterable[ClockRow],
    *,
    before: Case | None = None,
    known: TaskRow | None = None,
) -> TaskRow:
    """The next step, and the time limit that presses: a nearer one of another procedure included.

    `clocks` are those of the case that are not over; `before` and `known` are the case and its task
    a step ago: where the run of the pressing clock stayed as it was, its days are not counted again.
    """
    main = case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    if plan.workflow.procedures[MAIN].states[main.state].final:
        return over(case.region, main.state, main.visits[-1].since)
    turn, action = _turn(plan, case)
    row = pressing(plan, turn, clocks)
    if row is None:
        return TaskRow(case.region, main.state, turn.role, NO_LIMIT, turn.seat, turn.state, action)
    return TaskRow(
        case.region,
        main.state,
        turn.role,
        row.due.isoformat() if row.due else STOPPED,
        turn.seat,
        turn.state,
        _ending(plan, turn, row) or action,
        *(
            known[_MEASURED:]
            if known and before and _as_it_was(before, case, known, row)
            else _measured(plan, calendar, case, row)
        ),
    )


def _as_it_was(before: Case, case: Case, known: TaskRow, row: ClockRow) -> bool:
    """Whether the pressing clock is the one of a step ago, in a run the step left as it was.

    Where a procedure has run more than once, the same clock may be that of another run.
    """
    was, runs = before.runs.get(row.seat, ()), case.runs[row.seat]
    same = (known.clock_seat, known.clock) == (row.seat, row.clock)
    return same and len(was) == len(runs) == 1 and was[0] is runs[0]


def over(region: str, state: str, since: date) -> TaskRow:
    """Of a case that has ended nothing is to be done."""
    return TaskRow(region, state, "", f"{OVER}{since.isoformat()}", MAIN, state, "")


def pressing(plan: Plan, turn: Turn, clocks: Iterable[ClockRow]) -> ClockRow | None:
    """The nearest last day that makes somebody late; that of a right makes nobody late.

    Where the procedure that has its turn stands still, so does the case.
    """
    binding = [
        row for row in clocks if not plan.procedures[row.seat].procedure.clocks[row.clock].runs_out
    ]
    still = [row for row in binding if row.due is None]
    if turn.stopped:
        still.sort(key=lambda row: row.seat != turn.seat)
        if still and still[0].seat == turn.seat:
            return still[0]
    running = [(row.due, row.seat, row.clock, row) for row in binding if row.due]
    if running:
        return min(running, key=lambda each: each[:3])[-1]
    return still[0] if still else None


def _ending(plan: Plan, turn: Turn, row: ClockRow) -> str:
    """The action that ends the pressing time limit, where the one whose turn it is may take it."""
    clock = plan.procedures[row.seat].procedure.clocks[row.clock]
    actions = plan.procedures[row.seat].procedure.actions
    ending = (name for name in clock.ended_by if turn.role in actions[name].by)
    return next(ending, "") if row.seat == turn.seat and turn.role == clock.turn else ""


def _measured(
    plan: Plan, calendar: Calendar, case: Case, row: ClockRow
) -> tuple[str, str, str, int, bool, int, bool]:
    """The pressing clock's part of a task: which it is, since when, how long, and what is left of it."""
    run = case.runs[row.seat][row.run - 1]
    reading = latest_of_run(plan, calendar, run, row.clock)
    assert reading is not None, "a clock that is not over has begun"
    since = stopped_since(plan, run, row.clock) if row.due is None else None
    return (
        row.seat,
        row.clock,
        reading.started.isoformat(),
        _whole(calendar, reading),
        reading.reckoning.limit.unit is Unit.WORKING_DAYS,
        _kept(calendar, reading, since) if since else 0,
        row.provisional,
    )


def _whole(calendar: Calendar, reading: Reading) -> int:
    """The length of the time limit in its own days, extensions included."""
    limit = reading.reckoning.limit
    if limit.unit is Unit.WORKING_DAYS and not reading.extended:
        return limit.value
    return days_left(calendar, reading.reckoning, reading.started)


def _kept(calendar: Calendar, reading: Reading, since: date) -> int:
    """While it stands still, what was left the evening before stays left (行政许可法45)."""
    return days_left(calendar, reading.reckoning, since - ONE_DAY)


def _turn(plan: Plan, case: Case) -> tuple[Turn, str]:
    standing = tuple([(seat, runs[-1].state) for seat, runs in case.runs.items()])
    found = _TURNS.get((plan.hash, standing))
    if found is None:
        turn = whose_turn(plan, case)
        found = turn, next_action(plan, turn.seat, turn.state)
        if not found[1] and not turn.roles:
            found = _back_to_what_was(plan, turn)
        if len(_TURNS) >= _MOST_TURNS:
            _TURNS.clear()
        _TURNS[plan.hash, standing] = found
    return found


def _back_to_what_was(plan: Plan, turn: Turn) -> tuple[Turn, str]:
    """A case that is held has no way on but to be let go on."""
    procedure = plan.workflow.procedures[turn.seat]
    for name, action in procedure.actions.items():
        if action.to == "remembered" and turn.state in sources(procedure, action):
            return Turn(turn.seat, turn.state, action.by), name
    return turn, ""
