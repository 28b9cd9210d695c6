"""Check definitions: a workflow folder against the book of rules, the templates and the code that serves it."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import rebuild.documents
from rebuild.documents.facts import SUPPLIERS
from rebuild.documents.kinds import MARK, load_kinds
from rebuild.engine.calendars import load_calendars
from rebuild.engine.check import check
from rebuild.engine.check_law import source_of
from rebuild.engine.inspection import Surroundings, Template
from rebuild.engine.load import WORKFLOW, read
from rebuild.engine.publish import fingerprint
from rebuild.engine.record import RECORDERS
from rebuild.errors import DefinitionError
from rebuild.law.book import rules
from rebuild.law.duties import REVIEWING
from rebuild.resources import templates, workflows

_PACKAGE = Path(rebuild.documents.__file__).parents[1]
# Where limits, settings and sources are named in code: what runs a case, not what checks a definition.
_RUNNING = ("decide", "course", "judging", "record", "record_owners", "clocks")
_NAMING = (
    "law/*.py",
    "documents/*.py",
    "services/*.py",
    *(f"engine/{name}.py" for name in _RUNNING),
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking one workflow folder; without a version where it cannot be read."""

    id: str
    version: int | None = None
    hash: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def workflow_folders(within: Path | None = None) -> tuple[Path, ...]:
    """The workflow folders in a folder; a folder that is one is its own."""
    folder = within or workflows()
    if any((folder / name).exists() for name in (WORKFLOW, "law.yaml", "procedures")):
        return (folder,)
    return tuple(sorted(file.parent for file in folder.glob(f"*/{WORKFLOW}")))


def check_workflow(folder: Path) -> Checked:
    """Everything wrong with one workflow folder, or what it counts."""
    try:
        loaded = read(folder)
    except DefinitionError as error:
        return Checked(folder.name, faults=error.faults)
    workflow = loaded.workflow
    procedures = workflow.procedures.values()
    counts = {
        "procedures": len(workflow.procedures),
        "states": sum(len(each.states) for each in procedures),
        "actions": sum(len(each.actions) for each in procedures),
        "documents": len(workflow.documents),
        "limits": len(workflow.limits),
    }
    faults = check(loaded, surroundings())
    return Checked(workflow.id, workflow.version, fingerprint(workflow), counts, faults)


def check_templates() -> tuple[str, ...]:
    """Everything wrong with the folders of templates/documents."""
    try:
        load_kinds(templates())
    except DefinitionError as error:
        return error.faults
    return ()


def check_calendars(folder: Path) -> tuple[str, ...]:
    """Everything wrong with a folder of holiday notices; nothing where there is none."""
    try:
        if folder.is_dir():
            load_calendars(folder)
    except DefinitionError as error:
        return error.faults
    return ()


@cache
def surroundings() -> Surroundings:
    """What this release offers to definitions."""
    for module in iter_modules(rebuild.documents.__path__):
        if module.name.startswith("facts_of_"):
            import_module(f"rebuild.documents.{module.name}")  # enters its suppliers
    book = rules()
    return Surroundings(
        rules={code: rule.basis for code, rule in book.items()},
        templates=_templates(),
        suppliers=frozenset(SUPPLIERS) | {MARK},
        recorders=frozenset(RECORDERS),
        words_in_code=frozenset(_words_in_code()),
        separates={code: frozenset(REVIEWING) for code in book if code.startswith("duties.")},
    )


def _templates() -> Mapping[str, Template]:
    try:
        kinds = load_kinds(templates())
    except DefinitionError:
        # Its own faults are told elsewhere; that a kind exists is all that can be relied on.
        folders = (templates() / "documents").glob("*/document.yaml")
        return {file.parent.name: Template() for file in folders}
    return {name: Template(kind.facts, kind.adverse) for name, kind in kinds.items()}


def _words_in_code() -> Iterator[str]:
    """Every name that stands as a text of its own, and the source of every basis cited."""
    for pattern in _NAMING:
        for file in _PACKAGE.glob(pattern):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    if _NAME.fullmatch(node.value):
                        yield node.value
                    elif " art. " in node.value:
                        yield source_of(node.value)
