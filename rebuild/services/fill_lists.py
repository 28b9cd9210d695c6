"""补填清单: the work lists of cases that an earlier release kept, drawn from the ledger once."""

from rebuild.engine.plan import Plan, compile_workflow
from rebuild.engine.publish import from_json
from rebuild.law.calendar import Calendar
from rebuild.services.project import projection_of
from rebuild.store import cases, deeds, ledger, seeking, tasks
from rebuild.store import workflows as published
from rebuild.store.database import Database
from rebuild.store.session import Session

AT_ONCE = 1000  # cases in one transaction, so that an office at work is not kept waiting


def fill_lists(database: Database, calendar: Calendar) -> int:
    """Give every case without a row in the work lists its own; how many there were."""
    plans: dict[tuple[str, int], Plan] = {}
    with database.reading() as session:
        missing = tasks.cases_without(session)
    for number in missing:
        with database.writing() as session:
            _fill(session, calendar, plans, number)
    _let_all_be_found(database)
    return len(missing)


def _let_all_be_found(database: Database) -> None:
    with database.reading() as session:
        unfound = tuple(seeking.cases_without(session))
    for start in range(0, len(unfound), AT_ONCE):
        with database.writing() as session:
            for number, *texts in unfound[start : start + AT_ONCE]:
                seeking.put(session, number, seeking.grams_of(number, *texts), first=True)


def _fill(
    session: Session, calendar: Calendar, plans: dict[tuple[str, int], Plan], number: str
) -> None:
    case = cases.folded(session, cases.get(session, number))
    version = case.workflow, case.workflow_version
    if version not in plans:
        found, json = published.load(session, version[0], version=version[1])
        plans[version] = compile_workflow(from_json(json), found.hash)
    task = projection_of(plans[version], calendar, case).task
    tasks.write_task(session, number, task, None)
    deeds.fill(session, number, ledger.entries(session, number))
