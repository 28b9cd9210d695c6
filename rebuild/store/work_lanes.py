"""Lanes of a work list: of which tasks, from where, in which order, as statements that each go along one index.

What is no part of the index a statement goes along is kept out of the planner's hands by `_aside`.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)

from rebuild.store.seeking import among
from rebuild.store.session import Statement
from rebuild.store.tables import cases, people
from rebuild.store.tables_work import tasks

AMONG = "among"  # that only cases found beforehand are asked for
FIRST, LAST = "", "\U0010ffff"  # before and after every urgency and every number there can be


class Line(NamedTuple):
    """One line of a work list: a task, and its case as the list shows it."""

    number: str
    region: str
    main_state: str
    turn: str
    handler: str
    urgency: str
    seat: str
    state: str
    action: str
    clock_seat: str
    clock: str
    started: str
    whole: int
    working: bool
    kept: int
    provisional: bool
    workflow: str
    workflow_version: int
    address: str
    applicant: str
    stage: str
    households: int
    version: int


class Lane(NamedTuple):
    """Which tasks: those of a district, of a role and its handler, of a state, or a single one."""

    region: str = ""
    turn: str | None = None
    handler: str = ""
    main_state: str = ""
    number: str = ""


Keys = frozenset[str]  # which of the lane's conditions there are


def keys_of(lane: Lane) -> frozenset[str]:
    keys = {name for name in ("region", "main_state", "number") if getattr(lane, name)}
    return frozenset(keys | ({"turn"} if lane.turn is not None else set()))


@cache
def lines_statement(keys: Keys, by_number: bool, newest: bool, search: str) -> Statement:
    """The first lines of a lane after the last one seen."""
    along = _along(keys, by_number, search)
    order: list[ColumnElement[str]] = [_urgency(keys), tasks.c.case_number]
    if by_number:
        order = [along.desc() if newest else along]
    return Statement(
        lambda database: (
            _found(keys, by_number, newest, search, database)
            .with_only_columns(*_COLUMNS)
            .order_by(*order)
            .limit(bindparam("limit"))
        )
    )


@cache
def keys_statement(keys: Keys) -> Statement:
    """The order keys of a lane's first lines by last day, from its index alone."""
    return Statement(
        select(tasks.c.urgency, tasks.c.case_number)
        .where(*_lane(keys, by_number=False), *_from_urgency(tasks.c.urgency))
        .order_by(tasks.c.urgency, tasks.c.case_number)
        .limit(bindparam("limit"))
    )


@cache
def numbers_statement(keys: Keys, by_number: bool, newest: bool, search: str) -> Statement:
    """The number of every line of a lane."""
    return Statement(lambda database: _found(keys, by_number, newest, search, database))


def _found(keys: Keys, by_number: bool, newest: bool, search: str, database: str) -> Select[Any]:
    along = _along(keys, by_number, search)
    start = _from_number(along, newest) if by_number else _from_urgency(_urgency(keys))
    if AMONG in keys:
        start = [*start, among(tasks.c.case_number, database)]
    return (
        select(tasks.c.case_number)
        .join_from(tasks, cases, cases.c.number == tasks.c.case_number)
        .where(*_lane(keys, by_number), *start, *_sought(search, database))
    )


def _along(keys: Keys, by_number: bool, search: str) -> ColumnElement[str]:
    """By number, cases of a state and cases that are sought everywhere are found among the cases themselves."""
    if _along_cases(keys) or (by_number and search and not keys):
        return cases.c.number
    return tasks.c.case_number


def _along_cases(keys: Keys) -> bool:
    return "main_state" in keys and not keys & {"region", "number", AMONG}


def _lane(keys: Keys, by_number: bool) -> list[ColumnElement[bool]]:
    """What is asked of each task; only the columns of the index that serves best are asked plainly."""
    columns = {"number": tasks.c.case_number, **tasks.c}
    if "number" in keys:
        plain = {"number"}
    elif AMONG in keys:
        plain = set()
    elif by_number and _along_cases(keys):
        columns, plain = {**columns, "main_state": cases.c.state}, {"main_state"}
    elif by_number:
        plain = {"region"}
    elif keys >= {"turn", "region"}:
        plain = {"turn", "handler", "region"}
    else:
        plain = {"main_state"} if "main_state" in keys else {"region"}
    asked = sorted((keys - {AMONG}) | ({"handler"} if "turn" in keys else set()))
    return [
        (columns[name] if name in plain else _aside(columns[name])) == bindparam(f"the_{name}")
        for name in asked
    ]


def _urgency(keys: Keys) -> ColumnElement[str]:
    """Of few cases it is looked up, and no index of it gone along."""
    return _aside(tasks.c.urgency) if AMONG in keys else tasks.c.urgency


def _from_urgency(urgency: ColumnElement[str]) -> list[ColumnElement[bool]]:
    after = tuple_(bindparam("after_urgency"), bindparam("after_number"))
    return [
        tuple_(urgency, tasks.c.case_number) > after,
        urgency >= bindparam("low"),
        urgency < bindparam("high"),
    ]


def _from_number(number: ColumnElement[str], newest: bool) -> list[ColumnElement[bool]]:
    return [
        number < bindparam("number") if newest else number > bindparam("number"),
        _aside(tasks.c.urgency) >= bindparam("low"),
        _aside(tasks.c.urgency) < bindparam("high"),
    ]


def _sought(search: str, database: str) -> list[ColumnElement[bool]]:
    if not search:
        return []
    columns = [cases.c.number, cases.c.address, cases.c.initials]
    if search == "names":
        columns.append(cases.c.applicant)
    pattern: BindParameter[str] = bindparam("search")
    # SQLite's LIKE takes no notice of case by itself, and lowering a million texts takes long.
    ways: list[ColumnElement[bool]] = [
        (column if database == "sqlite" else func.lower(column)).like(pattern, escape="\\")
        for column in columns
    ]
    if search == "names":
        of_that_name = select(people.c.case_number).where(
            people.c.name >= bindparam("name"), people.c.name < bindparam("name_end")
        )
        ways.append(tasks.c.case_number.in_(of_that_name))
    return [or_(*ways)]


def _aside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as a value that no index is chosen for."""
    return func.coalesce(column, "")


_OF_TASK = Line._fields[1:16]
_OF_CASE = Line._fields[16:]
_COLUMNS = [
    tasks.c.case_number,
    *(tasks.c[name] for name in _OF_TASK),
    *(cases.c[name] for name in _OF_CASE),
]
