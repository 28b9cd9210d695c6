"""A vote in real life: what is told of it on any day, and what an imported sheet must be."""

from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from rebuild.cases.facts import Actor
from rebuild.errors import InputError, NotFound
from rebuild.services.consensus_told import consensus_told
from rebuild.services.import_votes import Import, import_votes
from rebuild.services.look_up import look_up, look_up_as_of
from rebuild.services.money_told import money_told
from rebuild.services.office import make_office, open_office
from rebuild.services.own_figures import with_own_figures
from rebuild.services.project import projection_of
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import BEIJING, tell_story
from rebuild.services.verify_ledger import verify

STORY = Path(__file__).parents[1] / "stories" / "consensus_in_real_life.yaml"
NUMBER = "WF-510105-2024-0001"
VOTING = date(2024, 4, 19)


def office_in(folder: Path):
    database = f"sqlite:///{folder / 'office.sqlite3'}"
    make_office(data=folder, database=database, chance=bytes)
    return open_office(data=folder, database=database, verify_url="", chance=bytes)


def told_in(folder: Path, *, until: date = date.max):
    office = office_in(folder)
    story = read_story(STORY)
    surprises = []
    for step in tell_story(office, story):
        surprises += step.surprises
        if step.step.on >= until:
            break
    return office, surprises


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    office, surprises = told_in(tmp_path_factory.mktemp("vote"))
    yield office, surprises
    office.close()


@pytest.fixture
def voting(tmp_path):
    """An office in which the vote has begun and nobody has answered."""
    office, surprises = told_in(tmp_path, until=date(2024, 4, 16))
    assert not surprises
    yield office
    office.close()


@pytest.fixture
def on(told):
    office, _ = told
    return lambda day: consensus_told(look_up_as_of(office, NUMBER, day), on=day)


def test_the_story_goes_as_it_is_told(told):
    office, surprises = told
    assert surprises == []

    def computed_anew(case):
        with office.database.reading() as session:
            return projection_of(office.plan_of(session, case), office.calendar, case)

    assert verify(office.database, deep=True, expected=computed_anew)["problems"] == []


def test_a_ballot_counts_from_the_day_it_was_cast_whenever_it_was_entered(on):
    assert on(date(2024, 4, 16))["taking_part"] == {"area": "0.00", "heads": 0}
    assert on(date(2024, 4, 17))["taking_part"] == {"area": "90.00", "heads": 2}
    assert on(date(2024, 4, 17))["agreeing"] == {"area": "0.00", "heads": 0}
    assert on(date(2024, 4, 18))["agreeing"] == {"area": "250.00", "heads": 5}
    assert on(date(2024, 4, 25))["agreeing"] == {"area": "300.00", "heads": 6}


def test_what_is_missing_is_told_test_by_test_and_in_words(on):
    counted = on(date(2024, 4, 17))
    tests = {each["name"]: each for each in counted["tests"] if each["required"]}
    assert set(tests) == {"quorum_area", "quorum_heads", "approval_area", "approval_heads"}
    assert tests["quorum_area"]["needed"] == "266.67"
    assert tests["quorum_area"]["in_words"] == "还差 176.67 ㎡"
    assert (tests["quorum_heads"]["needed"], tests["quorum_heads"]["missing"]) == ("6", "4")
    assert counted["short_in_words"] == "还差 5 户、200.01 ㎡"
    assert on(date(2024, 5, 6))["short_in_words"] == ""


def test_who_is_still_to_be_reached_is_told_with_every_visit(on):
    counted = on(VOTING)
    waiting = {each["unit"]: each for each in counted["waiting"]}
    assert list(waiting) == ["202", "204"]
    assert [each["kind"] for each in waiting["204"]["visits"]] == ["visit", "letter"]
    assert counted["not_reached"] == ["202", "204"]
    assert waiting["204"]["owners"] == ["周某某"]
    assert counted["splits"] == []
    assert on(date(2024, 4, 9))["visits"] == counted["visits"][:1]


def test_a_sale_after_the_freeze_changes_nobody_who_counts(on):
    assert on(VOTING)["roll_day"] == "2024-04-01"
    assert on(date(2024, 4, 4))["sold_since"] == []
    assert on(VOTING)["sold_since"] == ["202"]
    assert on(date(2024, 7, 8))["sold_since"] == []


def test_a_struck_ballot_is_kept_and_counts_no_more(on):
    before, after = on(date(2024, 5, 14)), on(date(2024, 5, 15))
    assert before["ballots"] == after["ballots"]
    assert (before["counted"], after["counted"]) == (9, 8)
    assert after["agreeing"]["area"] == "280.00"
    assert [each["settled"] for each in after["objections"]] == [True, True]
    assert [each["settled"] for each in before["objections"]] == [False, False]


def test_a_correction_that_flips_the_result_blocks_it_from_its_day_on(on):
    before, after = on(date(2024, 6, 11)), on(date(2024, 6, 12))
    assert (before["passed"], before["blocked"]) == (True, False)
    assert (after["passed"], after["blocked"]) == (False, True)
    assert after["total"]["area"] == "435.00"
    assert "280.00㎡" in after["findings"][0]["message"]


def test_a_dissenter_is_settled_and_stays_a_dissenter(on):
    assert [(each["unit"], each["vote"]) for each in on(date(2024, 6, 4))["dissenting"]] == [
        ("203", "none"),
        ("204", "disagree"),
    ]
    (left,) = on(date(2024, 8, 1))["dissenting"]
    assert (left["unit"], left["vote"], left["settled"]) == ("204", "disagree", True)
    assert left["settlement"]["paper"] == "示例协议3号"


def test_before_there_was_a_vote_there_is_nothing_to_count(told, on):
    office, _ = told
    with pytest.raises(NotFound, match="还没有开始表决"):
        on(date(2024, 3, 20))
    with pytest.raises(NotFound, match="还没有本案"):
        look_up_as_of(office, NUMBER, date(2024, 3, 3))


def test_the_last_day_is_the_case_as_it_is(told):
    office, _ = told
    assert look_up_as_of(office, NUMBER, date.max).case == look_up(office, NUMBER).case


def test_the_money_is_told_to_the_cent(told):
    office, _ = told
    money = money_told(look_up(office, NUMBER))
    assert (money["cost"], money["grants"]) == ("870000.00", "130000.00")
    assert money["totals"] == {
        "area": "435.00", "share": "870000.00", "pledged": "100000.00", "paid": "50000.00", "open": "820000.00",
    }  # fmt: skip
    first = money["households"][0]
    assert (first["share"], first["open"], first["owners"]) == ("100000.00", "50000.00", ["刘某某"])
    assert [each["kind"] for each in money["entries"]] == ["pledged", "paid", "refunded"]


def test_a_story_with_figures_of_its_own_leaves_the_shipped_workflow_alone(told):
    office, _ = told
    assert look_up(office, NUMBER).plan.workflow.id != "d_grade_rebuild"
    assert with_own_figures(office, "d_grade_rebuild", {}) == "d_grade_rebuild"
    with pytest.raises(InputError, match="没有限值"):
        with_own_figures(office, "d_grade_rebuild", {"no_such": 1})


HEADING = "房号,意见,日期,共有人,手机号\n"
COMMUNITY = Actor("community", "社区工作人员乙", frozenset({"community"}))


@pytest.fixture
def imported(voting, tmp_path):
    def call(rows: str, *, heading: str = HEADING, on: date = VOTING, **more: object):
        file = tmp_path / "votes.csv"
        file.write_text(heading + rows, "utf-8")
        return import_sheet(voting, file, on, **more)

    return call


def import_sheet(office, file: Path, on: date, **more: object):
    now = datetime(2024, 4, 19, 9, 0, tzinfo=BEIJING)
    return import_votes(office, Import(NUMBER, file, "示例电表1号", COMMUNITY, on, now, **more))


def ballots_of(office):
    return look_up(office, NUMBER).case.ballots.get(1, ())


def test_a_sheet_is_entered_whole_with_its_document_number(voting, imported):
    result = imported("101,同意,2024/4/17,,1\n102,不同意,2024-04-18 10:20:00,陈示乙,2\n")
    assert (result["ok"], result["ballots"], result["ignored_columns"]) == (True, 2, ["手机号"])
    first, second = ballots_of(voting)
    assert (first.vote, first.cast_on, first.method) == ("agree", date(2024, 4, 17), "electronic")
    assert (second.vote, second.owner, second.source) == ("disagree", "陈示乙", "示例电表1号")


def test_a_workbook_serves_as_well_as_a_text_file(voting, tmp_path):
    file = tmp_path / "votes.xlsx"
    with Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["房号", "意见", "日期"])
        sheet.write_number(1, 0, 101)
        sheet.write_string(1, 1, "同意")
        sheet.write_datetime(1, 2, datetime(2024, 4, 17), book.add_format({"num_format": "yyyy-mm-dd"}))  # fmt: skip
    assert import_sheet(voting, file, VOTING)["ok"]
    assert ballots_of(voting)[0].cast_on == date(2024, 4, 17)


def test_everything_wrong_with_a_sheet_is_told_at_once_and_nothing_is_entered(voting, imported):
    result = imported(
        "101,同意,2024-04-17\n109,同意,2024-04-17\n102,赞同,2024-04-17\n102,同意,四月,陈示甲\n"
        "101,反对,2024-04-18\n203,同意,\n103,同意,2024-04-17\n204,同意,2024-04-15\n"
    )
    told = [(each["row"], each["column"]) for each in result["problems"]]
    assert told == [(3, "房号"), (4, "意见"), (5, "日期"), (5, "共有人"), (6, "房号"), (7, "日期")]
    assert not result["ok"]
    assert ballots_of(voting) == ()


def test_rules_are_asked_of_a_sheet_that_can_be_read(voting, imported):
    result = imported("103,同意,2024-04-17\n204,同意,2024-04-15\n")
    assert [each["code"] for each in result["findings"]] == [
        "consensus.ballots_in_window",
        "consensus.companies_authorised",
    ]
    assert ballots_of(voting) == ()


def test_a_trial_run_enters_nothing(voting, imported):
    assert imported("101,同意,2024-04-17\n", dry_run=True)["ok"]
    assert ballots_of(voting) == ()


@pytest.mark.parametrize(
    ("heading", "told"),
    [("房号,日期\n", "意见"), ("房号,意见,意见,日期\n", "意见")],
    ids=["missing", "twice"],
)
def test_a_sheet_has_each_column_once(voting, imported, heading, told):
    result = imported("101,同意,2024-04-17\n", heading=heading)
    assert (0, told) in [(each["row"], each["column"]) for each in result["problems"]]
    assert ballots_of(voting) == ()


@pytest.mark.parametrize("name", ["votes.txt", "votes.csv"])
def test_a_file_that_is_no_sheet_is_refused(voting, tmp_path, name):
    file = tmp_path / name
    file.write_text("房号,意见,日期\n", "utf-8")
    with pytest.raises(InputError):
        import_sheet(voting, file, VOTING)
