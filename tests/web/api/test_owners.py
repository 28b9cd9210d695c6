"""Owners for programs: rolls and votes from tables, the ballot sheet, house calls, photographs; entered once or not at all."""

import pytest

from rebuild.services.ballot_sheet import lines_of
from rebuild.services.look_up import look_up
from rebuild.services.owners_page import owners_page
from rebuild.services.persons import the_person
from rebuild.services.rights import Right
from rebuild.services.uploads import uploads_told
from tests.web.api.conftest import API, CASE, EVERYTHING, client_of, key
from tests.web.conftest import NUMBER
from tests.web.test_roll_import import book
from tests.web.test_uploads import jpeg

HEADS = ["房号", "建筑面积", "产权人"]


def send(browser, content: bytes, *, name: str = "名册.csv", headers=None, **params):
    files = {"file": (name, content)}
    return browser.post(f"{CASE}/roll", files=files, params=params, headers=headers or {})


def heads_of(browser) -> list[str]:
    """The three columns that must be filled in, as the template names them."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    content = browser.get(f"{CASE}/roll/template").content
    named = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    plain = [str(each).strip("* ＊") for each in named]
    return [next(each for each in plain if want in each) for want in ("房号", "面积", "产权人")]


@pytest.fixture
def before_the_roll(desk_at):
    return desk_at(("case", "emergency"), "2023-05-05")


def test_roll_is_tried_with_nothing_kept_and_then_entered_once(before_the_roll):
    desk = before_the_roll
    browser = client_of(desk, "community")
    assert browser.get(f"{CASE}/roll").status_code == 404
    content = book(heads_of(browser), ("101", "50.26", "刘示甲"), ("102", "38.15", "陈示乙"))
    tried = send(browser, content, name="名册.xlsx", dry_run=True).json()
    assert (tried["ok"], tried["households"], tried["area"]) == (True, 2, "88.41")
    assert look_up(desk.office, NUMBER).case.roll is None
    assert uploads_told(desk.office, NUMBER) == []
    first, again = (send(browser, content, name="名册.xlsx", headers=key("roll")) for _ in range(2))
    assert (first.status_code, first.json()["replayed"]) == (200, False)
    assert (again.status_code, again.json()["replayed"]) == (200, True)
    (kept,) = uploads_told(desk.office, NUMBER)
    assert kept["in_action"] == "case.list_households"
    told = browser.get(f"{CASE}/roll").json()
    assert [each["unit"] for each in told["rows"]] == ["101", "102"]
    assert "刘示甲" not in str(told)
    other = book(heads_of(browser), ("101", "50.26", "刘示甲"))
    assert send(browser, other, name="名册.xlsx", headers=key("roll")).status_code == 409


def test_every_wrong_cell_is_a_finding_and_the_file_is_not_kept(before_the_roll):
    browser = client_of(before_the_roll, "community")
    lines = f"{','.join(heads_of(browser))}\n101,五十,刘示甲\n102,38.15,\n"
    tried = send(browser, lines.encode(), dry_run=True).json()
    assert {each["row"] for each in tried["problems"]} == {2, 3}
    answer = send(browser, lines.encode())
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {each["row"] for each in answer.json()["findings"]} == {2, 3}
    assert uploads_told(before_the_roll.office, NUMBER) == []


def test_file_that_is_no_table_is_refused_and_not_kept(before_the_roll):
    browser = client_of(before_the_roll, "community")
    for content in (b"101,50.26", b"MZ\x90\x00", b""):
        for dry_run in (True, False):
            answer = send(browser, content, name="名册.xlsx", dry_run=dry_run)
            assert answer.status_code == 422
    assert uploads_told(before_the_roll.office, NUMBER) == []


def test_token_that_may_not_act_enters_no_roll(before_the_roll):
    lines = f"{','.join(HEADS)}\n101,50.26,刘示甲\n".encode()
    browser = client_of(before_the_roll, "community", rights=EVERYTHING - {Right.ACT})
    assert send(browser, lines).status_code == 404
    assert look_up(before_the_roll.office, NUMBER).case.roll is None


@pytest.fixture
def voting(desk_at):
    """The fourth day of the vote, seventeen households, no ballot yet."""
    return desk_at(("consensus", "open_voting"), "2023-06-20")


def cast(desk) -> int:
    return len(look_up(desk.office, NUMBER).case.ballots.get(1, ()))


def test_sheet_is_the_one_of_the_page_with_names_masked(voting):
    told = client_of(voting, "community").get(f"{CASE}/ballots").json()
    person = the_person(voting.office, "community", voting.now.date())
    found = look_up(voting.office, NUMBER)
    page = owners_page(found, voting.office.calendar, person, on=voting.now.date())
    assert told["rows"] == page["rows"]
    assert told["tally"] == page["tally"]
    assert len(told["rows"]) == len(lines_of(found.case, found.case.run("consensus")))
    assert "刘示甲" not in str(told)


def test_lines_are_counted_on_trial_and_entered_once(voting):
    browser = client_of(voting, "community")
    lines = {"0.0": {"vote": "agree", "cast": "06-18"}, "1.0": {"vote": "disagree"}}
    tried = browser.post(f"{CASE}/ballots/tally", json={"lines": lines}).json()
    assert tried["total"]["taking_part"] == 2
    assert browser.post(f"{CASE}/ballots", json={"lines": lines, "dry_run": True}).json()["allowed"]
    assert cast(voting) == 0
    for replayed in (False, True):
        done = browser.post(f"{CASE}/ballots", json={"lines": lines}, headers=key("sheet"))
        assert (done.status_code, done.json()["replayed"]) == (200, replayed), done.text
    assert cast(voting) == 2
    more = {"lines": lines | {"2.0": {"vote": "agree"}}}
    assert browser.post(f"{CASE}/ballots", json=more, headers=key("sheet")).status_code == 409
    assert browser.post(f"{CASE}/ballots", json=more | {"seen": 1}).status_code == 409
    assert browser.post(f"{CASE}/ballots", json=more).status_code == 200
    assert cast(voting) == 3


@pytest.mark.parametrize(
    ("cast_on", "code"),
    [("06-16", "consensus.in_window"), ("06-40", "sheet.line"), ("2023-06-21", "")],
)
def test_line_outside_the_window_or_without_a_day_is_a_finding(voting, cast_on, code):
    lines = {"0.0": {"vote": "agree", "cast": cast_on}}
    answer = client_of(voting, "community").post(f"{CASE}/ballots", json={"lines": lines})
    assert answer.status_code == 422
    codes = [each["code"] for each in answer.json()["findings"]]
    assert codes
    assert not code or any(code.partition(".")[0] in each for each in codes)
    assert cast(voting) == 0


def test_line_that_the_sheet_does_not_have_is_a_finding(voting):
    browser = client_of(voting, "community")
    lines = {"lines": {"0.0": {"vote": "agree"}, "99.0": {"vote": "agree"}}}
    for place in ("/ballots", "/ballots/tally"):
        answer = browser.post(f"{CASE}{place}", json=lines)
        assert answer.status_code == 422
        assert [each["where"] for each in answer.json()["findings"]] == ["99.0"]
    assert cast(voting) == 0


def test_reader_of_the_sheet_casts_nothing(voting):
    reader = client_of(voting, "community", rights={Right.SEE_CASE, Right.SEE_HOUSEHOLDS})
    assert reader.get(f"{CASE}/ballots").status_code == 200
    lines = {"lines": {"0.0": {"vote": "agree"}}}
    assert reader.post(f"{CASE}/ballots", json=lines).status_code == 404
    assert cast(voting) == 0


def test_house_call_is_logged_by_its_action_and_stands_on_the_sheet(voting):
    browser = client_of(voting, "community")
    answers = {
        "unit": "302", "kind": "visit", "visited_on": "2023-06-20", "by_whom": "网格员甲",
        "reached": "否", "result": "入户未遇",
    }  # fmt: skip
    done = browser.post(f"{CASE}/actions/consensus/log_visit", json={"answers": answers})
    assert done.status_code == 200, done.text
    (visit,) = browser.get(f"{CASE}/ballots").json()["visits"]
    assert (visit["unit"], visit["result"]) == ("302", "入户未遇")


def test_electronic_votes_are_tried_and_entered_from_the_sheet_of_the_platform(voting):
    browser = client_of(voting, "community")
    sheet = "房号,表决意见,签署日期\n101,同意,2023-06-18\n102,看看再说,2023-06-18\n".encode()
    given = {"files": {"file": ("结果.csv", sheet)}, "data": {"source": "示例表决〔2023〕3号"}}
    tried = browser.post(f"{CASE}/votes", params={"dry_run": True}, **given)
    assert tried.status_code == 200, tried.text
    assert not tried.json()["ok"]
    assert browser.post(f"{CASE}/votes", **given).status_code == 422
    assert cast(voting) == 0
    assert uploads_told(voting.office, NUMBER) == []


def test_photograph_of_the_posting_stays_once_it_was_handed_in(desk_at):
    desk = desk_at(("consensus", "post"), "2023-07-03")
    browser = client_of(desk, "community")
    files = {"file": ("公示.jpg", jpeg(400, 300))}
    kept = browser.post(f"{CASE}/uploads", files=files).json()
    named = f"{kept['name']} {kept['sha256']}"
    on = look_up(desk.office, NUMBER).case.run("consensus").last("post").on.isoformat()
    asked = {"answers": {"photos": [{"taken_on": on, "file": named}]}, "uploads": [kept["id"]]}
    asked["on"] = on
    place = f"{CASE}/actions/consensus/photograph_posting"
    rehearsed = browser.post(place, json=asked | {"dry_run": True})
    assert rehearsed.status_code == 200, rehearsed.text
    assert browser.get(f"{CASE}/uploads").json()[0]["in_action"] == ""
    missing = browser.post(place, json=asked | {"uploads": ["none"]})
    assert missing.status_code == 404
    assert browser.post(place, json=asked).status_code == 200
    assert browser.get(f"{CASE}/uploads").json()[0]["in_action"] == "consensus.photograph_posting"
    assert browser.delete(f"{CASE}/uploads/{kept['id']}").status_code == 422


@pytest.fixture
def notices(desk_at):
    return desk_at(("case", "issue_danger_notices"), "2023-05-18")


def served(desk) -> list[str]:
    case = look_up(desk.office, NUMBER).case
    return [each.unit for each in case.services if each.kind == "danger_notice"]


def test_seventeen_households_are_served_in_one_act_once(notices):
    browser = client_of(notices, "housing_clerk")
    (row,) = browser.get(f"{API}/service").json()["rows"]
    assert (row["number"], row["each"], row["unserved"]) == (NUMBER, True, 17)
    sheet = browser.get(f"{API}/service/{NUMBER}").json()
    assert len(sheet["households"]) == 17
    assert "刘示甲" not in str(sheet)
    asked = {
        "seen": sheet["seen"],
        "households": [{"unit": u["unit"]} for u in sheet["households"]],
    }
    place = f"{API}/service/{NUMBER}"
    assert browser.post(place, json=asked | {"dry_run": True}).json()["allowed"]
    assert served(notices) == []
    for replayed in (False, True):
        done = browser.post(place, json=asked, headers=key("serve"))
        assert (done.status_code, done.json()["replayed"]) == (200, replayed), done.text
    assert len(served(notices)) == 17
    assert "刘示甲" in {each.addressee for each in look_up(notices.office, NUMBER).case.services}
    assert [each["unserved"] for each in browser.get(f"{API}/service").json()["rows"]] == [0]
    assert browser.get(place).json()["households"] == []


def test_service_sent_again_when_the_case_has_gone_on_is_answered_by_the_rules(desk):
    browser = client_of(desk, "housing_clerk")
    place = f"{API}/service/{NUMBER}"
    assert browser.get(place).status_code == 404
    answer = browser.post(place, json={"households": [{"unit": "101"}]})
    assert answer.status_code == 422
    assert "engine.not_offered" in {each["code"] for each in answer.json()["findings"]}


def test_service_that_lacks_its_proof_is_refused_whole(notices):
    browser = client_of(notices, "housing_clerk")
    place = f"{API}/service/{NUMBER}"
    rows = [{"unit": "101"}, {"unit": "103", "method": "family", "receiver": "王某的女儿"}]
    answer = browser.post(place, json={"households": rows})
    assert answer.status_code == 422
    assert any("103：" in each["message"] for each in answer.json()["findings"])
    wrong = browser.post(place, json={"households": [{"unit": "999"}]})
    assert (wrong.status_code, wrong.json()["findings"][0]["where"]) == (422, "households.0.unit")
    assert browser.post(place, json={"households": rows[:1], "seen": 1}).status_code == 409
    assert served(notices) == []
