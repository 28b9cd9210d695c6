"""What happened: past participles, frozen; the ledger is made of these and a case is their fold."""

from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import (
    Answers,
    Appraisal,
    Ballot,
    Building,
    Document,
    Flag,
    Household,
    Money,
    Service,
    Snapshot,
    Variance,
)
from rebuild.cases.making import quickly_made


@dataclass(frozen=True, slots=True)
class CaseOpened:
    number: str
    workflow: str
    version: int
    hash: str
    region: str
    on: date


@quickly_made
@dataclass(frozen=True, slots=True)
class ProcedureOpened:
    seat: str
    run: int
    state: str
    on: date
    unit: str = ""
    beside: bool = False  # the runs before it go on


@quickly_made
@dataclass(frozen=True, slots=True)
class ActionTaken:
    seat: str
    run: int
    action: str
    by: str
    role: str
    on: date
    answers: Answers = field(default_factory=dict)
    noted: tuple[str, ...] = ()
    recorded: bool = False
    instead_of: str = ""  # 代: the person whose powers a deputy used


@dataclass(frozen=True, slots=True)
class ActionRefused:
    """Refused, with the codes of every finding; changes nothing of the case."""

    seat: str
    action: str
    by: str
    on: date
    findings: tuple[str, ...]


@quickly_made
@dataclass(frozen=True, slots=True)
class StateEntered:
    """`since` is the day it counts from in law: silence is acceptance as of receipt (许可法32).

    Stays in the `displaced` states just before it fall away: time had brought them about for want of
    what was in truth done in time, and is only now entered.
    """

    seat: str
    run: int
    state: str
    since: date
    action: str
    remembered: str = ""
    displaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildingDescribed:
    building: Building


@dataclass(frozen=True, slots=True)
class BuildingAppraised:
    appraisal: Appraisal


@dataclass(frozen=True, slots=True)
class RollEntered:
    on: date
    households: tuple[Household, ...]


@dataclass(frozen=True, slots=True)
class HouseholdChanged:
    """A household's entry as it reads from now on: a sale, a correction, a creditor's consent."""

    household: Household
    on: date
    reason: str
    rounds: tuple[int, ...] = ()  # whose frozen roll it corrects: its figures, not who counts
    mistaken: bool = False  # the owner was entered wrongly: then who counts in these rounds too


@dataclass(frozen=True, slots=True)
class RollFrozen:
    """名册锁定: who owns what on this day counts in this round, whatever is sold later."""

    run: int
    on: date


@dataclass(frozen=True, slots=True)
class BallotCast:
    run: int
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class BallotStruck:
    """A recount found a ballot void, such as a forged one; `place` counts the round's ballots from 0."""

    run: int
    place: int
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class MoneyEntered:
    money: Money


@dataclass(frozen=True, slots=True)
class FiguresMeasured:
    """`kind` is existing, designed, permitted or as_built."""

    kind: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """`begins` is the procedure, `begun` the run of it, that this document is what it is about."""

    document: Document
    begins: str = ""
    begun: int = 0


@dataclass(frozen=True, slots=True)
class DocumentServed:
    service: Service


@dataclass(frozen=True, slots=True)
class VarianceGranted:
    variance: Variance


@dataclass(frozen=True, slots=True)
class FlagRaised:
    flag: Flag


@quickly_made
@dataclass(frozen=True, slots=True)
class FlagLowered:
    name: str
    on: date
    note: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class FactsRecorded:
    """Answers put on record under a subject that has no type of its own: funds, contract, handover."""

    subject: str
    facts: Answers


@dataclass(frozen=True, slots=True)
class PersonalDataShown:
    """Somebody was shown what is masked otherwise (个保法51); changes nothing of the case."""

    by: str
    on: date
    what: tuple[str, ...]  # name, id_number, phone
    unit: str  # empty where it was of every household
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeHappened:
    """What happened in the office and in no case: a sign-in, an export, a hand-over."""

    what: str
    about: str = ""
    facts: Answers = field(default_factory=dict)


Event = (
    CaseOpened
    | ProcedureOpened
    | ActionTaken
    | ActionRefused
    | StateEntered
    | BuildingDescribed
    | BuildingAppraised
    | RollEntered
    | HouseholdChanged
    | RollFrozen
    | BallotCast
    | BallotStruck
    | MoneyEntered
    | FiguresMeasured
    | DocumentIssued
    | DocumentServed
    | VarianceGranted
    | FlagRaised
    | FlagLowered
    | FactsRecorded
    | PersonalDataShown
    | OfficeHappened
)
