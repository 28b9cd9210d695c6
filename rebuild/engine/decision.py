"""What is asked, and what a decision amounts to: allowed with its events, or refused with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.facts import Actor, Answers, Case, Json
from rebuild.cases.making import quickly_made
from rebuild.law.rule import Finding


@quickly_made
@dataclass(frozen=True, slots=True)
class Request:
    """What someone asks to do. `recorded` enters a historic step: findings are noted, not obeyed."""

    seat: str
    action: str
    answers: Mapping[str, Json]
    actor: Actor
    on: date
    recorded: bool = False
    run: int = 0  # which run, where several stand side by side; 0 is the one that can be meant


@dataclass(frozen=True, slots=True)
class DocumentDue:
    """A document that an allowed action issues; its number and facts are given in the transaction."""

    kind: str
    seat: str
    run: int
    action: str
    answers: Answers
    unit: str = ""
    again: bool = False  # under the number the certificate has
    begins: str = ""  # the procedure that is about this document, and which run of it
    begun: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Allowed:
    events: tuple[happened.Event, ...]
    documents: tuple[DocumentDue, ...]
    case: Case
    noted: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    findings: tuple[Finding, ...]


Decision = Allowed | Refused
