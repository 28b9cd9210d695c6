"""One workflow folder to one Workflow; every fault of every file with file, line and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rebuild.engine.definition import Word, Workflow
from rebuild.engine.folder import LawFile, ProcedureFile, WorkflowFile
from rebuild.engine.forms import with_forms, with_forms_added
from rebuild.engine.nodes import Fault, Node, Place
from rebuild.engine.places import read_yaml
from rebuild.engine.seats import seated
from rebuild.engine.shape import shaped
from rebuild.errors import DefinitionError

WORKFLOW, LAW, PROCEDURES = "workflow.yaml", "law.yaml", "procedures"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workflow, and where each word of it is written."""

    workflow: Workflow
    root: Node
    faults: tuple[Fault, ...] = ()  # what its seats say of things that are not there

    def place(self, *path: str | int) -> Place:
        """Where the value at a path is written: ("procedures", "case", "actions", "report", "to")."""
        return self.root.at(*path).place

    def key(self, *path: str | int) -> Place:
        """Where the key at a path is written; the value's place for an item of a list."""
        return self.root.at(*path).shown


def load(folder: Path) -> Loaded:
    """The workflow written in a folder, or DefinitionError with everything that is wrong with it."""
    loaded = read(folder)
    if loaded.faults:
        raise DefinitionError(_lines(loaded.faults))
    return loaded


def read(folder: Path) -> Loaded:
    """As `load`, but a fault between seats and files is carried along, so that a check tells all."""
    faults: list[Fault] = []
    files = _procedure_files(folder / PROCEDURES, faults)
    workflow = _node(folder / WORKFLOW, faults)
    if workflow is not None:
        workflow, unknown = with_forms_added(workflow, files)
        faults += unknown + _misshapen(WorkflowFile, workflow)
    law = _node(folder / LAW, faults)
    if law is not None:
        faults += _misshapen(LawFile, law)
    if workflow is None or law is None or faults:
        raise DefinitionError(_lines(tuple(faults)))
    root, misfits = _joined(workflow, law, files)
    whole, unshaped = shaped(Workflow, root)
    if whole is None:
        raise DefinitionError(_lines((*misfits, *unshaped)))
    return Loaded(whole, root, tuple(misfits))


def _lines(faults: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(str(fault) for fault in sorted(set(faults)))


def _node(file: Path, faults: list[Fault]) -> Node | None:
    node, unreadable = read_yaml(file, shown=str(file))
    faults += unreadable
    return node


def _misshapen(model: type[Word], node: Node) -> list[Fault]:
    return list(shaped(model, node)[1])


def _procedure_files(folder: Path, faults: list[Fault]) -> Mapping[str, Node]:
    files: dict[str, Node] = {}
    for file in sorted(folder.glob("*.yaml")):
        node = _node(file, faults)
        if node is None:
            continue
        node, unknown = with_forms(node)
        faults += unknown + _misshapen(ProcedureFile, node)
        name = node.at("procedure")
        if name.value != file.stem and "procedure" in node.entries():
            faults.append(
                Fault(
                    name.place, f"procedure '{name.value}' must bear its file's name '{file.stem}'"
                )
            )
        files[file.stem] = node
    return files


def _joined(workflow: Node, law: Node, files: Mapping[str, Node]) -> tuple[Node, list[Fault]]:
    seats = workflow.at("seats")
    procedures: dict[str, Node] = {}
    faults: list[Fault] = []
    for name, seat in seats.entries().items():
        procedure, misfits = seated(seat, name, files)
        faults += misfits
        if procedure is not None:
            procedures[name] = procedure
    used = {str(seat.at("uses").value) for seat in seats.entries().values()}
    faults += [
        Fault(node.at("procedure").place, f"no seat uses the procedure '{name}'")
        for name, node in files.items()
        if name not in used
    ]
    entries = {name: node for name, node in workflow.entries().items() if name != "seats"}
    entries["procedures"] = Node(seats.place, procedures, seats.key)
    entries |= law.entries()
    return Node(workflow.place, entries), faults
