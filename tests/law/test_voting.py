"""表决: the notice, the window, the ballots, the proxies and the count, each at its last good day."""

from dataclasses import replace
from datetime import date

import pytest

from rebuild.cases.facts import Ballot, Case
from tests.law.a_case import a_case, a_run, says, took, with_run

OPENS, CLOSES = date(2023, 6, 17), date(2023, 7, 2)


def voting(**changes: object) -> Case:
    notice = took("announce", date(2023, 6, 1), opens_on=str(OPENS), closes_on=str(CLOSES))
    return replace(with_run(a_case(), a_run("consensus", "voting", notice)), **changes)


def cast(on: date = CLOSES, **more: object) -> list[dict[str, object]]:
    return [{"unit": "101", "cast_on": on.isoformat(), **more}]


@pytest.mark.parametrize(
    ("opens", "holds"), [("2023-06-15", False), ("2023-06-16", True), ("2023-06-17", True)]
)
def test_fifteen_days_lie_between_notice_and_vote(opens: str, holds: bool) -> None:
    said = says("consensus.notice_time", seat="consensus", on=date(2023, 6, 1), opens_on=opens)
    assert (said == ()) is holds
    assert holds or all(told in said[0] for told in ("2023-06-01", opens, "15", "2023-06-16"))


@pytest.mark.parametrize(
    ("closes", "holds"), [("2023-06-16", False), ("2023-06-17", True), ("2023-06-18", True)]
)
def test_a_vote_does_not_close_before_it_opens(closes: str, holds: bool) -> None:
    said = says("consensus.window_in_order", opens_on="2023-06-17", closes_on=closes)
    assert (said == ()) is holds


@pytest.mark.parametrize(("day", "holds"), [(16, False), (17, True), (18, True)])
def test_nobody_votes_before_the_day_announced(day: int, holds: bool) -> None:
    said = says("consensus.window_open", voting(), seat="consensus", on=date(2023, 6, day))
    assert (said == ()) is holds
    assert holds or "2023-06-17" in said[0]


@pytest.mark.parametrize(
    ("day", "everyone", "holds"), [(2, False, False), (3, False, True), (2, True, True)]
)
def test_votes_are_counted_when_the_window_is_over_or_everyone_has_voted(
    day: int, everyone: bool, holds: bool
) -> None:
    ballots = {
        1: tuple(
            Ballot(unit, "agree", OPENS) for unit in ("101", "102", "201")[: 3 if everyone else 2]
        )
    }
    said = says(
        "consensus.window_closed", voting(ballots=ballots), seat="consensus", on=date(2023, 7, day)
    )
    assert (said == ()) is holds


@pytest.mark.parametrize(
    ("ballot", "told"),
    [
        ({"unit": "101"}, ""),
        ({"unit": "101", "owner": "业主甲"}, ""),
        ({"unit": "109"}, "109不在"),
        ({"unit": "101", "owner": "业主乙"}, "业主乙不是房号101"),
    ],
)
def test_a_ballot_belongs_to_a_unit_and_an_owner_of_the_roll(
    ballot: dict[str, str], told: str
) -> None:
    said = says("consensus.ballots_of_the_roll", ballots=[ballot])
    assert (said == ()) is (told == "")
    assert told in "".join(said)


@pytest.mark.parametrize(
    ("cast_on", "today", "holds"),
    [
        (date(2023, 6, 16), CLOSES, False),
        (OPENS, CLOSES, True),
        (CLOSES, CLOSES, True),
        (date(2023, 7, 3), date(2023, 7, 3), False),
        (date(2023, 6, 20), date(2023, 6, 19), False),
    ],
    ids=["before", "first_day", "last_day", "after", "tomorrow"],
)
def test_a_ballot_is_cast_within_the_window_and_not_in_the_future(
    cast_on: date, today: date, holds: bool
) -> None:
    said = says(
        "consensus.ballots_in_window", voting(), seat="consensus", on=today, ballots=cast(cast_on)
    )
    assert (said == ()) is holds
    assert holds or str(cast_on) in said[0]


@pytest.mark.parametrize(
    ("until", "holds"),
    [("2023-07-01", False), ("2023-07-02", True), ("2023-07-03", True), ("", False)],
    ids=["expired_the_day_before", "last_day", "later", "no_term"],
)
def test_a_proxy_holds_to_its_last_day(until: str, holds: bool) -> None:
    ballots = cast(method="proxy", proxy="受托人丁", proxy_until=until)
    said = says("consensus.proxies_valid", seat="consensus", on=CLOSES, ballots=ballots)
    assert (said == ()) is holds
    assert holds or "101" in said[0]
    assert says("consensus.proxies_valid", ballots=cast(method="paper")) == ()


@pytest.mark.parametrize(
    ("names", "holds"), [(["甲"], False), (["甲", "甲"], False), (["甲", "乙"], True)]
)
def test_two_people_see_the_count(names: list[str], holds: bool) -> None:
    said = says("consensus.two_witnesses", witnesses=[{"name": name} for name in names])
    assert (said == ()) is holds
    assert holds or ("1人" in said[0] and "2人" in said[0])
