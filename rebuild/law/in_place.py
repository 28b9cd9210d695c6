"""原址重建不变量: the new building against the old one, measure by measure; figures told on both sides."""

from rebuild.cases.facts import Snapshot
from rebuild.law.figures import TEN_THOUSAND, area, larger, metres, too_high
from rebuild.law.outline import farthest_outside
from rebuild.law.rule import Situation, Verdict, rule


@rule(
    "planning.gross_area",
    basis="in_place_rules",
    cure="请修改设计，使建筑面积不超过原面积",
    who="owner_rep",
    liftable=True,
)
def gross_area(situation: Situation) -> Verdict:
    """建筑面积不增加"""
    pair = _pair(situation)
    if pair and pair[1].gross_area > pair[0].gross_area + situation.figure("area_growth"):
        return larger("设计建筑面积", pair[1].gross_area, pair[0].gross_area, "原建筑面积")
    return None


@rule(
    "planning.floor_area_ratio",
    basis="in_place_rules",
    cure="请修改设计，使容积率不增加",
    who="owner_rep",
    liftable=True,
)
def floor_area_ratio(situation: Situation) -> Verdict:
    """容积率不增加（同一宗地面积上按分数比较）"""
    pair = _pair(situation)
    if pair is None:
        return None
    old, new = pair
    if new.land_area != old.land_area:
        return f"设计用地面积{area(new.land_area)}与现状{area(old.land_area)}不一致"
    growth = situation.figure("area_growth")
    if new.gross_area * old.land_area > (old.gross_area + growth) * new.land_area:
        return f"设计容积率{new.gross_area}/{new.land_area}大于原容积率{old.gross_area}/{old.land_area}"
    return None


@rule(
    "planning.same_storeys",
    basis="in_place_rules",
    cure="请按原层数设计",
    who="owner_rep",
    liftable=True,
)
def same_storeys(situation: Situation) -> Verdict:
    """地上、地下层数不变"""
    pair = _pair(situation)
    if pair is None:
        return None
    old, new = pair
    storeys = situation.answers.get("storeys", new.storeys_above)
    if (storeys, new.storeys_below) != (old.storeys_above, old.storeys_below):
        return f"层数为地上{storeys}层、地下{new.storeys_below}层，原为地上{old.storeys_above}层、地下{old.storeys_below}层"
    return None


@rule(
    "planning.height", basis="in_place_rules", cure="请降低设计高度", who="owner_rep", liftable=True
)
def height(situation: Situation) -> Verdict:
    """檐口和最高点不增高"""
    pair = _pair(situation)
    if pair is None:
        return None
    return too_high(*pair, situation.figure("height_tolerance"), "设计", "原")


@rule(
    "planning.footprint",
    basis="in_place_rules",
    cure="请将设计外轮廓收回原轮廓以内",
    who="owner_rep",
    liftable=True,
)
def footprint(situation: Situation) -> Verdict:
    """外轮廓不超出原轮廓"""
    pair = _pair(situation)
    if pair is None:
        return None
    allowed = situation.figure("footprint_tolerance")
    over = farthest_outside(pair[1].footprint, pair[0].footprint)
    if over > allowed:
        return f"设计外轮廓最多超出原轮廓{metres(over)}，允许{metres(allowed)}"
    return None


@rule("planning.land_right", basis="in_place_rules", cure="请核对不动产登记簿", who="owner_rep")
def land_right(situation: Situation) -> Verdict:
    """宗地不变"""
    pair = _pair(situation)
    if pair and pair[0].parcel != pair[1].parcel:
        return f"设计宗地代码{pair[1].parcel}，现状为{pair[0].parcel}"
    return None


@rule(
    "planning.units", basis="in_place_rules", cure="请按原户数和权属对应关系设计", who="owner_rep"
)
def units(situation: Situation) -> Verdict:
    """户数和产权人一一对应"""
    pair = _pair(situation)
    if pair is None:
        return None
    old = {each.unit: each.holder for each in pair[0].units}
    new = {each.unit: each.holder for each in pair[1].units}
    problems = [f"房号{unit}在设计中没有对应的户" for unit in old if unit not in new]
    problems += [f"设计多出房号{unit}" for unit in new if unit not in old]
    problems += [
        f"房号{unit}的产权人为{new[unit]}，原为{holder}"
        for unit, holder in old.items()
        if unit in new and new[unit] != holder
    ]
    return problems


@rule(
    "planning.unit_area",
    basis="local_policy",
    cure="请调整设计，或取得该户书面同意并登记突破事项",
    who="owner_rep",
    liftable=True,
)
def unit_area(situation: Situation) -> Verdict:
    """各户面积变化在允许范围内"""
    pair = _pair(situation)
    if pair is None:
        return None
    allowed = situation.figure("unit_area_tolerance")
    new = {each.unit: each.area for each in pair[1].units}
    return [
        f"房号{old.unit}由{area(old.area)}变为{area(new[old.unit])}，超过允许的百分之{allowed / 100:g}"
        for old in pair[0].units
        if old.unit in new and abs(new[old.unit] - old.area) * TEN_THOUSAND > old.area * allowed
    ]


@rule("planning.land_use", basis="in_place_rules", cure="请按原用途设计", who="owner_rep")
def land_use(situation: Situation) -> Verdict:
    """用途不变"""
    pair = _pair(situation)
    if pair and pair[0].land_use != pair[1].land_use:
        return f"设计用途{pair[1].land_use}，原用途{pair[0].land_use}"
    return None


@rule(
    "planning.setback",
    basis="in_place_rules",
    cure="请不要比原建筑更靠近相邻建筑",
    who="owner_rep",
    liftable=True,
)
def setback(situation: Situation) -> Verdict:
    """与相邻建筑的距离不减少"""
    pair = _pair(situation)
    if pair and pair[1].setback < pair[0].setback:
        return (
            f"设计与相邻建筑最小距离{metres(pair[1].setback)}，小于原距离{metres(pair[0].setback)}"
        )
    return None


@rule(
    "planning.same_area",
    basis="in_place_rules",
    cure="请按原建筑面积准予许可，或依法登记突破事项",
    who="planning_chief",
    liftable=True,
)
def same_area(situation: Situation) -> Verdict:
    """准予的建筑面积不超过原面积"""
    existing = situation.case.snapshots.get("existing")
    asked = situation.answers.get("floor_area")
    if existing and asked and asked > existing.gross_area + situation.figure("area_growth"):
        return larger("拟准予的建筑面积", asked, existing.gross_area, "原建筑面积")
    return None


def _pair(situation: Situation) -> tuple[Snapshot, Snapshot] | None:
    snapshots = situation.case.snapshots
    if "existing" not in snapshots or "designed" not in snapshots:
        return None
    return snapshots["existing"], snapshots["designed"]
