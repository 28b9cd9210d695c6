"""workflow list, check, show, diagram: definitions, as they are written in their folders."""

from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rebuild.cli.show import answer, as_json, table, tell
from rebuild.errors import DefinitionError, InputError, NotFound
from rebuild.resources import workflows

if TYPE_CHECKING:
    from rebuild.engine.definition import Procedure, Workflow
    from rebuild.services.check_workflow import Checked

# Services and the engine are imported inside each command: `--help` of one need not wait for all.

CALENDARS = "calendar"

Json = Annotated[bool, typer.Option("--json", help="只输出JSON")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="流程，即 workflows/ 下的目录名")]


class Format(StrEnum):
    """What a diagram may be written in."""

    mermaid = "mermaid"
    svg = "svg"


def list_workflows(json: Json = False) -> None:
    """Every workflow of this release, also one that cannot be loaded."""
    from rebuild.engine.load import load
    from rebuild.engine.publish import fingerprint
    from rebuild.services.check_workflow import workflow_folders

    rows: list[dict[str, object]] = []
    for folder in workflow_folders():
        row: dict[str, object] = {"id": folder.name, "version": None, "title": None, "hash": None}
        try:
            workflow = load(folder).workflow
        except DefinitionError as error:
            tell(f"{folder.name}：{len(error.faults)}处错误，rebuild workflow check 逐条列出")
        else:
            row |= {
                "version": workflow.version,
                "title": workflow.title,
                "hash": fingerprint(workflow),
            }
        rows.append(row)
    if json:
        as_json(rows)
    else:
        shown = [
            [str(row[key] or "") for key in ("id", "version", "title", "hash")] for row in rows
        ]
        table(["流程", "版本", "名称", "摘要"], [[*row[:3], row[3][:12]] for row in shown])


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="流程目录，或其上级目录；默认为随程序安装的全部流程"),
    ] = None,
    json: Json = False,
) -> int:
    """Check definitions, templates and calendars; 0 where all may be used, 1 where anything is broken."""
    from rebuild.services import check_workflow as service

    if folder is not None and not folder.is_dir():
        raise InputError(
            str(folder), "没有这个目录", "请写流程目录，例如 workflows/d_grade_rebuild"
        )
    within = folder or _near(workflows())
    folders = service.workflow_folders(within)
    if not folders:
        raise InputError(str(within), "这里没有流程", "流程目录里应有 workflow.yaml")
    checked = [service.check_workflow(each) for each in folders]
    documents = service.check_templates()
    calendar = service.check_calendars(within / CALENDARS)
    ok = not (documents or calendar or any(each.faults for each in checked))
    if json:
        told = [
            {key: getattr(each, key) for key in ("id", "version", "hash", "faults")}
            for each in checked
        ]
        as_json({"ok": ok, "workflows": told, "documents": documents, "calendar": calendar})
    else:
        _show_checked(checked, (*documents, *calendar))
    return 0 if ok else 1


def show(name: Name, json: Json = False) -> None:
    """Every procedure of a workflow with its states and actions."""
    workflow = _workflow(name)
    if json:
        as_json(workflow.model_dump(mode="json", by_alias=True))
        return
    answer(f"{workflow.title}（{workflow.id} 第{workflow.version}版）")
    for procedure in workflow.procedures.values():
        answer(
            f"\n{procedure.title}（{procedure.name}），从“{procedure.states[procedure.initial].label}”开始"
        )
        table(["事项", "代号", "环节", "转入", "由谁办理"], _actions(workflow, procedure))


def diagram(
    name: Name,
    format: Annotated[Format, typer.Option(help="mermaid 或 svg")] = Format.mermaid,  # noqa: A002  the option's name
    procedure: Annotated[
        str | None, typer.Option(metavar="SEAT", help="只画一个程序，不写时画全部")
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="标出这个案件现在的位置")
    ] = None,
) -> None:
    """Draw a workflow, or one of its procedures with what leads from state to state."""
    from rebuild.engine.diagram import (
        procedure_mermaid,
        procedure_svg,
        workflow_mermaid,
        workflow_svg,
    )
    from rebuild.engine.drawing.position import Position

    workflow = _workflow(name)
    positions: dict[str, Position] = {}
    if case is not None:
        from rebuild.cli.opened import opened
        from rebuild.services.positions import positions_of

        with opened() as office:
            workflow, positions = positions_of(office, case)
    if procedure is None:
        draw = workflow_svg if format is Format.svg else workflow_mermaid
        answer(draw(workflow, positions))
        return
    if procedure not in workflow.procedures:
        known = "、".join(workflow.procedures)
        raise NotFound(f"流程 {name} 没有程序“{procedure}”。可以写 {known}")
    chosen, position = workflow.procedures[procedure], positions.get(procedure, Position())
    drawn = procedure_svg if format is Format.svg else procedure_mermaid
    answer(drawn(chosen, position))


def _workflow(name: str) -> "Workflow":
    from rebuild.engine.load import load
    from rebuild.services.check_workflow import workflow_folders

    folders = {folder.name: folder for folder in workflow_folders()}
    if name not in folders:
        near = get_close_matches(name, folders, n=1)
        guess = f"您是不是要用 {near[0]}？" if near else ""
        raise NotFound(f"没有流程“{name}”。{guess}rebuild workflow list 列出全部流程")
    return load(_near(folders[name])).workflow


def _near(folder: Path) -> Path:
    """A folder as one would type it from here, so that a fault's place can be clicked."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _show_checked(checked: "list[Checked]", others: tuple[str, ...]) -> None:
    for each in checked:
        for fault in each.faults:
            answer(fault)
        if not each.faults:
            counts = each.counts
            answer(
                f"{each.id} 第{each.version}版 {each.hash}：{counts['procedures']}个程序、{counts['states']}个环节、"
                f"{counts['actions']}个事项、{counts['documents']}种文书、{counts['limits']}个限值，没有错误"
            )
    for fault in others:
        answer(fault)


def _actions(workflow: "Workflow", procedure: "Procedure") -> list[list[str]]:
    rows = []
    for name, action in procedure.actions.items():
        leads = {"stay": "（不变）", "remembered": "（回到原环节）"}
        targets = (
            [action.to] if isinstance(action.to, str) else list(dict.fromkeys(action.to.values()))
        )
        by = [workflow.roles[role].label if role in workflow.roles else role for role in action.by]
        rows.append(
            [
                action.label,
                name,
                "、".join(procedure.states[state].label for state in action.from_),
                "、".join(leads.get(to) or procedure.states[to].label for to in targets),
                "、".join(by),
            ]
        )
    return rows
