"""异议和公示: every objection answered, a material one recounted and posted anew, both days photographed."""

from datetime import date

import pytest

from rebuild.cases.facts import Case, Run, Taken
from rebuild.law.objections import objections_of
from tests.law.a_case import a_case, a_run, says, took, with_run

FIRST, LAST = date(2023, 7, 3), date(2023, 7, 10)
POST = took("post", FIRST)
OBJECT = took("object", date(2023, 7, 5), by_whom="业主乙", note="面积有误")


def answer(number: str = "1", *, material: bool = False) -> Taken:
    return took("answer_objection", date(2023, 7, 6), objection=number, note="已核", material=material)  # fmt: skip


def posted(*taken: Taken) -> Case:
    return with_run(a_case(), a_run("consensus", "posted", *taken, since=FIRST))


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ((POST,), ""),
        ((POST, OBJECT), "编号1"),
        ((POST, OBJECT, answer()), ""),
        ((POST, OBJECT, OBJECT, answer()), "编号2"),
        ((POST, OBJECT, OBJECT, answer("2"), answer("1")), ""),
    ],
    ids=["none", "open", "answered", "one_of_two", "both_in_any_order"],
)
def test_a_decision_waits_for_the_answer_to_every_objection(
    taken: tuple[Taken, ...], told: str
) -> None:
    said = says("consensus.objections_answered", posted(*taken), seat="consensus")
    assert (said == ()) is (told == "")
    assert told in "".join(said)


@pytest.mark.parametrize(
    ("number", "holds"), [("1", False), ("2", True), ("3", False), (None, True)]
)
def test_an_answer_names_an_objection_that_waits_for_one(number: str | None, holds: bool) -> None:
    case = posted(POST, OBJECT, OBJECT, answer("1"))
    asked = {"objection": number} if number else {}
    said = says("consensus.objection_open", case, seat="consensus", **asked)
    assert (said == ()) is holds
    assert holds or "待答复的为：2" in said[0]


@pytest.mark.parametrize(
    ("taken", "holds"),
    [
        ((OBJECT, answer()), True),
        ((OBJECT, answer(material=True)), False),
        ((OBJECT, answer(material=True), took("recount")), False),
        ((took("recount"), OBJECT, answer(material=True), POST), False),
        ((OBJECT, answer(material=True), took("recount"), POST), True),
        ((OBJECT, answer(material=True), POST, took("recount")), False),
    ],
    ids=["immaterial", "not_recounted", "not_posted", "recounted_before", "done", "posted_before"],
)
def test_a_material_objection_forces_a_recount_and_a_new_posting(
    taken: tuple[Taken, ...], holds: bool
) -> None:
    said = says("consensus.material_recounted", posted(POST, *taken), seat="consensus")
    assert (said == ()) is holds


def test_objections_are_numbered_as_they_came() -> None:
    run: Run | None = posted(POST, OBJECT, OBJECT, answer("2", material=True)).run("consensus")
    assert run
    first, second = objections_of(run)
    assert (first.id, first.settled, second.id, second.material) == ("1", False, "2", True)
    assert not second.settled


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((), "首日2023-07-03、末日2023-07-10"),
        ((FIRST,), "末日2023-07-10"),
        ((LAST,), "首日2023-07-03"),
        ((date(2023, 7, 4), date(2023, 7, 9)), "首日2023-07-03"),
        ((FIRST, LAST), ""),
    ],
)
def test_the_first_and_the_last_day_of_the_posting_are_photographed(
    days: tuple[date, ...], told: str
) -> None:
    photos = [{"taken_on": str(day), "file": "照片"} for day in days]
    case = posted(POST, took("photograph_posting", LAST, photos=photos))
    said = says("consensus.posting_photographed", case, seat="consensus", on=LAST)
    assert (said == ()) is (told == "")
    assert told in "".join(said)


def test_photographs_of_an_earlier_posting_do_not_serve_the_new_one() -> None:
    photos = [{"taken_on": str(day), "file": "照片"} for day in (FIRST, LAST)]
    again = posted(POST, took("photograph_posting", LAST, photos=photos), took("recount"), POST)
    assert says("consensus.posting_photographed", again, seat="consensus", on=LAST)


@pytest.mark.parametrize(
    ("taken_on", "today", "holds"),
    [
        (date(2023, 7, 2), LAST, False),
        (FIRST, LAST, True),
        (LAST, LAST, True),
        (date(2023, 7, 11), date(2023, 7, 12), False),
        (LAST, date(2023, 7, 9), False),
    ],
    ids=["before", "first", "last", "after", "tomorrow"],
)
def test_a_photograph_was_taken_while_it_hung(taken_on: date, today: date, holds: bool) -> None:
    photos = [{"taken_on": str(taken_on), "file": "门口.jpg"}]
    said = says("consensus.photos_in_posting", posted(POST), seat="consensus", on=today, photos=photos)  # fmt: skip
    assert (said == ()) is holds
    assert holds or "门口.jpg" in said[0]
