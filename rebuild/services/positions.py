"""Where a case stands in each of its procedures, as a diagram shows it."""

from itertools import pairwise

from rebuild.cases.facts import Case, Run
from rebuild.engine.definition import Workflow
from rebuild.engine.drawing.position import Position
from rebuild.services.office import Office
from rebuild.store import cases


def positions_of(office: Office, number: str) -> tuple[Workflow, dict[str, Position]]:
    """The workflow version a case is pinned to, and its position in every procedure it has begun."""
    with office.database.reading() as session:
        case = cases.folded(session, cases.get(session, number))
        workflow = office.plan_of(session, case).workflow
    return workflow, {seat: _position(case, runs[-1]) for seat, runs in case.runs.items()}


def _position(case: Case, run: Run) -> Position:
    entered = run.visits[1:]
    states = [visit.state for visit in run.visits]
    rounds = len(case.runs[run.seat])
    return Position(
        state=run.state,
        notes={visit.state: visit.since.isoformat() for visit in entered},
        visited=frozenset(states) - {run.state},
        walked=frozenset(pairwise(states)),
        title_note=f"第{run.number}轮" if rounds > 1 else "",
    )
