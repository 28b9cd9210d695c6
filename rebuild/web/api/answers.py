"""Answers as the description has them: the fields a client may count on; more may stand beside them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Told = dict[str, Any]


class Answer(BaseModel):
    """An object of which these fields are promised."""

    model_config = ConfigDict(extra="allow")


class Line(Answer):
    """One case as a list shows it: where it stands, its nearest last day, whose turn it is."""

    number: str
    address: str
    applicant: str
    region: str
    households: int
    stage: str
    stage_label: str
    state_label: str
    lamp: str = Field(description="overdue, today, soon, normal, stopped, over")
    due: str | None
    left: int | None = Field(description="days left in the limit's own days; below zero: overdue")
    mine: bool
    turn: str
    turn_label: str
    handler: str
    seat: str
    action: str
    next: str = Field(description="what is to be done next, in words")
    able: bool = Field(description="whether this client may do it")


class Lines(Answer):
    """One page; `next` is what to ask for the page after it with, null on the last one."""

    cases: list[Line]
    next: str | None


class Finding(Answer):
    """One reason why not: the sentence, the article, the cure, who can bring it about."""

    code: str
    message: str
    cited: str
    cure: str
    who: str
    who_label: str


class Outcome(Answer):
    """How an action ended: the version that is now to be seen, the state, the papers, the last days."""

    allowed: bool
    dry_run: bool
    replayed: bool = Field(description="carried out before, under the same key")
    number: str
    version: int
    state: str
    documents: list[Told]
    dates: list[Told]
    findings: list[Finding]


class Imported(Answer):
    """What came of a table: every wrong cell by row and column, what the rules say, or that it stands."""

    ok: bool
    dry_run: bool
    replayed: bool
    number: str
    problems: list[Told]
    findings: list[Finding]


class Count(Answer):
    """How many it was about."""

    count: int


class Progress(Answer):
    """Work beside the pages: how far it is; ask again until it is `finished`."""

    finished: bool
    percent: int = Field(ge=0, le=100)
