"""Strings of a form to typed answers as an action's `asks` say; every complaint with its field, nothing typed lost."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rebuild.cases.facts import Json
from rebuild.engine.answers import ROWS, read_answers
from rebuild.engine.definition import Field

PREFIX = "a."
BEGUN = "begun"  # names the lists whose rows the page itself began with the numbers of households
UNIT = "unit"
LONGEST = 20_000  # characters of one answer that are looked at at all
NUMBERS = frozenset({"area", "money", "length", "integer", "share"})

_ROW = re.compile(r"[0-9]{1,4}", re.ASCII)
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_BETWEEN = re.compile(r"[\s,，、;；]+")
# Signs of a full-width keyboard, as they are meant in a number or a date.
_NARROW = {ord("．"): ".", ord("。"): ".", ord("，"): ",", ord("／"): "/", ord("－"): "-"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One complaint: of which field of the form, in whole words, and in the words that stand at the field."""

    name: str
    words: str
    problem: str

    @property
    def id(self) -> str:
        return id_of(self.name)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into a form: as it was typed, as it is understood, and what is wrong with it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Json] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    begun: frozenset[str] = frozenset()

    @property
    def sent(self) -> dict[str, str]:
        """All of it as another form can send it again."""
        return (
            {**self.typed, BEGUN: " ".join(sorted(self.begun))} if self.begun else dict(self.typed)
        )

    @property
    def mistaken(self) -> tuple[Wrong, ...]:
        """What was typed and can't be read; what is still blank is left out."""
        return tuple(each for each in self.wrong if self.typed.get(each.name, "").strip())


def read_form(fields: Iterable[Field], sent: Iterable[tuple[str, str]]) -> Filled:
    """Everything a form sent for these fields; what no field asks for is left aside."""
    pairs = tuple((name, text) for name, text in sent if isinstance(text, str))
    typed = {name: text[:LONGEST] for name, text in pairs if name.startswith(PREFIX)}
    begun = (each for name, text in pairs if name == BEGUN for each in text.split())
    form = _Form(typed, frozenset(begun))
    answers, wrong = form.read(tuple(fields), PREFIX, "")
    return Filled(form.kept, answers, tuple(wrong), form.begun)


def id_of(name: str) -> str:
    """The id of a field on the page: names have dots, and a dot means something in a selector."""
    return name.replace(".", "-")


@dataclass(slots=True)
class _Form:
    """One form being read: what was sent, and as much of it as some field asked for."""

    typed: Mapping[str, str]
    begun: frozenset[str]
    kept: dict[str, str] = field(default_factory=dict)

    def read(
        self, fields: tuple[Field, ...], path: str, where: str
    ) -> tuple[dict[str, Json], list[Wrong]]:
        answers: dict[str, Json] = {}
        wrong: list[Wrong] = []
        for each in fields:
            name = f"{path}{each.name}"
            if each.type == "list":
                given, complaints = self.rows(each, name, where)
                wrong += complaints
            else:
                if name in self.typed:
                    self.kept[name] = self.typed[name]
                given = answer_of(each, self.typed.get(name, ""))
                wrong += _complaints(each, given, name, where)
            if given:
                answers[each.name] = given
        return answers, wrong

    def rows(self, asked: Field, name: str, where: str) -> tuple[list[Json], list[Wrong]]:
        """The rows of a list in the order of their numbers, without those that nobody filled in."""
        rows: list[Json] = []
        wrong: list[Wrong] = []
        for place in rows_typed(self.typed, name):
            path = f"{name}.{place}."
            if self._is_filled(name, path):
                label = f"{where}{asked.label}第{len(rows) + 1}行·"
                row, complaints = self.read(asked.of, path, label)
                rows.append(row)
                wrong += complaints
            else:
                self.read(asked.of, path, "")
        # How many rows there must be is asked apart from what stands in them.
        bare = asked.model_copy(update={"of": ()})
        return rows, [*_complaints(bare, [{}] * len(rows), name, where), *wrong]

    def _is_filled(self, name: str, path: str) -> bool:
        """Whether there is a sign in a row besides what the page had written there itself."""
        own = f"{path}{UNIT}" if name in self.begun else ""
        return any(
            text.strip() and key != own for key, text in self.typed.items() if key.startswith(path)
        )


def rows_typed(typed: Iterable[str], name: str) -> list[int]:
    """The numbers of the rows that a form sent for a list."""
    begins = f"{name}."
    found = {key[len(begins) :].partition(".")[0] for key in typed if key.startswith(begins)}
    return sorted({int(each) for each in found if _ROW.fullmatch(each)})[:ROWS]


def _complaints(asked: Field, given: Json, name: str, where: str) -> list[Wrong]:
    said = read_answers((asked,), {asked.name: given} if given else {})[1]
    begins = f"{asked.label}："
    return [Wrong(name, f"{where}{each}", each.removeprefix(begins)) for each in said]


def answer_of(asked: Field, text: str) -> Json:
    """What somebody typed as it is handed on: a number without its unit and commas, a date with hyphens."""
    plain = text.strip()
    reader = _TIDIED.get(asked.type)
    return reader(plain, asked.unit) if reader and plain else plain


def _number(text: str, unit: str) -> str:
    plain = text.removesuffix(unit).strip() if unit else text
    plain = _narrow(plain)
    return plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain


def _day(text: str, unit: str) -> str:
    plain = _narrow(text).replace(" ", "")
    found = _DATE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    return "-".join(part.zfill(2) for part in found.groups()) if found else plain


def _corners(text: str, unit: str) -> Json:
    """One corner a line, its two coordinates with whatever stands between them."""
    lines = (_narrow(line).strip(" ()（）") for line in text.splitlines())
    return [_BETWEEN.split(line) for line in lines if line]


def _narrow(text: str) -> str:
    """Full-width digits and signs as the plain ones; what is no sign of a number stays as it is."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.category(sign) == "Nd" else sign
        for sign in text.translate(_NARROW)
    )


_TIDIED: Mapping[str, Callable[[str, str], Json]] = {
    **dict.fromkeys(NUMBERS, _number),
    "date": _day,
    "points": _corners,
    "phone": lambda text, unit: _narrow(text).replace(" ", "").replace("-", ""),
}
