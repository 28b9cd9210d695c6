"""What a procedure file becomes in a seat of a workflow: its words filled in, its actions added to."""

from collections.abc import Callable, Iterable, Mapping

from rebuild.engine.definition import ANY
from rebuild.engine.nodes import Fault, Node, Place
from rebuild.engine.shape import suggestion


def seated(seat: Node, name: str, files: Mapping[str, Node]) -> tuple[Node | None, list[Fault]]:
    """The procedure a seat makes of its file, and what the seat says of things the file does not have.

    Both the seat and the files are known to have the shape of their types.
    """
    uses = seat.at("uses")
    file = files.get(str(uses.value))
    if file is None:
        hint = suggestion(str(uses.value), files)
        return None, [Fault(uses.place, f"unknown procedure file '{uses.value}'{hint}")]
    without = {str(node.value) for node in _list(seat, "without")}
    actions = {
        action: _action(node, action, seat, file)
        for action, node in file.at("actions").entries().items()
        if action not in without
    }
    entries = {
        "name": Node(seat.shown, name, seat.key),
        "title": seat.entries().get("title", file.at("title")),
        "uses": uses,
        "initial": file.at("initial"),
        "states": _within(file.at("states"), lambda state, node: _state(node, state, seat)),
        "actions": Node(file.at("actions").place, actions, file.at("actions").key),
    }
    if "side_by_side" in file.entries():
        entries["side_by_side"] = file.at("side_by_side")
    if "clocks" in file.entries():
        entries["clocks"] = _within(file.at("clocks"), lambda _, node: _clock(node, seat))
    entries |= {key: node for key, node in seat.entries().items() if key in ("organ", "settings")}
    return Node(seat.place, entries, seat.key), _misfits(seat, file)


def _state(state: Node, name: str, seat: Node) -> Node:
    stage = _mapping(seat, "stages").get(name)
    return state if stage is None else _with(state, {"stage": stage})


def _clock(clock: Node, seat: Node) -> Node:
    limits = _mapping(seat, "limits")
    changed = {"turn": _replaced(clock.at("turn"), _mapping(seat, "roles"))}
    for key in ("limit", "extension"):
        if key in clock.entries():
            changed[key] = _replaced(clock.at(key), limits)
    return _with(clock, changed)


def _action(action: Node, name: str, seat: Node, file: Node) -> Node:
    changed = {
        "by": _replaced(action.at("by"), _mapping(seat, "roles")),
        "from": _sources(action, file),
    }
    addition = _mapping(seat, "add").get(name)
    for key, added in addition.entries().items() if addition else ():
        own = action.entries().get(key)
        if own is None:
            changed[key] = added
        elif key == "acts":
            changed[key] = _with(own, added.entries())
        else:
            changed[key] = Node(own.place, own.items() + added.items(), own.key)
    if (listener := _mapping(seat, "when").get(name)) is not None:
        changed["when"] = listener
    return _with(action, changed)


def _sources(action: Node, file: Node) -> Node:
    """`from: any` written out: every state that is not final, and not the one the action leads to.

    A move into the state one is in would be no move; and what remembers where it came from would
    then remember itself.
    """
    written = action.at("from")
    if tuple(node.value for node in written.items()) != ANY:
        return written
    target = action.at("to").value
    states = tuple(
        Node(written.place, state)
        for state, node in file.at("states").entries().items()
        if state != target and not ("final" in node.entries() and node.at("final").value)
    )
    return Node(written.place, states, written.key)


def _misfits(seat: Node, file: Node) -> list[Fault]:
    actions, states = file.at("actions").entries(), file.at("states").entries()
    clocks = file.at("clocks").entries() if "clocks" in file.entries() else {}
    by = _words(node.at("by") for node in actions.values())
    turns = _words(node.at("turn") for node in clocks.values())
    limits = _words(
        node.at(key)
        for node in clocks.values()
        for key in ("limit", "extension")
        if key in node.entries()
    )
    faults = [
        _unknown(node.place, "action", str(node.value), actions)
        for node in _list(seat, "without")
        if node.value not in actions
    ]
    for key, what, known in (
        ("roles", "role word", by | turns),
        ("limits", "limit word", limits),
        ("stages", "state", set(states)),
        ("add", "action", set(actions)),
        ("when", "action", set(actions)),
    ):
        faults += [
            _unknown(node.shown, what, word, known)
            for word, node in _mapping(seat, key).items()
            if word not in known
        ]
    return faults


def _unknown(place: Place, what: str, word: str, known: Iterable[str]) -> Fault:
    return Fault(place, f"unknown {what} '{word}'{suggestion(word, known)}")


def _words(nodes: Iterable[Node]) -> set[str]:
    return {str(item.value) for node in nodes for item in node.items()}


def _list(seat: Node, key: str) -> tuple[Node, ...]:
    return seat.at(key).items() if key in seat.entries() else ()


def _mapping(seat: Node, key: str) -> Mapping[str, Node]:
    return seat.at(key).entries() if key in seat.entries() else {}


def _with(node: Node, changed: Mapping[str, Node]) -> Node:
    return Node(node.place, {**node.entries(), **changed}, node.key)


def _within(node: Node, change: Callable[[str, Node], Node]) -> Node:
    changed = {name: change(name, entry) for name, entry in node.entries().items()}
    return Node(node.place, changed, node.key)


def _replaced(written: Node, meant: Mapping[str, Node]) -> Node:
    """A word, or a list of words, with those replaced that the seat gives another meaning."""
    if isinstance(written.value, tuple):
        return Node(written.place, tuple(_replaced(n, meant) for n in written.value), written.key)
    word = meant.get(str(written.value))
    return written if word is None else Node(word.place, word.value, written.key)
