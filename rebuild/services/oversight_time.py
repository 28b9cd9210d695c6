"""督查之时: how long each kind of time limit took against itself, whose days they were, how many ended late each month."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rebuild.engine.clocks import Reading
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Unit, days_left, working_days_between
from rebuild.services.in_view import Asked, Clocked, Seen
from rebuild.services.project import MAIN
from rebuild.services.shown import limit_in_words
from rebuild.services.stages_shown import JOINED
from rebuild.services.time_used import SIDES, sides_by_day

MEDIAN, NINETIETH = 50, 90
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Spent:
    """How long one kind of clock took, in days of its own kind."""

    procedure: str
    label: str
    limit: str
    whole: int
    waiting: bool  # a time that must at least be served: longer is not late
    days: list[int] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)  # per cent of its own limit


def spent(calendar: Calendar, ended: Sequence[Clocked]) -> Iterator[dict[str, Any]]:
    """Each kind of clock: the middle case and the ninetieth of a hundred, against its own limit."""
    kinds: dict[tuple[str, str], _Spent] = {}
    for each, reading in ended:
        whole = days_left(calendar, reading.reckoning, reading.started)
        if whole <= 0:
            continue
        procedure = each.plan.workflow.procedures[reading.seat]
        kind = kinds.setdefault(
            (reading.seat, reading.clock),
            _Spent(
                procedure.title,
                reading.label,
                limit_in_words(reading.reckoning.limit),
                whole,
                procedure.clocks[reading.clock].runs_out,
            ),
        )
        used = whole - _left_at_end(calendar, reading)
        kind.days.append(used)
        kind.shares.append(used * 100 // whole)
    for (seat, clock), kind in kinds.items():
        yield {
            "seat": seat,
            "clock": clock,
            "procedure": kind.procedure,
            "label": kind.label,
            "limit": kind.limit,
            "waiting": kind.waiting,
            "cases": len(kind.days),
            "median": percentile(kind.days, MEDIAN),
            "ninetieth": percentile(kind.days, NINETIETH),
            "median_share": percentile(kind.shares, MEDIAN),
            "ninetieth_share": percentile(kind.shares, NINETIETH),
            "late": sum(1 for share in kind.shares if share > 100 and not kind.waiting),
        }


def _left_at_end(calendar: Calendar, reading: Reading) -> int:
    """Days left when it ended; below nothing by as many days as it was late."""
    assert reading.ended is not None
    if reading.ended <= reading.due:
        return days_left(calendar, reading.reckoning, reading.ended)
    if reading.reckoning.limit.unit is Unit.WORKING_DAYS:
        return -working_days_between(calendar, reading.due, reading.ended)
    return -(reading.ended - reading.due).days


def percentile(figures: Sequence[int], of_a_hundred: int) -> int:
    """The smallest figure that so many of a hundred do not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, -(-len(ordered) * of_a_hundred // 100) - 1)] if ordered else 0


def whose_days(calendar: Calendar, view: Sequence[Seen], on: date) -> Iterator[dict[str, Any]]:
    """For each stage, the working days of each side, on the average of the cases that were in it."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    been: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for each in view:
        labels |= each.plan.workflow.stages
        stages = _stage_by_day(each)
        for day, side in sides_by_day(each.plan, calendar, each.case, on=on).items():
            stage = stages(day)
            days[stage][side] += 1
            been[stage].add(each.case.number)
    for stage, label in labels.items():
        if stage in days:
            cases = len(been[stage])
            split = {side: -(-days[stage][side] // cases) for side in SIDES}
            yield {
                "stage": stage,
                "label": label,
                "cases": cases,
                "sides": split,
                "total": sum(split.values()),
            }


def _stage_by_day(each: Seen) -> Callable[[date], str]:
    main = each.case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    states = each.plan.workflow.procedures[MAIN].states
    entered: list[tuple[date, str]] = []
    for visit in main.visits:
        stage = states[visit.state].stage
        if stage:
            entered.append((visit.since, JOINED.get(stage, stage)))

    def stage_on(day: date) -> str:
        return next((stage for since, stage in reversed(entered) if since < day), entered[0][1])

    return stage_on


def months(ended: Sequence[Clocked], asked: Asked) -> Iterator[dict[str, Any]]:
    """For each month of the period, how many limits ended in it, and how many of them late."""
    all_of, late = Counter[str](), Counter[str]()
    for _, reading in ended:
        assert reading.ended is not None
        month = f"{reading.ended:%Y-%m}"
        all_of[month] += 1
        late[month] += reading.late
    first_day = asked.first.replace(day=1)
    while first_day <= asked.last:
        name = f"{first_day:%Y-%m}"
        yield {"month": name, "ended": all_of[name], "late": late[name]}
        first_day = (first_day + 31 * A_DAY).replace(day=1)
