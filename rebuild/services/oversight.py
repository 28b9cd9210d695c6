"""督查: what leaders and auditors ask of many cases at once: how many, how late, how long, whose days, what was refused.

Every figure is drawn from the ledger of the cases in view, and every figure names the cases behind it.
Times are held against their own limits, so that limits of different lengths fall on one line.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rebuild.cases.events import ActionRefused
from rebuild.cases.facts import Case
from rebuild.engine.clocks import Reading, readings
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.rule import BOOK
from rebuild.law.time_limits import Unit, days_left, working_days_between
from rebuild.services.citing import cited
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.project import MAIN, stage_of
from rebuild.services.shown import limit_in_words
from rebuild.services.stages_shown import JOINED
from rebuild.services.time_used import SIDES, sides_by_day
from rebuild.store import ledger, lists

MEDIAN, NINETIETH = 50, 90
A_DAY = timedelta(days=1)
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One case in view: folded, with the plan it is bound to and the codes it was refused for."""

    plan: Plan
    case: Case
    refused: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases, and which days: both ends of the period are in it."""

    first: date
    last: date
    region: str = ""
    stage: str = ""


@dataclass(slots=True)
class _Spent:
    """How long one kind of clock took, in days of its own kind."""

    label: str
    limit: str
    whole: int
    waiting: bool  # a time that must at least be served: longer is not late
    days: list[int] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)  # per cent of its own limit


def cases_in_view(office: Office, asked: Asked, *, step: Step = lambda: None) -> Iterator[Seen]:
    """Every case of a district, one after another; `step` is called after each."""
    with office.database.reading() as session:
        numbers = tuple(lists.every_number(session))
    for number in numbers:
        found = look_up(office, number)
        in_region = not asked.region or found.case.region == asked.region
        if in_region and (not asked.stage or stage_of(found.plan, found.case) == asked.stage):
            with office.database.reading() as session:
                entries = tuple(ledger.entries(session, number))
            refused = tuple(
                (event.on, code)
                for entry in entries
                for event in entry.events
                if isinstance(event, ActionRefused)
                for code in event.findings
            )
            yield Seen(found.plan, found.case, refused)
        step()


def how_many(office: Office) -> int:
    """How many cases there are, for a progress bar."""
    with office.database.reading() as session:
        return sum(each.cases for each in lists.counts(session))


def oversight(office: Office, asked: Asked, seen: Iterable[Seen], *, on: date) -> dict[str, Any]:
    """All of it as plain data."""
    calendar = office.calendar
    view = tuple(seen)
    clocks = [
        (each, reading) for each in view for reading in readings(each.plan, calendar, each.case)
    ]
    ended = [(each, reading) for each, reading in clocks if _ended_in(reading, asked)]
    due = [(each, reading) for each, reading in ended if not _waits(each, reading)]
    return {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "on": on.isoformat(),
        "totals": _totals(view, clocks, due, asked, on),
        "stages": list(_by_stage(view, clocks, on)),
        "spent": list(_spent(calendar, ended)),
        "whose": list(_whose_days(calendar, view, on)),
        "months": list(_months(due, asked)),
        "refusals": list(_refusals(view, asked)),
        "overdue": sorted(_overdue(clocks, on), key=lambda row: -row["days"]),
        "waivers": list(_waivers(view)),
    }


def _ended_in(reading: Reading, asked: Asked) -> bool:
    return reading.ended is not None and asked.first <= reading.ended <= asked.last


def _waits(each: Seen, reading: Reading) -> bool:
    """Whether it is a time that must at least be served, so that nobody is late after it."""
    return each.plan.workflow.procedures[reading.seat].clocks[reading.clock].runs_out


def _totals(
    view: Sequence[Seen],
    clocks: Sequence[tuple[Seen, Reading]],
    ended: Sequence[tuple[Seen, Reading]],
    asked: Asked,
    on: date,
) -> dict[str, Any]:
    late = sum(1 for _, reading in ended if reading.late)
    stopped = [
        (on - _stopped_since(each, reading)).days
        for each, reading in clocks
        if reading.standing == "stopped"
    ]
    return {
        "open": sum(1 for each in view if not _over(each)),
        "closed": sum(
            1 for each in view if asked.first <= (_closed_on(each) or date.min) <= asked.last
        ),
        "ended": len(ended),
        "late": late,
        "late_share": f"{late * 1000 // len(ended) / 10:.1f}" if ended else "0.0",
        "stopped": len(stopped),
        "longest_stop": max(stopped, default=0),
        "waivers": sum(len(each.case.variances) for each in view),
    }


def _over(each: Seen) -> bool:
    return each.plan.workflow.procedures[MAIN].states[each.case.state(MAIN)].final


def _closed_on(each: Seen) -> date | None:
    main = each.case.run(MAIN)
    return main.visits[-1].since if main and _over(each) else None


def _stopped_since(each: Seen, reading: Reading) -> date:
    return each.case.runs[reading.seat][reading.run - 1].visits[-1].since


def _by_stage(
    view: Sequence[Seen], clocks: Sequence[tuple[Seen, Reading]], on: date
) -> Iterator[dict[str, Any]]:
    """How many open cases stand in each stage, and how many of them are late there."""
    late = {
        each.case.number
        for each, reading in clocks
        if reading.standing == "running" and on > reading.due
    }
    standing: dict[str, list[str]] = defaultdict(list)
    for each in view:
        if not _over(each):
            standing[stage_of(each.plan, each.case)].append(each.case.number)
    names = view[0].plan.workflow.stages if view else {}
    for stage, label in names.items():
        numbers = standing.get(stage, [])
        yield {
            "stage": stage,
            "label": label,
            "cases": len(numbers),
            "late": sum(1 for number in numbers if number in late),
        }


def _spent(calendar: Calendar, ended: Sequence[tuple[Seen, Reading]]) -> Iterator[dict[str, Any]]:
    """Each kind of clock: the middle case and the ninetieth of a hundred, against its own limit."""
    kinds: dict[tuple[str, str], _Spent] = {}
    for each, reading in ended:
        whole = days_left(calendar, reading.reckoning, reading.started)
        if whole <= 0:
            continue
        procedure = each.plan.workflow.procedures[reading.seat]
        spent = kinds.setdefault(
            (reading.seat, reading.clock),
            _Spent(
                f"{procedure.title}：{reading.label}",
                limit_in_words(reading.reckoning.limit),
                whole,
                procedure.clocks[reading.clock].runs_out,
            ),
        )
        used = whole - _left_at_end(calendar, reading)
        spent.days.append(used)
        spent.shares.append(used * 100 // whole)
    for (seat, clock), spent in kinds.items():
        yield {
            "seat": seat,
            "clock": clock,
            "label": spent.label,
            "limit": spent.limit,
            "waiting": spent.waiting,
            "cases": len(spent.days),
            "median": percentile(spent.days, MEDIAN),
            "ninetieth": percentile(spent.days, NINETIETH),
            "median_share": percentile(spent.shares, MEDIAN),
            "ninetieth_share": percentile(spent.shares, NINETIETH),
            "late": sum(1 for share in spent.shares if share > 100 and not spent.waiting),
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


def _whose_days(calendar: Calendar, view: Sequence[Seen], on: date) -> Iterator[dict[str, Any]]:
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


def _months(ended: Sequence[tuple[Seen, Reading]], asked: Asked) -> Iterator[dict[str, Any]]:
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


def _refusals(view: Sequence[Seen], asked: Asked) -> Iterator[dict[str, Any]]:
    """What the rules have held back most often in the period."""
    codes = Counter(
        code for each in view for day, code in each.refused if asked.first <= day <= asked.last
    )
    for code, times in codes.most_common():
        rule = BOOK.get(code)
        yield {
            "code": code,
            "label": rule.label if rule else code,
            "times": times,
            "basis": cited(view[0].plan.workflow, rule.basis) if rule else "",
        }


def _overdue(clocks: Sequence[tuple[Seen, Reading]], on: date) -> Iterator[dict[str, Any]]:
    """Every limit that has run out with nothing done, the longest first."""
    for each, reading in clocks:
        procedure = each.plan.workflow.procedures[reading.seat]
        if (
            reading.standing == "running"
            and on > reading.due
            and not procedure.clocks[reading.clock].runs_out
        ):
            building = each.case.building
            yield {
                "number": each.case.number,
                "name": building.name if building else each.case.number,
                "procedure": procedure.title,
                "label": reading.label,
                "due": reading.due.isoformat(),
                "days": (on - reading.due).days,
                "turn": reading.turn,
            }


def _waivers(view: Sequence[Seen]) -> Iterator[dict[str, Any]]:
    """Every rule lifted for a case, by whom and on which paper."""
    for each in view:
        for variance in each.case.variances:
            rule = BOOK.get(variance.rule)
            yield {
                "number": each.case.number,
                "rule": rule.label if rule else variance.rule,
                "paper": variance.basis,
                "organ": variance.organ,
                "scope": variance.scope,
                "expires": variance.expires.isoformat() if variance.expires else "",
            }
