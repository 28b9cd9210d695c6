"""Forms: fields that several actions of a file ask for alike, written out where an action names them."""

from collections.abc import Mapping

from rebuild.engine.nodes import Fault, Node
from rebuild.engine.shape import suggestion


def with_forms(file: Node) -> tuple[Node, list[Fault]]:
    """A procedure file in which every form named under `asks` stands as its fields."""
    forms = file.at("forms").entries() if "forms" in file.entries() else {}
    actions, faults = _written_out(file.entries().get("actions"), forms)
    return (file if actions is None else _with(file, "actions", actions)), faults


def with_forms_added(workflow: Node, files: Mapping[str, Node]) -> tuple[Node, list[Fault]]:
    """A workflow file in which the same is true of what its seats add."""
    seats = workflow.entries().get("seats")
    if seats is None:
        return workflow, []
    changed, faults = {}, []
    for name, seat in seats.entries().items():
        uses = seat.entries().get("uses")
        file = files.get(str(uses.value)) if uses else None
        forms = file.at("forms").entries() if file and "forms" in file.entries() else {}
        additions, unknown = _written_out(seat.entries().get("add"), forms)
        changed[name] = seat if additions is None else _with(seat, "add", additions)
        faults += unknown
    if not isinstance(seats.value, Mapping):
        return workflow, []
    return _with(workflow, "seats", Node(seats.place, changed, seats.key)), faults


def _written_out(
    actions: Node | None, forms: Mapping[str, Node]
) -> tuple[Node | None, list[Fault]]:
    if actions is None or not isinstance(actions.value, Mapping):
        return None, []
    changed, faults = {}, []
    for name, action in actions.value.items():
        changed[name] = action
        if "asks" in action.entries():
            asks = action.at("asks")
            fields: list[Node] = []
            for item in asks.items():
                if not isinstance(item.value, str):
                    fields.append(item)
                elif item.value in forms:
                    fields += forms[item.value].items()
                else:
                    hint = suggestion(item.value, forms)
                    faults.append(Fault(item.place, f"unknown form '{item.value}'{hint}"))
            if isinstance(asks.value, tuple | str):
                changed[name] = _with(action, "asks", Node(asks.place, tuple(fields), asks.key))
    return Node(actions.place, changed, actions.key), faults


def _with(node: Node, key: str, value: Node) -> Node:
    return Node(node.place, {**node.entries(), key: value}, node.key)
