"""A sample office to measure in: the case of the story, with its 17 households, as often as is wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from rebuild.cases.facts import Actor, Json
from rebuild.services.act import Asked
from rebuild.services.office import Office, make_office, open_office
from rebuild.services.read_story import Story, read_story
from rebuild.services.tell_story import tell_story

STORY = Path(__file__).parent.parent / "tests" / "stories" / "junping_street_89.yaml"
BEIJING = timezone(timedelta(hours=8))
VERIFY_URL = "https://rebuild.example/d/"


@dataclass(frozen=True)
class Leg:
    """One action on every case: who takes it, on which day, with which answers."""

    action: str
    by: str
    on: date
    answers: dict[str, Json]


CLERK = Actor("planning_clerk", "赵示四", frozenset({"planning_clerk"}))
PEOPLE = {
    "clerk": CLERK,
    "chief": Actor("planning_chief", "孙示七", frozenset({"planning_chief"})),
    "owner": Actor("owner_rep", "刘某某", frozenset({"owner_rep", "owner"})),
    "chair": Actor("hearing_chair", "周示八", frozenset({"hearing_chair"})),
}

# The review of a planning application as an office may well conduct it: extended, heard, appraised
# by experts, suspended and resumed. Every leg moves a clock; all but the first move the state too.
ROUTE = (
    Leg("extend_review", "chief", date(2024, 1, 25), {"reason": "相邻关系复杂，需要进一步核查"}),
    Leg("tell_hearing_right", "clerk", date(2024, 1, 26), {"parties": [{"name": "王某某"}]}),
    Leg("request_hearing", "owner", date(2024, 1, 29), {}),
    Leg("hold_hearing", "chair", date(2024, 2, 20), {"notified_on": "2024-02-04", "record": "双方陈述完毕，无新证据"}),
    Leg("start_excluded", "clerk", date(2024, 2, 21), {"kind": "专家评审", "needed_days": "10", "note": "已书面告知申请人"}),
    Leg("end_excluded", "clerk", date(2024, 3, 6), {"note": "专家一致同意方案"}),
    Leg("suspend", "chief", date(2024, 3, 7), {"reason": "等待相邻地块权属确认"}),
    Leg("resume", "chief", date(2024, 3, 14), {"note": "权属已经确认"}),
)  # fmt: skip


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


def asked(number: str, leg: Leg, place: int) -> Asked:
    """A leg as a request, with an idempotency key of its own.

    Each case walks it on days of its own, so that none profits from the days counted for another.
    """
    on = leg.on + timedelta(days=place % 24)
    now = datetime(on.year, on.month, on.day, 9, 30, tzinfo=BEIJING)
    return Asked(
        number=number,
        seat="planning",
        action=leg.action,
        answers=leg.answers,
        actor=PEOPLE[leg.by],
        on=on,
        now=now,
        key=sha256(f"{number} {leg.action}".encode()).hexdigest()[:32],
    )
