"""Rule, Situation, Finding: how a condition of the law is written down, and how it enters the book."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import Actor, Answers, Case, Run
from rebuild.cases.making import quickly_made
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Limit

Figure = int | str


@dataclass(frozen=True, slots=True)
class Finding:
    """不符项: why a rule says no. Not an error: a case that may not go on is an ordinary answer."""

    code: str
    message: str
    basis: str
    cure: str
    who: str
    liftable: bool = False


@dataclass(frozen=True, slots=True)
class DatedFigure:
    """One figure of the law as of a day, and the article it comes from."""

    since: date
    value: Figure
    basis: str


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """限值: a named figure, its unit, and every value it has had."""

    name: str
    label: str
    unit: str
    values: tuple[DatedFigure, ...]  # ascending by `since`

    def on(self, day: date) -> DatedFigure:
        """The figure in force on a day; before the first one, the first (its source is older than we are)."""
        latest = self.values[-1]
        if latest.since <= day:
            return latest
        place = bisect_right(self.values, day, key=lambda figure: figure.since)
        return self.values[max(place - 1, 0)]


@dataclass(frozen=True, slots=True)
class Limits:
    """Every figure of the law a workflow goes by."""

    entries: Mapping[str, LimitEntry]

    def figure(self, name: str, on: date) -> int:
        """A figure that is a number: areas in 0.01 ㎡, lengths in mm, ratios in 1/10000, else a count."""
        value = self.entries[name].on(on).value
        assert isinstance(value, int), f"limit {name} is not a number"
        return value

    def word(self, name: str, on: date) -> str:
        """A figure that is a choice, such as the consensus policy."""
        return str(self.entries[name].on(on).value)

    def time(self, name: str, on: date) -> Limit:
        """A figure that is a length of time."""
        entry = self.entries[name]
        return Limit.of(self.figure(name, on), entry.unit)

    def basis(self, name: str, on: date) -> str:
        return self.entries[name].on(on).basis


def _no_clock(seat: str, clock: str) -> date | None:
    return None


def _no_day(run: Run, clock: str) -> date | None:
    return None


@quickly_made
@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a rule may look at: the case, what is asked, by whom, on which day, under which figures."""

    case: Case
    run: Run
    action: str
    answers: Answers
    actor: Actor
    on: date
    limits: Limits
    calendar: Calendar
    settings: Mapping[str, str] = field(
        default_factory=dict
    )  # what this seat sets: its matter, its permit
    due: Callable[[str, str], date | None] = _no_clock  # (seat, clock) → its last day, while open
    last_day: Callable[[Run, str], date | None] = (
        _no_day  # (run, clock) → its last day, also when over
    )

    def day(self, name: str) -> date | None:
        """An answer that is a day; None while it is not given."""
        given = self.answers.get(name)
        return date.fromisoformat(given) if given else None

    def denied(self, name: str) -> bool:
        """Whether a yes-or-no answer was no; a blank is told of elsewhere."""
        return self.answers.get(name) is False

    def figure(self, name: str) -> int:
        return self.limits.figure(name, self.on)

    def word(self, name: str) -> str:
        return self.limits.word(name, self.on)


Verdict = str | Iterable[str] | None
Check = Callable[[Situation], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """规则: a condition with a name, a basis in law, a cure and who can bring it about."""

    code: str
    label: str
    basis: str  # a key of `sources` in law.yaml, with its article: "licensing_law art. 32"
    cure: str
    who: str  # a role
    check: Check
    liftable: bool = False  # whether a variance 突破事项 may lift it

    def findings(self, situation: Situation) -> tuple[Finding, ...]:
        verdict = self.check(situation)
        if not verdict:
            return ()
        messages = (verdict,) if isinstance(verdict, str) else tuple(verdict)
        return tuple(
            Finding(self.code, message, self.basis, self.cure, self.who, self.liftable)
            for message in messages
        )


BOOK: dict[str, Rule] = {}


def rule(
    code: str, *, basis: str, cure: str, who: str, liftable: bool = False
) -> Callable[[Check], Check]:
    """Enter a check in the book under `code`; its docstring's first line is its label."""

    def enter(check: Check) -> Check:
        assert code not in BOOK, f"two rules are called {code}"
        label = (check.__doc__ or code).strip().splitlines()[0]
        BOOK[code] = Rule(code, label, basis, cure, who, check, liftable)
        return check

    return enter
