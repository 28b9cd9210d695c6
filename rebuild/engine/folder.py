"""The files of a workflow folder as they are written, before its seats are filled."""

from collections.abc import Mapping

from rebuild.engine.definition import (
    Action,
    Clock,
    Field,
    Issues,
    LimitWord,
    Names,
    Organ,
    Role,
    Series,
    Source,
    State,
    When,
    Word,
)


class ProcedureFile(Word):
    """procedures/NAME.yaml: one state machine, in words that a seat fills in."""

    procedure: str
    title: str
    initial: str
    side_by_side: bool = False
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    clocks: Mapping[str, Clock] = {}
    forms: Mapping[str, tuple[Field, ...]] = {}  # written out before a file gets this far


class Addition(Word):
    """What a seat adds to an action of its file, appended to the action's own lists."""

    asks: tuple[Field, ...] = ()
    rules: Names = ()
    records: Names = ()
    issues: Issues = ()
    opens: Names = ()
    opens_each: Names = ()
    acts: Mapping[str, Names] = {}
    raises: Names = ()
    lowers: Names = ()


class Seat(Word):
    """One use of a procedure file: under which title and organ, by whom, within which limits."""

    uses: str
    title: str = ""
    organ: str = ""
    roles: Mapping[str, str] = {}
    limits: Mapping[str, str] = {}
    settings: Mapping[str, str] = {}
    without: Names = ()
    stages: Mapping[str, str] = {}
    add: Mapping[str, Addition] = {}
    when: Mapping[str, When] = {}


class WorkflowFile(Word):
    """workflow.yaml: who takes part, and which procedures there are."""

    id: str
    version: int
    title: str
    stages: Mapping[str, str]
    roles: Mapping[str, Role]
    organs: Mapping[str, Organ]
    contacts: Mapping[str, str] = {}
    documents: Mapping[str, Series] = {}
    opens_with: Names
    seats: Mapping[str, Seat]


class LawFile(Word):
    """law.yaml: the sources of law, and every figure by the day it came into force."""

    sources: Mapping[str, Source]
    limits: Mapping[str, LimitWord]
