"""办理时限: every clock of the shipped workflow starts, stops, goes on, is extended and is over as it is written."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rebuild.cases.apply import apply
from rebuild.cases.events import ProcedureOpened
from rebuild.cases.facts import Case, Run, Taken, Visit
from rebuild.engine.clocks import Reading, latest, open_readings, readings
from rebuild.engine.definition import Clock
from rebuild.engine.standstills import standstills
from rebuild.law.time_limits import due_date
from rebuild.services.falling_due import fallen_due
from tests.law.a_case import a_case, the_calendar, the_plan, took

MONDAY = date(2024, 3, 4)
CLOCKS = [
    (seat, name, clock)
    for seat, each in the_plan().workflow.procedures.items()
    for name, clock in each.clocks.items()
]
every_clock = pytest.mark.parametrize(
    ("seat", "name", "clock"), CLOCKS, ids=[f"{seat}.{name}" for seat, name, _ in CLOCKS]
)


def went(seat: str, *visits: tuple[str, str], taken: tuple[Taken, ...] = ()) -> Case:
    """A case in which one procedure went through these states on these days."""
    stays = tuple(Visit(state, date.fromisoformat(since), "") for state, since in visits)
    run = Run(seat, 1, stays[0].since, stays[-1].state, stays, taken)
    return a_case(runs={seat: (run,)})


def read(case: Case, seat: str, clock: str) -> Reading:
    reading = latest(the_plan(), the_calendar(), case, seat, clock)
    assert reading is not None
    return reading


def elsewhere(seat: str, clock: Clock) -> str:
    states = the_plan().workflow.procedures[seat].states
    return next(state for state in states if state not in (*clock.runs_in, *clock.stopped_in))


@every_clock
def test_a_clock_runs_from_the_day_its_state_begins(seat: str, name: str, clock: Clock) -> None:
    for state in clock.runs_in:
        reading = read(
            went(seat, (elsewhere(seat, clock), "2024-03-01"), (state, "2024-03-04")), seat, name
        )
        limit = the_plan().limits.time(clock.limit, MONDAY)
        assert (reading.standing, reading.started) == ("running", MONDAY)
        assert reading.due == due_date(the_calendar(), MONDAY, limit).due
        assert reading.basis == the_plan().limits.basis(clock.limit, MONDAY)


@every_clock
def test_a_clock_is_over_when_its_states_are_left(seat: str, name: str, clock: Clock) -> None:
    left = went(seat, (clock.runs_in[0], "2024-03-04"), (elsewhere(seat, clock), "2024-03-06"))
    reading = read(left, seat, name)
    assert (reading.standing, reading.ended) == ("over", date(2024, 3, 6))
    assert name not in {each.clock for each in open_readings(the_plan(), the_calendar(), left)}


@every_clock
def test_a_clock_stands_still_while_it_is_stopped_and_then_goes_on(
    seat: str, name: str, clock: Clock
) -> None:
    if not clock.stopped_in:
        assert read(went(seat, (clock.runs_in[0], "2024-03-04")), seat, name).reckoning.stops == ()
        return
    running = (clock.runs_in[0], "2024-03-04")
    for state in clock.stopped_in:
        stopped = read(went(seat, running, (state, "2024-03-06")), seat, name)
        resumed = read(
            went(seat, running, (state, "2024-03-06"), (clock.runs_in[0], "2024-03-13")), seat, name
        )
        assert stopped.standing == "stopped"
        assert resumed.standing == "running"
        assert resumed.reckoning.stops == ((date(2024, 3, 6), date(2024, 3, 12)),)
        assert resumed.due > stopped.due


@every_clock
def test_a_clock_is_over_when_an_action_ends_it(seat: str, name: str, clock: Clock) -> None:
    for action in clock.ended_by:
        case = went(seat, (clock.runs_in[0], "2024-03-04"), taken=(took(action, date(2024, 3, 8)),))
        assert (read(case, seat, name).standing, read(case, seat, name).ended) == (
            "over",
            date(2024, 3, 8),
        )


@every_clock
def test_an_extension_adds_to_the_end_of_the_time(seat: str, name: str, clock: Clock) -> None:
    actions = the_plan().workflow.procedures[seat].actions
    extending = [each for each, action in actions.items() if action.extends == name]
    # The construction application has a clock that could be extended, and by law nobody who may.
    assert bool(extending) == (
        bool(clock.extension) and (seat, name) != ("construction", "decision")
    )
    for action in extending:
        case = went(seat, (clock.runs_in[0], "2024-03-04"), taken=(took(action, date(2024, 3, 8)),))
        assert read(case, seat, name).extended == 1
        assert (
            read(case, seat, name).due
            > read(went(seat, (clock.runs_in[0], "2024-03-04")), seat, name).due
        )


@every_clock
def test_a_clock_ends_when_another_run_takes_the_place_of_its_own(
    seat: str, name: str, clock: Clock
) -> None:
    case = went(seat, (clock.runs_in[0], "2024-03-04"))
    followed = apply(case, ProcedureOpened(seat, 2, elsewhere(seat, clock), date(2024, 4, 1)))
    found = [each for each in readings(the_plan(), the_calendar(), followed) if each.clock == name]
    assert [(each.run, each.standing, each.ended) for each in found] == [
        (1, "over", date(2024, 4, 1))
    ]


def test_the_days_of_a_special_procedure_are_not_counted() -> None:
    visits = [
        ("under_review", "2024-01-22"),
        ("special_procedure", "2024-01-25"),
        ("under_review", "2024-02-01"),
    ]
    assert read(went("planning", *visits[:1]), "planning", "decision").due == date(2024, 2, 22)
    assert read(went("planning", *visits), "planning", "decision").due == date(2024, 2, 29)


def test_stops_one_after_another_are_counted_once_each() -> None:
    visits = [
        ("under_review", "2024-01-22"), ("special_procedure", "2024-01-25"), ("under_review", "2024-01-29"),
        ("hearing_notified", "2024-01-29"), ("hearing", "2024-01-29"), ("under_review", "2024-02-01"),
    ]  # fmt: skip
    reading = read(went("planning", *visits), "planning", "decision")
    assert reading.reckoning.stops == ((date(2024, 1, 25), date(2024, 1, 31)),)
    assert reading.due == date(2024, 2, 29)


def test_a_stop_that_ends_the_day_it_began_stops_nothing() -> None:
    visits = [
        ("under_review", "2024-01-22"),
        ("special_procedure", "2024-01-25"),
        ("under_review", "2024-01-25"),
    ]
    assert read(went("planning", *visits), "planning", "decision").due == date(2024, 2, 22)


@pytest.mark.parametrize(
    ("times", "due"),
    [(0, date(2024, 7, 30)), (1, date(2024, 10, 30)), (2, date(2025, 2, 5))],
    ids=["three_months", "extended_once", "extended_twice_over_the_spring_festival"],
)
def test_a_construction_permit_has_three_months_and_two_extensions(times: int, due: date) -> None:
    taken = tuple(took("extend", day) for day in (date(2024, 7, 20), date(2024, 10, 20))[:times])
    case = went("construction_permit", ("effective", "2024-04-30"), taken=taken)
    assert read(case, "construction_permit", "start_works").due == due


def test_silence_is_acceptance_as_of_receipt() -> None:
    visits = [("received", "2024-01-08"), ("under_review", "2024-01-08")]
    assert read(went("planning", *visits), "planning", "decision").started == date(2024, 1, 8)


@pytest.mark.parametrize(("reported", "late"), [("2024-02-29", False), ("2024-03-01", True)])
def test_a_stop_is_reported_within_a_month(reported: str, late: bool) -> None:
    report = took("report_stop", date.fromisoformat(reported))
    case = went(
        "construction_permit",
        ("in_use", "2024-01-02"),
        ("works_stopped", "2024-01-31"),
        taken=(report,),
    )
    reading = read(case, "construction_permit", "stop_report")
    assert reading.due == date(2024, 2, 29)
    assert reading.late is late


def test_a_day_beyond_the_last_holiday_notice_is_provisional() -> None:
    last = max(year.year for year in the_calendar().years)
    known = went("planning", ("under_review", f"{last}-06-01"))
    beyond = went("planning", ("under_review", f"{last}-12-20"))
    assert not read(known, "planning", "decision").provisional
    assert read(beyond, "planning", "decision").provisional


@pytest.mark.parametrize(("days", "fires"), [(0, False), (1, True)], ids=["last_day", "day_after"])
def test_a_time_limit_acts_the_day_after_its_last(days: int, fires: bool) -> None:
    case = went("planning", ("received", "2024-03-04"))
    due = read(case, "planning", "acceptance").due
    found = fallen_due(the_plan(), the_calendar(), case, due + timedelta(days))
    assert [action for _, action in found] == (["deem_accept"] if fires else [])


def test_a_stopped_clock_does_not_act() -> None:
    case = went("planning", ("under_review", "2024-01-22"), ("special_procedure", "2024-01-25"))
    assert fallen_due(the_plan(), the_calendar(), case, date(2025, 1, 1)) == ()


def test_an_overdue_mark_is_set_once() -> None:
    case = went("planning", ("under_review", "2024-01-22"))
    ((_, action),) = fallen_due(the_plan(), the_calendar(), case, date(2024, 3, 1))
    run = replace(case.runs["planning"][0], taken=(took(action, date(2024, 2, 23)),))
    assert (
        fallen_due(the_plan(), the_calendar(), a_case(runs={"planning": (run,)}), date(2024, 6, 1))
        == ()
    )


def test_a_permit_does_not_lapse_while_its_extension_is_being_decided() -> None:
    asked, refused = (
        took("apply_extension", date(2024, 7, 20)),
        took("refuse_extension", date(2024, 8, 1)),
    )
    waiting = went("construction_permit", ("effective", "2024-04-30"), taken=(asked,))
    answered = went("construction_permit", ("effective", "2024-04-30"), taken=(asked, refused))
    assert fallen_due(the_plan(), the_calendar(), waiting, date(2024, 8, 1)) == ()
    ((reading, action),) = fallen_due(the_plan(), the_calendar(), answered, date(2024, 8, 2))
    assert (reading.due, action) == (date(2024, 7, 30), "lapse")


@pytest.mark.parametrize(
    ("told_on", "late"),
    [("2024-01-30", False), ("2024-01-31", True)],
    ids=["in_time", "a_day_late"],
)
def test_a_stop_told_to_be_longer_is_overrun_only_beyond_the_longer_time(
    told_on: str, late: bool
) -> None:
    begun = Taken("start_excluded", date(2024, 1, 25), "a", "clerk", {"needed_days": 3})
    longer = Taken(
        "tell_needed_time", date.fromisoformat(told_on), "a", "clerk", {"needed_days": 5}
    )
    case = went("planning", ("under_review", "2024-01-22"), ("special_procedure", "2024-01-25"))
    (run,) = case.runs["planning"]
    visits = (*run.visits[:-1], replace(run.visits[-1], action="start_excluded"))
    run = replace(run, visits=visits, taken=(begun, longer))
    procedure = the_plan().procedures["planning"].procedure
    (stop,) = standstills(
        procedure, the_calendar(), run, procedure.clocks["decision"], started=date(2024, 1, 22)
    )
    assert [(each.needed, each.until, each.late) for each in stop.told] == [
        (3, date(2024, 1, 30), False),
        (5, date(2024, 2, 1), late),
    ]
    assert not stop.overrun(date(2024, 2, 1))
    assert stop.overrun(date(2024, 2, 2))
