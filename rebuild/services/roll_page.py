"""业主名册: who holds what as the roll now reads, names masked, or in full for whoever said why they look."""

from collections.abc import Iterable, Mapping

from rebuild.cases.facts import Case, Household, Json
from rebuild.cases.identity import mask_name
from rebuild.law.areas import Area

HOLDINGS = {"sole": "单独所有", "shares": "按份共有", "joint": "共同共有"}
KINDS = {
    "minor": "未成年人",
    "heirs": "继承人",
    "missing": "下落不明",
    "company": "单位",
    "public": "公有",
}
SOURCES = {"register": "登记簿", "survey": "测绘", "contract": "合同"}


def roll_page(case: Case, shown: Iterable[Mapping[str, str]] = ()) -> dict[str, Json] | None:
    """The roll; `shown` is what `services/reveal` gave, and None stands for no roll at all."""
    if case.roll is None:
        return None
    full = {(each["unit"], each["name"]): each for each in shown}
    area = sum(each.area for each in case.households)
    return {
        "as_of": case.roll.as_of.isoformat(),
        "rows": [_row(each, full) for each in case.households],
        "households": len(case.households),
        "owners": sum(len(each.owners) for each in case.households),
        "area": str(Area(area)),
        "register_area": str(Area(case.building.gross_area)) if case.building else "",
        "differs": case.building is not None and case.building.gross_area != area,
        "shown": bool(full),
    }


def _row(
    household: Household, full: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, Json]:
    owners = []
    for owner in household.owners:
        told = full.get((household.unit, owner.name))
        owners.append(
            {
                "name": owner.name if told else mask_name(owner.name),
                "share": str(owner.share) if household.holding == "shares" else "",
                "kind": KINDS.get(owner.kind, ""),
                "agent": (owner.agent if told else mask_name(owner.agent)) if owner.agent else "",
                "id_number": told.get("id_number", "") if told else "",
                "phone": told.get("phone", "") if told else "",
            }
        )
    return {
        "unit": household.unit,
        "area": str(Area(household.area)),
        "source": SOURCES.get(household.area_source, household.area_source),
        "holding": HOLDINGS.get(household.holding, household.holding),
        "title": household.title,
        "owners": owners,
        "mortgaged_to": household.mortgaged_to,
        "creditor_consents": household.creditor_consents,
        "seized_by": household.seized_by,
        "court_consents": household.court_consents,
    }
