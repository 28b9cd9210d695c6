"""A list is exported as it was chosen, with the password, watched while it is written, and entered in the log."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from time import sleep
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from rebuild.errors import InputError
from rebuild.services.office_log import of_office
from rebuild.store import accounts
from rebuild.web.exports import BROKEN, Exports
from tests.store.direct import behind
from tests.web.conftest import NUMBER, csrf_in
from tests.web.kept_in import on_both


def exported(browser, **given):
    """Ask for an export and wait until it is written; where it is watched."""
    page = browser.get("/export").text
    answer = browser.post("/export", data={"csrf": csrf_in(page), **given}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    for _ in range(100):
        if "正在写入" not in browser.get(place).text:
            return place
        sleep(0.05)
    raise AssertionError("the export did not come to an end")


def rows_of(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@on_both
def test_the_file_holds_what_the_list_shows_and_the_log_says_who_took_it(desk):
    browser = desk.signed_in("planning_chief")
    place = exported(browser, stage="planning")
    answer = browser.get(f"{place}/cases.xlsx")
    rows = rows_of(answer.content)
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told["编号"] == NUMBER
    assert told["轮到谁"] == "规划和自然资源局负责人"
    assert (told["剩余日"], told["已用日"], told["期限日"]) == (9, 11, 20)
    assert told["到期日"].isoformat() == "2024-02-22"
    with desk.office.database.reading() as session:
        last = of_office(session)[-1]
    event = last.events[0]
    assert (last.by, event.what) == ("planning_chief", "exported")
    assert (event.facts["cases"], event.facts["stage"]) == (1, "planning")


def test_a_filter_that_fits_nothing_gives_a_file_with_its_head_alone(desk):
    browser = desk.signed_in("planning_chief")
    place = exported(browser, stage="building")
    assert len(rows_of(browser.get(f"{place}/cases.xlsx").content)) == 1


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "@cmd", "http://x.example", "-2"])
def test_what_looks_like_a_formula_stays_text(desk, text):
    with behind(desk.office.database.url) as connection:
        connection.execute("UPDATE cases SET applicant = ?", (text,))
    browser = desk.signed_in("planning_chief")
    content = browser.get(f"{exported(browser)}/cases.xlsx").content
    assert rows_of(content)[1][2] == text
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_an_export_belongs_to_whoever_asked_for_it(desk):
    place = exported(desk.signed_in("planning_chief"))
    other = desk.signed_in("housing_chief")
    assert other.get(place).status_code == 404
    assert other.get(f"{place}/cases.xlsx").status_code == 404


@pytest.mark.parametrize("person", ["contractor", "owner", "hearing_chair"])
def test_whoever_may_not_export_finds_no_such_page(desk, person):
    assert desk.signed_in(person).get("/export").status_code == 404


def test_an_export_of_another_district_holds_no_case_of_this_one(desk):
    with desk.office.database.writing() as session:
        account = accounts.get(session, "planning_chief")
        accounts.let_out(session, "planning_chief", NUMBER)
        accounts.put(session, replace(account, regions=frozenset({"510104"})))
    browser = desk.signed_in("planning_chief")
    place = exported(browser)
    assert len(rows_of(browser.get(f"{place}/cases.xlsx").content)) == 1


def test_the_password_is_asked_for_again_when_it_was_given_long_ago(desk):
    browser = desk.signed_in("planning_chief")
    page = browser.get("/export").text
    desk.now += timedelta(minutes=11)
    answer = browser.post("/export", data={"csrf": csrf_in(page)}, follow_redirects=False)
    assert answer.status_code == 401
    with desk.office.database.reading() as session:
        assert "exported" not in {each.events[0].what for each in of_office(session)}


def test_a_file_is_gone_an_hour_after_it_was_asked_for(desk):
    exports = Exports(desk.office.data / "exports")

    def write(path, tell):
        path.write_bytes(b"names")
        tell(1, 1)
        return 1

    first = finished(exports, exports.begin("a", "planning_chief", write, now=desk.now))
    later = desk.now + timedelta(minutes=59)
    finished(exports, exports.begin("b", "planning_chief", write, now=later))
    assert exports.find("a", "planning_chief") == first
    assert exports.file(first).exists()
    exports.begin("c", "planning_chief", write, now=desk.now + timedelta(minutes=61))
    assert exports.find("a", "planning_chief") is None
    assert not exports.file(first).exists()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (InputError("导出", "件数超出上限", "请先筛选"), "导出：件数超出上限。请先筛选"),
        (ValueError("a word of the program's inside"), BROKEN),
    ],
)
def test_an_export_that_breaks_says_so_and_gives_no_file(desk, error, told):
    exports = Exports(desk.office.data / "exports")

    def refuse(path, tell):
        raise error

    export = finished(exports, exports.begin("a", "planning_chief", refuse, now=desk.now))
    assert export.wrong == told
    assert not exports.file(export).exists()


@pytest.mark.parametrize("name", ["../rebuild", "a.b", "A", "", "%2e%2e"])
def test_no_name_leads_out_of_the_folder(desk, name):
    assert Exports(desk.office.data / "exports").find(name, "planning_chief") is None


def finished(exports, export):
    """The export once it has come to its end."""
    for _ in range(200):
        found = exports.find(export.id, export.owner)
        if found.finished:
            return found
        sleep(0.02)
    raise AssertionError("the export did not come to an end")
