"""所见之案: the cases an overseer looks at, each folded once, with what it was refused for."""

from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case
from rebuild.engine.clocks import Reading
from rebuild.engine.plan import Plan

Clocked = tuple["Seen", Reading]


@dataclass(frozen=True, slots=True)
class Seen:
    """One case in view: folded, with the plan it is bound to and the codes it was refused for."""

    plan: Plan
    case: Case
    refused: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases, and which days: both ends of the period are in it."""

    first: date
    last: date
    region: str = ""
    stage: str = ""


def waits(each: Seen, reading: Reading) -> bool:
    """Whether it is a time that must at least be served, so that nobody is late after it."""
    return each.plan.workflow.procedures[reading.seat].clocks[reading.clock].runs_out
