"""身份证号和电话: taken out of the answers into the people tables; the ledger has them masked."""

from collections.abc import Iterator, Mapping

from rebuild.cases.facts import Json
from rebuild.engine.definition import SECRET, Field
from rebuild.store import people
from rebuild.store.people import Vault
from rebuild.store.session import Session


def keep_private(
    session: Session,
    vault: Vault,
    number: str,
    asks: tuple[Field, ...],
    answers: Mapping[str, Json],
) -> None:
    """Keep every identity number and telephone number of an action, sealed, with the person it is of."""
    for unit, row in _rows(asks, answers, ""):
        person = people.Person(
            number,
            unit,
            str(row.get("name", "")),
            str(row.get("id_number", "")).strip().upper(),
            str(row.get("phone", "")).strip(),
        )
        people.put(session, vault, person)


def _rows(
    asks: tuple[Field, ...], answers: Mapping[str, Json], unit: str
) -> Iterator[tuple[str, Mapping[str, Json]]]:
    unit = str(answers.get("unit", unit))
    if any(field.type in SECRET and answers.get(field.name) for field in asks):
        yield unit, answers
    for field in asks:
        if field.type == "list":
            for row in answers.get(field.name) or ():
                yield from _rows(field.of, row, unit)
