"""日历变更: which open time limits move when the calendar does; told before it takes effect, carried out once after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case
from rebuild.engine.clocks import Reading, open_readings
from rebuild.engine.plan import Plan
from rebuild.errors import StoreError
from rebuild.law.calendar import Calendar
from rebuild.services.office import Office
from rebuild.services.project import projection_of
from rebuild.store import cases, lists
from rebuild.store.projecting import write_projection, written_projection

NOTE = "calendar.version"  # in the data folder: the calendar the clocks' rows were last counted by


@dataclass(frozen=True, slots=True)
class Moved:
    """One open time limit whose last day, or whose certainty, another calendar changes."""

    number: str
    seat: str
    clock: str
    label: str
    before: date
    after: date
    provisional_before: bool
    provisional_after: bool


def moved_by(office: Office, calendar: Calendar) -> tuple[Moved, ...]:
    """Every open time limit that `calendar` would move; nothing is written."""
    return tuple(
        moved
        for number, plan, case in _open_cases(office)
        for moved in _moved(
            number,
            open_readings(plan, office.calendar, case),
            open_readings(plan, calendar, case),
        )
    )


def count_anew(office: Office) -> int:
    """Bring the clocks' rows up to the office's calendar; how many cases changed. Done again it changes nothing."""
    changed = 0
    for number, _, _ in _open_cases(office):
        with office.database.writing() as session:
            stored = cases.get(session, number)
            case = cases.folded(session, stored)
            projection = projection_of(office.plan_of(session, case), office.calendar, case)
            before = written_projection(session, number)
            if before is None or set(before.clocks) != set(projection.clocks):
                write_projection(session, number, projection, before=before)
                changed += 1
    return changed


def count_anew_if_changed(office: Office) -> int:
    """As `count_anew`, where the calendar is another than at the last count; else nothing at all."""
    note = office.data / NOTE
    try:
        if note.exists() and note.read_text("ascii").strip() == office.calendar.version:
            return 0
        changed = count_anew(office)
        note.write_text(office.calendar.version + "\n", "ascii")
    except OSError as error:
        raise StoreError(f"日历版本无法记录在 {note}（{error.strerror}），请检查写权限") from error
    return changed


def _open_cases(office: Office) -> Iterator[tuple[str, Plan, Case]]:
    with office.database.reading() as session:
        numbers = tuple(lists.every_number(session))
    for number in numbers:
        with office.database.reading() as session:
            case = cases.folded(session, cases.get(session, number))
            plan = office.plan_of(session, case)
        if open_readings(plan, office.calendar, case):
            yield number, plan, case


def _moved(number: str, before: tuple[Reading, ...], after: tuple[Reading, ...]) -> Iterator[Moved]:
    for old, new in zip(before, after, strict=True):
        if (old.due, old.provisional) != (new.due, new.provisional):
            yield Moved(
                number,
                old.seat,
                old.clock,
                old.label,
                old.due,
                new.due,
                old.provisional,
                new.provisional,
            )
