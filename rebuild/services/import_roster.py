"""导入名册: a roster from a file into a case, whole or not at all, through the same door as by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rebuild.cases.facts import Actor, Case, Json
from rebuild.law.areas import Area
from rebuild.services.act import Asked, act
from rebuild.services.citing import finding_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.read_roster import Roster, read_roster
from rebuild.services.rights import Person
from rebuild.services.roster_columns import ACTION, LIST, SEAT

ENTERS = f"{SEAT}.{ACTION}"


@dataclass(frozen=True, slots=True)
class Import:
    """Which file, into which case, by whom and when."""

    number: str
    path: Path
    actor: Actor
    on: date
    now: datetime
    dry_run: bool = False
    person: Person | None = None  # what the actor may do; looked up where it is not given
    key: str = ""  # makes it happen once


def import_roster(office: Office, asked: Import) -> dict[str, Json]:
    """What came of it: `problems` by row and column, else `findings` of the rules, else the roll stands."""
    found = look_up(office, asked.number)
    roster = read_roster(asked.path, found.plan.workflow)
    told: dict[str, Json] = {
        "ok": False,
        "number": asked.number,
        "dry_run": asked.dry_run,
        "households": len(roster.households),
        "owners": sum(len(each["owners"]) for each in roster.households),
        "area": str(Area(roster.area)),
        "problems": [
            {"row": each.row, "column": each.column, "message": each.message}
            for each in roster.problems
        ],
        "findings": [],
        "warnings": [],
        "replayed": False,
    }
    if roster.problems:
        return told
    outcome = act(
        office,
        Asked(
            asked.number, SEAT, ACTION, {LIST: roster.households}, asked.actor, asked.on,
            asked.now, seen=found.stored.version, key=asked.key, dry_run=asked.dry_run,
            person=asked.person,
        ),
    )  # fmt: skip
    return told | {
        "ok": outcome.allowed,
        "replayed": outcome.replayed,
        "findings": [finding_told(found.plan, SEAT, each) for each in outcome.findings],
        "warnings": _warnings(found.case, roster),
    }


def _warnings(case: Case, roster: Roster) -> list[str]:
    """What a person should look at; a register may well be right where the first report was not."""
    building = case.building
    if building is None:
        return []
    warnings = []
    if roster.area != building.gross_area:
        warnings.append(
            f"各户面积合计{Area(roster.area)}㎡，房屋登记建筑面积{Area(building.gross_area)}㎡，请核对"
        )
    if len(roster.households) != building.households:
        warnings.append(
            f"名册共{len(roster.households)}户，房屋登记为{building.households}户，请核对"
        )
    return warnings
