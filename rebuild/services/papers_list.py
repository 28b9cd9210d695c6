"""证照文书: every paper somebody may see, newest first, and many of them as one file to print."""

from datetime import datetime

from rebuild.cases.facts import Json
from rebuild.documents.binding import bound
from rebuild.documents.pdf import Press
from rebuild.engine.plan import Plan
from rebuild.errors import InputError, NotFound
from rebuild.services.newest import newest_workflows
from rebuild.services.office import Office
from rebuild.services.office_log import log
from rebuild.services.print_document import fetch
from rebuild.services.rights import Person, Right, Subject, may, scope
from rebuild.services.work_told import place_of
from rebuild.store import papers
from rebuild.store.papers import Lane, Paper

PAGE = 50
MOST = 100  # in one file
IN_FORCE = "issued"


def list_papers(
    office: Office, person: Person, *, search: str = "", kind: str = "", before: str = ""
) -> dict[str, Json]:
    """One page; `next` is the id that the page after it begins before."""
    allowed = scope(person)
    lanes = [Lane()] if allowed.everywhere else [Lane(region=r) for r in sorted(allowed.regions)]
    lanes += [] if allowed.everywhere else [Lane(number=n) for n in sorted(allowed.cases)]
    with office.database.reading() as session:
        found = papers.page(session, lanes, search=search, kind=kind, before=before, limit=PAGE + 1)
        kinds = _kinds(office, newest_workflows(session, office))
    shown = found[:PAGE]
    return {
        "papers": [_told(each, person) for each in shown],
        "next": shown[-1].id if len(found) > PAGE else "",
        "kinds": kinds,
    }


def papers_to_print(office: Office, person: Person, ids: tuple[str, ...]) -> tuple[Paper, ...]:
    """The papers that were chosen; one that is none of theirs is as one that is not there."""
    if not ids:
        raise InputError("文书", "没有选择要打印的文书", "请至少选一份")
    if len(ids) > MOST:
        raise InputError("文书", f"一次选了 {len(ids)} 份", f"每次至多 {MOST} 份")
    with office.database.reading() as session:
        found = papers.some(session, ids)
    for each in found:
        if not may(person, Right.PRINT, Subject(each.region, each.case_number)):
            raise NotFound(f"没有编号为「{each.id}」的文书，请核对")
    if len(found) < len(set(ids)):
        raise NotFound("所选文书中有的不存在，请核对")
    return found


def print_list(found: tuple[Paper, ...]) -> list[dict[str, Json]]:
    """The list that goes with the file: what is on which page."""
    rows, page = [], 1
    for each in found:
        pages = each.pages or 0
        rows.append({**_shown(each), "from": page if pages else None, "pages": pages or None})
        page += pages
    return rows


def print_together(
    office: Office, person: Person, press: Press, found: tuple[Paper, ...], *, now: datetime
) -> bytes:
    """One file of them all; that they left the house together is entered in the office's log."""
    named = [
        (f"{each.title} {each.number}", fetch(office, each.id, press, now=now)) for each in found
    ]
    made = bound(named, title=f"文书 {len(found)} 份")
    with office.database.writing() as session:
        facts = {"documents": [each.id for each in found]}
        log(session, "exported", by=person.id, at=now, about="文书合订打印", facts=facts)
    return made


def _told(paper: Paper, person: Person) -> dict[str, Json]:
    printable = may(person, Right.PRINT, Subject(paper.region, paper.case_number))
    return {**_shown(paper), "printable": printable}


def _shown(paper: Paper) -> dict[str, Json]:
    return {
        "id": paper.id,
        "number": paper.number,
        "title": paper.title,
        "case": paper.case_number,
        "place": place_of(paper.address),
        "unit": paper.unit,
        "date": paper.issued_on,
        "in_force": paper.standing == IN_FORCE,
        "pages": paper.pages,
    }


def _kinds(office: Office, plans: tuple[Plan, ...]) -> dict[str, str]:
    issued = {name for plan in plans for name in plan.workflow.documents}
    return {name: kind.title for name, kind in office.kinds.items() if name in issued}
