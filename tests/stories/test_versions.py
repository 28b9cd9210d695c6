"""Versions: a case goes on under the version it began under, whatever is published after it."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from rebuild.cases.facts import Actor
from rebuild.errors import Conflict
from rebuild.resources import workflows
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.office import Office, publish_workflow
from rebuild.services.open_case import Opening, open_case
from rebuild.services.rights import Person, Powers
from rebuild.services.tell_story import BEIJING
from rebuild.store import cases, ledger

DAY = date(2024, 3, 4)
NOW = datetime(2024, 3, 4, 9, 0, tzinfo=BEIJING)
COMMUNITY = Actor("community", "社区工作人员乙", frozenset({"community"}))
OTHER = Actor("subdistrict", "街道工作人员丙", frozenset({"subdistrict"}))
CLERK = Actor("clerk", "经办人甲", frozenset({"housing_clerk", "appraiser"}))
REPORT = {
    "building": "示例路1号", "address": "示例区示例路1号", "structure": "砖木结构", "storeys": "2",
    "gross_area": "100.00", "land_area": "80.00", "households": "1",
}  # fmt: skip
APPRAISED = {
    "report_number": "示鉴1号", "body": "示例鉴定所", "grade": "D", "handling": "整体拆除",
    "appraised_on": "2024-03-04", "appraisers": [{"name": "甲"}, {"name": "乙"}], "sealed": "是",
}  # fmt: skip
COMMISSION = {"body": "示例鉴定所", "listed": "是", "whole_building": "是", "standing": "产权证"}


def opened(office: Office) -> Outcome:
    opening = Opening("d_grade_rebuild", "510199", REPORT, COMMUNITY, DAY, NOW)
    return open_case(office, opening.by(Person(COMMUNITY, (Powers(COMMUNITY.roles),))))


def asked(number: str, action: str, answers: dict[str, object], by: Actor = CLERK) -> Asked:
    person = Person(by, (Powers(by.roles, granted=frozenset({number})),))
    return Asked(number, "case", action, answers, by, DAY, NOW, person=person)


def appraised(office: Office, number: str, appraisal: dict[str, object]) -> Outcome:
    act(office, asked(number, "commission_appraisal", COMMISSION))
    return act(office, asked(number, "report_d", appraisal))


def second_version(office: Office, folder: Path) -> None:
    """The shipped workflow again as version 2, with three appraisers where two were enough."""
    copied = folder / "d_grade_rebuild"
    shutil.copytree(workflows() / "d_grade_rebuild", copied)
    for file, old, new in (
        ("workflow.yaml", "\nversion: 1\n", "\nversion: 2\n"),
        ("law.yaml", "values: {2004-07-20: {value: 2, basis: danger_rules}}", "values: {2004-07-20: {value: 3, basis: danger_rules}}"),
    ):  # fmt: skip
        text = (copied / file).read_text("utf-8")
        assert text.count(old) == 1
        (copied / file).write_text(text.replace(old, new), "utf-8")
    publish_workflow(office.database, copied)


def test_a_case_goes_on_under_its_version_and_the_next_one_begins_under_the_new(
    office: Office, tmp_path: Path
) -> None:
    before = opened(office)
    second_version(office, tmp_path)
    after = opened(office)
    assert (before.case.workflow_version, after.case.workflow_version) == (1, 2)
    assert before.case.workflow_hash != after.case.workflow_hash
    assert appraised(office, before.number, APPRAISED).allowed
    refused = appraised(office, after.number, APPRAISED)
    assert [each.code for each in refused.findings] == ["appraisal.two_appraisers"]
    assert "3人" in refused.findings[0].message


def test_a_published_version_is_not_written_anew(office: Office, tmp_path: Path) -> None:
    copied = tmp_path / "d_grade_rebuild"
    shutil.copytree(workflows() / "d_grade_rebuild", copied)
    text = (copied / "workflow.yaml").read_text("utf-8")
    (copied / "workflow.yaml").write_text(
        text.replace("label: 网格员", "label: 网格管理员", 1), "utf-8"
    )
    with pytest.raises(Conflict):
        publish_workflow(office.database, copied)


def test_whoever_comes_late_is_told_who_did_what_and_nothing_is_lost(office: Office) -> None:
    case = opened(office)
    act(office, asked(case.number, "emergency", {"note": "屋顶坍塌"}, OTHER))
    late = replace(asked(case.number, "commission_appraisal", COMMISSION), seen=case.version)
    with pytest.raises(Conflict) as told:
        act(office, late)
    assert "subdistrict" in str(told.value)
    assert "emergency" in str(told.value) or "险情应急处置" in str(told.value)
    with office.database.reading() as session:
        stored = cases.get(session, case.number)
        assert cases.folded(session, stored).state("case") == "reported"
    assert act(office, replace(late, seen=case.version + 1)).allowed


def test_the_same_key_with_the_same_request_happens_once(office: Office) -> None:
    case = opened(office)
    once = replace(
        asked(case.number, "emergency", {"note": "屋顶坍塌"}, OTHER), key="a-key-of-its-own"
    )
    first, again = act(office, once), act(office, once)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.version == first.version
    with office.database.reading() as session:
        assert len(ledger.entries(session, case.number)) == 2


def test_the_same_key_with_another_request_is_refused(office: Office) -> None:
    case = opened(office)
    once = replace(
        asked(case.number, "emergency", {"note": "屋顶坍塌"}, OTHER), key="a-key-of-its-own"
    )
    act(office, once)
    with pytest.raises(Conflict):
        act(office, replace(once, answers={"note": "外墙开裂"}))


def test_a_rehearsal_leaves_no_trace(office: Office) -> None:
    case = opened(office)
    rehearsed = act(
        office, replace(asked(case.number, "emergency", {"note": "屋顶坍塌"}, OTHER), dry_run=True)
    )
    assert rehearsed.allowed
    with office.database.reading() as session:
        assert len(ledger.entries(session, case.number)) == 1
