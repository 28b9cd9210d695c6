"""证照: how often a permit is extended, when it is too late, and who must be heard."""

from datetime import date

import pytest

from rebuild.cases.facts import Flag, Taken
from tests.law.a_case import DAY, a_case, a_run, says, took, with_run

SEAT = "construction_permit"
DUE = date(2024, 6, 4)
ASKED, GIVEN, REFUSED = took("apply_extension"), took("extend"), took("refuse_extension")


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


def test_a_stayed_permit_is_not_used() -> None:
    flag = Flag(f"{SEAT}.stayed", DAY, "示例裁定〔2024〕1号")
    assert says("licensing.not_stayed", seat=SEAT) == ()
    assert (
        "示例裁定〔2024〕1号"
        in says("licensing.not_stayed", a_case(flags={flag.name: flag}), seat=SEAT)[0]
    )


def test_whoever_is_concerned_is_heard_first() -> None:
    assert says("licensing.interested_heard", heard=True) == ()
    assert says("licensing.interested_heard", heard=False)
