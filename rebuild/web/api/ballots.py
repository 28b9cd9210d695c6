"""The ballot sheet: a line for each owner who answers, the count beside it, and everything that is new entered in one act."""

from dataclasses import replace
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from rebuild.cases.facts import Run
from rebuild.errors import NotFound
from rebuild.law.owners import ROUND
from rebuild.services.ballot_sheet import lines_of
from rebuild.services.look_up import Found
from rebuild.services.owners_page import owners_page, with_ballots
from rebuild.services.read_ballots import Typed, read_ballots
from rebuild.services.rights import Right
from rebuild.services.tally_shown import tally_shown
from rebuild.web.api.acting import Deed, carry_out, wanted_by
from rebuild.web.api.answers import Answer, Outcome, Told
from rebuild.web.api.client import Client, Key, Now, Number, TheOffice, Today, case_for
from rebuild.web.api.problems import problem
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/cases/{number}/ballots", tags=["owners"])
CAST = ("consensus", "cast")
NO_ROUND = "案件 {} 还没有开始表决，或者还没有登记业主名册"


class Sheet(Answer):
    """The round as its page shows it: the sheet, the count, the visits, the posting, the objections."""

    round: int
    state: str
    rows: list[Told]
    tally: Told
    visits: list[Told]
    not_reached: list[str]
    posting: Told | None
    objections: list[Told]


class Ballot(Sent):
    """One line as it is typed; what is left out stays as it is."""

    vote: Literal["agree", "disagree", "abstain", "invalid"]
    cast: str = Field("", max_length=20, description="06-18 or 2023-06-18; today where it is empty")
    method: Literal["", "paper", "proxy", "house_call", "electronic"] = ""
    proxy: str = Field("", max_length=60)
    until: str = Field("", max_length=20, description="until when the proxy is empowered")
    witness: str = Field("", max_length=60)
    signed_by: str = Field("", max_length=60)
    benefit: bool = False
    sealed: bool = False

    def typed(self, key: str) -> dict[str, str]:
        """The fields of the sheet as its page names them."""
        given = {
            "v": self.vote, "d": self.cast, "m": self.method, "p": self.proxy, "u": self.until,
            "w": self.witness, "s": self.signed_by,
            "b": "是" if self.benefit else "", "c": "是" if self.sealed else "",
        }  # fmt: skip
        return {f"{sign}.{key}": value for sign, value in given.items()}


class Ballots(Deed):
    """Lines by the `key` that the sheet gives them; a line that says what is kept already is none."""

    lines: dict[str, Ballot] = Field(max_length=1000)

    def typed(self) -> dict[str, str]:
        return {
            name: text for key, line in self.lines.items() for name, text in line.typed(key).items()
        }


class Tally(Answer):
    """The count as it would be with these lines."""

    passed: bool
    headline: str
    steps: list[Told]
    total: Told


@router.get("", response_model=Sheet)
def sheet(office: TheOffice, client: Client, today: Today, number: Number) -> Told:
    """业主与表决: the latest round, names masked; house calls are logged by the action `consensus/log_visit`."""
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    told = owners_page(found, office.calendar, client, on=today)
    if told is None:
        raise NotFound(NO_ROUND.format(number))
    return told


@router.post("/tally", response_model=Tally)
def trial(office: TheOffice, client: Client, today: Today, number: Number, asked: Ballots) -> Any:
    """实时计票: the count with these lines; nothing is written."""
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    run = _round(found)
    on = asked.on or today
    read = _read(found, run, asked, on)
    if read.problems:
        return _unreadable(read.problems)
    case = with_ballots(found.case, run, tuple(read.ballots))
    return tally_shown(case, run, found.plan.limits, on=on)


@router.post("", response_model=Outcome)
def casting(
    request: Request,
    office: TheOffice,
    client: Client,
    today: Today,
    now: Now,
    number: Number,
    key: Key,
    asked: Ballots,
) -> Any:
    """Every line that is new or changed, in one act; nothing of it where anything stands in the way."""
    case_for(office, client, number, Right.ACT)
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    read = _read(found, _round(found), asked, asked.on or today)
    if read.problems:
        return _unreadable(read.problems)
    answers = {"ballots": read.answers}
    wanted = wanted_by(found, client, CAST, answers, asked, today=today, now=now, key=key)
    return carry_out(request, found, replace(wanted, said=dict(asked.typed())))


def _round(found: Found) -> Run:
    run = found.case.run(ROUND)
    if run is None:
        raise NotFound(NO_ROUND.format(found.case.number))
    return run


def _read(found: Found, run: Run, asked: Ballots, on: date) -> Typed:
    """What is new; a line that the sheet does not have is a problem of its own."""
    known = {line.key for line in lines_of(found.case, run)}
    read = read_ballots(found.case, run, asked.typed(), on=on)
    read.problems += [
        {"key": key, "words": f"录票单上没有“{key[:20]}”这一行"}
        for key in asked.lines
        if key not in known
    ]
    return read


def _unreadable(problems: list[dict[str, str]]) -> Any:
    told = [
        {"code": "sheet.line", "where": each["key"], "message": each["words"]} for each in problems
    ]
    return problem(422, "有的行看不懂，没有录入", told)
