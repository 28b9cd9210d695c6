"""不可撤回: which actions can't be taken back, so that they are asked about once more before they are done."""

from rebuild.engine.definition import Action, Workflow
from rebuild.engine.machine import destination, sources
from rebuild.engine.plan import Plan

CERTIFICATES = frozenset({"planning_permit", "construction_permit", "verification"})
DECISION = "_decision"


def irreversible(plan: Plan, seat: str, action: Action) -> bool:
    """Whether an action asks to be confirmed, issues a certificate or a decision, or ends its procedure with a paper.

    An administrative act binds from the moment it is known to its addressee, and can from then on only
    be changed, withdrawn or revoked by another one (行政许可法8, 69, 70).
    """
    return bool(action.confirm) or decides(plan.workflow, action) or _ends(plan, seat, action)


def decides(workflow: Workflow, action: Action) -> bool:
    """Whether a certificate or a decision is among the papers."""
    return any(
        workflow.documents[issue.document].style in CERTIFICATES
        or issue.document.endswith(DECISION)
        for issue in action.issues
    )


def _ends(plan: Plan, seat: str, action: Action) -> bool:
    procedure = plan.procedures[seat].procedure
    if not action.issues or action.to in ("stay", "remembered"):
        return False
    ends = (destination(action, source) for source in sources(procedure, action))
    return any(procedure.states[state].final for state in ends)
