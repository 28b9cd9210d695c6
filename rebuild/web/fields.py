"""The fields of an action as a page draws them: label, hint, kind of control, what was typed, what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rebuild.cases.facts import Json
from rebuild.engine.definition import Field
from rebuild.web.forms import PREFIX, UNIT, Filled, id_of, rows_typed

SEVERAL = 5  # choices that still stand side by side; more go into a drop-down
BLANK_ROWS = 1
WIDTHS: Mapping[str, str] = {
    "date": "short", "area": "short", "length": "short", "integer": "short", "share": "short",
    "money": "short", "name": "medium", "phone": "medium", "id_number": "medium",
    "credit_code": "medium",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """What fields are drawn with besides themselves."""

    filled: Filled
    cite: Callable[[str], str] = str  # an article in words
    more: Mapping[str, int] = field(
        default_factory=dict
    )  # rows asked for beyond those typed, by list
    rows: Mapping[str, list[str]] = field(
        default_factory=dict
    )  # what `unit` begins with, row by row


def drawn(fields: Iterable[Field], drawing: Drawing, path: str = PREFIX) -> list[dict[str, Json]]:
    """One row a field, in the order of the definition."""
    said = {each.name: each.problem for each in reversed(drawing.filled.wrong)}
    return [_field(each, drawing, path, said) for each in fields]


def _field(asked: Field, drawing: Drawing, path: str, said: Mapping[str, str]) -> dict[str, Json]:
    name = f"{path}{asked.name}"
    value = drawing.filled.typed.get(name, "")
    row: dict[str, Json] = {
        "name": name,
        "id": id_of(name),
        "label": asked.label,
        "unit": asked.unit,
        "help": asked.help,
        "cited": drawing.cite(asked.basis) if asked.basis else "",
        "required": asked.required,
        "kind": asked.type,
        "control": _control(asked),
        "width": WIDTHS.get(asked.type, ""),
        "value": value,
        "error": said.get(name, ""),
    }
    if asked.type == "list":
        row["rows"] = [
            drawn(asked.of, _begun(drawing, asked, name, place), f"{name}.{place}.")
            for place in _places(asked, drawing, name)
        ]
        fresh = not rows_typed(drawing.filled.typed, name)
        by_page = fresh and _by_unit(asked) and bool(drawing.rows.get(UNIT))
        row["begun"] = by_page or name in drawing.filled.begun
        row["nested"] = any(each.type in ("list", "long_text") for each in asked.of)
    if asked.type == "choice":
        row["choices"] = [
            {"value": key, "label": label, "chosen": value in (key, label)}
            for key, label in asked.choices.items()
        ]
    if asked.type == "yes_no":
        row["choices"] = [
            {"value": word, "label": word, "chosen": value == word} for word in ("是", "否")
        ]
    return row


def _control(asked: Field) -> str:
    match asked.type:
        case "long_text" | "points":
            return "area"
        case "yes_no":
            return "radios"
        case "choice":
            return "radios" if len(asked.choices) <= SEVERAL else "select"
        case "list":
            return "list"
        case _:
            return "line"


def _places(asked: Field, drawing: Drawing, name: str) -> list[int]:
    """The numbers of the rows to draw: those typed, else as many as are needed, and those asked for."""
    places = rows_typed(drawing.filled.typed, name)
    if not places:
        known = len(drawing.rows.get(UNIT, ())) if _by_unit(asked) else 0
        places = list(range(max(asked.at_least, known, BLANK_ROWS)))
    first = max(places) + 1
    return [*places, *range(first, first + drawing.more.get(name, 0))]


def _by_unit(asked: Field) -> bool:
    """Whether a list must have a row for each household."""
    return asked.required and any(each.name == UNIT for each in asked.of)


def _begun(drawing: Drawing, asked: Field, name: str, place: int) -> Drawing:
    """A fresh list by household begins with the households' numbers, which nobody should have to type."""
    units = drawing.rows.get(UNIT, ())
    if not _by_unit(asked) or place >= len(units) or rows_typed(drawing.filled.typed, name):
        return drawing
    filled = Filled(
        {**drawing.filled.typed, f"{name}.{place}.{UNIT}": units[place]}, wrong=drawing.filled.wrong
    )
    return Drawing(filled, drawing.cite, drawing.more, drawing.rows)
