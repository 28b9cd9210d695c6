"""Whether what follows by itself can follow: with the answers it needs, and to an end."""

from collections.abc import Iterator, Mapping

from rebuild.engine.check_machines import targets
from rebuild.engine.definition import Action, Procedure
from rebuild.engine.inspection import CLOCK, SYSTEM, Inspection, Path

Step = tuple[str, str]  # a seat and its action


def check_follow_ups(inspection: Inspection) -> None:
    for path, seat, procedure, name, action in inspection.actions():
        _check_clock_fired(inspection, path, action)
        for other, follow in action.along:
            following = _action(inspection, (other, follow))
            if following is not None and other not in inspection.by_household:
                _check_taken_along(inspection, (*path, "acts", other), follow, following, action)
        for listener in _listeners(inspection, seat, procedure, action):
            _check_listener(inspection, listener, f"{seat}.{name}", action)
    _check_endless(inspection)


def _check_clock_fired(inspection: Inspection, path: Path, action: Action) -> None:
    if CLOCK in action.by:
        for place, field in enumerate(action.asks):
            if field.required:
                inspection.value(
                    (*path, "asks", place),
                    f"the clock cannot answer '{field.name}'; say 'required: false'",
                )


def _check_taken_along(
    inspection: Inspection, path: Path, follow: str, following: Action, action: Action
) -> None:
    """An action that another takes along is done by the system, with that one's answers and no others."""
    if SYSTEM not in following.by:
        inspection.value(
            path, f"action '{follow}' is not 'by: system', so that nothing can take it along"
        )
    for field in _unanswered(following, action):
        inspection.value(path, f"action '{follow}' asks for '{field}', which is not asked here")


def _check_listener(inspection: Inspection, listener: Step, cause: str, action: Action) -> None:
    following = _action(inspection, listener)
    assert following is not None
    path = ("procedures", listener[0], "actions", listener[1])
    for place, field in enumerate(following.asks):
        if field.name in _unanswered(following, action):
            inspection.value(
                (*path, "asks", place),
                f"'{listener[1]}' follows by itself on '{cause}', which does not ask for '{field.name}'",
            )


def _unanswered(following: Action, action: Action) -> list[str]:
    asked = {field.name for field in action.asks}
    return [field.name for field in following.asks if field.required and field.name not in asked]


def _check_endless(inspection: Inspection) -> None:
    """No action may set off others that set it off again."""
    sets_off: dict[Step, list[Step]] = {}
    for _, seat, procedure, name, action in inspection.actions():
        along = [step for step in action.along if _action(inspection, step)]
        sets_off[seat, name] = [*along, *_listeners(inspection, seat, procedure, action)]
    for (seat, name), following in sets_off.items():
        if (seat, name) in _all_set_off(sets_off, following):
            inspection.name(
                ("procedures", seat, "actions", name),
                f"action '{name}' of '{seat}' sets off others that set it off again, without end",
            )


def _all_set_off(sets_off: Mapping[Step, list[Step]], first: list[Step]) -> set[Step]:
    found, waiting = set(first), list(first)
    while waiting:
        for step in sets_off[waiting.pop()]:
            if step not in found:
                found.add(step)
                waiting.append(step)
    return found


def _listeners(
    inspection: Inspection, seat: str, procedure: Procedure, action: Action
) -> Iterator[Step]:
    """The actions of other procedures that follow when this one leads into another state."""
    entered = {
        state
        for source in action.from_
        for state in targets(procedure, action, source)
        if state != source
    }
    for _, other, _, name, each in inspection.actions():
        if each.when and each.when.procedure == seat and entered & set(each.when.enters):
            yield other, name


def _action(inspection: Inspection, step: Step) -> Action | None:
    procedure = inspection.workflow.procedures.get(step[0])
    return procedure.actions.get(step[1]) if procedure else None
