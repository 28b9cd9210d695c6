"""缺字: a character that no font of ours can draw is refused when it is typed, not when it is printed."""

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import category

from rebuild.cases.facts import Json
from rebuild.documents.fonts import missing
from rebuild.engine.definition import Field
from rebuild.law.rule import Finding


def undrawable(asks: Iterable[Field], answers: Mapping[str, Json]) -> tuple[Finding, ...]:
    """One finding for each such character, naming the field it stands in."""
    # Asked of all texts at once: the field is sought only where there is something to find.
    texts: list[str] = []
    _gather(answers.values(), texts)
    if not missing("".join(texts)):
        return ()
    labels = {field.name: field for field in asks}
    return tuple(
        finding
        for name, value in answers.items()
        for finding in _in_value(labels.get(name), name, value, "")
    )


def _gather(values: Iterable[Json], texts: list[str]) -> None:
    """Every text there is; told by its very type first, as nearly all answers can be."""
    for value in values:
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is dict or isinstance(value, Mapping):
            _gather(value.values(), texts)
        elif isinstance(value, list | tuple):
            _gather(value, texts)


def _in_value(field: Field | None, name: str, value: Json, where: str) -> Iterator[Finding]:
    place = f"{where}{field.label if field else name}"
    if isinstance(value, list | tuple):
        columns = {each.name: each for each in field.of} if field else {}
        for count, row in enumerate(value, 1):
            entries = row.items() if isinstance(row, Mapping) else [(name, row)]
            for column, each in entries:
                yield from _in_value(columns.get(column), column, each, f"{place}第{count}行·")
    elif isinstance(value, str):
        yield from (_finding(place, sign) for sign in missing(value))


def _finding(place: str, sign: str) -> Finding:
    # A control character is told by its code alone: written out, it would steer the reader's terminal.
    shown = "" if category(sign).startswith("C") else f"“{sign}”"
    return Finding(
        "engine.glyph",
        f"{place}：{shown}（U+{ord(sign):04X}）字库中没有，无法打印",
        "procedure_rules",
        "请核对用字；确有其字的，请联系维护人员补充字库",
        "clerk",
    )
