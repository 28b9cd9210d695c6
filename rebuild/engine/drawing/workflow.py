"""A whole workflow at a glance: its first procedure by stages, every other procedure a lane."""

from collections.abc import Mapping

from rebuild.engine.definition import Workflow
from rebuild.engine.drawing.ink import ASIDE, PASSED, PRESENT, TO_COME, WALKED_BACK, Ink
from rebuild.engine.drawing.lane import draw_lane
from rebuild.engine.drawing.paths import paths_of
from rebuild.engine.drawing.position import NOWHERE, Position
from rebuild.engine.drawing.stages import EDGE, WIDE, Stages
from rebuild.engine.drawing.text import width_of


def draw_workflow(workflow: Workflow, positions: Mapping[str, Position], footer: str) -> Ink:
    """The first procedure's stages, a lane for every other, the signs used."""
    ink = Ink()
    seats = list(workflow.procedures)
    first = next((seat for seat in workflow.opens_with if seat in seats), seats[0])
    main = workflow.procedures[first]
    stages = Stages(workflow, main, paths_of(main), positions.get(first, NOWHERE), ink)
    stages.draw()
    wide = max(ink.right - EDGE, WIDE)
    y = stages.bottom + 8
    drawn: dict[str, str] = {}
    for seat in seats:
        if seat == first:
            continue
        procedure = workflow.procedures[seat]
        instead = ""
        if positions and seat not in positions:
            instead = "未开始"
        elif not positions and procedure.uses in drawn:
            instead = f"环节与“{drawn[procedure.uses]}”相同"
        drawn.setdefault(procedure.uses, procedure.title)
        position = positions.get(seat, NOWHERE)
        y = 16 + draw_lane(ink, procedure, position, at=(EDGE, y), wide=wide, instead=instead)
    _legend(ink, y, wide, footer, bool(positions))
    return ink


def _legend(ink: Ink, y: float, wide: float, footer: str, positioned: bool) -> None:
    ink.rule((EDGE, y), (EDGE + wide, y))
    x, y = EDGE + 4, y + 16
    boxes = (
        [("已走过", PASSED), ("当前", PRESENT), ("还没到", TO_COME)]
        if positioned
        else [("环节", TO_COME)]
    )
    for text, look in (*boxes, ("岔路", ASIDE)):
        ink.state((x, y), (34, 20), [], look=look)
        ink.words((x + 42, y + 14.5), text, size=13)
        x += 42 + width_of(text, 13) + 26
    ink.state((x, y), (34, 20), [], look=TO_COME, final=True)
    ink.words((x + 42, y + 14.5), "终点", size=13)
    x += 94
    if positioned:
        ink.road([(x, y + 10), (x + 34, y + 10)], road=WALKED_BACK)
        ink.words((x + 42, y + 14.5), "走过的回头路", size=13)
    if footer:
        ink.words((EDGE + wide, y + 14.5), footer, size=13, anchor="end")
