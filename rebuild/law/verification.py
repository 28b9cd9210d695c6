"""规划核实: the building as it was built against what was permitted, before anyone may accept it."""

from rebuild.law.figures import TEN_THOUSAND, area, metres, too_high
from rebuild.law.outline import farthest_outside
from rebuild.law.rule import Situation, Verdict, rule


@rule(
    "completion.built_measured",
    basis="urban_planning_law art. 45",
    cure="请由测绘单位提交竣工测量成果",
    who="surveyor",
)
def built_measured(situation: Situation) -> Verdict:
    """竣工测量成果已提交"""
    return None if "as_built" in situation.case.snapshots else "竣工测量成果尚未提交"


@rule(
    "completion.as_permitted",
    basis="urban_planning_law art. 45",
    cure="请整改后重新测量",
    who="owner_rep",
    liftable=True,
)
def as_permitted(situation: Situation) -> Verdict:
    """实测面积、层数、用途与规划许可一致"""
    snapshots = situation.case.snapshots
    built, permitted = snapshots.get("as_built"), snapshots.get("permitted")
    if built is None or permitted is None:
        return None
    problems = []
    allowed = situation.figure("built_area_tolerance")
    over = built.gross_area - permitted.gross_area
    if over * TEN_THOUSAND > permitted.gross_area * allowed:
        problems.append(
            f"实测建筑面积{area(built.gross_area)}，许可{area(permitted.gross_area)}，超出{area(over)}"
        )
    if built.storeys_above != permitted.storeys_above:
        problems.append(f"实测地上{built.storeys_above}层，许可{permitted.storeys_above}层")
    if built.storeys_below != permitted.storeys_below:
        problems.append(f"实测地下{built.storeys_below}层，许可{permitted.storeys_below}层")
    if built.land_use != permitted.land_use:
        problems.append(f"实际用途{built.land_use}，许可{permitted.land_use}")
    return problems


@rule(
    "completion.built_height",
    basis="urban_planning_law art. 45",
    cure="请整改后重新测量",
    who="owner_rep",
    liftable=True,
)
def built_height(situation: Situation) -> Verdict:
    """实测高度在允许误差内"""
    snapshots = situation.case.snapshots
    built, permitted = snapshots.get("as_built"), snapshots.get("permitted")
    if built is None or permitted is None:
        return None
    return too_high(permitted, built, situation.figure("built_height_tolerance"), "实测", "许可")


@rule(
    "completion.built_footprint",
    basis="urban_planning_law art. 45",
    cure="请整改后重新测量",
    who="owner_rep",
    liftable=True,
)
def built_footprint(situation: Situation) -> Verdict:
    """实测外轮廓不超出许可的外轮廓"""
    snapshots = situation.case.snapshots
    built, permitted = snapshots.get("as_built"), snapshots.get("permitted")
    if built is None or permitted is None:
        return None
    allowed = situation.figure("footprint_tolerance")
    over = farthest_outside(built.footprint, permitted.footprint)
    if over > allowed:
        return f"实测外轮廓最多超出许可轮廓{metres(over)}，允许{metres(allowed)}"
    return None


@rule(
    "completion.built_setback",
    basis="urban_planning_law art. 45",
    cure="请整改后重新测量",
    who="owner_rep",
    liftable=True,
)
def built_setback(situation: Situation) -> Verdict:
    """实测与相邻建筑的距离不小于许可"""
    snapshots = situation.case.snapshots
    built, permitted = snapshots.get("as_built"), snapshots.get("permitted")
    if built and permitted and built.setback < permitted.setback:
        return f"实测距离{metres(built.setback)}，许可{metres(permitted.setback)}"
    return None
