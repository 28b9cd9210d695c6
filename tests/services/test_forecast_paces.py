"""推算的三种快慢: all the time the law gives, as usual in this office, and the shortest lawful way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from rebuild.services.forecast import Walk
from rebuild.services.forecast_told import forecast_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office, make_office
from rebuild.services.pace import AT_ONCE, Pace, pace_of, usual_pace
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story
from rebuild.store import ledger
from tests.law.a_case import the_calendar
from tests.services.offices_with_clocks import STORY, opened, same_bytes

START = date(2023, 5, 25)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose owners have just been told of the danger."""
    data = tmp_path_factory.mktemp("forecast") / "office"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    made, story = opened(data), read_story(STORY)
    until = next(
        n
        for n, step in enumerate(story.steps)
        if step.action == "notify_danger" and not step.refused
    )
    list(tell_story(made, replace(story, steps=story.steps[: until + 1])))
    yield made
    made.close()


NUMBER = "WF-510105-2023-0001"


def days(office: Office, pace: Pace | None) -> dict[tuple[str, str], date]:
    found = look_up(office, NUMBER)
    walk = Walk(found.plan, office.calendar, found.case, START, (), pace or Pace())
    return {(step.seat, step.action): step.until for step in walk.to_the_end()}


def test_the_shortest_way_waits_only_where_the_law_makes_people_wait(office: Office) -> None:
    shortest = days(office, AT_ONCE)
    assert shortest["consensus", "announce"] == START
    assert (shortest["consensus", "open_voting"] - START).days == 15
    posted, over = shortest["consensus", "post"], shortest["consensus", "take_effect"]
    assert (over - posted).days >= 8
    assert shortest["planning", "submit"] == shortest["planning", "grant"]
    filed, down = shortest["case", "file_demolition"], shortest["case", "demolished"]
    assert (down - filed).days == 15


def test_no_step_of_the_shortest_way_is_later_than_the_longest(office: Office) -> None:
    shortest, longest = days(office, AT_ONCE), days(office, None)
    assert shortest.keys() == longest.keys()
    assert all(shortest[step] <= longest[step] for step in longest)
    assert max(shortest.values()) < max(longest.values())


def test_at_the_usual_pace_a_step_takes_as_long_as_it_took(office: Office) -> None:
    usual = Pace({("planning", "under_review"): 12, ("planning", "received"): 0})
    walked = days(office, usual)
    accepted, granted = walked["planning", "accept"], walked["planning", "grant"]
    counted = pace_of(the_calendar(), [])
    assert counted.stays == {}
    working = sum(
        the_calendar().is_working_day(date.fromordinal(day))
        for day in range(accepted.toordinal() + 1, granted.toordinal() + 1)
    )
    assert working == 12


def test_the_usual_pace_is_the_median_of_what_is_over(office: Office) -> None:
    case = look_up(office, NUMBER).case
    run = case.runs["case"][0]
    first, second = run.visits[0], run.visits[1]
    slow = replace(run, visits=(first, replace(second, since=date(2023, 6, 1))))
    quick = replace(run, visits=(first, second))
    told = [replace(case, runs={"case": (each,)}) for each in (quick, slow, slow)]
    alone = pace_of(the_calendar(), told[1:2])
    assert pace_of(the_calendar(), told).stays == alone.stays
    assert pace_of(the_calendar(), told).stays["case", "new"] > 0
    assert usual_pace(office).stays.keys() >= {("case", "reported"), ("case", "appraising")}


def test_a_forecast_writes_nothing_and_tells_all_three(office: Office) -> None:
    found = look_up(office, NUMBER)
    with office.database.reading() as session:
        before = [entry.hash for entry in ledger.entries(session, NUMBER)]
    told = forecast_told(
        found.plan, office.calendar, found.case, start=START, usual=usual_pace(office)
    )
    with office.database.reading() as session:
        assert [entry.hash for entry in ledger.entries(session, NUMBER)] == before
    assert told["shortest"]["end"] < told["end"]
    assert told["usual"]["end"] <= told["end"]
