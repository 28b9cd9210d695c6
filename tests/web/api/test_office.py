"""The office for programs that look after it, and figures for leaders: read only, the same as on the pages."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from rebuild.resources import calendars
from rebuild.services.case_head import case_head
from rebuild.services.clock_page import clock_of, clock_page
from rebuild.services.facts_page import facts_page
from rebuild.services.in_view import Asked
from rebuild.services.look_up import look_up
from rebuild.services.office_log import of_office
from rebuild.services.oversight import cases_in_view, oversight
from rebuild.services.papers_page import papers_page
from rebuild.services.persons import the_person
from rebuild.services.rights import Right, Scope
from tests.store.direct import behind
from tests.web.api.conftest import API, CASE, EVERYTHING, token
from tests.web.conftest import NUMBER
from tests.web.kept_in import on_both


def test_figures_are_those_of_the_page(desk, client):
    today = desk.now.date()
    asked = Asked(today.replace(year=2023, month=5, day=1), today)
    seen = cases_in_view(desk.office, asked, Scope(everywhere=True))
    figures = oversight(desk.office, asked, seen, on=today)
    browser, params = client("auditor"), {"first": "2023-05-01", "last": "2024-02-05"}
    told = browser.get(f"{API}/oversight", params=params).json()
    assert {name: told[name] for name in figures} == figures
    assert told["rated"]["count"] == 0
    book = browser.get(f"{API}/oversight/excel", params=params)
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_name("环节分布")
    assert len(rows.to_python()) == len(figures["stages"]) + 1
    with desk.office.database.reading() as session:
        assert of_office(session)[-1].events[0].what == "exported"


def test_period_that_ends_before_it_begins_or_is_too_long_is_refused(client):
    browser = client("auditor")
    for params in ({"first": "2024-02-06"}, {"first": "2014-01-01", "last": "2024-02-05"}):
        answer = browser.get(f"{API}/oversight", params=params)
        assert (answer.status_code, answer.json()["findings"][0]["where"]) == (422, "期间")


def test_figures_of_another_district_are_not_counted(client):
    told = client("auditor").get(f"{API}/oversight", params={"region": "510106"}).json()
    assert told["totals"]["open"] == 0


def test_office_is_read_with_the_right_to_inspect_and_no_other(desk, client):
    admin = client("admin", rights={Right.INSPECT})
    health = admin.get(f"{API}/office/health").json()
    assert health["well"] == all(each["well"] for each in health["checks"])
    assert admin.get(f"{API}/office/definitions").json()["published"][0]["version"] >= 1
    assert "planning_bureau" in admin.get(f"{API}/office/organs").json()
    assert admin.get(f"{API}/office/log").json()["rows"][0]["label"] == "发放接口令牌"
    assert {each["id"] for each in admin.get(f"{API}/office/people").json()} >= {"admin", "window"}
    (known,) = [
        each for each in admin.get(f"{API}/office/tokens").json() if each["staff_id"] == "admin"
    ]
    assert (known["scopes"], known["revoked"]) == (["inspect"], False)
    assert admin.get(CASE).status_code == 404
    assert admin.get(f"{API}/cases").status_code == 403


def test_no_token_may_administer(desk):
    with pytest.raises(Exception, match="不认识的项"):
        token(desk, "admin", rights={Right.ADMINISTER})


@on_both
def test_whole_ledger_is_verified_and_its_head_told(desk, client):
    browser = client("admin")
    for deep in (False, True):
        told = browser.get(f"{API}/office/ledger", params={"deep": deep}).json()
        assert (told["ok"], told["problems"]) == (True, [])
    assert len(told["head"]) == 64
    with behind(desk.office.database.url) as connection:
        connection.execute("UPDATE staff SET name = '别人' WHERE id = 'window'")
    told = browser.get(f"{API}/office/ledger", params={"deep": True}).json()
    assert not told["ok"]
    assert "staff" in told["problems"][0]


def test_calendar_is_previewed_with_what_it_moves_and_nothing_is_written(desk, client):
    browser = client("admin")
    before = browser.get(f"{API}/office/calendar").json()
    text = (calendars() / "2024.yaml").read_text("utf-8")
    same = browser.post(f"{API}/office/calendar/preview", json={"year": 2024, "text": text})
    assert (same.json()["faults"], same.json()["moved"]) == ([], [])
    wrong = browser.post(f"{API}/office/calendar/preview", json={"year": 2024, "text": "x: ["})
    assert wrong.json()["faults"]
    assert browser.get(f"{API}/office/calendar").json() == before


def test_versions_are_compared_and_unknown_ones_are_not_there(client):
    browser, place = client("admin"), f"{API}/office/definitions/d_grade_rebuild/changes"
    assert browser.get(place, params={"before": 1, "after": 9}).status_code == 404
    assert browser.get(place, params={"before": 0, "after": 1}).status_code == 422


def test_tabs_of_a_case_are_those_of_its_pages(desk, client):
    browser, on = client("planning_clerk"), desk.now.date()
    found, calendar = look_up(desk.office, NUMBER), desk.office.calendar
    person = the_person(desk.office, "planning_clerk", on)
    told = {
        "facts": facts_page(found, calendar, on=on, households=True),
        "head": case_head(found, calendar, on=on, person=person),
        "papers": papers_page(desk.office, found, on=on),
        "clocks/planning/decision": clock_page(
            clock_of(found, calendar, "planning", "decision", on=on)
        ),
    }
    for tab, page in told.items():
        assert browser.get(f"{CASE}/{tab}").json() == plain(page), tab
    course = browser.get(f"{CASE}/course", params={"kind": "refused"}).json()
    assert course["fitting"] == sum(len(each["entries"]) for each in course["groups"]) > 0
    assert browser.get(f"{CASE}/course", params={"kind": "other"}).status_code == 422
    assert browser.get(f"{CASE}/ledger/check").json()["ok"]
    entries = browser.get(f"{CASE}/ledger").json()
    assert browser.get(f"{CASE}/ledger", params={"before": entries["next"]}).json()["entries"]
    assert browser.get(f"{CASE}/flow").json()["svg"].startswith("<svg")
    tried = browser.get(
        f"{CASE}/clocks/planning/decision", params={"first": "2024-02-06", "last": "2024-02-08"}
    )
    assert tried.json()["what_if"]
    assert browser.get(f"{CASE}/clocks/planning/none").status_code == 404


def test_effect_of_an_action_is_told_before_it_is_done(desk, client):
    place = f"{CASE}/actions/planning/grant/preview"
    asked = {"answers": {"floor_area": "579.22"}}
    told = client("planning_chief").post(place, json=asked).json()
    assert told["effect"]["papers"]
    assert not told["guessed"]
    guessed = client("planning_chief").post(place, json={}).json()
    assert guessed["guessed"]
    assert look_up(desk.office, NUMBER).case.state("planning") == "under_review"


def test_money_of_households_takes_the_right_to_see_them(client):
    masked = client("planning_clerk", rights=EVERYTHING - {Right.SEE_HOUSEHOLDS})
    told = masked.get(f"{CASE}/facts").json()
    assert (told["units"], told["money"]) == ([], None)


def plain(value):
    """As JSON has it: tuples are lists."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
