"""读录票单: what was typed on the sheet, as ballots to be entered; a line that says what is kept already is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import Ballot, Case, Json, Run
from rebuild.cases.identity import mask_name
from rebuild.law.owners import announced
from rebuild.services.ballot_sheet import METHODS, VOTES, Line, ballots_now, lines_of

YES = "是"
_SHORT = re.compile(r"([0-9]{1,2})[-/.月]?([0-9]{2}|(?<=[-/.月])[0-9])日?", re.ASCII)
_PARTICULARS = {"m": "method", "p": "proxy", "u": "proxy_until", "w": "witness", "s": "signed_by"}
_TICKED = {"b": "benefit", "c": "sealed"}
_MASKED = ("proxy", "signed_by")


@dataclass(slots=True)
class Typed:
    """A sheet as it was typed: what to enter, the same as ballots to count on trial, and what can't be read."""

    answers: list[dict[str, Json]] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)


def read_ballots(case: Case, run: Run, typed: Mapping[str, str], *, on: date) -> Typed:
    """Every line that says something new; a day that is not written is the day of entry."""
    kept, read = ballots_now(case, run), Typed()
    for line in lines_of(case, run):
        vote = typed.get(f"v.{line.key}", "")
        if vote not in VOTES:
            continue
        before = kept.get(line.key)
        written = typed.get(f"d.{line.key}", "").strip()
        day = _day(written, run, on) if written else before.cast_on if before else on
        if day is None:
            words = f"{line.household.unit} 的签署日“{written[:20]}”不是日期，请写成 06-18 的样子"
            read.problems.append({"key": line.key, "field": f"d.{line.key}", "words": words})
            continue
        row = _row(line, vote, day, typed, before)
        if before is None or not _same(row, before):
            read.answers.append(row)
            read.ballots.append(_ballot(row, day))
    return read


def _row(
    line: Line, vote: str, day: date, typed: Mapping[str, str], before: Ballot | None
) -> dict[str, Json]:
    row: dict[str, Json] = {"unit": line.household.unit, "vote": vote, "cast_on": day.isoformat()}
    if line.owner:
        row["owner"] = line.owner
    for sign, name in _PARTICULARS.items():
        given = typed.get(f"{sign}.{line.key}", "").strip()
        known = getattr(before, name, "") if before else ""
        # A name was shown masked; left as it was shown, it is the name that is kept.
        if name in _MASKED and known and given == mask_name(known):
            given = known
        if given:
            row[name] = given
    if row.get("method") not in METHODS:
        row.pop("method", None)
    for sign, name in _TICKED.items():
        if typed.get(f"{sign}.{line.key}") == YES:
            row[name] = YES
    return row


def _same(row: Mapping[str, Json], before: Ballot) -> bool:
    """Whether a line says what is kept; what stands in no field of it was not looked at."""
    until = before.proxy_until.isoformat() if before.proxy_until else ""
    return (
        row["vote"] == before.vote
        and row["cast_on"] == before.cast_on.isoformat()
        and row.get("method", before.method) == before.method
        and row.get("proxy", "") == before.proxy
        and row.get("proxy_until", "") == until
        and row.get("witness", "") == before.witness
        and row.get("signed_by", "") == before.signed_by
        and (row.get("benefit") == YES) == before.benefit
        and (row.get("sealed") == YES) == before.sealed
    )


def _ballot(row: Mapping[str, Json], day: date) -> Ballot:
    return Ballot(row["unit"], row["vote"], day, row.get("owner", ""))


def _day(text: str, run: Run, on: date) -> date | None:
    """A day as it was typed, 06-18 or 0618 or in full; without its year it is one of the vote's."""
    try:
        if len(text) == len("2023-06-18"):
            return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
        found = _SHORT.fullmatch(text)
        if found is None:
            return None
        month, day = map(int, found.groups())
        opens, closes = announced(run, "opens_on") or on, announced(run, "closes_on") or on
        years = dict.fromkeys((opens.year, closes.year, on.year))
        days = [date(year, month, day) for year in years]
        return next((each for each in days if opens <= each <= closes), days[0])
    except ValueError:  # the thirtieth of February
        return None
