"""救济: the last day of a review and of a suit, and that no adverse decision goes without its remedies."""

from datetime import date
from pathlib import Path

import pytest

from rebuild.cases.facts import Visit
from rebuild.documents.kinds import load_kinds
from rebuild.engine.clocks import latest
from tests.law.a_case import a_case, a_run, says, the_calendar, the_plan, took, with_run

SEAT = "planning_remedy"
KINDS = load_kinds(Path(__file__).parents[2] / "templates")
SERVED = date(2024, 8, 2)
DECIDED = date(2025, 3, 28)


def applied(code: str, on: str, *, state: str = "open", today: date = date(2026, 1, 5)) -> bool:
    since, also = (SERVED, ()) if state == "open" else (DECIDED, (Visit("open", SERVED, ""),))
    case = with_run(a_case(), a_run(SEAT, state, since=since, also=also))
    return says(code, case, seat=SEAT, on=today, applied_on=on) == ()


@pytest.mark.parametrize(("on", "holds"), [("2024-10-08", True), ("2024-10-09", False)])
def test_a_review_is_asked_for_in_sixty_days(on: str, holds: bool) -> None:
    # The sixtieth day is 1 October: the time runs on over the holiday.
    assert applied("remedies.review_in_time", on) is holds


@pytest.mark.parametrize(("on", "holds"), [("2025-02-05", True), ("2025-02-06", False)])
def test_a_suit_is_brought_in_six_months(on: str, holds: bool) -> None:
    # 2 February 2025 is in the Spring Festival, of next year's calendar.
    assert applied("remedies.suit_in_time", on) is holds


@pytest.mark.parametrize(("on", "holds"), [("2025-04-14", True), ("2025-04-15", False)])
def test_a_suit_after_a_review_is_brought_in_fifteen_days(on: str, holds: bool) -> None:
    assert applied("remedies.suit_in_time", on, state="review_decided") is holds


def test_nothing_was_applied_for_on_a_day_to_come() -> None:
    assert applied("remedies.review_in_time", "2024-08-05", today=date(2024, 8, 5))
    assert not applied("remedies.review_in_time", "2024-08-06", today=date(2024, 8, 5))


def test_a_review_is_extended_once() -> None:
    code = "remedies.review_extended_once"
    first = with_run(a_case(), a_run(SEAT, "under_review"))
    again = with_run(a_case(), a_run(SEAT, "under_review", took("appeal_extended")))
    assert says(code, first, seat=SEAT) == ()
    assert says(code, again, seat=SEAT)


@pytest.mark.parametrize(
    ("state", "clock", "due"),
    [
        ("open", "review", date(2024, 10, 8)),
        ("open", "suit", date(2025, 2, 5)),
        ("under_review", "review_decision", date(2024, 10, 8)),
        ("review_decided", "suit_after_review", date(2024, 8, 19)),
    ],
)
def test_the_days_left_are_among_the_clocks_of_the_case(state: str, clock: str, due: date) -> None:
    case = with_run(a_case(), a_run(SEAT, state, since=SERVED))
    reading = latest(the_plan(), the_calendar(), case, SEAT, clock)
    assert reading
    assert reading.due == due


ADVERSE = [
    (seat, name, issue.document)
    for seat, procedure in the_plan().workflow.procedures.items()
    for name, action in procedure.actions.items()
    for issue in action.issues
    if KINDS[issue.document].adverse
]


@pytest.mark.parametrize(("seat", "action", "kind"), ADVERSE)
def test_every_adverse_document_has_an_organ_with_all_its_remedies(
    seat: str, action: str, kind: str
) -> None:
    workflow = the_plan().workflow
    organ = workflow.organs[workflow.documents[kind].organ or workflow.procedures[seat].organ]
    assert all((organ.review_organ, organ.review_url.startswith("https://"), organ.court)), action
    assert "remedies" in KINDS[kind].facts


# Every outcome that goes against someone: 不需许可, 不予受理, 不予许可, 变更, 撤回, 撤销, 吊销, 收回, 注销,
# 不予延期, 终止办理, and the order to leave a dangerous house.
AGAINST = {
    "decline_not_required", "decline_jurisdiction", "deny", "change", "withdraw_by_organ", "revoke",
    "penalty_revoke", "take_back", "cancel", "refuse_extension", "refuse_change",
    "terminate", "issue_danger_notices",
}  # fmt: skip


def test_whatever_goes_against_someone_is_told_in_an_adverse_document() -> None:
    assert {action for _, action, _ in ADVERSE} >= AGAINST
    assert {seat for seat, action, _ in ADVERSE if action == "terminate"} == {
        "case",
        "planning",
        "construction",
    }


@pytest.mark.parametrize(("seat", "action", "kind"), ADVERSE)
def test_every_adverse_document_opens_remedies_of_its_own(
    seat: str, action: str, kind: str
) -> None:
    procedures = the_plan().workflow.procedures
    word = procedures[seat].actions[action]
    each = next(issue.to for issue in word.issues if issue.document == kind)
    opened = word.opens_each if each == "each_household" else word.opens
    remedies = [procedures[name] for name in opened if procedures[name].uses == "remedy"]
    assert len(remedies) == 1
    assert remedies[0].organ == (
        the_plan().workflow.documents[kind].organ or procedures[seat].organ
    )
    assert remedies[0].side_by_side
    assert {"review", "suit"} <= set(remedies[0].clocks)


@pytest.mark.parametrize(
    ("method", "in_hand"), [("direct", True), ("electronic", True), ("announce", False)]
)
def test_a_notice_counts_from_the_hand_or_from_the_end_of_its_announcement(
    method: str, in_hand: bool
) -> None:
    assert (says("remedies.notice_in_hand", method=method) == ()) is in_hand
    assert (says("remedies.notice_announced", method=method) == ()) is not in_hand


def test_who_is_left_without_an_answer_is_told_that_review_comes_first() -> None:
    for seat in ("planning", "construction"):
        overdue = the_plan().workflow.procedures[seat].actions["overdue"]
        assert "应当先申请行政复议" in overdue.help
        assert "十五日内" in overdue.help
