"""计票: files as people hand them in, good and bad, and the answer others script against."""

import io
import json
import random
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rebuild.errors import InputError
from rebuild.law.consensus import Policy
from rebuild.services.count_votes import count_votes

HOUSE = """\
policy: unanimous
units:
  - {unit: "101", area: "50.26", owners: [{name: 业主甲}], ballot: agree}
  - {unit: "102", area: "38.15", holding: shares, owners: [{name: 乙, share: 1/3, ballot: agree}, {name: 丙, share: 2/3, ballot: disagree}]}
  - {unit: "103", area: "36.42", holding: joint, owners: [{name: 丁, ballot: agree}, {name: 戊, ballot: agree}]}
"""
TABLE = [
    ["unit", "area", "owners", "ballot"],
    ["101", "34.07", "业主甲", "agree"],
    ["102", "34.07", "业主乙、业主丙", "同意"],
    ["103", "34.07", "业主丁", ""],
]


@pytest.fixture
def counted(tmp_path):
    """Write a file and count it."""

    def count(content, name="votes.yaml", policy=None):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return count_votes(file, policy)

    return count


def refusal(counted, content, name="votes.yaml") -> str:
    with pytest.raises(InputError) as refused:
        counted(content, name)
    return str(refused.value)


def workbook(rows) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return file.getvalue()


def table(rows) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def test_the_answer_has_everything_others_script_against(counted):
    answer = counted(HOUSE)
    assert (answer["policy"], answer["passed"]) == ("unanimous", False)
    assert answer["total"] == {"area": "124.83", "heads": 3}
    assert answer["taking_part"] == {"area": "124.83", "heads": 3}
    assert answer["agreeing"] == {"area": "86.68", "heads": 2}
    assert answer["statutory_278"] == {
        "passed": False, "quorum_area": True, "quorum_heads": True,
        "approval_area": False, "approval_heads": False,
    }  # fmt: skip
    assert answer["unanimous"] == {"passed": False}
    assert answer["short_by"] == {"area": "38.15", "heads": 1}
    assert answer["splits"] == ["102"]
    assert [set(row) for row in answer["findings"]] == [{"code", "message", "basis"}] * 2
    assert answer["shares"]["agreeing_of_total"]["area"] == {
        "exact": "8668/12483",
        "percent": "69.43%",
    }
    assert json.loads(json.dumps(answer)) == answer


def test_the_policy_asked_for_stands_over_the_files_own(counted):
    assert counted(HOUSE, policy=Policy.STATUTORY_278)["policy"] == "statutory_278"
    assert counted(HOUSE.replace("policy: unanimous\n", ""))["policy"] == "unanimous"
    assert counted(HOUSE.replace("unanimous", "statutory_278"))["policy"] == "statutory_278"


def test_all_four_kinds_of_file_say_the_same(counted):
    units = [
        {"unit": unit, "area": area, "owners": owners, "ballot": ballot}
        for unit, area, owners, ballot in TABLE[1:]
    ]
    lines = "".join(
        f"  - {{unit: {unit}, area: {area}, owners: {owners}, ballot: {ballot or 'none'}}}\n"
        for unit, area, owners, ballot in TABLE[1:]
    )
    answers = [
        counted("units:\n" + lines),
        counted(json.dumps({"units": units}), "votes.json"),
        counted(table(TABLE), "votes.csv"),
        counted(table(TABLE).encode("gb18030"), "votes.csv"),
        counted(table(TABLE).encode("utf-8-sig"), "VOTES.CSV"),
        counted(workbook(TABLE), "votes.xlsx"),
        counted(workbook([TABLE[0], [101, 34.07, "业主甲", "agree"], *TABLE[2:]]), "votes.xlsx"),
    ]
    assert answers[0]["agreeing"] == {"area": "68.14", "heads": 2}
    assert all(answer == answers[0] for answer in answers)


def test_numbers_without_quotes_stay_what_was_written(counted):
    assert counted("units:\n  - {unit: 101, area: 34.07, owners: 甲}\n")["total"]["area"] == "34.07"
    assert "34.070" in refusal(counted, "units:\n  - {unit: 101, area: 34.070, owners: 甲}\n")
    assert "34.070" in refusal(
        counted, '{"units":[{"unit":1,"area":34.070,"owners":"甲"}]}', "v.json"
    )


def test_headings_may_be_chinese_and_other_columns_are_passed_over(counted):
    rows = [["序号", "房号", "面积", "产权人", "表决意见"], ["1", "101", "34.07", "业主甲", "同意"]]
    assert counted(table(rows), "votes.csv")["passed"] is True


def test_owners_in_unequal_words_hold_equally(counted):
    owners = "[{name: 甲, ballot: agree}, {name: 乙, ballot: agree}, {name: 丙, ballot: disagree}]"
    answer = counted(f"units:\n  - {{unit: 101, area: 34.07, owners: {owners}}}\n")
    assert answer["agreeing"] == {"area": "34.07", "heads": 1}


def test_the_developers_unsold_units_need_no_owner_and_are_one_head(counted):
    answer = counted(
        "units:\n"
        "  - {unit: 1, area: 30, developer_unsold: true, ballot: agree}\n"
        "  - {unit: 2, area: 30, developer_unsold: true, ballot: agree}\n"
    )
    assert answer["total"] == {"area": "60.00", "heads": 1}
    assert answer["passed"] is True


def test_two_people_of_one_name_are_told_apart_by_id(counted):
    units = "units:\n  - {unit: 1, area: 30, owners: [{name: 甲, id: a}]}\n  - {unit: 2, area: 30, owners: [{name: 甲%s}]}\n"
    assert counted(units % ", id: b")["total"]["heads"] == 2
    assert counted(units % ", id: a")["total"]["heads"] == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"50.26"', '"50.263"', ["第1户（第3行）", "101", "area", "50.263"]),
        ('"50.26"', "0", ["第1户（第3行）", "101", "area"]),
        ('"50.26"', "-3", ["第1户（第3行）", "101", "area"]),
        ('"50.26"', "[1]", ["第1户（第3行）", "area"]),
        ('"103"', '"101"', ["第3户（第5行）", "101", "第1户（第3行）"]),
        ('"101"', '""', ["第1户（第3行）", "unit"]),
        ("[{name: 业主甲}]", "[]", ["101", "owners", "没有产权人"]),
        ("[{name: 业主甲}]", '[{name: ""}]', ["101", "owners", "没有姓名"]),
        ("[{name: 业主甲}]", "[[甲]]", ["101", "owners"]),
        ("share: 1/3", "share: 1/4", ["102", "owners", "11/12"]),
        ("share: 1/3", "share: 1/0", ["102", "share", "1/0"]),
        ("share: 1/3, ", "", ["102", "share"]),
        ("holding: shares", "holding: sole", ["102", "owners", "单独所有"]),
        ("holding: shares", "holding: half", ["102", "holding", "half"]),
        ("ballot: disagree", "ballot: maybe", ["102", "owners第2人", "ballot", "maybe"]),
        ("ballot: disagree", "balot: disagree", ["102", "owners第2人", "balot"]),
        ("name: 丁", "name: 戊", ["103", "写了两次"]),
        ("area:", "aera:", ["第1户（第3行）", "aera"]),
        ("policy: unanimous", "policy: most", ["policy", "most"]),
        ("policy: unanimous", "polcy: unanimous", ["polcy"]),
        ("units:", "unit:", ["units"]),
        ("policy: unanimous", "policy: &p unanimous", ["第1行", "锚点"]),
        ("policy: unanimous", "policy: !!str unanimous", ["第1行", "标签"]),
        ("policy: unanimous", "policy: unanimous\npolicy: unanimous", ["第2行", "policy", "两次"]),
        ("policy: unanimous", "policy: [", ["YAML"]),
        ("policy: unanimous", "--- a\n--- b", ["第2行", "不止一份"]),
        ("policy: unanimous", "policy: " + "[" * 30, ["第1行", "层次过深"]),
        ("policy: unanimous", "policy: \x07", ["YAML"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(counted, old, new, said):
    assert old in HOUSE
    message = refusal(counted, HOUSE.replace(old, new, 1))
    assert all(part in message for part in ["votes.yaml", *said]), message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSON"),
        ("[]", "units"),
        ('{"units": [1]}', "第1户"),
        ('{"units": [], "units": []}', "units"),
        ('{"units": [{"unit": "1", "unit": "2"}]}', "unit"),
        ("[" * 100_000, "层次过深"),
        ('{"units": [{"unit": "1", "area": NaN, "owners": "甲"}]}', "NaN"),
        ('{"units": [{"unit": "1", "area": "1", "owners": "甲", "ballot": true}]}', "ballot"),
        ('{"units": [{"unit": "1", "area": "1", "owners": "甲", "developer_unsold": "maybe"}]}', "developer_unsold"),
    ],
)  # fmt: skip
def test_a_broken_json_is_refused(counted, content, said):
    assert said in refusal(counted, content, "votes.json")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["unit", "area", "owners"]], ["第1行", "ballot"]),
        ([[*TABLE[0], "area"], *TABLE[1:]], ["第1行", "area", "重复"]),
        ([*TABLE, ["104", "34.075", "甲", ""]], ["第5行", "104", "area", "34.075"]),
        ([*TABLE, ["104", "34.07", "", ""]], ["第5行", "owners"]),
        ([*TABLE, ["101", "34.07", "甲", ""]], ["第5行", "第2行"]),
        ([*TABLE, ["104", "34.07", "甲", "agree", "more"]], ["第5行", "多出"]),
        ([*TABLE, [], ["104", "34.07"]], ["第6行", "owners"]),
        ([TABLE[0]], ["没有任何一户"]),
        ([], ["没有内容"]),
    ],
)
def test_a_fault_in_a_table_is_told_with_its_row(counted, rows, said):
    for content, name in ((table(rows), "votes.csv"), (workbook(rows), "votes.xlsx")):
        message = refusal(counted, content, name)
        assert all(part in message for part in [name, *said]), message


def test_a_number_cell_is_never_rounded(counted):
    message = refusal(counted, workbook([TABLE[0], [101, 34.075, "甲", ""]]), "votes.xlsx")
    assert "34.075" in message


def test_an_unclosed_quote_is_refused(counted):
    assert "引号" in refusal(counted, 'unit,area,owners,ballot\n101,"34.07,甲,\n', "votes.csv")


def test_a_file_over_two_megabytes_is_refused(counted):
    assert "2MB" in refusal(counted, HOUSE + "#" * 2_000_000)


def test_more_than_ten_thousand_units_are_refused(counted):
    rows = [TABLE[0], *([str(n), "1", f"业主{n}", "agree"] for n in range(10_001))]
    assert "10001户" in refusal(counted, table(rows), "votes.csv")
    assert counted(table(rows[:-1]), "votes.csv")["total"]["heads"] == 10_000


def test_a_unit_of_more_than_five_hundred_owners_is_refused(counted):
    names = [f"业主{n}" for n in range(501)]
    unit = "units:\n  - {unit: 101, area: 34.07, owners: %s}\n"
    assert "500人" in refusal(counted, unit % "、".join(names))
    assert counted(unit % "、".join(names[:-1]))["total"]["heads"] == 1


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(counted, tmp_path):
    assert "不认识" in refusal(counted, HOUSE, "votes.txt")
    with pytest.raises(InputError, match="打不开"):
        count_votes(tmp_path / "nowhere.csv")


def repacked(change) -> bytes:
    """A good workbook, its members changed one by one."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(TABLE))) as good,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for member in good.namelist():
            bad.writestr(member, change(member, good.read(member)))
    return file.getvalue()


def test_a_workbook_that_unpacks_to_more_than_fifty_megabytes_is_refused(counted):
    bomb = repacked(lambda name, part: part + b" " * 60_000_000 if "sheet1" in name else part)
    assert len(bomb) < 2_000_000
    assert "50MB" in refusal(counted, bomb, "votes.xlsx")


def test_a_workbook_that_lies_about_its_size_is_refused(counted):
    good = repacked(lambda name, part: part)
    size = zipfile.ZipFile(io.BytesIO(good)).getinfo("xl/worksheets/sheet1.xml").file_size
    small, large = (10).to_bytes(4, "little"), size.to_bytes(4, "little")
    assert good.count(large) >= 2
    assert "完好" in refusal(counted, good.replace(large, small), "votes.xlsx")


def test_a_cell_a_million_rows_away_is_refused_before_it_is_laid_out(counted):
    far = repacked(lambda name, part: part.replace(b'r="A4"', b'r="XFD1048576"'))
    assert "XFD1048576" in refusal(counted, far, "votes.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"unit,area", workbook(TABLE)[:-100]])
def test_what_is_no_workbook_is_refused(counted, content):
    assert "工作簿" in refusal(counted, content, "votes.xlsx")


def test_a_damaged_workbook_is_refused_or_read_and_nothing_else(counted):
    good, chance = workbook(TABLE), random.Random(20240205)
    for _ in range(60):
        damaged = bytearray(good)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            answer = counted(bytes(damaged), "votes.xlsx")
        except InputError:
            continue
        assert answer["total"]["heads"] >= 1


def place_of_refusal(name: str, content: bytes, edits, folder) -> str:
    """Where a damaged file is refused, or its own name where it is read."""
    text = bytearray(content)
    for place, byte in edits:
        text[place % len(text)] = byte
    file = folder / name
    file.write_bytes(bytes(text))
    try:
        count_votes(file)
    except InputError as refused:
        return refused.where
    return name


@given(edits=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_slip_in_a_file_is_refused_politely_or_harmless(edits, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    document = {"units": [dict(zip(TABLE[0], row, strict=True)) for row in TABLE[1:]]}
    for name, text in (
        ("votes.yaml", HOUSE),
        ("votes.json", json.dumps(document)),
        ("votes.csv", table(TABLE)),
    ):
        assert place_of_refusal(name, text.encode(), edits, folder).startswith(name)


def twenty(head: str, *, silent: int = 0, against: int = 0) -> str:
    """Twenty units of 10.00, of which some are silent and some against."""
    ballots = ["none"] * silent + ["disagree"] * against
    ballots += ["agree"] * (20 - len(ballots))
    units = (
        f"  - {{unit: u{count}, area: '10.00', owners: [甲{count}], ballot: {ballot}}}"
        for count, ballot in enumerate(ballots)
    )
    return head + "units:\n" + "\n".join(units) + "\n"


@pytest.mark.parametrize(
    ("share", "passed"), [("94.99%", True), ("95%", True), ("95.01%", False), ("19/20", True)]
)
def test_a_local_share_is_asked_of_all_and_reached_when_equal(counted, share, passed):
    answer = counted(twenty(f"policy: local_share\nlocal_share: {share}\n", against=1))
    assert (answer["policy"], answer["passed"]) == ("local_share", passed)
    assert answer["local_share"]["passed"] is passed
    assert answer["statutory_278"]["passed"]
    assert ({row["code"] for row in answer["findings"]} == set()) is passed


def test_a_local_share_is_all_where_a_file_names_none(counted):
    assert not counted(twenty("policy: local_share\n", against=1))["passed"]
    assert counted(twenty("policy: local_share\n"))["passed"]


@pytest.mark.parametrize("share", ["101%", "0%", "95", "1.5", "多数"])
def test_a_share_that_is_none_is_refused(counted, share):
    assert "local_share" in refusal(counted, twenty(f"local_share: {share}\n"))


def test_silence_counts_only_where_the_file_says_so_and_never_towards_unanimity(counted):
    silent = 8
    assert counted(twenty("policy: statutory_278\n", silent=silent))["taking_part"]["heads"] == 12
    filled = twenty("policy: statutory_278\nsilence_counts: with_majority\n", silent=silent)
    assert counted(filled)["agreeing"]["heads"] == 20
    whole = twenty("policy: unanimous\nsilence_counts: with_majority\n", silent=silent)
    assert (counted(whole)["passed"], counted(whole)["agreeing"]["heads"]) == (False, 12)


def test_who_did_not_agree_is_told_by_area_and_heads_and_adds_up(counted):
    answer = counted(HOUSE)
    assert answer["divided"] == {"area": "38.15", "heads": 1}
    assert answer["against"] == answer["abstaining"] == {"area": "0.00", "heads": 0}
    assert answer["units"] == [
        {"unit": "101", "answer": "agree"},
        {"unit": "102", "answer": "split"},
        {"unit": "103", "answer": "agree"},
    ]
