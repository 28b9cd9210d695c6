"""查阅: a case as it is, or as it was at the end of a day, with the workflow it is bound to; nothing is written."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import Case, Document, Json
from rebuild.engine.plan import Plan
from rebuild.errors import NotFound
from rebuild.services.as_of import as_of, opened_on
from rebuild.services.office import Office
from rebuild.services.told_before import Told, ToldBefore
from rebuild.store import cases, documents, ledger
from rebuild.store.cases import Stored
from rebuild.store.documents import StoredDocument


@dataclass(frozen=True, slots=True)
class Found:
    """A case, its row, and its workflow."""

    stored: Stored
    case: Case
    plan: Plan
    before: ToldBefore | None = field(default=None, compare=False, repr=False)

    def once(self, what: Hashable, make: Callable[[], Told]) -> Told:
        """What was worked out before of this very case; `what` names all that it depends on besides."""
        if self.before is None:
            return make()
        return self.before.once((self.stored.number, self.stored.head, what), make)


def look_up(office: Office, number: str) -> Found:
    """A case as of its latest entry."""
    with office.database.reading() as session:
        stored = cases.get(session, number)
        case = cases.folded(session, stored)
        return Found(stored, case, office.plan_of(session, case), office.told)


def look_up_as_of(office: Office, number: str, on: date) -> Found:
    """A case as what was done by the end of a day had made it, whatever was done since."""
    found = look_up(office, number)
    with office.database.reading() as session:
        entries = tuple(ledger.entries(session, number))
    case = as_of(entries, on)
    if case is None:
        raise NotFound(f"案件 {number} 于{opened_on(entries)}立案，{on}时还没有本案")
    return Found(found.stored, case, found.plan)


def list_documents(office: Office, number: str) -> list[dict[str, Json]]:
    """Every document of a case, oldest first."""
    with office.database.reading() as session:
        cases.get(session, number)
        return [document_told(each) for each in documents.of_case(session, number)]


def document_told(stored: StoredDocument) -> dict[str, Json]:
    printed = stored.printed
    return {
        **issued_told(stored.document),
        "printed": printed is not None,
        "pages": printed.pages if printed else None,
        "sha256": printed.sha256 if printed else None,
    }


def issued_told(document: Document) -> dict[str, Json]:
    """A document as the event that issued it has it."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "date": document.issued_on.isoformat(),
        "unit": document.unit,
    }
