"""已出文书: the last papers of a case, newest first; what went to every household at once is one line."""

from rebuild.cases.facts import Case, Document, Json

FEW = 4


def latest_papers(case: Case, *, few: int = FEW) -> list[dict[str, Json]]:
    """The newest few lines."""
    lines: dict[tuple[str, ...], list[Document]] = {}
    for each in reversed(case.documents):
        alike = (each.kind, each.issued_on.isoformat(), "" if each.unit else each.id)
        if alike not in lines and len(lines) == few:
            break
        lines.setdefault(alike, []).append(each)
    return [_line(papers) for papers in lines.values()]


def _line(papers: list[Document]) -> dict[str, Json]:
    newest = papers[0]
    return {
        "id": papers[-1].id,
        "title": newest.title,
        "number": newest.number if len(papers) == 1 else "",
        "date": newest.issued_on.isoformat(),
        "count": len(papers),
    }
