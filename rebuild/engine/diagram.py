"""A definition as a picture, with a case's position: Mermaid for texts, SVG for pages and paper."""

from collections.abc import Iterator, Mapping

from rebuild.engine.definition import Procedure, Workflow
from rebuild.engine.drawing.ink import TEXT
from rebuild.engine.drawing.layout import LEFT
from rebuild.engine.drawing.notes import draw_foot
from rebuild.engine.drawing.paths import paths_of
from rebuild.engine.drawing.position import NOWHERE, Position
from rebuild.engine.drawing.procedure import draw_procedure
from rebuild.engine.drawing.workflow import draw_workflow

Positions = Mapping[str, Position]
_UNSAFE = str.maketrans(
    {":": "：", ";": "；", "#": "＃", '"': "”", "\n": " ", "{": "（", "}": "）"}
)


def procedure_svg(procedure: Procedure, position: Position = NOWHERE) -> str:
    """One procedure in full, every road named."""
    drawing = draw_procedure(procedure, position)
    drawing.ink.words((LEFT, 26), procedure.title, size=17, colour=TEXT, bold=True)
    draw_foot(drawing)
    return drawing.ink.svg(f"{procedure.title}流程图")


def workflow_svg(
    workflow: Workflow, positions: Positions | None = None, *, footer: str = ""
) -> str:
    """All procedures at a glance: the first by its stages, the others a lane each."""
    return draw_workflow(workflow, positions or {}, footer).svg(f"{workflow.title}流程图")


def procedure_mermaid(procedure: Procedure, position: Position = NOWHERE) -> str:
    """One procedure as a Mermaid state diagram."""
    return "\n".join(
        (
            "stateDiagram-v2",
            *_indented(_states(procedure, prefix="")),
            *_marks(procedure, position, prefix=""),
        )
    )


def workflow_mermaid(workflow: Workflow, positions: Positions | None = None) -> str:
    """All procedures as one Mermaid diagram, a composite state each."""
    lines = ["stateDiagram-v2"]
    for seat, procedure in workflow.procedures.items():
        lines.append(f'    state "{_safe(procedure.title)}" as {seat}__ {{')
        lines += _indented(_indented(_states(procedure, prefix=f"{seat}__")))
        lines.append("    }")
    for seat, procedure in workflow.procedures.items():
        lines += _marks(procedure, (positions or {}).get(seat, NOWHERE), prefix=f"{seat}__")
    return "\n".join(lines)


def _states(procedure: Procedure, *, prefix: str) -> Iterator[str]:
    paths = paths_of(procedure)
    # Mermaid reads some words as its own; a prefix keeps `end` and `state` from being them.
    names = {state: f"{prefix or 's_'}{state}" for state in procedure.states}
    for state, word in procedure.states.items():
        yield f'state "{_safe(word.label)}" as {names[state]}'
    yield f"[*] --> {names[procedure.initial]}"
    for edge in paths.edges:
        yield f"{names[edge.source]} --> {names[edge.target]}: {_safe('／'.join(edge.labels))}"
    for each in paths.anywhere:
        if each.target in names:
            for source in each.sources:
                yield f"{names[source]} --> {names[each.target]}: {_safe(each.label)}"
    for state, word in procedure.states.items():
        if word.final:
            yield f"{names[state]} --> [*]"


def _marks(procedure: Procedure, position: Position, *, prefix: str) -> Iterator[str]:
    prefix = prefix or "s_"
    if position.visited:
        yield "    classDef passed fill:#E8EFF5,stroke:#1B4B72"
        names = [f"{prefix}{state}" for state in procedure.states if state in position.visited]
        yield f"    class {','.join(names)} passed"
    if position.state:
        yield "    classDef current fill:#10263A,stroke:#10263A,color:#FFFFFF"
        yield f"    class {prefix}{position.state} current"


def _indented(lines: Iterator[str] | list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _safe(text: str) -> str:
    return text.translate(_UNSAFE)
