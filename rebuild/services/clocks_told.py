"""时限说明: every clock of a case in words and figures, and how each last day was counted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.choosing import run_in_words
from rebuild.engine.clocks import ONE_DAY, Reading, readings
from rebuild.engine.plan import Plan
from rebuild.engine.standstills import Standstill, standstills
from rebuild.law.calendar import Calendar
from rebuild.law.lamps import Lamp, lamp
from rebuild.law.time_limits import Reckoning, days_left, due_date, extend
from rebuild.services import count_days
from rebuild.services.citing import cited, role_label
from rebuild.services.shown import limit_in_words

LAMPS = {
    Lamp.GREEN: "绿灯",
    Lamp.YELLOW: "黄灯",
    Lamp.AMBER: "橙灯",
    Lamp.RED: "红灯",
    Lamp.STOPPED: "停表",
}
STANDINGS = {"running": "计算中", "stopped": "停止计算", "over": "已结束"}
PASSED = "已届满"


def clocks_told(
    plan: Plan, calendar: Calendar, case: Case, *, on: date, explain: bool = False
) -> list[dict[str, Json]]:
    """Every clock the case has had; explained, with each day counted and each day left out."""
    told = []
    for reading in readings(plan, calendar, case):
        row = clock_told(plan, calendar, case, reading, on=on)
        if explain:
            run = case.runs[reading.seat][reading.run - 1]
            row["parts"] = [
                {"what": what, **count_days.told(reckoning, basis)}
                for what, reckoning, basis in parts_of(plan, calendar, run, reading)
            ]
        told.append(row)
    return told


def clock_told(
    plan: Plan, calendar: Calendar, case: Case, reading: Reading, *, on: date
) -> dict[str, Json]:
    workflow = plan.workflow
    run = case.runs[reading.seat][reading.run - 1]
    passed = has_passed(plan, reading, on)
    late = _late(reading, on) and not _runs_out(plan, reading)
    lit = None if passed else lamp_of(calendar, reading, on)
    return {
        "seat": reading.seat,
        "procedure": workflow.procedures[reading.seat].title,
        "run": reading.run,
        "about": about(plan, case, run),
        "unit": run.unit,
        "clock": reading.clock,
        "label": reading.label,
        "standing": reading.standing,
        "standing_label": PASSED if passed else STANDINGS[reading.standing],
        "passed": passed,
        "limit": limit_in_words(reading.reckoning.limit),
        "started": reading.started.isoformat(),
        "due": reading.due.isoformat(),
        "ended": reading.ended.isoformat() if reading.ended else None,
        "days_left": _days_left(plan, calendar, run, reading, on),
        "late": late,
        "lamp": lit.value if lit else None,
        "lamp_label": LAMPS[lit] if lit else "",
        "stops": [_stop_told(each, on) for each in stops_of(plan, calendar, run, reading)],
        "promised": _promised(plan, calendar, reading),
        "extended": reading.extended,
        "provisional": reading.provisional,
        "turn": reading.turn,
        "turn_label": role_label(workflow, reading.turn, seat=reading.seat),
        "basis": reading.basis,
        "cited": cited(workflow, reading.basis),
    }


def has_passed(plan: Plan, reading: Reading, on: date) -> bool:
    """Whether a time limit has run out that makes nobody late: of a right, of a posting."""
    return _runs_out(plan, reading) and reading.standing == "running" and on > reading.due


def _runs_out(plan: Plan, reading: Reading) -> bool:
    return plan.procedures[reading.seat].procedure.clocks[reading.clock].runs_out


def about(plan: Plan, case: Case, run: Run) -> str:
    """Which decision a run is about, where several stand side by side: 第2项（示住建许变〔2024〕3号）."""
    beside = plan.procedures[run.seat].procedure.side_by_side
    return run_in_words(case, run) if beside else ""


def together(rows: Iterable[dict[str, Json]], *alike: str) -> list[dict[str, Json]]:
    """The same rows, with those of several households that are alike in these things as one."""
    found: dict[tuple[Json, ...], list[dict[str, Json]]] = {}
    for count, row in enumerate(rows):
        key = tuple(row[name] for name in alike) if row["unit"] else (count,)
        found.setdefault(key, []).append(row)
    return [
        first if not more else {**first, "about": _several(first["unit"], len(more) + 1)}
        for first, *more in found.values()
    ]


def households(runs: Sequence[Run]) -> str:
    """101等17户."""
    return _several(runs[0].unit, len(runs))


def _several(unit: str, count: int) -> str:
    return f"{unit}等{count}户"


def lamp_of(calendar: Calendar, reading: Reading, on: date) -> Lamp | None:
    """How pressing a clock is; none once it is over."""
    if reading.standing == "over":
        return None
    stopped = reading.standing == "stopped"
    return lamp(calendar, reading.reckoning, started=reading.started, on=on, stopped=stopped)


def stops_of(plan: Plan, calendar: Calendar, run: Run, reading: Reading) -> tuple[Standstill, ...]:
    """Every time a clock stood still, with its ground and the time that was told."""
    procedure = plan.procedures[run.seat].procedure
    clock = procedure.clocks[reading.clock]
    found = standstills(procedure, calendar, run, clock, started=reading.started)
    return tuple(each for each in found if reading.ended is None or each.first < reading.ended)


def _stop_told(stop: Standstill, on: date) -> dict[str, Json]:
    return {
        "from": stop.first.isoformat(),
        "to": stop.last.isoformat() if stop.last else None,
        "ground": stop.ground,
        "needed_days": stop.needed,
        "told_until": stop.told_until.isoformat() if stop.told_until else None,
        "told": [
            {
                "on": each.on.isoformat(),
                "needed_days": each.needed,
                "until": each.until.isoformat(),
                "late": each.late,
            }
            for each in stop.told
        ],
        "overrun": stop.overrun(on),
    }


def _promised(plan: Plan, calendar: Calendar, reading: Reading) -> dict[str, Json] | None:
    """The office's own promise beside the lawful time of a decision; stops are in neither."""
    settings = plan.procedures[reading.seat].procedure.settings
    name = settings.get("promised", "") if reading.clock == "decision" else ""
    if name not in plan.limits.entries:
        return None
    limit = plan.limits.time(name, reading.started)
    reckoning = due_date(calendar, reading.started, limit, reading.reckoning.stops)
    return {
        "limit": limit_in_words(limit),
        "due": reckoning.due.isoformat(),
        "provisional": reckoning.provisional,
        "cited": cited(plan.workflow, plan.limits.basis(name, reading.started)),
    }


def parts_of(
    plan: Plan, calendar: Calendar, run: Run, reading: Reading
) -> Iterator[tuple[str, Reckoning, str]]:
    """The reckoning of a clock, then that of each extension, each with its basis."""
    clock = plan.procedures[run.seat].procedure.clocks[reading.clock]
    limits, start = plan.limits, reading.started
    limit = limits.time(clock.limit, start)
    reckoning = due_date(calendar, start, limit, reading.reckoning.stops)
    yield reading.label, reckoning, reading.basis
    for on in extensions(plan, run, reading):
        reckoning = extend(calendar, reckoning, limits.time(clock.extension, on))
        yield f"{on}延期", reckoning, limits.basis(clock.extension, on)


def extensions(plan: Plan, run: Run, reading: Reading) -> tuple[date, ...]:
    """The days on which a clock was extended while it ran."""
    actions = plan.procedures[run.seat].procedure.actions
    return tuple(
        taken.on
        for taken in run.taken
        if actions[taken.action].extends == reading.clock
        and reading.started <= taken.on <= (reading.ended or taken.on)
    )


def stopped_since(plan: Plan, run: Run, clock: str) -> date | None:
    """Since when a clock stands still; None while it runs."""
    stopping = plan.procedures[run.seat].procedure.clocks[clock].stopped_in
    since = None
    for visit in reversed(run.visits):
        if visit.state not in stopping:
            break
        since = visit.since
    return since


def _days_left(plan: Plan, calendar: Calendar, run: Run, reading: Reading, on: date) -> int | None:
    if reading.standing == "over":
        return None
    stopped = stopped_since(plan, run, reading.clock)
    # While it stands still, what was left the evening before stays left.
    return days_left(calendar, reading.reckoning, min(on, stopped - ONE_DAY) if stopped else on)


def _late(reading: Reading, on: date) -> bool:
    """Whether it ended after its last day, or runs on beyond it."""
    return reading.late or (reading.standing == "running" and on > reading.due)
