"""What is true of a case: frozen values, each with its unit, folded from the ledger and from nothing else.

Areas are whole hundredths of a square metre, money whole cents, lengths whole millimetres, shares
exact fractions. No float stands for a figure of the law. What is true of the house itself is written
in house.py, what is true of its owners' vote and money in votes.py, and offered here with the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from rebuild.cases.house import (
    Appraisal,
    Building,
    Household,
    Owner,
    Roll,
    Snapshot,
    UnitFigure,
)
from rebuild.cases.making import quickly_made
from rebuild.cases.votes import Ballot, Money

__all__ = [
    "CLOCK",
    "NOTHING",
    "SYSTEM",
    "Actor",
    "Answers",
    "Appraisal",
    "Ballot",
    "Building",
    "Case",
    "Document",
    "Flag",
    "Household",
    "Json",
    "Money",
    "Owner",
    "Roll",
    "Run",
    "Service",
    "Snapshot",
    "Taken",
    "UnitFigure",
    "Variance",
    "Visit",
]

Json = Any
Answers = Mapping[str, Json]
NOTHING: Mapping[Any, Any] = MappingProxyType({})


@quickly_made
@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which roles; `clock` and `system` are actors too."""

    id: str
    name: str
    roles: frozenset[str]
    organ: str = ""
    instead_of: str = ""  # 代: the person whose powers are used, where they are not one's own


CLOCK = Actor("clock", "时限", frozenset({"clock"}))
SYSTEM = Actor("system", "系统", frozenset({"system"}))


@dataclass(frozen=True, slots=True)
class Service:
    """送达: one document to one addressee, with the proof its method needs (民诉87–95)."""

    kind: str
    addressee: str
    method: str  # direct, family, left, electronic, post, agent, announce
    on: date
    receiver: str = ""
    unit: str = ""
    document: str = ""
    note: str = ""
    server: str = ""
    proof: Answers = field(default_factory=dict)  # what its method needs: witness, consent, receipt


@dataclass(frozen=True, slots=True)
class Variance:
    """突破事项: a rule lifted for this case, by whom, on which paper, until when."""

    rule: str
    basis: str
    organ: str
    scope: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark on the case that is not a state: emergency, appeal, overdue, stay of execution."""

    name: str
    raised_on: date
    note: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """文书: that it was issued; its frozen facts stand in the documents table, bound by digest."""

    id: str
    kind: str
    number: str
    title: str
    issued_on: date
    seat: str
    run: int
    digest: str  # SHA-256 of the canonical frozen facts
    unit: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in one state: since when it counts in law, and by which action it was entered."""

    state: str
    since: date
    action: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Taken:
    """An action as it was taken."""

    action: str
    on: date
    by: str
    role: str
    answers: Answers
    noted: tuple[str, ...] = ()  # findings passed over because the step is a historic record
    recorded: bool = False  # entered from old papers, not done in this office
    instead_of: str = ""  # the person whose powers a deputy used


@quickly_made
@dataclass(frozen=True, slots=True)
class Run:
    """One run of a procedure: where it stands and how it came there."""

    seat: str
    number: int
    opened_on: date
    state: str
    visits: tuple[Visit, ...]
    taken: tuple[Taken, ...] = ()
    remembered: str = ""
    followed_on: date | None = None  # another run took its place: its time limits bind no more
    unit: str = ""  # the household it is about, where each has its own
    paper: str = ""  # the document it is about: a decision disputed, a certificate granted

    def last(self, action: str) -> Taken | None:
        """The latest time `action` was taken in this run."""
        return next((taken for taken in reversed(self.taken) if taken.action == action), None)

    def after(self, action: str) -> tuple[Taken, ...]:
        """What was done in this run since `action` was last taken."""
        last = max((n for n, taken in enumerate(self.taken) if taken.action == action), default=-1)
        return self.taken[last + 1 :]

    def entered(self, state: str) -> Visit | None:
        """The latest stay in `state`, also one that is over."""
        return next((visit for visit in reversed(self.visits) if visit.state == state), None)


@dataclass(frozen=True, slots=True)
class Case:
    """案件: one building on its way through one workflow, pinned to the version it began under."""

    number: str
    workflow: str
    workflow_version: int
    workflow_hash: str
    opened_on: date
    region: str
    runs: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    building: Building | None = None
    appraisal: Appraisal | None = None
    roll: Roll | None = None
    frozen_rolls: Mapping[int, Roll] = field(default_factory=dict)  # by round of voting
    ballots: Mapping[int, tuple[Ballot, ...]] = field(default_factory=dict)
    money: tuple[Money, ...] = ()
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    variances: tuple[Variance, ...] = ()
    flags: Mapping[str, Flag] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    records: Mapping[str, Answers] = field(default_factory=dict)

    def run(self, seat: str) -> Run | None:
        """The current run of a procedure; None where it has not been opened."""
        runs = self.runs.get(seat)
        return runs[-1] if runs else None

    def state(self, seat: str) -> str:
        """Where a procedure stands; empty where it has not been opened."""
        run = self.run(seat)
        return run.state if run else ""

    def record(self, subject: str, name: str, default: Json = None) -> Json:
        """One recorded fact of a subject such as `funds` or `contract`."""
        return self.records.get(subject, NOTHING).get(name, default)

    @property
    def households(self) -> tuple[Household, ...]:
        return self.roll.households if self.roll else ()

    def roll_of(self, round_of_voting: int) -> Roll | None:
        """The roll a round was held over: as it was frozen, else as it now reads."""
        return self.frozen_rolls.get(round_of_voting, self.roll)

    @property
    def applicant(self) -> str:
        """建设单位: the name in which the permits stand, as the owners decided it."""
        return str(self.record("decision", "applicant", ""))
