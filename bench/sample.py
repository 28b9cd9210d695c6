"""A sample office to measure in: the case of the story, with its 17 households, as often as is wanted."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path

from rebuild.cases.facts import Actor, Json
from rebuild.services.act import Asked
from rebuild.services.office import Office, make_office, open_office
from rebuild.services.read_story import Story, read_story
from rebuild.services.rights import Person, Powers
from rebuild.services.tell_story import tell_story

STORY = Path(__file__).parent.parent / "tests" / "stories" / "junping_street_89.yaml"
BEIJING = timezone(timedelta(hours=8))
VERIFY_URL = "https://rebuild.example/d/"


@dataclass(frozen=True)
class Leg:
    """One action on every case: who takes it, on which day, with which answers; by default the story's."""

    seat: str
    action: str
    by: str
    on: date
    answers: Mapping[str, Json] | None = None


PEOPLE = {
    "clerk": Actor("planning_clerk", "赵示四", frozenset({"planning_clerk"})),
    "chief": Actor("planning_chief", "孙示七", frozenset({"planning_chief"})),
    "owner": Actor("owner_rep", "刘某某", frozenset({"owner_rep", "owner"})),
}

# Doing over an application as an office may well see it: looked at again, suspended, resumed, withdrawn,
# applied for anew under sixteen rules of the law, and submitted. Clocks stop, go on and begin; the
# withdrawal and the new application move the case along with them. None issues a document.
INSPECTION = {
    "inspectors": [{"name": "赵示四"}, {"name": "核查员庚"}],
    "note": "现场与测绘成果一致",
}
ROUTE = (
    Leg("planning", "inspect", "clerk", date(2024, 1, 24), INSPECTION),
    Leg("planning", "suspend", "chief", date(2024, 1, 25), {"reason": "等待相邻地块权属确认"}),
    Leg("planning", "resume", "chief", date(2024, 1, 29), {"note": "权属已经确认"}),
    Leg("planning", "inspect", "clerk", date(2024, 1, 30), INSPECTION),
    Leg("planning", "withdraw", "owner", date(2024, 1, 31), {"reason": "更换设计单位，重新申请"}),
    Leg("case", "apply_planning", "owner", date(2024, 2, 1)),
    Leg("planning", "submit", "owner", date(2024, 2, 2)),
)


def chance(count: int) -> bytes:
    """The same bytes each time, so that a run can be repeated; nothing of a real office is made with it."""
    return b"".join(sha256(b"bench %d" % block).digest() for block in range(count // 32 + 1))[
        :count
    ]


def make(data: Path, database: str) -> None:
    make_office(data=data, database=database, chance=chance)


@contextmanager
def office(data: Path, database: str) -> Iterator[Office]:
    opened = open_office(data=data, database=database, verify_url=VERIFY_URL, chance=chance)
    try:
        yield opened
    finally:
        opened.close()


def story(*, until: tuple[str, str] | None = None) -> Story:
    """The story, up to and including a step (procedure, action) if one is told."""
    told = read_story(STORY)
    if until is None:
        return told
    last = max(
        place
        for place, step in enumerate(told.steps)
        if (step.seat, step.action) == until and not step.refused
    )
    return replace(told, steps=told.steps[: last + 1])


def populate(
    office: Office, cases: int, *, until: tuple[str, str] = ("planning", "accept")
) -> list[str]:
    """Tell the story `cases` times; the numbers of the cases."""
    told = story(until=until)
    numbers = []
    for _ in range(cases):
        *_, last = tell_story(office, told)
        assert not last.findings, f"the story was refused at {last.what}: {last.findings}"
        numbers.append(last.number)
    return numbers


@cache
def _answers(seat: str, action: str) -> Mapping[str, Json]:
    steps = (each for each in story().steps if (each.seat, each.action) == (seat, action))
    told = next(step.answers for step in steps if not step.refused)
    # As a form or a client sends them: the story's own texts remember the line they stand on.
    plain: Mapping[str, Json] = json.loads(json.dumps(told))
    return plain


def asked(number: str, leg: Leg, place: int) -> Asked:
    """A leg as a request, with an idempotency key of its own, by somebody who has signed in.

    Each case walks it on days of its own, so that none profits from the days counted for another.
    """
    actor = PEOPLE[leg.by]
    on = leg.on + timedelta(days=place % 24)
    now = datetime(on.year, on.month, on.day, 9, 30, tzinfo=BEIJING)
    return Asked(
        number=number,
        seat=leg.seat,
        action=leg.action,
        answers=_answers(leg.seat, leg.action) if leg.answers is None else leg.answers,
        actor=actor,
        on=on,
        now=now,
        key=sha256(f"{number} {leg.action} {leg.on}".encode()).hexdigest()[:32],
        person=Person(actor, (Powers(actor.roles, actor.organ, granted=frozenset({number})),)),
    )
