"""所请与所得: what someone asks to do, how it ended, and what time had to do first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rebuild.cases.facts import Actor, Case, Document, Json
from rebuild.cases.making import quickly_made
from rebuild.law.rule import Finding
from rebuild.services.rights import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone asks to do, and how: `seen` is the version before them, `key` makes it happen once."""

    number: str
    seat: str
    action: str
    answers: Mapping[str, Json]
    actor: Actor
    on: date
    now: datetime
    seen: int | None = None
    key: str = ""
    recorded: bool = False
    dry_run: bool = False
    run: int = 0  # which of several decisions it is about, where more than one can be meant
    person: Person | None = (
        None  # what the actor may do; the door looks it up where it is not given
    )
    said: Mapping[str, Json] | None = (
        None  # what was sent, where the answers were only drawn from it
    )

    def by(self, person: Person) -> "Asked":
        return replace(self, actor=person.actor, person=person)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is opened with."""

    workflow: str
    region: str
    answers: Mapping[str, Json]
    actor: Actor
    on: date
    now: datetime
    key: str = ""  # makes it happen once
    person: Person | None = None

    def by(self, person: Person) -> "Opening":
        return replace(self, actor=person.actor, person=person)


@quickly_made
@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the findings if it was refused, else the case as it now is and its new documents."""

    number: str
    version: int
    allowed: bool
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    case: Case
    replayed: bool = False
    first: tuple["Fired", ...] = ()  # what had fallen due by that day, and was done before it

    @property
    def issued(self) -> tuple[Document, ...]:
        """Every document that came of it, those of what had to be done first included."""
        return (
            *(each for fired in self.first for each in fired.outcome.documents),
            *self.documents,
        )


@dataclass(frozen=True, slots=True)
class Fired:
    """One clock that has fallen due, and what came of it."""

    number: str
    seat: str
    clock: str
    label: str
    action: str
    due: date
    on: date
    outcome: Outcome
