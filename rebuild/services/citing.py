"""依据: a basis, a role, a finding in the words people read: 《中华人民共和国行政许可法》第三十二条."""

from rebuild.cases.facts import Json
from rebuild.documents.wording import number_in_words
from rebuild.engine.definition import Workflow
from rebuild.engine.plan import Plan
from rebuild.law.rule import Finding

# A rule of the law speaks of the office's two desks, whichever organ's they are in a seat.
_DESKS = {"clerk": "经办人", "chief": "负责人", "administrator": "系统管理员"}


def cited(workflow: Workflow, basis: str) -> str:
    """A basis such as `licensing_law art. 32` by its title and article."""
    name, _, article = basis.partition(" art. ")
    source = workflow.sources.get(name)
    if source is None:
        return basis
    # What nobody issued is no publication, and stands without the marks of one.
    title = f"《{source.title}》" if source.issued_by else source.title
    if not article:
        return title
    return f"{title}第{number_in_words(int(article)) if article.isdigit() else article}条"


def role_label(workflow: Workflow, role: str, *, seat: str = "") -> str:
    """What a role is called; of a desk, the one that serves this seat."""
    if role in workflow.roles:
        return workflow.roles[role].label
    procedure = workflow.procedures.get(seat)
    by = {each for action in procedure.actions.values() for each in action.by} if procedure else ()
    served = sorted(each for each in by if each.endswith(f"_{role}"))
    return workflow.roles[served[0]].label if served else _DESKS.get(role, role)


def finding_told(plan: Plan, seat: str, finding: Finding) -> dict[str, Json]:
    """A finding with its basis cited, its cure, and who can bring that about."""
    workflow = plan.workflow
    return {
        "code": finding.code,
        "message": finding.message,
        "basis": finding.basis,
        "cited": cited(workflow, finding.basis),
        "cure": finding.cure,
        "who": finding.who,
        "who_label": role_label(workflow, finding.who, seat=seat),
    }
