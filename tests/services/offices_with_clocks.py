"""An office full of cases whose time limits run out: each put where a test wants it, on the day it wants."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rebuild.cases.apply import fold
from rebuild.cases.events import (
    ActionTaken,
    CaseOpened,
    DocumentIssued,
    Event,
    ProcedureOpened,
    StateEntered,
)
from rebuild.services.office import Office, make_office, open_office
from rebuild.services.project import projection_of
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story
from rebuild.store import cases, ledger, lists
from rebuild.store.ledger import Draft

STORY = Path(__file__).parents[1] / "stories" / "junping_street_89.yaml"
BEIJING = timezone(timedelta(hours=8))
FIRST = date(2024, 1, 8)
SUBMITTED = {
    "materials": [{"name": "申请表", "form": "original", "pages": 2}],
    "proxy_until": "2025-12-31",
}
# Where a case stands, and so which of its time limits runs: the states entered, days apart.
ASKED = "apply_extension"  # not a state: what was asked, and never answered
PLACES = {
    "received": (("planning", "received", 0),),
    "supplement": (("planning", "received", 0), ("planning", "supplement", 2)),
    "under_review": (("planning", "received", 0), ("planning", "under_review", 1)),
    "hearing": (
        ("planning", "received", 0),
        ("planning", "under_review", 1),
        ("planning", "hearing_notified", 3),
    ),
    "stopped": (
        ("planning", "received", 0),
        ("planning", "under_review", 1),
        ("planning", "special_procedure", 2),
    ),
    "permit": (("construction_permit", "effective", -88),),
    "unanswered": (("planning_permit", "effective", -355), ("planning_permit", ASKED, -60)),
}


class Placed(NamedTuple):
    """One case: where it stands, and how many days after the first day it came there."""

    place: str
    after: int


@dataclass(frozen=True, slots=True)
class Deed:
    """An entry of the ledger without what differs by when the machine got to it."""

    by: str
    role: str
    key: str
    events: tuple[Event, ...]


def same_bytes(length: int) -> bytes:
    return bytes(length)


def opened(data: Path, database: str = "") -> Office:
    return open_office(
        data=data,
        database=database or f"sqlite:///{data / 'rebuild.sqlite3'}",
        verify_url="https://verify.example/",
        chance=same_bytes,
    )


@cache
def before_the_application() -> tuple[Event, ...]:
    """What happened in the case of 君平街 until its planning application was opened."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "office"
        make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
        office, story = opened(data), read_story(STORY)
        until = next(
            n
            for n, step in enumerate(story.steps)
            if step.action == "apply_planning" and not step.refused
        )
        *_, last = tell_story(office, replace(story, steps=story.steps[: until + 1]))
        with office.database.reading() as session:
            entries = ledger.entries(session, last.number)
            events = tuple(event for entry in entries for event in entry.events)
        office.close()
    return tuple(event for event in events if not isinstance(event, DocumentIssued))


def put(office: Office, placed: Iterable[Placed]) -> None:
    """Enter the cases, as if they had come that far in this office."""
    for count, each in enumerate(placed, 1):
        number = f"WF-510105-2024-{count:04d}"
        told = tuple(_numbered(event, number) for event in before_the_application())
        events = (*told, *_placed(each))
        case = fold(events)
        with office.database.writing() as session:
            plan = office.plan_of(session, case)
            draft = Draft(datetime.combine(FIRST, time(9), BEIJING), "window", "window", events)
            projection = projection_of(plan, office.calendar, case)
            cases.record(session, None, draft=draft, after=case, projection=projection)


def _numbered(event: Event, number: str) -> Event:
    return replace(event, number=number) if isinstance(event, CaseOpened) else event


def _placed(each: Placed) -> Iterable[Event]:
    for seat, state, days in PLACES[each.place]:
        on = FIRST + timedelta(each.after + days)
        if state == ASKED:
            yield ActionTaken(seat, 1, ASKED, "owner_rep", "owner_rep", on, {"reason": "迁改未完"})
            continue
        if seat.endswith("_permit"):
            yield ProcedureOpened(seat, 1, "draft", on)
        if state == "received":
            yield ActionTaken(seat, 1, "submit", "window", "window", on, SUBMITTED)
        yield StateEntered(seat, 1, state, on, "submit")


def book(office: Office) -> dict[str, tuple[Deed, ...]]:
    """The ledger of every case; a paper's digest covers the minute it was made, and is left out."""
    with office.database.reading() as session:
        return {
            number: tuple(
                Deed(entry.by, entry.role, entry.key, tuple(map(_timeless, entry.events)))
                for entry in ledger.entries(session, number)
            )
            for number in tuple(lists.every_number(session))
        }


def _timeless(event: Event) -> Event:
    if isinstance(event, DocumentIssued):
        return replace(event, document=replace(event.document, digest=""))
    return event


def copied(data: Path, to: Path) -> Office:
    return opened(Path(shutil.copytree(data, to)))
