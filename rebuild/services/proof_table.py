"""原址不变核对: what stands or stood, what is drawn or built, and whether the rules find it the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import NOTHING, SYSTEM, Case, Json, Snapshot
from rebuild.engine.definition import Action
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area
from rebuild.law.calendar import Calendar
from rebuild.law.figures import metres
from rebuild.law.outline import farthest_outside
from rebuild.law.rule import BOOK, Situation
from rebuild.law.variances import lifted
from rebuild.services.project import MAIN


@dataclass(frozen=True, slots=True)
class _Pair:
    """Which two measured pictures are held against each other, in which words, under which rules."""

    now: str
    then: str
    words: tuple[str, str]
    area: tuple[str, ...]
    height: tuple[str, ...]
    ratio: tuple[str, ...]
    outline: tuple[str, ...]
    units: tuple[str, ...]
    distance: tuple[str, ...]


_DESIGN = _Pair(
    "existing",
    "designed",
    ("现状测绘", "设计方案"),
    ("planning.gross_area",),
    ("planning.same_storeys", "planning.height"),
    ("planning.floor_area_ratio",),
    ("planning.footprint",),
    ("planning.units", "planning.unit_area"),
    ("planning.setback",),
)
_BUILT = _Pair(
    "permitted",
    "as_built",
    ("规划许可", "竣工测量"),
    ("completion.as_permitted",),
    ("completion.built_height",),
    (),
    ("completion.built_footprint",),
    (),
    ("completion.built_setback",),
)


def proof_table(
    plan: Plan, calendar: Calendar, case: Case, action: Action, *, on: date
) -> dict[str, Json] | None:
    """The comparison an action rests on; None where it rests on none, or a picture is missing."""
    pair = _pair_of(action)
    if pair is None or not {pair.now, pair.then} <= set(case.snapshots):
        return None
    run = case.run(MAIN)
    assert run is not None
    settings = plan.procedures[MAIN].procedure.settings
    situation = Situation(case, run, "", NOTHING, SYSTEM, on, plan.limits, calendar, settings)
    rows = list(_rows(pair, situation, case.snapshots[pair.now], case.snapshots[pair.then]))
    return {
        "now": pair.words[0],
        "then": pair.words[1],
        "rows": rows,
        "wrong": sum(not row["same"] for row in rows),
        "lifted": sum(row["lifted"] for row in rows),
    }


def _pair_of(action: Action) -> _Pair | None:
    rules = set(action.rules)
    if rules & {*_BUILT.area, *_BUILT.outline}:
        return _BUILT
    decides = "figures.permitted" in action.records
    return _DESIGN if decides or rules & {*_DESIGN.area, *_DESIGN.outline} else None


def _rows(
    pair: _Pair, situation: Situation, now: Snapshot, then: Snapshot
) -> Iterator[dict[str, Json]]:
    def row(label: str, one: str, other: str, rules: tuple[str, ...]) -> dict[str, Json]:
        found = [each for code in rules for each in BOOK[code].findings(situation)]
        stands = [each for each in found if not lifted(each, situation.case, situation.on)]
        return {
            "label": label,
            "now": one,
            "then": other,
            "same": not stands,
            "lifted": bool(found) and not stands,  # by a variance that was granted for this case
            "why": "；".join(each.message for each in found),
        }

    yield row("建筑面积", _square(now.gross_area), _square(then.gross_area), pair.area)
    yield row("层数 / 檐口高度", _height(now), _height(then), pair.height)
    if pair.ratio:
        label = f"容积率（用地 {_square(now.land_area)}）"
        yield row(label, _ratio(now), _ratio(then), pair.ratio)
    out = farthest_outside(then.footprint, now.footprint)
    yield row("占地轮廓", "原界线", f"最大外移 {metres(out)}", pair.outline)
    if pair.units:
        yield row("户数与户型对应", _units(now), _units(then), pair.units)
    yield row("与相邻建筑距离", metres(now.setback), metres(then.setback), pair.distance)


def _square(hundredths: int) -> str:
    return f"{Area(hundredths)} ㎡"


def _height(of: Snapshot) -> str:
    return f"{of.storeys_above} 层 / {metres(of.eave_height)}"


def _ratio(of: Snapshot) -> str:
    """Floor area by land area to four places, cut off: only whether they differ is judged, on exact figures."""
    if not of.land_area:
        return ""
    parts = of.gross_area * 10_000 // of.land_area
    return f"{parts // 10_000}.{parts % 10_000:04d}"


def _units(of: Snapshot) -> str:
    return f"{len(of.units)} 户"
