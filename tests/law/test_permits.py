"""证照: how often a permit is extended, when it is too late, and who must be heard."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rebuild.cases.facts import Case, Run, Taken, Visit
from rebuild.engine.clocks import last_days_of_runs
from rebuild.law.permits import LIVE, START, Standing, standing_of, standing_on
from tests.law.a_case import DAY, a_case, a_run, says, the_calendar, the_plan, took, with_run

SEAT = "construction_permit"
DUE = date(2024, 6, 4)
ASKED, GIVEN, REFUSED = took("apply_extension"), took("extend"), took("refuse_extension")
STAY = took("stay", order="示例裁定〔2024〕1号")
UNSTAY = took("unstay", date(2024, 3, 20), order="示例裁定〔2024〕2号")


def permit(code: str, *taken: Taken, seat: str = SEAT, on: date = DAY) -> tuple[str, ...]:
    return says(code, with_run(a_case(), a_run(seat, "effective", *taken)), seat=seat, on=on)


@pytest.mark.parametrize(
    ("seat", "used", "holds"),
    [
        (SEAT, 1, True),
        (SEAT, 2, False),
        ("planning_permit", 0, True),
        ("planning_permit", 1, False),
    ],
)
def test_a_construction_permit_is_extended_twice_a_planning_permit_once(
    seat: str, used: int, holds: bool
) -> None:
    said = permit("licensing.permit_extension_left", *[GIVEN] * used, seat=seat)
    assert (said == ()) is holds
    assert holds or f"已延期{used}次" in said[0]


@pytest.mark.parametrize(("on", "holds"), [(DUE, True), (date(2024, 6, 5), False)])
def test_works_start_or_more_time_is_asked_for_by_the_last_day(on: date, holds: bool) -> None:
    said = permit("licensing.permit_not_yet_due", on=on)
    assert (said == ()) is holds
    assert holds or ("2024-06-04" in said[0] and "施工许可证" in said[0])


@pytest.mark.parametrize(
    ("taken", "pending"),
    [((), False), ((ASKED,), True), ((ASKED, GIVEN), False), ((ASKED, REFUSED), False), ((ASKED, REFUSED, ASKED), True)],
    ids=["none", "asked", "given", "refused", "asked_again"],
)  # fmt: skip
def test_more_time_is_given_where_it_was_asked_for_and_nothing_lapses_meanwhile(
    taken: tuple[Taken, ...], pending: bool
) -> None:
    assert (permit("licensing.extension_applied", *taken) == ()) is pending
    waiting = permit("licensing.no_extension_pending", *taken)
    assert (waiting == ()) is not pending
    assert not pending or str(DAY) in waiting[0]


# Received on 4 March 2024, a planning permit ends on 4 March 2025. Back from there: 2 working days in March, 19 in
# February (the 8th worked for the Spring Festival), and 9 in January (the 26th worked too), the first of them the 16th.
END, LAST_TO_ASK = date(2025, 3, 4), date(2025, 1, 15)


@pytest.mark.parametrize(
    ("asked", "extends"),
    [
        (DAY, True),
        (LAST_TO_ASK - timedelta(1), True),
        (LAST_TO_ASK, True),
        (LAST_TO_ASK + timedelta(1), False),
    ],
)
def test_silence_extends_what_was_asked_for_thirty_working_days_before_the_end(
    asked: date, extends: bool
) -> None:
    taken = took("apply_extension", asked)
    said = permit(
        "licensing.extension_unanswered", taken, seat="planning_permit", on=END + timedelta(1)
    )
    assert (said == ()) is extends
    assert extends or str(LAST_TO_ASK) in said[0]


@pytest.mark.parametrize("answer", [None, GIVEN, REFUSED, took("extend_by_silence")])
def test_silence_is_no_answer_where_there_was_one_or_nothing_was_asked(
    answer: Taken | None,
) -> None:
    taken = (ASKED, answer) if answer else ()
    assert permit("licensing.extension_unanswered", *taken, seat="planning_permit")


def test_an_extension_by_silence_counts_as_the_one_there_may_be() -> None:
    silent = took("extend_by_silence")
    assert permit("licensing.permit_extension_left", silent, seat="planning_permit")
    assert permit("licensing.permit_extension_left", silent) == ()


def test_a_construction_permit_is_not_extended_by_silence() -> None:
    assert the_plan().action("planning_permit", "extend_by_silence") is not None
    assert the_plan().action(SEAT, "extend_by_silence") is None


WISH, CHANGED, KEPT = took("apply_change"), took("change"), took("refuse_change")


@pytest.mark.parametrize(
    ("taken", "pending"),
    [((), False), ((WISH,), True), ((WISH, CHANGED), False), ((WISH, KEPT), False), ((WISH, KEPT, WISH), True)],
    ids=["none", "asked", "changed", "refused", "asked_again"],
)  # fmt: skip
def test_a_permit_is_changed_where_its_holder_asked_and_asks_once_at_a_time(
    taken: tuple[Taken, ...], pending: bool
) -> None:
    assert (permit("licensing.change_applied", *taken) == ()) is pending
    waiting = permit("licensing.no_change_pending", *taken)
    assert (waiting == ()) is not pending
    assert not pending or str(DAY) in waiting[0]


def test_a_stayed_permit_is_not_used_until_the_stay_is_lifted() -> None:
    assert permit("licensing.not_stayed") == ()
    assert "示例裁定〔2024〕1号" in permit("licensing.not_stayed", STAY)[0]
    assert permit("licensing.not_stayed", STAY, UNSTAY, on=UNSTAY.on) == ()


def test_whoever_is_concerned_is_heard_first() -> None:
    assert says("licensing.interested_heard", heard=True) == ()
    assert says("licensing.interested_heard", heard=False)


def on_day(case: Case, day: date, seat: str = SEAT) -> Standing:
    last_day = last_days_of_runs(the_plan(), the_calendar())
    return standing_on(case, seat, day, lambda run: last_day(run, START))


GRANTED, RECEIVED, ENDED = date(2024, 2, 5), date(2024, 2, 8), date(2024, 4, 1)


def a_life(*taken: Taken, seat: str = SEAT) -> Case:
    """A permit granted, received three days later, and revoked in April."""
    stays = (
        Visit("draft", GRANTED, ""),
        Visit("issued", GRANTED, "issue"),
        Visit("effective", RECEIVED, "deliver"),
        Visit("revoked", ENDED, "revoke"),
    )
    return with_run(a_case(), Run(seat, 1, GRANTED, "revoked", stays, taken))


@pytest.mark.parametrize(
    ("day", "word", "live"),
    [
        (date(2024, 2, 4), "none", False),
        (GRANTED, "issued", False),
        (date(2024, 2, 7), "issued", False),
        (RECEIVED, "effective", True),
        (date(2024, 3, 31), "effective", True),
        (ENDED, "revoked", False),
    ],
)
def test_a_permit_stands_on_any_day_as_it_stood_then(day: date, word: str, live: bool) -> None:
    standing = on_day(a_life(), day)
    assert (standing.word, standing.live) == (word, live)
    assert on_day(a_case(runs={}), day).word == "none"


@pytest.mark.parametrize(
    ("day", "live"),
    [(date(2024, 3, 3), True), (DAY, False), (date(2024, 3, 19), False), (UNSTAY.on, True)],
    ids=["the_day_before_the_order", "the_order", "the_last_day_of_the_stay", "lifted"],
)
def test_only_an_order_stays_a_permit_and_only_an_order_lifts_it(day: date, live: bool) -> None:
    standing = on_day(a_life(STAY, UNSTAY), day)
    assert (standing.live, standing.stayed) == (live, not live)
    assert live or (standing.why == "示例裁定〔2024〕1号" and standing.since == DAY)


def test_a_stay_of_one_permit_is_not_a_stay_of_the_next() -> None:
    first = a_run(SEAT, "revoked", STAY, since=date(2024, 3, 1))
    second = Run(SEAT, 2, DAY, "effective", (Visit("effective", DAY, "deliver"),))
    case = a_case(runs={SEAT: (first, second)})
    assert on_day(case, DAY).live
    assert not standing_of(first, DAY, None).live


@pytest.mark.parametrize(("day", "version"), [(date(2024, 3, 3), 1), (DAY, 2), (UNSTAY.on, 3)])
def test_every_change_is_a_new_version(day: date, version: int) -> None:
    changes = (took("change"), took("change", UNSTAY.on))
    assert on_day(a_life(*changes), day).version == version


def test_in_force_is_from_receipt_to_the_end() -> None:
    assert LIVE == ("effective", "in_use", "works_stopped")


def unused(*taken: Taken, seat: str = SEAT) -> Case:
    """A permit received on 4 March and not used; the clocks were never run."""
    return with_run(a_case(), a_run(seat, "effective", *taken))


LAST_DAY, DAY_AFTER = date(2024, 6, 4), date(2024, 6, 5)


@pytest.mark.parametrize(
    ("day", "word", "live"),
    [(LAST_DAY, "effective", True), (DAY_AFTER, "lapsed", False), (date(2025, 1, 1), "lapsed", False)],
    ids=["the_last_day", "the_day_after", "months_later"],
)  # fmt: skip
def test_an_unused_permit_lapses_by_itself_whether_or_not_anyone_enters_it(
    day: date, word: str, live: bool
) -> None:
    standing = on_day(unused(), day)
    assert (standing.word, standing.live) == (word, live)
    assert live or (standing.since, standing.why) == (DAY_AFTER, "lapse")


@pytest.mark.parametrize(
    ("day", "live"), [(date(2025, 3, 4), True), (date(2025, 3, 5), False)], ids=["last", "after"]
)
def test_a_planning_permit_lapses_by_the_days_of_its_own(day: date, live: bool) -> None:
    assert on_day(unused(seat="planning_permit"), day, "planning_permit").live is live


def test_a_permit_that_is_used_does_not_lapse() -> None:
    begun = a_run(SEAT, "in_use", since=LAST_DAY, also=(Visit("effective", DAY, "deliver"),))
    assert on_day(with_run(a_case(), begun), date(2026, 1, 1)).live


IN_TIME = took("apply_extension", LAST_DAY)
ANSWERED = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("taken", "day", "live"),
    [
        ((IN_TIME,), DAY_AFTER, True),
        ((IN_TIME, took("refuse_extension", ANSWERED)), date(2024, 6, 19), True),
        ((IN_TIME, took("refuse_extension", ANSWERED)), ANSWERED, False),
        ((IN_TIME, took("extend", ANSWERED)), ANSWERED, True),
        ((IN_TIME, took("extend", ANSWERED)), date(2024, 9, 4), True),
        ((IN_TIME, took("extend", ANSWERED)), date(2024, 9, 5), False),
        ((took("apply_extension", DAY_AFTER),), DAY_AFTER, False),
    ],
    ids=["asked", "not_yet_refused", "refused", "given", "last", "over", "too_late"],
)  # fmt: skip
def test_an_extension_asked_for_in_time_keeps_a_permit_until_it_is_answered(
    taken: tuple[Taken, ...], day: date, live: bool
) -> None:
    assert on_day(unused(*taken), day).live is live


@pytest.mark.parametrize("day", [LAST_DAY, DAY_AFTER, date(2024, 6, 19), ANSWERED])
@pytest.mark.parametrize(
    "taken",
    [(), (IN_TIME,), (IN_TIME, took("refuse_extension", ANSWERED))],
    ids=["unasked", "asked", "refused"],
)
def test_a_lapse_entered_changes_no_answer_of_any_day(taken: tuple[Taken, ...], day: date) -> None:
    run = unused(*taken).runs[SEAT][0]
    lapsed = Visit("lapsed", DAY_AFTER, "lapse")
    entered = replace(run, state="lapsed", visits=(*run.visits, lapsed))
    assert on_day(unused(*taken), day) == on_day(with_run(a_case(), entered), day)


@pytest.mark.parametrize(("on", "refused"), [(LAST_DAY, False), (DAY_AFTER, True)])
def test_rules_ask_the_date_too(on: date, refused: bool) -> None:
    assert bool(says("construction.permit_live", unused(), on=on)) is refused
    assert bool(says("construction.no_live_permit", unused(), on=on)) is not refused
