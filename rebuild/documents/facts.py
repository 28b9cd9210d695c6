"""The facts of a document, by name: from a supplier, or from what the issuing action asked; frozen as plain JSON.

A kind lists the facts its template needs (document.yaml). A name is looked up among the suppliers of
that kind, then among those for every kind, then among the answers; a name nobody supplies stops the
press, and `rebuild workflow check` says so before any case gets that far.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import Answers, Case, Document, Household, Json, Run
from rebuild.documents.kinds import Kind
from rebuild.errors import PrintError


@dataclass(frozen=True, slots=True)
class Due:
    """One time limit as a document tells of it."""

    due: date
    words: str  # 20个工作日
    rolled: bool  # the last day was a rest day
    started: date
    before: date | None = None  # the last day before the latest extension


def _not_shared(total: int) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Issuing:
    """One document about to be issued: the case as it will be, the action that issues it, the organ."""

    number: str
    unit: str
    case: Case
    run: Run
    action: str
    answers: Answers  # as people read them: areas "579.22", choices by their label
    on: date
    organ: Mapping[str, str]
    contacts: Mapping[str, str]
    settings: Mapping[str, str]
    actor: str
    role: str
    dues: Mapping[str, Due] = field(default_factory=dict)
    tally: Mapping[str, Json] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)  # what states and stages are called
    figures: Mapping[str, int] = field(default_factory=dict)  # of the law, by the seat's settings
    shares: Callable[[int], Mapping[str, int]] = field(default=_not_shared)  # of cents, by unit
    entered: Answers = field(default_factory=dict)  # what was answered on coming into this state

    @property
    def household(self) -> Household:
        """The household this copy is for."""
        return next(each for each in self.case.households if each.unit == self.unit)

    def latest(self, kind: str, unit: str = "") -> Document | None:
        """The latest document of a kind the case has issued, for one unit if it is told."""
        found = [
            each
            for each in self.case.documents
            if each.kind == kind and (not unit or each.unit == unit)
        ]
        return found[-1] if found else None


Supplier = Callable[[Issuing], Json]
SUPPLIERS: dict[str, Supplier] = {}


def supplies(*names: str) -> Callable[[Supplier], Supplier]:
    """Enter a supplier for fact names; `kind.fact` is for one kind only."""

    def enter(supplier: Supplier) -> Supplier:
        for name in names:
            assert name not in SUPPLIERS, f"two suppliers for {name}"
            SUPPLIERS[name] = supplier
        return supplier

    return enter


def freeze(kind: Kind, issuing: Issuing) -> dict[str, Json]:
    """Every fact a kind needs, as plain JSON."""
    return {name: _fact(kind, name, issuing) for name in sorted(kind.facts)}


def supplied(kind: str, name: str) -> bool:
    """Whether a fact comes from a supplier, whatever the action asks."""
    return f"{kind}.{name}" in SUPPLIERS or name in SUPPLIERS


def _fact(kind: Kind, name: str, issuing: Issuing) -> Json:
    supplier = SUPPLIERS.get(f"{kind.kind}.{name}") or SUPPLIERS.get(name)
    if supplier is not None:
        return supplier(issuing)
    if name in issuing.answers:
        return issuing.answers[name]
    raise PrintError(f"《{kind.title}》缺少事实“{name}”，办理事项未提供。请联系流程维护人员。")
