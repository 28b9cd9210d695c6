"""名册各列: what a roster has a column for: whatever the workflow asks of a household and of its owners."""

from dataclasses import dataclass

from rebuild.engine.definition import Field, Workflow

SEAT, ACTION, LIST = "case", "list_households", "households"
_OWNERS, _NAME = "owners", "name"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field it fills, and whether that is an owner's or the unit's."""

    heading: str
    field: Field
    of_owner: bool

    @property
    def required(self) -> bool:
        return self.field.required


def columns_of(workflow: Workflow) -> tuple[Column, ...]:
    """The columns in the order of the form; an owner's name stands under what the form calls the owners."""
    asks = workflow.procedures[SEAT].actions[ACTION].asks
    households = next(field for field in asks if field.name == LIST)
    columns: list[Column] = []
    for field in households.of:
        if field.name != _OWNERS:
            columns.append(Column(field.label, field, of_owner=False))
            continue
        for each in field.of:
            heading = field.label if each.name == _NAME else each.label
            columns.append(Column(heading, each, of_owner=True))
    return tuple(columns)
