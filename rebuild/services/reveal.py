"""查看个人信息: what is masked is shown in full to whoever may see it and says why, and the look is entered (个保法51)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rebuild.cases.events import PersonalDataShown
from rebuild.errors import InputError, NotFound
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.store import cases, people
from rebuild.store.ledger import Draft

ALL = ("name", "id_number", "phone")
SHORTEST_REASON, LONGEST_REASON = 2, 100


@dataclass(frozen=True, slots=True)
class Look:
    """A look behind the mask: whose, of what, and why; no unit means every household's."""

    number: str
    reason: str
    now: datetime
    unit: str = ""
    what: tuple[str, ...] = ALL


def reveal(office: Office, look: Look, person: Person) -> list[Mapping[str, str]]:
    """Unit, name, identity and telephone number of each co-owner, in full; first entered, then shown."""
    reason = look.reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise InputError("查看事由", "没有填写或太长", f"请用2至{LONGEST_REASON}个字说明为什么要看")
    with office.database.writing() as session:
        stored = cases.get(session, look.number)
        if not may(person, Right.SEE_PEOPLE, Subject(stored.region, look.number)):
            raise NotFound(f"没有编号为「{look.number}」的案件，请核对案号")
        case = cases.folded(session, stored)
        known = cases.projected(session, stored)
        shown = PersonalDataShown(person.id, look.now.date(), look.what, look.unit, reason)
        cases.record(
            session,
            stored,
            draft=Draft(look.now, person.id, "", (shown,)),
            after=case,
            projection=known or cases.NO_ROWS,
            before_projection=known,
            bump=False,
        )
        kept = {
            (each.unit, each.name): each
            for each in people.of_case(session, office.vault, case=look.number)
        }
    told: list[Mapping[str, str]] = []
    for household in case.households:
        for owner in household.owners:
            if look.unit and household.unit != look.unit:
                continue
            found = kept.get((household.unit, owner.name))
            row = {"unit": household.unit, "name": owner.name}
            if "id_number" in look.what:
                row["id_number"] = found.id_number if found else ""
            if "phone" in look.what:
                row["phone"] = found.phone if found else ""
            told.append(row)
    return told
