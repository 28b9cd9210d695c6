"""流程图上的链接: from a state to the entry that brought the case there, from the present one to what can be done."""

from collections.abc import Iterable, Iterator, Mapping

from rebuild.cases import events as happened
from rebuild.cases.facts import Run
from rebuild.engine.drawing.ink import Link
from rebuild.engine.plan import Plan
from rebuild.services.acting_page import Acting
from rebuild.services.course_page import PAGE
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.services.whose_turn import next_action
from rebuild.store import ledger
from rebuild.store.ledger import Entry

Links = Mapping[str, Mapping[str, Link]]  # by seat and state
Stay = tuple[str, int, str]  # seat, run, state


def flow_links(office: Office, acts: Acting) -> Links:
    """Where every state leads that the case has been in; of each procedure its latest run is drawn."""
    found = acts.found
    with office.database.reading() as session:
        entered = dict(_entered(ledger.entries(session, found.case.number)))
    return {seat: dict(_of_run(acts, runs[-1], entered)) for seat, runs in found.case.runs.items()}


def _entered(entries: Iterable[Entry]) -> Iterator[tuple[Stay, int]]:
    """The entry of every stay; a later one of the same state comes later."""
    for entry in entries:
        for event in entry.events:
            if isinstance(event, happened.ProcedureOpened | happened.StateEntered):
                yield (event.seat, event.run, event.state), entry.seq


def _of_run(acts: Acting, run: Run, entered: Mapping[Stay, int]) -> Iterator[tuple[str, Link]]:
    plan = acts.found.plan
    for visit in run.visits:
        label = plan.workflow.procedures[run.seat].states[visit.state].label
        seq = entered[run.seat, run.number, visit.state]
        to = _entry(acts.found, seq)
        yield visit.state, Link(to, f"{label}，{visit.since} 进入，看当时的经过")
    if not plan.workflow.procedures[run.seat].states[run.state].final:
        yield run.state, _present(acts, plan, run)


def _present(acts: Acting, plan: Plan, run: Run) -> Link:
    """To the next step where the reader can take it today, else to the page that says what can be done at all."""
    label = plan.workflow.procedures[run.seat].states[run.state].label
    here = f"/cases/{acts.found.case.number}"
    step = (run.seat, next_action(plan, run.seat, run.state))
    if step not in acts.open:
        return Link(here, f"{label}，现在在这里，看可以办什么")
    return Link(
        f"{here}/act/{step[0]}/{step[1]}", f"{label}，现在在这里，去办理：{acts.action(step).label}"
    )


def _entry(found: Found, seq: int) -> str:
    """An entry of the course, on a page of it that has the entry."""
    older = f"?before={seq + 1}" if seq <= found.stored.seq - PAGE else ""
    return f"/cases/{found.case.number}/course{older}#entry-{seq}"
