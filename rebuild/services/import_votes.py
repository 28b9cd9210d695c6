"""导入电子表决结果: a result sheet of the e-voting platform into the round, whole or not at all, by the one door."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rebuild.cases.facts import Actor, Json
from rebuild.engine.definition import Field
from rebuild.engine.plan import Plan
from rebuild.errors import NotFound
from rebuild.law.ballots import SHEET_DIGEST
from rebuild.law.owners import ROUND, households_of
from rebuild.services.act import Asked, act
from rebuild.services.citing import finding_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.read_votes import read_votes
from rebuild.services.rights import Person

ACTION, LIST = "import_evotes", "ballots"
ENTERS = f"{ROUND}.{ACTION}"


@dataclass(frozen=True, slots=True)
class Import:
    """Which sheet under which document number, into which case, by whom and when."""

    number: str
    path: Path
    source: str
    actor: Actor
    on: date
    now: datetime
    dry_run: bool = False
    person: Person | None = None  # what the actor may do; looked up where it is not given
    key: str = ""  # makes it happen once


def import_votes(office: Office, asked: Import) -> dict[str, Json]:
    """What came of it: `problems` by row and column with the `findings` of the rules, or every vote is entered."""
    found = look_up(office, asked.number)
    run = found.case.run(ROUND)
    if run is None:
        raise NotFound(f"案件 {asked.number} 还没有开始表决")
    sheet = read_votes(asked.path, _columns(found.plan), households_of(found.case, run))
    answers = {"source": asked.source, SHEET_DIGEST: sheet.sha256, LIST: sheet.ballots}
    # With problems of its own a sheet is only tried, less the rows that have them: all is told at once.
    outcome = act(
        office,
        Asked(
            asked.number, ROUND, ACTION, answers, asked.actor, asked.on, asked.now,
            seen=found.stored.version, key=asked.key,
            dry_run=asked.dry_run or bool(sheet.problems),
            person=asked.person,
        ),
    )  # fmt: skip
    nothing_left = ("engine.answer",) if not sheet.ballots else ()
    return {
        "ok": outcome.allowed and not sheet.problems,
        "number": asked.number,
        "dry_run": asked.dry_run,
        "replayed": outcome.replayed,
        "source": asked.source,
        "sha256": sheet.sha256,
        "ballots": sheet.rows,
        "ignored_columns": sheet.ignored,
        "problems": [
            {"row": each.row, "column": each.column, "message": each.message}
            for each in sheet.problems
        ],
        "findings": [
            finding_told(found.plan, ROUND, each)
            for each in outcome.findings
            if each.code not in nothing_left
        ],
    }


def _columns(plan: Plan) -> tuple[Field, ...]:
    """What the form asks of each vote is what the sheet has columns for."""
    action = plan.action(ROUND, ACTION)
    return next((each.of for each in action.asks if each.name == LIST), ()) if action else ()
