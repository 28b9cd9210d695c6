"""一个期限怎么算: one last day with the steps that led to it, day by day, and what would become of it if."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Json, Run
from rebuild.engine.clocks import ONE_DAY, Reading, readings
from rebuild.errors import InputError, NotFound
from rebuild.law.calendar import WEEKEND, Calendar
from rebuild.law.spans import Span
from rebuild.law.time_limits import (
    STOPPED,
    Reckoning,
    Unit,
    due_date,
    extend,
    working_days_between,
)
from rebuild.services.citing import cited
from rebuild.services.clocks_told import clock_told, extensions, parts_of, stopped_since
from rebuild.services.count_days import parse_day
from rebuild.services.day_strip import Strip, strip_of
from rebuild.services.if_today import if_today
from rebuild.services.lamp_kinds import clock_shown
from rebuild.services.look_up import Found
from rebuild.services.shown import limit_in_words

NOT_COUNTED = "民法典第二百零一条"
ENDS = {
    Unit.WORKING_DAYS: "行政许可法第八十二条",
    Unit.CALENDAR_DAYS: "民法典第二百零一条",
    Unit.MONTHS: "民法典第二百零二条",
}
STANDS_STILL, ROLLED = "行政许可法第四十五条", "民法典第二百零三条"
MOST_NAMED = 4  # make-up days a sentence still names one by one


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case, the latest time it ran, and the parts it was counted in."""

    found: Found
    calendar: Calendar
    reading: Reading
    on: date

    @property
    def run(self) -> Run:
        return self.found.case.runs[self.reading.seat][self.reading.run - 1]

    @property
    def parts(self) -> tuple[tuple[str, Reckoning, str], ...]:
        return tuple(parts_of(self.found.plan, self.calendar, self.run, self.reading))

    @property
    def still_since(self) -> date | None:
        """Since when it stands still; None while it runs, and once it is over."""
        if self.reading.standing != "stopped":
            return None
        return stopped_since(self.found.plan, self.run, self.reading.clock)

    @property
    def can_move(self) -> bool:
        """Whether its last day may still move: by standing still, or by being extended."""
        clock = self.found.plan.procedures[self.run.seat].procedure.clocks[self.reading.clock]
        return self.reading.standing != "over" and bool(clock.stopped_in or clock.extension)

    def counted_with(self, *more: Span) -> Reckoning:
        """The reckoning as it would be with these stops besides its own."""
        clock = self.found.plan.procedures[self.run.seat].procedure.clocks[self.reading.clock]
        limits, start = self.found.plan.limits, self.reading.started
        stops = (*self.reading.reckoning.stops, *more)
        found = due_date(self.calendar, start, limits.time(clock.limit, start), stops)
        for on in extensions(self.found.plan, self.run, self.reading):
            found = extend(self.calendar, found, limits.time(clock.extension, on))
        return found


def clock_of(
    found: Found, calendar: Calendar, seat: str, name: str, *, on: date, run: int = 0
) -> Clock:
    """The clock of that name, in that run or else in the latest; NotFound where it never ran."""
    fitting = [
        each
        for each in readings(found.plan, calendar, found.case)
        if (each.seat, each.clock) == (seat, name) and run in (0, each.run)
    ]
    if not fitting:
        raise NotFound("没有这一页")
    return Clock(found, calendar, max(fitting, key=lambda each: (each.run, each.started)), on)


def clock_page(clock: Clock, *, first: str = "", last: str = "") -> dict[str, Json]:
    """Everything the page of one clock shows; `first` and `last` are a stop that is only tried."""
    found, reading, on = clock.found, clock.reading, clock.on
    over = reading.standing == "over"
    plan, case, calendar = found.plan, found.case, clock.calendar
    still = clock.still_since
    # While it stands still nobody knows the last day; shown is the one there is if it goes on tomorrow.
    reckoning = clock.counted_with((still, on)) if still and still <= on else reading.reckoning
    told = clock_told(plan, calendar, case, reading, on=on)
    strip = strip_of(
        calendar, Strip(reading, reckoning, _counted(clock, reckoning), on, _begun_by(clock))
    )
    return {
        **told,
        "shown": None if over else clock_shown(plan, calendar, case, reading, on=on),
        "still_since": still.isoformat() if still else None,
        "due_shown": reckoning.due.isoformat(),
        "notices": _notices(calendar, reading.started, reckoning.due),
        "strip": strip,
        "steps": list(_steps(clock)),
        "today": if_today(plan, calendar, case, reading, on=on),
        "what_if": _what_if(clock, first.strip(), last.strip()) if clock.can_move else None,
    }


def clock_rows(found: Found, calendar: Calendar, *, on: date) -> dict[str, list[dict[str, Json]]]:
    """Every clock the case has had: those not over with their lamps, the others with how they ended."""
    plan, case = found.plan, found.case
    running: list[dict[str, Json]] = []
    over: dict[tuple[str, ...], dict[str, Json]] = {}
    for reading in readings(plan, calendar, case):
        told = clock_told(plan, calendar, case, reading, on=on)
        if reading.standing == "over":
            # The same period for every household is one line.
            alike = (reading.seat, reading.clock, told["started"], told["due"], told["ended"])
            row = over.setdefault(alike, {**told, "waited": _waited(found, reading), "count": 0})
            row["count"] += 1
        else:
            running.append({**told, **clock_shown(plan, calendar, case, reading, on=on)})
    running.sort(key=lambda each: (each["passed"], each["lamp"] == "stopped", each["due"]))
    ended = sorted(over.values(), key=lambda each: each["ended"], reverse=True)
    return {"running": running, "over": ended}


def _waited(found: Found, reading: Reading) -> bool:
    """Whether it was a time to be waited out, so that its end after the last day is no delay."""
    clock = found.plan.procedures[reading.seat].procedure.clocks[reading.clock]
    return reading.late and clock.runs_out


def _counted(clock: Clock, reckoning: Reckoning) -> tuple[date, ...]:
    """Every counted day, those of extensions after those of the limit."""
    if not clock.reading.extended:
        return reckoning.counted
    return tuple(sorted({day for _, part, _ in clock.parts for day in part.counted}))


def _begun_by(clock: Clock) -> str:
    """What was done on the day a clock began, in its procedure's own words."""
    actions = clock.found.plan.workflow.procedures[clock.reading.seat].actions
    for visit in clock.run.visits:
        if visit.since == clock.reading.started and visit.action in actions:
            return actions[visit.action].label
    return ""


def _notices(calendar: Calendar, first: date, last: date) -> list[dict[str, Json]]:
    """The holiday notice of every year the days touch; none is known for a year not yet published."""
    known = {each.year: each.notice for each in calendar.years}
    return [
        {
            "year": year,
            "title": known[year].title if year in known else "",
            "number": (known[year].number or "") if year in known else "",
        }
        for year in range(first.year, last.year + 1)
    ]


def _steps(clock: Clock) -> Iterator[dict[str, Json]]:
    """How the last day was counted, step by step, each with what it gives and its article."""
    reading, calendar = clock.reading, clock.calendar
    workflow, start = clock.found.plan.workflow, reading.started
    parts = clock.parts
    limit = parts[0][1].limit
    plain = due_date(calendar, start, limit)
    begun = _begun_by(clock)
    yield _step(
        f"起点：{start}{f' {begun}' if begun else ''}，当天不计",
        f"从 {start + ONE_DAY} 起数",
        NOT_COUNTED,
    )
    yield _step(
        f"期限{limit_in_words(limit)}{_left_out(calendar, plain)}",
        str(plain.due),
        f"{cited(workflow, reading.basis)}；{ENDS[limit.unit]}",
    )
    if plain.rolled_from:
        yield _step(
            f"{plain.rolled_from} 是{calendar.rest_reason(plain.rolled_from)}，顺延到下一个工作日",
            str(plain.due),
            ROLLED,
        )
    for stop in clock_told(clock.found.plan, calendar, clock.found.case, reading, on=clock.on)[
        "stops"
    ]:
        yield _stop(clock, stop)
    for label, part, basis in parts[1:]:
        yield _step(f"{label}{limit_in_words(part.limit)}", str(part.due), cited(workflow, basis))


def _stop(clock: Clock, stop: dict[str, Json]) -> dict[str, Json]:
    first = date.fromisoformat(stop["from"])
    last = date.fromisoformat(stop["to"]) if stop["to"] else clock.on
    ground = stop["ground"] or STOPPED
    if clock.reading.reckoning.limit.unit is Unit.WORKING_DAYS:
        days = working_days_between(clock.calendar, first - ONE_DAY, last)
        much, given = f"其中工作日{days}天", f"顺延 {days} 个工作日"
    else:
        days = (last - first).days + 1
        much, given = f"共{days}天", f"顺延 {days} 日"
    if not stop["to"]:
        return _step(f"{ground}：{first} 起停止计算，至今{much}", "尚未恢复", STANDS_STILL)
    return _step(f"{ground}：{first} 至 {last} 不计入，{much}", given, STANDS_STILL)


def _step(how: str, gives: str, basis: str) -> dict[str, Json]:
    return {"how": how, "gives": gives, "basis": basis}


def _left_out(calendar: Calendar, plain: Reckoning) -> str:
    """Which days were passed over, and which Saturdays and Sundays were counted all the same."""
    if plain.limit.unit is not Unit.WORKING_DAYS:
        return "，逐日连续计算" if plain.limit.unit is Unit.CALENDAR_DAYS else "，按对应日计算"
    rests: dict[str, int] = {}
    for _, reason in plain.skipped:
        rests[reason] = rests.get(reason, 0) + 1
    words = [
        f"{'周末' if reason == WEEKEND else reason} {days} 天" for reason, days in rests.items()
    ]
    worked = [day for day in plain.counted if day.weekday() >= 5]
    named = "、".join(f"{day:%m-%d}" for day in worked[:MOST_NAMED])
    made_up = (
        f"，计入调休上班的 {named}{'等' if len(worked) > MOST_NAMED else ''}" if worked else ""
    )
    return (f"，跳过{'和'.join(words)}" if words else "") + made_up


def _what_if(clock: Clock, first: str, last: str) -> dict[str, Json]:
    """Other last days there could be; nothing is written."""
    rows: list[dict[str, Json]] = []
    reading, calendar = clock.reading, clock.calendar
    limit = reading.reckoning.limit
    if reading.reckoning.stops:
        bare = due_date(calendar, reading.started, clock.parts[0][1].limit)
        rows.append({"what": "没有停表、没有延期", "due": bare.due.isoformat()})
    clauses = clock.found.plan.procedures[reading.seat].procedure.clocks[reading.clock]
    if clauses.extension and not reading.extended and not clock.still_since:
        longer = clock.found.plan.limits.time(clauses.extension, clock.on)
        due = extend(calendar, reading.reckoning, longer).due
        what = f"今天经批准，延长{limit_in_words(longer)}"
        rows.append({"what": what, "due": due.isoformat()})
    if limit.unit is Unit.WORKING_DAYS and clock.on < reading.due and not clock.still_since:
        a_week = clock.on + 7 * ONE_DAY
        due = clock.counted_with((clock.on, a_week - ONE_DAY)).due
        rows.append({"what": f"今天起停表，{a_week:%m-%d} 恢复", "due": due.isoformat()})
    tried, error = None, ""
    if first or last:
        try:
            stop = (parse_day("从", first), parse_day("至", last))
            tried = clock.counted_with(stop)
        except InputError as wrong:
            error = f"{wrong.problem}。{wrong.remedy}"
    return {
        "rows": rows,
        "from": first or clock.on.isoformat(),
        "to": last,
        "tried": tried.due.isoformat() if tried else None,
        "moved": working_days_between(calendar, reading.due, tried.due) if tried else 0,
        "error": error,
    }
