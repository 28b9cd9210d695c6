"""Whether every document can be printed: it has a template, its facts are supplied, its remedies are known."""

from rebuild.engine.definition import Procedure
from rebuild.engine.inspection import Inspection, Path


def check_documents(inspection: Inspection) -> None:
    workflow, templates = inspection.workflow, inspection.house.templates
    for kind in workflow.documents:
        if kind not in templates:
            inspection.name(
                ("documents", kind), f"document '{kind}' has no folder in templates/documents"
            )
    for path, seat, procedure, _, action in inspection.actions():
        # What may be left blank cannot be relied on to be printed.
        asked = {field.name for field in action.asks if field.required}
        seen = set()
        for place, issue in enumerate(action.issues):
            here = (*path, "issues", place, "document")
            if issue.document in seen:
                inspection.value(here, f"document '{issue.document}' is listed twice")
            seen.add(issue.document)
            if issue.again and issue.document != seat:
                inspection.value(
                    here,
                    f"'again' prints the certificate '{seat}' anew, and '{issue.document}' is another document",
                )
            if inspection.known(here, "document", issue.document, workflow.documents):
                _check_facts(inspection, here, issue.document, asked)
                _check_remedy(inspection, here, issue.document, procedure)


def _check_facts(inspection: Inspection, path: Path, kind: str, asked: set[str]) -> None:
    template = inspection.house.templates.get(kind)
    if template is None:
        return
    supplied = inspection.house.suppliers | asked
    for fact in sorted(template.facts):
        if fact not in supplied and f"{kind}.{fact}" not in supplied:
            inspection.value(
                path,
                f"document '{kind}' prints '{fact}', which is neither supplied nor required here under 'asks'",
            )


def _check_remedy(inspection: Inspection, path: Path, kind: str, procedure: Procedure) -> None:
    """A decision against someone names the organ of review, its address, and the court (行政诉讼法46, 行政复议法20)."""
    template = inspection.house.templates.get(kind)
    if template is None or not template.adverse:
        return
    name = inspection.workflow.documents[kind].organ or procedure.organ
    organ = inspection.workflow.organs.get(name)
    if organ is None:
        inspection.value(
            path, f"document '{kind}' is a decision against someone, and no organ answers for it"
        )
        return
    for key in ("review_organ", "review_url", "court"):
        if not getattr(organ, key):
            inspection.value(
                path, f"document '{kind}' must name the remedy, and organ '{name}' has no '{key}'"
            )
