"""Workflow, Procedure, State, Action, Field, Clock: the words of the YAML, as frozen types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Setting

FieldType = Literal[
    "text", "long_text", "name", "date", "area", "money", "length", "integer", "share",
    "choice", "yes_no", "id_number", "phone", "credit_code", "list", "points",
]  # fmt: skip
SECRET = frozenset({"id_number", "phone"})
ANY = ("any",)


def _as_tuple(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Word(BaseModel):
    """Base of every type a definition is written in: closed, frozen, readable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Field(Word):
    """What an action asks of the person: one entry of its form."""

    name: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: Mapping[str, str] = {}
    unit: str = ""
    help: str = ""
    basis: str = ""
    of: tuple["Field", ...] = ()  # the columns of a list
    at_least: int = 0  # a list's shortest length


class Issue(Word):
    """A document an action issues: once, or one for each household."""

    document: str
    to: Literal["once", "each_household"] = "once"
    again: bool = False  # a certificate printed anew, under the number it has


def _as_issues(value: object) -> object:
    if isinstance(value, str | list):
        names = [value] if isinstance(value, str) else value
        return tuple({"document": name} if isinstance(name, str) else name for name in names)
    return value


Issues = Annotated[tuple[Issue, ...], BeforeValidator(_as_issues)]  # `[notice]` is once


class Clock(Word):
    """时限: runs in some states, stands still in others, is over elsewhere."""

    label: str
    limit: str
    runs_in: Names
    stopped_in: Names = ()
    turn: str  # whose turn it is while the clock runs: a role
    extension: str = ""  # the limit that one extension adds
    ended_by: Names = ()  # actions that end it although the state goes on
    ended_on: str = ""  # their answer that tells on which day; else the day they are taken
    runs_out: bool = (
        False  # nobody is late after it: a right is lost, a posting has hung long enough
    )


class State(Word):
    """环节: where a procedure stands."""

    label: str
    stage: str = ""
    final: bool = False


class When(Word):
    """A listener: the action follows by itself when another procedure enters a state."""

    procedure: str
    enters: Names


class Action(Word):
    """办理事项: what someone, the clock, or the system may do in a state."""

    label: str
    from_: Names = Setting(alias="from")
    to: str | Mapping[str, str]  # a state, `stay`, `remembered`, or one destination a source
    by: Names
    asks: tuple[Field, ...] = ()
    rules: Names = ()
    records: Names = ()
    issues: Issues = ()
    opens: Names = ()  # procedures that begin
    opens_each: Names = ()  # procedures that begin for each household told of
    acts: Mapping[str, Names] = {}  # procedure: the action taken there too, or the first that fits
    when: When | None = None
    optional: bool = False  # what follows, and is passed over where it is not offered or ruled out
    when_due: str = ""
    extends: str = ""
    effective: str = (
        ""  # the answer that dates the new state, or `entered`: as of the old one's day
    )
    overrides: Names = ()  # states that time had brought about, and that this shows never to have come
    remembers: bool = False
    raises: Names = ()
    lowers: Names = ()
    returns: bool = False  # leads back on purpose: marks a cycle as wanted
    confirm: str = ""  # asked before what can't be undone
    help: str = ""

    @property
    def along(self) -> tuple[tuple[str, str], ...]:
        """Every action of another procedure that this one may take along."""
        return tuple((seat, name) for seat, names in self.acts.items() for name in names)


class Procedure(Word):
    """程序: one state machine with its actions and clocks, as it stands in one seat of the workflow."""

    name: str
    title: str
    uses: str
    initial: str
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    clocks: Mapping[str, Clock] = {}
    organ: str = ""
    settings: Mapping[str, str] = {}
    side_by_side: bool = False  # a later run does not take the place of an earlier one


class Organ(Word):
    """机关: who decides, under which seal, and before whom its acts are challenged."""

    name: str
    short: str  # 发文机关代字
    code: str  # 统一社会信用代码
    region: str
    seal: str
    special_seal: str = ""
    review_organ: str
    review_url: str
    court: str
    contact: str = ""
    phone: str = ""
    address: str = ""


class Role(Word):
    label: str
    organ: str = ""
    kind: Literal["office", "party", "automatic"] = "office"
    # Whose time it is when it is this role's turn; who belongs to an organ is always the bureau.
    side: Literal["bureau", "owners", "builder", "other"] = "other"
    enters_history: bool = False  # may enter steps of old papers, whoever took them then (补录)


class Series(Word):
    """How a kind of document is numbered, and which organ answers for it."""

    style: Literal["letter", "planning_permit", "construction_permit", "verification", "plain"]
    series: str = ""
    organ: str = ""


class Source(Word):
    """A source of law."""

    title: str
    issued_by: str = ""
    in_force: date | None = None
    local: bool = False


class Value(Word):
    value: int | str
    basis: str


class LimitWord(Word):
    """A figure of the law and every value it has had."""

    label: str
    unit: Literal[
        "working_days", "calendar_days", "months", "area", "length", "ratio", "count", "choice"
    ]
    values: Mapping[date, Value]
    help: str = ""


class Workflow(Word):
    """流程: a whole definition; canonical JSON of it has one hash, and a case is pinned to that."""

    id: str
    version: int
    title: str
    stages: Mapping[str, str]
    roles: Mapping[str, Role]
    organs: Mapping[str, Organ]
    contacts: Mapping[str, str] = {}
    sources: Mapping[str, Source]
    limits: Mapping[str, LimitWord]
    documents: Mapping[str, Series]
    procedures: Mapping[str, Procedure]  # by seat, resolved
    opens_with: Names  # the procedures a new case begins with
