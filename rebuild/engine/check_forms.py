"""Whether what an action asks can be asked, and dates what it is said to date."""

from rebuild.engine.definition import Action, Field
from rebuild.engine.inspection import Inspection, Path

ENTERED = "entered"  # dates the new state as of the day the old one began
SERVED = "served"  # as of the day of receipt, which the method of a service tells


def check_forms(inspection: Inspection) -> None:
    for path, _, _, _, action in inspection.actions():
        _check_fields(inspection, (*path, "asks"), action.asks)
        _check_effective(inspection, path, action)


def _check_fields(inspection: Inspection, path: Path, fields: tuple[Field, ...]) -> None:
    seen = set()
    for place, field in enumerate(fields):
        here = (*path, place)
        if field.name in seen:
            inspection.value((*here, "name"), f"the field '{field.name}' is asked twice")
        seen.add(field.name)
        if field.type == "choice" and not field.choices:
            inspection.value(here, f"the field '{field.name}' is a choice and needs 'choices'")
        if field.type != "choice" and field.choices:
            inspection.name(
                (*here, "choices"),
                f"'choices' need 'type: choice', and '{field.name}' is {field.type}",
            )
        if field.type == "list" and not field.of:
            inspection.value(
                here, f"the field '{field.name}' is a list and needs its columns under 'of'"
            )
        if field.type != "list" and (field.of or field.at_least):
            key = "of" if field.of else "at_least"
            inspection.name(
                (*here, key), f"'{key}' needs 'type: list', and '{field.name}' is {field.type}"
            )
        _check_fields(inspection, (*here, "of"), field.of)


def _check_effective(inspection: Inspection, path: Path, action: Action) -> None:
    if action.effective in ("", ENTERED, SERVED):
        return
    asked = {field.name: field for field in action.asks}
    here = (*path, "effective")
    if inspection.known(here, "answer", action.effective, {*asked, ENTERED, SERVED}):
        kind = asked[action.effective].type
        if kind != "date":
            inspection.value(
                here,
                f"'{action.effective}' must be of type date to date the new state, and is {kind}",
            )
