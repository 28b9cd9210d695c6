"""证照文书: every paper of a case with its number, its standing, to whom it was served, and the file it became."""

from datetime import date

from rebuild.cases.facts import Case, Document, Json, Service
from rebuild.cases.identity import mask_name
from rebuild.documents.fonts import fonts_hash
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.services.permits_told import permits_told
from rebuild.store import documents, numbers
from rebuild.store.documents import StoredDocument

METHODS = {
    "direct": "直接送达",
    "family": "成年家属签收",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "agent": "委托送达",
    "announce": "公告送达",
}
MANY = 4  # so many papers of a kind on one day are one line, until that kind is asked for


def papers_page(office: Office, found: Found, *, on: date, kind: str = "") -> dict[str, Json]:
    """The papers, newest first; those to every household as one line unless their kind is asked for."""
    case = found.case
    with office.database.reading() as session:
        stored = documents.of_case(session, case.number)
        void = numbers.void_of_case(session, case.number)
    standings = {
        paper["document"]: paper
        for permit in permits_told(found.plan, office.calendar, case, on=on)
        for paper in permit["papers"]
    }
    rows = [
        _row(office, case, each, standings.get(each.document.id), void.get(each.document.id))
        for each in reversed(stored)
    ]
    kinds = {each.document.kind: each.document.title for each in stored}
    return {
        "rows": [each for each in rows if each["kind"] == kind] if kind else _together(rows),
        "kinds": list(kinds.items()),
        "kind": kind if kind in kinds else "",
        "count": len(rows),
        "waiting": sum(not each["printed"] for each in rows),
    }


def _row(
    office: Office,
    case: Case,
    stored: StoredDocument,
    standing: dict[str, Json] | None,
    void: str | None,
) -> dict[str, Json]:
    document, printed = stored.document, stored.printed
    words, live = ("编号作废", False) if void is not None else _standing(case, document, standing)
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "date": document.issued_on.isoformat(),
        "unit": document.unit,
        "standing": words,
        "live": live,
        "why": void or "",
        "served": [_served(each) for each in _services(case, document)],
        "printed": printed is not None,
        "pages": printed.pages if printed else None,
        "sha256": printed.sha256 if printed else "",
        "code": stored.frozen.code,
        "reprints": printed is not None or _as_it_was(office, stored),
        "units": [],
        "ids": [],
        "many_served": 0,
    }


def _standing(case: Case, document: Document, standing: dict[str, Json] | None) -> tuple[str, bool]:
    """A permit by its own life, any other paper as issued, unless a newer one has taken its place."""
    if standing is not None:
        return str(standing["standing"]), bool(standing["live"])
    same = [
        each.id
        for each in case.documents
        if (each.kind, each.seat, each.run, each.unit)
        == (document.kind, document.seat, document.run, document.unit)
    ]
    return ("已签发", True) if same[-1] == document.id else ("已有新的同类文书", False)


def _services(case: Case, document: Document) -> list[Service]:
    return [
        each
        for each in case.services
        if each.document == document.id
        or (not each.document and (each.kind, each.unit) == (document.kind, document.unit))
    ]


def _served(service: Service) -> dict[str, Json]:
    return {
        "to": mask_name(service.addressee),
        "method": METHODS.get(service.method, service.method),
        "on": service.on.isoformat(),
        "receiver": mask_name(service.receiver) if service.receiver else "",
    }


def _as_it_was(office: Office, stored: StoredDocument) -> bool:
    """Whether it can still be printed as it was issued: by the same template, with the same fonts."""
    kind = office.kinds.get(stored.document.kind)
    frozen = stored.frozen
    return kind is not None and (kind.template_hash, fonts_hash()) == (
        frozen.template_hash,
        frozen.fonts_hash,
    )


def _together(rows: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """One line for what went to many households on one day; it keeps the ids of all of them."""
    groups: dict[tuple[str, ...], list[dict[str, Json]]] = {}
    for row in rows:
        alike = (row["kind"], row["date"], "" if row["unit"] else row["id"])
        groups.setdefault(alike, []).append(row)
    told = []
    for group in groups.values():
        if len(group) < MANY:
            told += group
        else:
            served = sum(bool(each["served"]) for each in group)
            ids = [each["id"] for each in group]
            told.append(
                {
                    **group[-1],
                    "units": [each["unit"] for each in group],
                    "ids": ids,
                    "many_served": served,
                }
            )
    return told
