"""寻找: by which signs and pairs of signs a case can be found, so that a search does not look through all cases.

A case's number, address, applicant and initials are kept as the set of their grams: every sign, and every
two signs that stand side by side. What is sought can only be in the cases that have all its grams. Those
are few or none for nearly everything people type; they alone are then looked at. What is in very many
cases, such as a district's name, is found among the first ones looked at anyway.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    text,
    update,
)

from rebuild.store.session import Session, Statement
from rebuild.store.tables import cases, ledger, people
from rebuild.store.tables_work import seeking

PAGE = 1000
MOST = 1000  # cases that are looked at one by one; what more have, a list finds soon by itself
_ASIDE = (
    0xE000  # signs that SQLite would take for the end of a word stand aside, where no text has any
)


def grams_of(*texts: str) -> str:
    """Every sign and every pair of signs of these texts, in a line; none reaches from one text into the next."""
    found: dict[str, None] = {}
    for each in map(_plain, texts):
        found |= dict.fromkeys(each)
        found |= dict.fromkeys(map("".join, pairwise(each)))
    return " ".join(found)


def found(session: Session, sought: str, *, names: bool) -> tuple[str, ...] | None:
    """The cases that what is sought can be in; None where there are too many to look at each.

    `names`: also the cases of whoever has a name that begins so.
    """
    rows = session.rows(_FOUND, grams=_asked(sought, session.database), most=MOST + 1)
    if names and len(rows) <= MOST:
        rows = rows + session.rows(
            _OF_THAT_NAME, name=sought, name_end=sought + "\U0010ffff", most=MOST + 1
        )
    numbers = {str(row[0]) for row in rows}
    return tuple(sorted(numbers)) if len(numbers) <= MOST else None


def among(number: ColumnElement[str], database: str) -> ColumnElement[bool]:
    """That a case is one of those found; their numbers are given as `among`, by `as_given`."""
    given: BindParameter[str] = bindparam("among")
    if database == "sqlite":
        return number.in_(select(func.json_each(given).table_valued("value").c.value))
    # As one array, so that each number is looked up, however many the server thinks there are.
    numbers = select(text("jsonb_array_elements_text(CAST(:among AS jsonb))")).scalar_subquery()
    return number == func.any(func.array(numbers))


def as_given(numbers: Iterable[str]) -> str:
    return json.dumps(list(numbers))


def put(session: Session, number: str, grams: str, *, first: bool = False) -> None:
    """Let a case be found by these grams, and by none that stood there before; `first`: none did."""
    if first or not session.run(_CHANGE, number=number, to_grams=grams):
        session.run(_PUT, number=number, to_grams=grams)


def kept(session: Session, number: str) -> tuple[int, str]:
    """Under which number of the index, and by what, a case can be found; nothing where it cannot."""
    row = session.row(_KEPT, number=number)
    return (row[0], row[1]) if row else (0, "")


def cases_without(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """Number, address, applicant and initials of every case that an earlier release kept."""
    rows = session.pages(_WITHOUT, after="", size=PAGE)
    return ((number, *texts) for number, *texts in rows)


def without_initials(session: Session) -> Iterator[tuple[str, str, str]]:
    """Number, address and applicant of every case that has letters and no initials."""
    rows = session.pages(_WITHOUT_INITIALS, after="", size=PAGE)
    return ((number, address, applicant) for number, address, applicant in rows)


def put_initials(session: Session, number: str, initials: str) -> None:
    session.run(_PUT_INITIALS, number=number, to_initials=initials)


def _plain(given: str) -> str:
    """In small letters, and without any sign that could end a word."""
    return "".join(
        chr(_ASIDE + ord(sign)) if sign.isascii() and not sign.isalnum() else sign
        for sign in given.lower()
    )


def _asked(sought: str, database: str) -> str:
    """The pairs of what is sought, or its only sign, as each database asks for all of them."""
    plain = _plain(sought)
    grams = dict.fromkeys(map("".join, pairwise(plain))) or [plain]
    return " ".join(f'"{each}"' if database == "sqlite" else each for each in grams)


def _found(database: str) -> ColumnElement[bool]:
    if database == "sqlite":
        indexed = table("seeking_grams", column("rowid"))
        fits = literal_column("seeking_grams").op("MATCH")(bindparam("grams"))
        return seeking.c.id.in_(select(indexed.c.rowid).where(fits).limit(bindparam("most")))
    parts = func.string_to_array(seeking.c.grams, literal_column("' '"))
    return parts.op("@>")(func.string_to_array(bindparam("grams"), literal_column("' '")))


_FOUND = Statement(
    lambda database: select(seeking.c.case_number).where(_found(database)).limit(bindparam("most"))
)
_OF_THAT_NAME = Statement(
    select(people.c.case_number)
    .where(people.c.name >= bindparam("name"), people.c.name < bindparam("name_end"))
    .limit(bindparam("most"))
)
_CHANGE = Statement(
    update(seeking)
    .where(seeking.c.case_number == bindparam("number"))
    .values(grams=bindparam("to_grams"))
)
_PUT = Statement(
    insert(seeking).from_select(
        ["id", "case_number", "grams"],
        select(
            ledger.c.position,
            ledger.c.case_number,
            bindparam("to_grams", type_=seeking.c.grams.type),
        ).where(ledger.c.case_number == bindparam("number"), ledger.c.seq == literal_column("1")),
    )
)
_KEPT = Statement(
    select(seeking.c.id, seeking.c.grams).where(seeking.c.case_number == bindparam("number"))
)
_WITHOUT = Statement(
    select(cases.c.number, cases.c.address, cases.c.applicant, cases.c.initials)
    .outerjoin(seeking, seeking.c.case_number == cases.c.number)
    .where(seeking.c.id.is_(None), cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(bindparam("size"))
)
_WITHOUT_INITIALS = Statement(
    select(cases.c.number, cases.c.address, cases.c.applicant)
    .where(
        cases.c.initials == "",
        or_(cases.c.address != "", cases.c.applicant != ""),
        cases.c.number > bindparam("after"),
    )
    .order_by(cases.c.number)
    .limit(bindparam("size"))
)
_PUT_INITIALS = Statement(
    update(cases)
    .where(cases.c.number == bindparam("number"))
    .values(initials=bindparam("to_initials"))
)
