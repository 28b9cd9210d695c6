"""The letters of the procedure hold what their case says: told in an office, read back from the frozen facts."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.office import make_office, open_office
from rebuild.services.print_document import pending
from rebuild.services.read_story import Step, read_story
from rebuild.services.tell_story import tell_story

STORY = read_story(Path(__file__).parents[1] / "stories" / "junping_street_89.yaml")
CHAIR = Actor("chair", "听证主持人", frozenset({"hearing_chair"}))

Letters = dict[str, list[dict[str, Any]]]


def step(on: str, who: str, seat: str, action: str, *refused: str, **answers: Any) -> Step:
    day = date.fromisoformat(on)
    return replace(
        STORY.steps[-1], on=day, entered=day, actor=who, seat=seat, action=action,
        answers=answers, refused=refused, documents=(), due={}, state="",
    )  # fmt: skip


@pytest.fixture
def told(tmp_path) -> Callable[..., Letters]:
    """Tells the story as far as an action, then other steps; the facts of all letters, by kind."""

    def told(until: tuple[str, str], *steps: Step) -> Letters:
        database = f"sqlite:///{tmp_path / 'office' / 'rebuild.sqlite3'}"
        make_office(data=tmp_path / "office", database=database, chance=bytes)
        office = open_office(
            data=tmp_path / "office", database=database, verify_url="https://v/", chance=bytes
        )
        last = next(
            place
            for place, each in enumerate(STORY.steps)
            if (each.seat, each.action) == until and not each.refused
        )
        people = {**STORY.people, CHAIR.id: CHAIR}
        story = replace(STORY, people=people, steps=(*STORY.steps[: last + 1], *steps))
        surprises = [
            surprise
            for each in tell_story(office, story)
            # What these steps issue is told by their letters.
            for surprise in each.surprises
            if not surprise.startswith("应签发{}")
        ]
        letters: Letters = {}
        for stored in pending(office):
            letters.setdefault(stored.document.kind, []).append(json.loads(stored.frozen.facts))
        office.close()
        assert surprises == []
        return letters

    return told


def some(letter: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(letter[name] for name in names)


def test_a_review_stopped_heard_and_extended_tells_each_last_day(told):
    notice = {"held_at": "上午9时30分", "venue": "二楼听证室", "chair": CHAIR.name}
    heard = {"notified_on": "2024-02-04", "record": "听取意见"}
    letters = told(
        ("planning", "accept"),
        step("2024-01-25", "planning_clerk", "planning", "start_excluded", kind="检测", needed_days="5", note="已告知"),
        step("2024-01-30", "planning_clerk", "planning", "tell_needed_time", "licensing.longer_than_told", needed_days="5", reason="仪器故障"),
        step("2024-01-30", "planning_clerk", "planning", "tell_needed_time", needed_days="6", reason="仪器故障"),
        step("2024-02-01", "planning_clerk", "planning", "end_excluded", note="合格"),
        step("2024-02-01", "planning_clerk", "planning", "tell_hearing_right", parties=[{"name": "周某某"}]),
        step("2024-02-02", "owner_rep", "planning", "request_hearing"),
        step("2024-02-02", "planning_clerk", "planning", "tell_needed_time", needed_days="12", reason="依申请听证"),
        step("2024-02-04", "planning_clerk", "planning", "notify_hearing", "licensing.hearing_notice", held_on="2024-02-18", **notice),
        step("2024-02-04", "planning_clerk", "planning", "notify_hearing", held_on="2024-02-19", **notice),
        step("2024-02-05", "planning_clerk", "planning", "notify_hearing", held_on="2024-02-21", **notice),
        step("2024-02-21", "chair", "planning", "hold_hearing", "licensing.hearing_as_notified", **heard),
        step("2024-02-21", "chair", "planning", "hold_hearing", **{**heard, "notified_on": "2024-02-05"}),
        step("2024-02-22", "planning_chief", "planning", "extend_review", reason="方案复核未完成"),
    )  # fmt: skip
    special, longer, hearing = letters["special_procedure_notice"]
    assert some(special, "what", "needed_days", "stopped_on", "due_on") == (
        "检测", 5, "2024-01-25", "2024-02-22",
    )  # fmt: skip
    assert some(longer, "what", "told_before", "needed_days", "longer_because", "due_on") == (
        "检测", 5, 6, "仪器故障", "2024-02-22",
    )  # fmt: skip
    assert some(hearing, "what", "told_before", "needed_days", "stopped_on") == (
        "听证", 0, 12, "2024-02-02",
    )  # fmt: skip
    (right,) = letters["hearing_right_notice"]
    assert some(right, "interested", "limit", "due_on") == (["周某某"], "5个工作日", "2024-02-07")
    first, second = letters["hearing_notice"]
    assert some(first, "held_on", "instead_of") == ("2024-02-19", "")
    assert some(second, "held_on", "instead_of") == ("2024-02-21", "2024-02-19")
    (extended,) = letters["extension_notice"]
    assert some(extended, "due_before", "limit", "due_on", "approver") == (
        "2024-03-14", "10个工作日", "2024-03-28", "孙示七",
    )  # fmt: skip


def test_two_extensions_of_a_permit_count_down_and_a_penalty_ends_it(told):
    asked = ("owner_rep", "construction_permit", "apply_extension")
    granted = ("housing_chief", "construction_permit", "extend")
    letters = told(
        ("construction", "serve"),
        step("2024-07-01", *asked, reason="汛期"),
        step("2024-07-05", *granted, reason="汛期"),
        step("2024-10-08", *asked, reason="管线迁改"),
        step("2024-10-09", *granted, reason="管线迁改"),
        step("2024-10-21", "housing_chief", "construction_permit", "penalty_revoke", reason="处罚决定"),
    )  # fmt: skip
    first, second = letters["permit_extension_reply"]
    names = ("asked_on", "due_before", "due_on", "extensions")
    assert some(first, *names) == (
        "2024-07-01", "2024-07-30", "2024-10-30", {"allowed": 2, "used": 1},
    )  # fmt: skip
    # The second ends in the Spring Festival, and runs on to the first working day after it.
    assert some(second, *names) == (
        "2024-10-08", "2024-10-30", "2025-02-05", {"allowed": 2, "used": 2},
    )  # fmt: skip
    (ended,) = letters["permit_decision"]
    (certificate,) = letters["construction_permit"]
    assert some(ended, "act", "permit_number") == ("penalty_revoke", certificate["number"])


def test_an_application_for_another_organ_is_turned_away_to_it(told):
    turned_away = ("2024-01-09", "planning_clerk", "planning", "decline_jurisdiction")
    why = {"ground": "不属于本机关职权范围", "reason": "不在辖区内"}
    letters = told(
        ("planning", "submit"),
        step(*turned_away, "licensing.right_organ_named", **why),
        step(*turned_away, **why, right_organ="示例市规划和自然资源局"),
    )
    (decision,) = letters["not_accepted_decision"]
    assert some(decision, "outside_powers", "right_organ") == (True, "示例市规划和自然资源局")
    assert decision["remedies"].keys() == {"review_organ", "review_url", "court"}


def test_a_case_ended_by_the_organ_tells_the_owners_why_and_their_days_run_from_its_service(told):
    end = ("2023-06-05", "housing_chief", "case", "terminate")
    why = {
        "facts_found": "已决定征收",
        "evidence": "征收决定",
        "reasons": "条例第十六条",
        "heard": "是",
    }
    letters = told(
        ("case", "notify_danger"),
        step(*end, ground="房屋已依法决定征收", **why),
        step("2023-06-07", "housing_clerk", "case_remedy", "serve", received_on="2023-06-06", receiver="刘示甲"),
    )  # fmt: skip
    (decision,) = letters["termination_decision"]
    assert some(decision, "ground", "heard", "facts_found") == ("expropriated", True, "已决定征收")
    assert decision["applicant"]
    assert decision["remedies"].keys() == {"review_organ", "review_url", "court"}


@pytest.mark.parametrize(
    ("seat", "office", "days", "number", "applying"),
    [
        ("planning", "planning", ("2024-01-22", "2024-01-30", "2024-04-01"), "示规资许终〔2024〕1号", {"heritage_cleared": "是"}),
        ("construction", "housing", ("2024-04-22", "2024-04-26", "2024-06-25"), "示住建许终〔2024〕1号", {}),
    ],
)  # fmt: skip
def test_an_application_ended_by_the_organ_is_answered_with_remedies_before_another_is_made(
    told, seat, office, days, number, applying
):
    accepted, decided, last_day = days
    end = (decided, f"{office}_chief", seat, "terminate")
    apply = (decided, "owner_rep", "case", f"apply_{seat}")
    why = {"facts_found": "已并入片区改造", "evidence": "批复", "reasons": "规程第十二条"}
    served = step(
        decided, f"{office}_clerk", seat, "serve_refusal", received_on=decided, receiver="刘示甲"
    )
    letters = told(
        (seat, "accept"),
        step(*end, "engine.answer", ground="并入其他改造项目", **why),
        step(*end, ground="并入其他改造项目", **why, heard="是"),
        step(*apply, f"{seat}.application_over", **applying),
        replace(served, due={f"{seat}_remedy.review": date.fromisoformat(last_day)}),
        step(*apply, **applying),
    )
    (decision,) = letters["application_end_decision"]
    assert some(decision, "number", "ground", "heard") == (number, "merged", True)
    assert some(decision, "accepted_on", "issued_on") == (accepted, decided)
    assert decision["remedies"].keys() == {"review_organ", "review_url", "court"}


def test_a_permit_withdrawn_is_then_struck_off_for_that(told):
    letters = told(
        ("planning", "serve"),
        step("2024-03-20", "planning_chief", "planning_permit", "withdraw_by_organ", reason="线路方案批准", compensation="评估补偿"),
        step("2024-03-25", "planning_clerk", "planning_permit", "cancel", reason="已撤回"),
    )  # fmt: skip
    withdrawn, cancelled = letters["permit_decision"]
    assert some(withdrawn, "act", "compensation") == ("withdraw_by_organ", "评估补偿")
    assert some(cancelled, "act", "ended_by", "compensation") == ("cancel", "withdrawn", "")


def test_the_cost_sheet_adds_up_to_the_cent_and_shows_what_was_overpaid(told):
    letters = told(
        ("case", "prepare"),
        step("2023-08-01", "owner_committee", "case", "pledge", unit="101", amount="163131.11"),
        step("2023-08-02", "owner_committee", "case", "pay", unit="101", amount="200000.00", paid_on="2023-08-01"),
        step("2023-08-03", "owner_committee", "case", "publish_costs", posted_at="1栋出入口", spent=[{"item": "测绘费", "on": "2023-08-01", "amount": "6800.00"}]),
    )  # fmt: skip
    (sheet,) = letters["cost_sheet"]
    cents = [int(row["share"].replace(".", "")) for row in sheet["rows"]]
    assert len(cents) == 17
    assert sum(cents) == int(sheet["total"].replace(".", ""))
    assert sheet["rows"][0] == {
        "unit": "101", "owner": "刘某某", "area": "50.26", "share": "163131.11",
        "pledged": "163131.11", "paid": "200000.00", "open": "-36868.89",
    }  # fmt: skip
    assert sheet["balance"] == {"received": "200000.00", "spent": "6800.00", "left": "193200.00"}
