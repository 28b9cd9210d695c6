"""Telling a story: every step through the services, as an office would do it, and held against what must come of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from rebuild.cases.facts import SYSTEM, Case, Document
from rebuild.engine.clocks import latest_of_run, open_readings
from rebuild.law.rule import Finding
from rebuild.services.act import Asked, Fired, Outcome, act
from rebuild.services.office import Office
from rebuild.services.open_case import Opening, open_case
from rebuild.services.own_figures import with_own_figures
from rebuild.services.read_story import Step, Story
from rebuild.services.rights import only_by_case
from rebuild.services.run_clocks import run_clocks
from rebuild.store import accounts, cases, staff

BEIJING = timezone(timedelta(hours=8))
OPENS = time(9, 0)
Dues = tuple[tuple[str, date, bool], ...]  # clock's label, last day, provisional


@dataclass(frozen=True, slots=True)
class Told:
    """One step as it went: what was refused and why, what was issued, what is now due."""

    step: Step
    number: str
    who: str
    what: str  # the action as people call it
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    dues: Dues
    state: str
    surprises: tuple[str, ...]  # where it went otherwise than the story says


def tell_story(office: Office, story: Story) -> Iterator[Told]:
    """Tell a story step by step; a surprise is told, not raised, so that the rest can be seen too."""
    _employ(office, story)
    story = replace(story, workflow=with_own_figures(office, story.workflow, story.limits))
    number = ""
    for count, step in enumerate(story.steps):
        # One minute a step: entries keep their order, and the same story has the same instants.
        opens = datetime.combine(step.entered, OPENS, BEIJING)
        now = opens + timedelta(minutes=count % 480)
        told = _tell(office, story, step, number, now)
        number = told.number
        yield told


def _employ(office: Office, story: Story) -> None:
    with office.database.writing() as session:
        for actor in story.people.values():
            known = staff.find(session, actor.id)
            if known is None:
                staff.add(session, actor)
            else:
                staff.change(session, replace(actor, organ=known.actor.organ))


def _let_in(office: Office, story: Story, number: str, now: datetime) -> None:
    """Let everybody of the story into its case, as its clerk would the parties."""
    if not number:
        return
    with office.database.writing() as session:
        for person, actor in story.people.items():
            if only_by_case(actor.roles):
                accounts.let_in(session, person, number, by=SYSTEM.id, at=now)


def _tell(office: Office, story: Story, step: Step, number: str, now: datetime) -> Told:
    if step.runs_clocks:
        return _clocks(office, step, number, now)
    actor = story.people[step.actor]
    if step.opens:
        opening = Opening(story.workflow, story.region, step.answers, actor, step.on, now)
        outcome = open_case(office, opening)
        number = outcome.number
        _let_in(office, story, number, now)
    else:
        outcome = act(
            office,
            Asked(
                number, step.seat, step.action, step.answers, actor, step.on, now,
                recorded=step.recorded, run=step.run,
            ),
        )  # fmt: skip
    return _told(office, step, outcome, actor.name)


def _clocks(office: Office, step: Step, number: str, now: datetime) -> Told:
    fired = run_clocks(office, on=step.on, now=now, number=number)
    with office.database.reading() as session:
        case = cases.folded(session, cases.get(session, number))
    documents = tuple(document for each in fired for document in each.outcome.documents)
    findings = tuple(finding for each in fired for finding in each.outcome.findings)
    dues, wrong = _dues(office, step, case, "")
    surprises = (*_untimely(step, fired), *wrong)
    labels = "、".join(f"{each.label}{each.due}届满" for each in fired) or "没有到期的时限"
    state = case.state("case")
    if step.state and state != step.state:
        surprises += (f"应到{step.state}，实际{state}",)
    return Told(step, number, "时限", labels, findings, documents, dues, state, surprises)


def _told(office: Office, step: Step, outcome: Outcome, who: str) -> Told:
    with office.database.reading() as session:
        plan = office.plan_of(session, outcome.case)
    seat, name = (step.seat, step.action) if step.action else ("case", "register")
    action = plan.action(seat, name)
    dues, wrong = _dues(office, step, outcome.case, seat)
    return Told(
        step=step,
        number=outcome.number,
        who=who,
        what=action.label if action else name,
        findings=outcome.findings,
        documents=outcome.issued,
        dues=dues,
        state=outcome.case.state("case"),
        surprises=(*_untimely(step, outcome.first), *_surprises(step, outcome), *wrong),
    )


def _dues(office: Office, step: Step, case: Case, seat: str) -> tuple[Dues, tuple[str, ...]]:
    """The last days the step speaks of, and where they are others than it says."""
    with office.database.reading() as session:
        plan = office.plan_of(session, case)
    fresh = {(each.seat, each.clock) for each in open_readings(plan, office.calendar, case)}
    dues, wrong = [], []
    for clock, expected in step.due.items():
        named, _, short = clock.rpartition(".")
        place, _, number = (named or (f"{seat}#{step.run}" if step.run else seat)).partition("#")
        runs = case.runs.get(place, ())
        run = runs[int(number) - 1 if number else -1] if runs else None
        reading = latest_of_run(plan, office.calendar, run, short) if run else None
        if reading is None or reading.due != expected:
            found = reading.due if reading else "没有这个时限"
            wrong.append(f"{clock} 应于{expected}届满，实际{found}")
        if reading is not None and (place, short) in fresh:
            dues.append((reading.label, reading.due, reading.provisional))
    return tuple(dues), tuple(wrong)


def _untimely(step: Step, fired: Iterable[Fired]) -> Iterator[str]:
    happened = tuple(f"{each.seat}.{each.action}" for each in fired)
    if happened != step.clocks:
        yield f"时限应处理{step.clocks}，实际{happened}"


def _surprises(step: Step, outcome: Outcome) -> Iterator[str]:
    codes = tuple(dict.fromkeys(finding.code for finding in outcome.findings))
    if step.refused and outcome.allowed:
        yield f"应被拒绝（{'、'.join(step.refused)}），却办成了"
    if not outcome.allowed and set(codes) != set(step.refused):
        reasons = "；".join(f"{each.code} {each.message}" for each in outcome.findings)
        yield f"应因{'、'.join(step.refused) or '（无）'}被拒绝，实际：{reasons}"
    issued = Counter(each.kind for each in outcome.issued)
    if issued != _expected(step):
        yield f"应签发{dict(_expected(step))}，实际{dict(issued)}"
    if step.state and outcome.case.state("case") != step.state:
        yield f"应到{step.state}，实际{outcome.case.state('case')}"


def _expected(step: Step) -> Counter[str]:
    """`ballot x17` is seventeen of a kind."""
    expected: Counter[str] = Counter()
    for entry in step.documents:
        kind, _, times = entry.partition(" x")
        expected[kind] += int(times or "1")
    return expected
