"""A workflow folder becomes one Workflow, and its fingerprint says what it says, not how it is written."""

import json
import re
from pathlib import Path

import pytest

from rebuild.engine.definition import Issue
from rebuild.engine.load import load
from rebuild.engine.publish import canonical_json, fingerprint, from_json
from rebuild.errors import DefinitionError
from tests.engine.small_workflow import FILES, FOLDER, copy_to, faults_of, spoil

WORKFLOW, LAW, CASE, LICENCE = FILES


def test_a_seat_is_its_file_with_the_words_of_the_seat() -> None:
    planning = load(FOLDER).workflow.procedures["planning"]
    assert (planning.name, planning.uses, planning.title) == ("planning", "licence", "规划许可办理")
    assert planning.actions["accept"].by == ("planning_clerk",)
    assert planning.actions["supplement"].by == ("citizen",)
    assert planning.clocks["decision"].limit == "planning_decision"
    assert planning.clocks["decision"].turn == "planning_chief"
    assert planning.states["under_review"].stage == "planning"
    assert planning.settings == {"matter": "planning"}


def test_a_seat_has_no_action_it_is_without() -> None:
    assert "hand_over" not in load(FOLDER).workflow.procedures["planning"].actions


def test_what_a_seat_adds_follows_what_its_file_says() -> None:
    grant = load(FOLDER).workflow.procedures["planning"].actions["grant"]
    assert grant.rules == ("duties.not_who_accepted", "planning.same_area")
    assert [field.name for field in grant.asks] == ["floor_area"]
    assert grant.issues == (Issue(document="permit", to="each_household"),)


def test_a_seat_without_a_title_has_that_of_its_file() -> None:
    assert load(FOLDER).workflow.procedures["case"].title == "案件"


def test_from_any_is_every_state_but_the_ends_and_the_one_it_leads_to() -> None:
    suspend = load(FOLDER).workflow.procedures["case"].actions["suspend"]
    assert suspend.from_ == ("reported", "in_planning")


def test_one_document_by_its_name_is_issued_once() -> None:
    accept = load(FOLDER).workflow.procedures["planning"].actions["accept"]
    assert accept.issues == (Issue(document="acceptance_notice", to="once"),)


def test_a_form_stands_for_its_fields_in_the_file_and_in_its_seats(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    form = "forms:\n  place: [{name: plot, label: 宗地}, {name: street, label: 街道}]\nactions:\n"
    spoil(folder, LICENCE, "actions:\n", form)
    spoil(folder, LICENCE, "{name: handed_in_on", "place\n      - {name: handed_in_on")
    spoil(folder, WORKFLOW, "{name: floor_area", "place\n          - {name: floor_area")
    actions = load(folder).workflow.procedures["planning"].actions
    assert [field.name for field in actions["supplement"].asks] == [
        "plot",
        "street",
        "handed_in_on",
    ]
    assert [field.name for field in actions["grant"].asks] == ["plot", "street", "floor_area"]


def test_every_word_knows_where_it_is_written() -> None:
    loaded = load(FOLDER)
    grant = ("procedures", "planning", "actions", "grant")
    assert str(loaded.key(*grant)).endswith("licence.yaml:51:3")
    assert str(loaded.place(*grant, "rules", 0)).endswith("licence.yaml:56:13")
    assert str(loaded.place(*grant, "rules", 1)).endswith("workflow.yaml:45:17")


# how a file may be written

MISWRITTEN = [
    ("anchor", CASE, "title: 案件", "title: ‹&t 案件", "anchor '&t'; write the value out where it is used"),
    ("tag", CASE, "title: 案件", "title: ‹!!str 案件", "a tag ('!…'); leave it out"),
    ("duplicate key", CASE, "title: 案件", "title: 案件\n‹title: 案件", "duplicate key 'title', first written in line 2"),
    ("tab", CASE, "  closed:", "‹\tclosed:", "a tab; indent with spaces"),
    ("decimal point", LAW, "{value: 0, basis", "{value: ‹0.01, basis", "0.01 has a decimal point; write whole units (0.01 ㎡, mm, cents, 1/10000), or put it in quotes"),
    ("exponent", LAW, "{value: 0, basis", "{value: ‹1e3, basis", "1e3 has a decimal point; write whole units (0.01 ㎡, mm, cents, 1/10000), or put it in quotes"),
    ("leading zero", WORKFLOW, 'hotline: "12345"', "hotline: ‹0281234567", "0281234567 begins with a zero; put it in quotes, or drop the zero"),
    ("endless number", LAW, "{value: 0, basis", "{value: ‹1234567890123456, basis", "a number of more than 15 digits; put it in quotes"),
    ("nothing written", CASE, "title: 案件", "‹title:", "nothing is written under 'title'; write a value or leave the key out"),
    ("null", CASE, "title: 案件", "‹title: ~", "nothing is written under 'title'; write a value or leave the key out"),
    ("second document", CASE, "procedure: case", "procedure: case\n‹---\nprocedure: case", "a second document or a directive; leave out %… and ---"),
    ("open bracket", CASE, "opens: [planning]", "opens: [planning", None),
    ("escaped control character", CASE, "title: 案件", 'title: ‹"\\0"', "an unprintable character, written as an escape; delete it"),
    ("nested without end", CASE, "title: 案件", "title: " + "[" * 20 + "‹[", "nested more than 20 deep"),
    # what a key must be
    ("yes is no truth", CASE, "returns: true\n    by: system", "returns: ‹yes\n    by: system", "'returns' must be true or false"),
    ("number as a text", WORKFLOW, "version: 1", 'version: ‹"1"', "'version' must be a whole number"),
    ("text as a number", WORKFLOW, 'region: "510199"', "region: ‹510199", "'region' must be text; put it in quotes"),
    ("truth as a name", CASE, "initial: reported", "initial: ‹true", "'initial' must be text; put it in quotes"),
    ("list as a mapping", CASE, "asks:\n      - {name: address, label: 地址}", "asks:\n      - ‹[address]", "'asks' must be a mapping (key: value)"),
    ("neither state nor mapping", CASE, "to: in_planning", "to: ‹[in_planning]", "'to' must be text or a mapping (key: value)"),
    ("no date", LAW, "in_force: 2019-04-23", "in_force: ‹2019-13-01", "'in_force' must be a date such as 2024-07-01"),
    ("no date as a key", LAW, "      2023-01-01:", "      ‹2023-1-1:", "the key '2023-1-1' must be a date such as 2024-07-01"),
    ("unknown type", WORKFLOW, "type: area}", "type: ‹areas}", "'type' must be one of text, long_text, name, date, area, money, length, integer, share, choice, yes_no, id_number, phone, credit_code, list, points"),
    ("key missing", CASE, "  give_up:\n    label: 终止\n", "  ‹give_up:\n", "'give_up' lacks the key 'label'"),
    ("key misspelt deep below", WORKFLOW, "{name: floor_area, label", "{name: floor_area, ‹lable: 面积, label", "unknown key 'lable'. Did you mean 'label'?"),
    ("another file's name", LICENCE, "procedure: licence", "procedure: ‹license", "procedure 'license' must bear its file's name 'licence'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [row[1:] for row in MISWRITTEN],
    ids=[row[0] for row in MISWRITTEN],
)
def test_a_miswritten_file_is_refused_at_its_place(
    tmp_path: Path, file: str, old: str, new: str, message: str | None
) -> None:
    folder = copy_to(tmp_path)
    place = spoil(folder, file, old, new)
    if message is None:
        place = str(folder / file)
        message = "this cannot be read; look at the indentation, colons, brackets and quotes here and just above"
        assert any(
            re.fullmatch(rf"{place}:\d+:\d+: {message}", fault) for fault in faults_of(folder)
        )
    else:
        assert f"{place}: {message}" in faults_of(folder)


def test_an_alias_is_refused(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    spoil(folder, CASE, "title: 案件", "title: &t 案件")
    place = spoil(folder, CASE, "initial: reported", "initial: ‹*t")
    assert f"{place}: alias '*t'; write the value out" in faults_of(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: \xff\n", ":1:1: this line is not UTF-8; save the file as UTF-8"),
        (b"a: b\nc: \x00\n", ":2:4: an unprintable character; delete it"),
        (b"", ":1:1: this file is empty"),
        (b"# nothing\n", ":1:1: this file is empty"),
        (b"#" * 1_000_001, ":1:1: a file of 1000001 bytes; at most 1000000 are read"),
        (b"[" * 5_000, ":1:22: nested more than 20 deep"),
        (b"- a\n" * 50_001, ":50000:3: more than 50000 values in one file"),
        (b"- a\n", ":1:1: this file must be a mapping (key: value)"),
    ],
    ids=["not UTF-8", "control character", "empty", "comment", "large", "deep", "many", "list"],
)
def test_a_file_that_is_no_definition_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    folder = copy_to(tmp_path)
    (folder / LAW).write_bytes(content)
    assert f"{folder / LAW}{message}" in faults_of(folder)


def test_a_missing_file_is_told_with_the_others(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    (folder / LAW).unlink()
    place = spoil(folder, WORKFLOW, "version: 1", "version: ‹one")
    with pytest.raises(DefinitionError) as refused:
        load(folder)
    assert refused.value.faults == (
        f"{folder / LAW}:1:1: this file cannot be read; does it exist, and may we read it?",
        f"{place}: 'version' must be a whole number",
    )


def test_load_refuses_a_seat_that_speaks_of_what_its_file_has_not(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    place = spoil(folder, WORKFLOW, "without: [hand_over]", "without: [‹hand_out]")
    with pytest.raises(DefinitionError, match=re.escape(place)):
        load(folder)


# what is published


def test_canonical_json_reads_back_exactly_in_the_order_written() -> None:
    workflow = load(FOLDER).workflow
    again = from_json(canonical_json(workflow))
    assert again == workflow
    assert canonical_json(again) == canonical_json(workflow)
    for seat, procedure in workflow.procedures.items():
        assert list(again.procedures[seat].states) == list(procedure.states)
        assert list(again.procedures[seat].actions) == list(procedure.actions)
    assert list(again.stages) == ["report", "planning"]


def test_the_fingerprint_does_not_change_with_order_and_comments(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    before = load(folder).workflow
    spoil(
        folder, CASE, "procedure: case\ntitle: 案件\n", "# 说明\ntitle: 案件\nprocedure: 'case'\n"
    )
    states = "  closed: {label: 办结, final: true}\n", "  given_up: {label: 终止, final: true}\n"
    spoil(folder, CASE, "".join(states), "".join(reversed(states)))
    after = load(folder).workflow
    assert fingerprint(after) == fingerprint(before)
    assert list(after.procedures["case"].states)[-2:] == ["given_up", "closed"]
    assert list(from_json(canonical_json(after)).procedures["case"].states)[-2:] == [
        "given_up",
        "closed",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LAW, "{value: 5, basis", "{value: 6, basis"),
        (CASE, "label: 办结\n", "label: 归档\n"),
        (LICENCE, "issues: [refusal]", "issues: [{document: refusal, to: each_household}]"),
        (CASE, "from: [reported, in_planning]", "from: [in_planning, reported]"),
    ],
    ids=["a figure", "a label", "a document's copies", "the order of a list"],
)
def test_the_fingerprint_changes_with_what_is_said(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = copy_to(tmp_path)
    before = fingerprint(load(folder).workflow)
    spoil(folder, file, old, new)
    assert fingerprint(load(folder).workflow) != before


def test_a_default_written_out_says_nothing_new(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    before = fingerprint(load(folder).workflow)
    spoil(
        folder,
        CASE,
        "returns: true\n    by: system",
        "returns: true\n    remembers: false\n    by: system",
    )
    assert fingerprint(load(folder).workflow) == before


def test_the_fingerprint_is_a_sha256_that_stays_with_the_version() -> None:
    stored = canonical_json(load(FOLDER).workflow)
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(from_json(stored)))
    assert set(json.loads(stored)) == {"order", "workflow"}
