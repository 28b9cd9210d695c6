"""A drawing shows every state and every action, and nothing in it lies upon anything else."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebuild.engine.definition import Action, Procedure, State, Workflow
from rebuild.engine.diagram import (
    Position,
    procedure_mermaid,
    procedure_svg,
    workflow_mermaid,
    workflow_svg,
)
from rebuild.engine.drawing.ink import Link
from rebuild.engine.drawing.paths import paths_of
from rebuild.engine.drawing.text import width_of, wrapped
from rebuild.engine.load import load
from rebuild.resources import workflows
from tests.engine.small_workflow import FOLDER

SMALL = load(FOLDER).workflow
REAL = load(workflows() / "d_grade_rebuild").workflow
SVG = "{http://www.w3.org/2000/svg}"
PROCEDURES = [
    pytest.param(procedure, id=f"{workflow.id}.{seat}")
    for workflow in (SMALL, REAL)
    for seat, procedure in workflow.procedures.items()
]
WORKFLOWS = [pytest.param(SMALL, id="small"), pytest.param(REAL, id="d_grade_rebuild")]

Area = tuple[float, float, float, float]


def texts(svg: str) -> list[tuple[str, Area]]:
    """Every text with the area it covers; a hair is taken off, so that neighbours may touch."""
    found = []
    for node in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        size, x, y = (float(node.attrib[key]) for key in ("font-size", "x", "y"))
        wide = width_of(node.text or "", size)
        x -= {"start": 0, "middle": wide / 2, "end": wide}[node.attrib["text-anchor"]]
        found.append((node.text or "", (x + 1, y - size * 0.8, x + wide - 1, y + size * 0.05)))
    return found


def boxes(svg: str) -> list[Area]:
    """Every box that is not within another."""
    found = []
    for node in ElementTree.fromstring(svg).iter(f"{SVG}rect"):
        if "x" not in node.attrib or node.attrib["stroke"] == "none":
            continue
        x, y, wide, high = (float(node.attrib[key]) for key in ("x", "y", "width", "height"))
        found.append((x, y, x + wide, y + high))
    return [box for box in found if not any(inside(box, other) for other in found if other != box)]


def upright_lines(svg: str) -> list[Area]:
    found = []
    for node in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        points = [
            tuple(map(float, point.split())) for point in re.split("[ML]", node.attrib["d"])[1:]
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            if x1 == x2:
                found.append((x1, min(y1, y2), x2, max(y1, y2)))
    return found


def inside(area: Area, other: Area) -> bool:
    return (
        other[0] <= area[0] and other[1] <= area[1] and area[2] <= other[2] and area[3] <= other[3]
    )


def overlap(area: Area, other: Area) -> bool:
    return area[0] < other[2] and other[0] < area[2] and area[1] < other[3] and other[1] < area[3]


def assert_clear(svg: str) -> None:
    written, drawn = texts(svg), boxes(svg)
    for (one, area), (other, covered) in combinations(written, 2):
        assert not overlap(area, covered), f"{one} lies upon {other}"
    for one, covered in combinations(drawn, 2):
        assert not overlap(one, covered), f"a box lies upon another: {one} {covered}"
    for text, area in written:
        assert not any(overlap(area, line) for line in upright_lines(svg)), (
            f"a road runs through {text}"
        )
        for box in drawn:
            assert inside(area, box) or not overlap(area, box), f"{text} sticks out of its box"
    wide, high = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    for _, area in written:
        assert inside(area, (0, 0, wide, high))


def shown(svg: str) -> str:
    return "".join(text for text, _ in texts(svg))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_nothing_in_a_procedure_lies_upon_anything_else(procedure: Procedure) -> None:
    assert_clear(procedure_svg(procedure))


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_nothing_in_a_workflow_lies_upon_anything_else(workflow: Workflow) -> None:
    assert_clear(workflow_svg(workflow))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_procedure_shows_every_state_and_every_action(procedure: Procedure) -> None:
    found = shown(procedure_svg(procedure))
    assert [s.label for s in procedure.states.values() if s.label not in found] == []
    assert [a.label for a in procedure.actions.values() if a.label not in found] == []


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_shows_every_stage_and_every_procedure(workflow: Workflow) -> None:
    found = shown(workflow_svg(workflow))
    assert [label for label in workflow.stages.values() if label not in found] == []
    others = [p for seat, p in workflow.procedures.items() if seat not in workflow.opens_with]
    assert [procedure.title for procedure in others if procedure.title not in found] == []


def test_a_workflow_draws_a_file_once_and_refers_to_it_where_it_is_used_again() -> None:
    assert "环节与“建设工程规划许可办理”相同" in shown(workflow_svg(REAL))


LONGEST = st.text("甲乙丙丁（）A1/，、", min_size=1, max_size=24)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    count = draw(st.integers(2, 30))
    names = [f"s{n}" for n in range(count)]
    states = {
        name: State(label=draw(LONGEST), final=draw(st.booleans()) or name == names[-1])
        for name in names
    }
    actions = {
        f"a{n}": Action(
            label=draw(LONGEST),
            from_=tuple(
                draw(st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True))
            ),
            to=draw(st.sampled_from([*names, "stay", "remembered"])),
            by=("clerk",),
            returns=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 30)))
    }
    return Procedure(name="p", title="程序", uses="p", initial="s0", states=states, actions=actions)


@settings(max_examples=40)
@given(procedures())
def test_whatever_the_procedure_nothing_lies_upon_anything_else(procedure: Procedure) -> None:
    assert_clear(procedure_svg(procedure))


# what is told


def test_the_main_path_is_the_ordinary_course() -> None:
    assert paths_of(REAL.procedures["planning"]).main == (
        "draft",
        "received",
        "under_review",
        "granted",
        "served",
    )
    assert paths_of(SMALL.procedures["case"]).main == ("reported", "in_planning", "closed")


def test_the_present_state_is_filled_and_says_so() -> None:
    position = Position(
        "under_review", notes={"received": "2024-01-08"}, visited=frozenset({"received"})
    )
    here, nowhere = (procedure_svg(SMALL.procedures["planning"], p) for p in (position, Position()))
    assert "当前" in shown(here).split("主要环节")[0]
    assert 'fill="#10263A"' in here
    assert "当前" not in shown(nowhere).split("主要环节")[0]
    assert "2024-01-08" in shown(here)


def test_a_state_walked_is_tinted_and_a_road_walked_back_is_amber() -> None:
    planning = SMALL.procedures["planning"]
    walked = Position(
        "received",
        visited=frozenset({"supplement"}),
        walked=frozenset({("supplement", "received")}),
    )
    assert "#E8EFF5" in procedure_svg(planning, walked)
    assert "#C27600" in procedure_svg(planning, walked)
    assert "#C27600" not in procedure_svg(planning)


def test_ends_have_two_frames_and_ways_back_are_dashed() -> None:
    svg = ElementTree.fromstring(procedure_svg(SMALL.procedures["planning"]))
    frames = [node for node in svg.iter(f"{SVG}rect") if node.get("fill") == "none"]
    ends = [state for state in SMALL.procedures["planning"].states.values() if state.final]
    assert len(frames) == len(ends) + 1  # and one in the legend
    dashed = [node for node in svg.iter(f"{SVG}path") if node.get("stroke-dasharray")]
    assert len(dashed) == 1 + 1  # 补正, and the legend


def test_a_workflow_with_a_position_fills_the_stages_done_and_says_what_has_not_begun() -> None:
    position = {"case": Position("in_planning", visited=frozenset({"reported"}))}
    svg = workflow_svg(SMALL, position, footer="流程版本 small 第 1 版")
    assert "未开始" in shown(svg)
    assert "流程版本 small 第 1 版" in shown(svg)
    assert "未开始" not in shown(workflow_svg(SMALL))


def test_states_that_lead_somewhere_are_links_with_a_name_and_all_else_stays_as_it_was() -> None:
    position = Position("under_review", visited=frozenset({"received"}))
    links = {"received": Link('/course?a=1&b="2"', "已收件，看经过")}
    plain, led = (
        workflow_svg(SMALL, {"planning": each})
        for each in (position, replace(position, links=links))
    )
    (link,) = ElementTree.fromstring(led).iter(f"{SVG}a")
    assert link.attrib == {"href": '/course?a=1&b="2"', "aria-label": "已收件，看经过"}
    assert "已收件" in shown(ElementTree.tostring(link, encoding="unicode"))
    assert 'role="group"' in led  # what is in a picture cannot be reached from the keyboard
    assert 'role="img"' in plain
    lines = set(led.splitlines()) - set(plain.splitlines())
    assert {line for line in lines if not line.startswith(("<a ", "</a>", "<svg "))} == set()


def test_whoever_goes_from_link_to_link_goes_the_way_of_the_case() -> None:
    case = REAL.procedures["case"]
    main = [state for state in paths_of(case).main if case.states[state].stage]
    links = {state: Link(f"#{state}", state) for state in case.states}
    svg = workflow_svg(REAL, {"case": Position(main[0], links=links)})
    reached = [node.attrib["aria-label"] for node in ElementTree.fromstring(svg).iter(f"{SVG}a")]
    assert reached[: len(main)] == main
    assert sorted(reached) == sorted(set(reached))


def test_signs_of_markup_are_shown_as_written() -> None:
    procedure = SMALL.procedures["planning"].model_copy(
        update={
            "states": {**SMALL.procedures["planning"].states, "received": State(label='<a>&"b"')}
        }
    )
    assert '<a>&"b"' in shown(procedure_svg(procedure))
    assert "<a>&”b”" in procedure_mermaid(procedure)


def test_a_drawing_is_the_same_every_time() -> None:
    assert workflow_svg(REAL) == workflow_svg(REAL)
    assert procedure_svg(REAL.procedures["case"]) == procedure_svg(REAL.procedures["case"])


# Mermaid

MERMAID_LINE = re.compile(
    r"stateDiagram-v2|    +(state \"[^\"]+\" as \w+( \{)?|(\[\*\]|\w+) --> (\[\*\]|\w+)(: [^:;#{}\"]+)?|\}"
    r"|classDef \w+ [\w:#,]+|class [\w,]+ \w+)"
)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_mermaid_is_well_formed_and_names_every_state_before_it_is_used(workflow: Workflow) -> None:
    position = {seat: Position(p.initial) for seat, p in workflow.procedures.items()}
    drawings = [workflow_mermaid(workflow, position)]
    drawings += [procedure_mermaid(each) for each in workflow.procedures.values()]
    for drawing in drawings:
        assert [line for line in drawing.splitlines() if not MERMAID_LINE.fullmatch(line)] == []
        named = set(re.findall(r'" as (\w+)', drawing))
        used = set(re.findall(r"^ +(\w+) -->", drawing, re.M)) | set(
            re.findall(r"--> (\w+)", drawing)
        )
        assert used <= named


def test_mermaid_tells_every_move_once() -> None:
    drawing = procedure_mermaid(SMALL.procedures["planning"])
    assert "s_received --> s_under_review: 受理／视为受理" in drawing
    assert "[*] --> s_received" in drawing
    assert "s_granted --> [*]" in drawing
    assert "s_supplement --> s_received: 补正" in drawing


# lines of text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲乙丙", ["甲乙丙"]),
        ("甲乙丙丁戊己", ["甲乙丙", "丁戊己"]),
        ("不适用（AB级）", ["不适用", "（AB级）"]),
        ("甲乙丙丁，戊", ["甲乙丙", "丁，戊"]),
    ],
)
def test_lines_break_evenly_and_never_before_a_closing_mark(text: str, lines: list[str]) -> None:
    assert wrapped(text, 50, 10) == lines
