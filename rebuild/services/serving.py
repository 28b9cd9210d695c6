"""送达: papers that are issued and not yet served, and the service of one to each household in a single form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case, Document, Json
from rebuild.cases.identity import mask_name
from rebuild.engine.definition import Action, Field
from rebuild.engine.plan import Plan
from rebuild.errors import NotFound
from rebuild.services.look_up import Found
from rebuild.services.newest import newest_workflows
from rebuild.services.office import Office
from rebuild.services.rights import Person, scope
from rebuild.services.work_told import AUTOMATIC, Telling
from rebuild.store import cases, documents, serving, work_list
from rebuild.store.serving import Spot, Waiting
from rebuild.store.session import Session

RECORDS_ONE, RECORDS_EACH = "delivery", "services"
KIND = "kind"  # the field that says which paper is served to each household
PAGE = 50
MOST = 999


@dataclass(frozen=True, slots=True)
class EachHousehold:
    """An action that records, in one form, how each household was served."""

    seat: str
    action: str
    label: str
    kind: str
    columns: tuple[Field, ...]


def spots_of(plan: Plan) -> Iterator[Spot]:
    """Every state in which people record a service."""
    for seat, procedure in plan.workflow.procedures.items():
        for action in procedure.actions.values():
            if not set(action.records) & {RECORDS_ONE, RECORDS_EACH} or set(action.by) <= AUTOMATIC:
                continue
            for state in action.from_:
                yield Spot(seat, state, next(iter(_kinds(action)), ""))


def to_serve(office: Office, person: Person, *, on: date, after: str = "") -> dict[str, Json]:
    """One page of papers not yet served, by case number; `next` is where the page after it begins."""
    with office.database.reading() as session:
        telling = Telling.of(session, office, person, on)
        found = sorted(
            {
                each
                for region in _regions(person)
                for each in serving.waiting(
                    session, _spots(session, office), region=region, after=after, limit=PAGE + 1
                )
            }
        )
        rows = [_row(telling, each) for each in found[:PAGE]]
    return {
        "rows": [row for row in rows if row is not None],
        "next": found[PAGE - 1].number if len(found) > PAGE else "",
    }


def count_to_serve(office: Office, person: Person) -> int:
    """How many there are, for the menu."""
    with office.database.reading() as session:
        spots = _spots(session, office)
        counts = (
            serving.count(session, spots, region=each, most=MOST) for each in _regions(person)
        )
        return min(sum(counts), MOST)


def each_household(plan: Plan, case: Case) -> EachHousehold:
    """How a paper is served to each household where the case stands; NotFound where none is."""
    for seat, runs in case.runs.items():
        for name in plan.procedures[seat].offered[runs[-1].state]:
            if way := _way(plan, seat, name):
                return way
    raise NotFound(f"案件 {case.number} 现在没有要逐户送达的文书")


def each_household_again(plan: Plan, case: Case) -> EachHousehold:
    """As `each_household`, else how it was done last: a request sent again comes when all is served."""
    with suppress(NotFound):
        return each_household(plan, case)
    done = [
        (taken.on, way)
        for seat, runs in case.runs.items()
        for run in runs
        for taken in run.taken
        if (way := _way(plan, seat, taken.action))
    ]
    return max(done, key=lambda each: each[0])[1] if done else each_household(plan, case)


def _way(plan: Plan, seat: str, name: str) -> EachHousehold | None:
    action = plan.procedures[seat].procedure.actions[name]
    if RECORDS_EACH not in action.records:
        return None
    listed = next(field for field in action.asks if field.of)
    kind = next(iter(_kinds(action)), "")
    return EachHousehold(seat, name, action.label, kind, listed.of)


def households_to_serve(found: Found, way: EachHousehold) -> list[dict[str, Json]]:
    """Every household that was not served, with its owners' names masked and its paper."""
    served = {each.unit for each in found.case.services if each.kind == way.kind}
    papers = {each.unit: each for each in found.case.documents if each.kind == way.kind}
    return [
        {
            "unit": household.unit,
            "owners": "、".join(mask_name(owner.name) for owner in household.owners),
            "title": papers[household.unit].title if household.unit in papers else "",
            "number": papers[household.unit].number if household.unit in papers else "",
        }
        for household in found.case.households
        if household.unit not in served
    ]


def served_answers(
    case: Case, way: EachHousehold, rows: Mapping[str, Mapping[str, str]]
) -> dict[str, Json]:
    """The answers of the action: one row a household, addressed to all its owners by name."""
    owners = {each.unit: "、".join(o.name for o in each.owners) for each in case.households}
    listed = [
        {"unit": unit, "addressee": owners[unit], **{k: v for k, v in row.items() if v}}
        for unit, row in rows.items()
        if unit in owners
    ]
    return {KIND: way.kind, RECORDS_EACH: listed}


def _kinds(action: Action) -> tuple[str, ...]:
    return tuple(name for field in action.asks if field.name == KIND for name in field.choices)


def _spots(session: Session, office: Office) -> tuple[Spot, ...]:
    plans = newest_workflows(session, office)
    key = "spots to serve", tuple(plan.hash for plan in plans)
    return office.told.once(key, lambda: _spots_of_all(plans))


def _spots_of_all(plans: Iterable[Plan]) -> tuple[Spot, ...]:
    found = (spot for plan in plans for spot in spots_of(plan))
    return tuple({(spot.seat, spot.state): spot for spot in found}.values())


def _regions(person: Person) -> tuple[str, ...]:
    allowed = scope(person)
    return ("",) if allowed.everywhere else tuple(sorted(allowed.regions))


def _row(telling: Telling, waiting: Waiting) -> dict[str, Json] | None:
    line = work_list.line_of(telling.session, waiting.number)
    if line is None:
        return None
    case = cases.folded(telling.session, cases.get(telling.session, waiting.number))
    papers = _papers(telling, case, waiting)
    served = {each.unit for each in case.services if each.kind == waiting.kind}
    left = sum(not waiting.kind or each.unit not in served for each in papers)
    plan = telling.office.plan(telling.session, line.workflow, line.workflow_version)
    return {
        **telling.line(line),
        "procedure": plan.workflow.procedures[waiting.seat].title,
        "since": waiting.since,
        "papers": Counter(each.title for each in papers).most_common(),
        "each": bool(waiting.kind),
        "unserved": left,
        "serve_action": _serving_action(plan, waiting),
        "serve_seat": waiting.seat,
    }


def _papers(telling: Telling, case: Case, waiting: Waiting) -> list[Document]:
    """Those of a kind; else the decision a run of remedies is about; else what its own run has issued."""
    kept = [each.document for each in documents.of_case(telling.session, waiting.number)]
    if waiting.kind:
        return [each for each in kept if each.kind == waiting.kind]
    about = case.runs[waiting.seat][waiting.run - 1].paper
    if about:
        return [each for each in kept if each.id == about]
    since = date.fromisoformat(waiting.since)
    return [
        each
        for each in kept
        if (each.seat, each.run) == (waiting.seat, waiting.run) and each.issued_on >= since
    ]


def _serving_action(plan: Plan, waiting: Waiting) -> str:
    """The first action that records such a service where the run stands."""
    wanted = RECORDS_EACH if waiting.kind else RECORDS_ONE
    actions = plan.workflow.procedures[waiting.seat].actions.items()
    fitting = (
        name
        for name, action in actions
        if wanted in action.records and waiting.state in action.from_
    )
    return next(fitting, "")
