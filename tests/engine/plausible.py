"""Answers a clerk might give: one for every field an action requires, true to its type and to the case."""

from collections.abc import Iterable
from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.definition import Field

PLAIN: dict[str, Json] = {
    "text": "示例",
    "long_text": "示例内容若干",
    "name": "某甲",
    "area": "579.22",
    "money": "1880000.00",
    "length": "9.600",
    "integer": "3",
    "share": "1",
    "yes_no": "是",
    "id_number": "510199190001010014",
    "phone": "13800000000",
    "credit_code": "91350100M000100Y43",
    "points": [["0", "0"], ["16", "0"], ["16", "12"], ["0", "12"]],
}


def plausible(fields: Iterable[Field], case: Case, on: date) -> dict[str, Json]:
    """An answer to each required field; a list of units has a row for every household."""
    return {field.name: _answer(field, case, on) for field in fields if field.required}


def _answer(field: Field, case: Case, on: date) -> Json:
    if field.type == "date":
        return on.isoformat()
    if field.type == "choice":
        return next(iter(field.choices))
    if field.type == "list":
        return _rows(field, case, on)
    return PLAIN[field.type]


def _rows(field: Field, case: Case, on: date) -> list[dict[str, Json]]:
    units = [each.unit for each in case.households]
    if any(column.name == "unit" for column in field.of) and units:
        return [{**plausible(field.of, case, on), "unit": unit} for unit in units]
    rows = [plausible(field.of, case, on) for _ in range(max(field.at_least, 2))]
    for count, row in enumerate(rows, 1):
        # Two witnesses are two people.
        row.update(
            {name: f"某{'甲乙丙丁戊己'[count % 6]}" for name in row if name in ("name", "person")}
        )
    return rows
