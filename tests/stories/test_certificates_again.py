"""换发与补发: a certificate printed again under its own number, on both databases; the former paper says so itself."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rebuild.services.check_ledger import check_ledger
from rebuild.services.office import Office
from rebuild.services.read_story import Step, Story, read_story
from rebuild.services.tell_story import tell_story
from rebuild.services.verdict import verdict_on_code
from rebuild.services.verify_document import verify_code
from rebuild.store import documents, numbers
from rebuild.store.documents import StoredDocument

STORY = read_story(Path(__file__).parent / "permit_stayed_changed_revoked.yaml")
GRANTED, CHANGED, LOST, REVOKED = (
    date(2024, 4, 28), date(2025, 8, 4), date(2025, 8, 18), date(2025, 9, 1),
)  # fmt: skip


def step_of(seat: str, action: str) -> int:
    return next(
        place
        for place, each in enumerate(STORY.steps)
        if (each.seat, each.action) == (seat, action) and not each.refused
    )


def told(office: Office, story: Story) -> str:
    steps = list(tell_story(office, story))
    assert [surprise for each in steps for surprise in each.surprises] == []
    assert check_ledger(office, deep=True)["problems"] == []
    return steps[-1].number


def papers(office: Office, case: str, kind: str) -> list[StoredDocument]:
    with office.database.reading() as session:
        return [each for each in documents.of_case(session, case) if each.document.kind == kind]


def facts(paper: StoredDocument) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paper.frozen.facts)
    return found


def standings(office: Office, given: list[StoredDocument], on: date) -> list[tuple[str, bool]]:
    found = (verify_code(office, each.frozen.code, on=on) for each in given)
    return [(each["standing"], each["ok"]) for each in found]


def test_the_former_papers_tell_what_took_their_place_and_the_new_one_holds(
    office: Office,
) -> None:
    case = told(office, replace(STORY, steps=STORY.steps[: step_of("construction_permit", "revoke") + 1]))  # fmt: skip
    given = papers(office, case, "construction_permit")
    assert standings(office, given, LOST) == [
        ("已变更（现行为第2版，2025-08-04换发）", False),
        ("已补发（2025-08-18，本件作废）", False),
        ("使用中（第2版）", True),
    ]
    assert standings(office, given, CHANGED) == [
        ("已变更（现行为第2版，2025-08-04换发）", False),
        ("使用中（第2版）", True),
        ("当日尚未签发", False),
    ]
    before = ("当日尚未签发", False)
    assert standings(office, given, date(2025, 8, 3)) == [("使用中", True), before, before]
    after = standings(office, given, REVOKED)
    assert after[2] == ("已撤销（第2版）", False)
    words = [verdict_on_code(office, each.frozen.code, on=LOST)["word"] for each in given]
    assert words == ["changed", "changed", "valid"]


def test_a_certificate_printed_again_has_its_number_and_takes_none_from_the_series(
    office: Office,
) -> None:
    case = told(office, replace(STORY, steps=STORY.steps[: step_of("construction_permit", "replace_lost") + 1]))  # fmt: skip
    given = papers(office, case, "construction_permit")
    assert len({each.document.number for each in given}) == 1
    assert (
        len({each.document.id for each in given}) == len({each.frozen.code for each in given}) == 3
    )
    with office.database.reading() as session:
        number = given[0].document.number
        assert numbers.gaps(session) == ()
        assert len(documents.by_number(session, number)) == 3
        register = numbers.register_of(
            session, series="construction_permit 示住建", period=GRANTED.isoformat()
        )
    assert [(each.text, each.document) for each in register] == [(number, given[0].document.id)]


def test_it_is_printed_with_what_was_changed_and_says_what_came_before(office: Office) -> None:
    case = told(office, replace(STORY, steps=STORY.steps[: step_of("construction_permit", "replace_lost") + 1]))  # fmt: skip
    first, second, third = map(facts, papers(office, case, "construction_permit"))
    assert [each["version"] for each in (first, second, third)] == [1, 2, 2]
    assert [each["reissued_on"] for each in (first, second, third)] == ["", "", "2025-08-18"]
    leads = [each["units"]["contractor"]["person"] for each in (first, second, third)]
    assert leads == ["孙示三", "李示九", "李示九"]
    decision = papers(office, case, "permit_decision")[-1].document.number
    changed = f"第2版：2025年8月4日变更（{decision}）。"
    assert second["remarks"] == [*first["remarks"], changed, "2024年4月28日首次核发。"]
    assert third["remarks"] == [
        *first["remarks"], changed, "遗失补发，原件作废。", "2024年4月28日首次核发。",
    ]  # fmt: skip
    assert [each["issued_on"] for each in (first, second, third)] == [
        "2024-04-28", "2025-08-04", "2025-08-18",
    ]  # fmt: skip


def asked(on: str, who: str, action: str, kinds: tuple[str, ...] = (), **answers: str) -> Step:
    day = date.fromisoformat(on)
    return replace(
        STORY.steps[-1], on=day, entered=day, actor=who, seat="planning_permit", action=action,
        answers=answers, refused=(), documents=kinds, clocks=(), due={}, state="", run=0,
    )  # fmt: skip


def test_a_planning_permit_is_changed_twice_and_told_by_its_versions(office: Office) -> None:
    received = step_of("planning", "serve") + 1
    again = ("permit_decision", "planning_permit")
    wish = "建筑面积略减"
    case = told(
        office,
        replace(
            STORY,
            steps=(
                *STORY.steps[:received],
                asked("2024-02-18", "owner_rep", "apply_change", change=wish),
                asked("2024-02-19", "planning_chief", "change", again, change=wish, heard="是", floor_area="179.50"),
                asked("2024-02-20", "owner_rep", "apply_change", change="更名"),
                asked("2024-02-21", "planning_chief", "change", again, change="更名", heard="是", project="示例路5号1栋重建项目"),
            ),
        ),
    )  # fmt: skip
    given = papers(office, case, "planning_permit")
    assert [facts(each)["version"] for each in given] == [1, 2, 3]
    assert [facts(each)["scale"] for each in given] == [
        "住宅建筑面积180.00㎡，共2层",
        "住宅建筑面积179.50㎡，共2层",
        "住宅建筑面积179.50㎡，共2层",
    ]
    assert facts(given[2])["project"] == "示例路5号1栋重建项目"
    assert standings(office, given, date(2024, 2, 21)) == [
        ("已变更（现行为第2版，2024-02-19换发）", False),
        ("已变更（现行为第3版，2024-02-21换发）", False),
        ("有效（第3版）", True),
    ]
    decided = [facts(each) for each in papers(office, case, "permit_decision")]
    assert [(each["version"], each["permit_issued_on"]) for each in decided] == [
        (2, "2024-02-04"), (3, "2024-02-04"),
    ]  # fmt: skip


def test_a_permit_nobody_used_lapses_by_the_date_though_no_clock_was_run(office: Office) -> None:
    received = step_of("construction", "serve") + 1
    case = told(office, replace(STORY, steps=STORY.steps[:received]))
    (permit,) = papers(office, case, "construction_permit")
    assert standings(office, [permit], date(2024, 7, 30)) == [("有效", True)]
    assert standings(office, [permit], date(2024, 7, 31)) == [("自行废止", False)]
    assert verdict_on_code(office, permit.frozen.code, on=date(2024, 7, 31))["word"] == "over"
