"""Every paper stands in one list; those chosen are bound into one file, page by page as they were."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from rebuild.services.look_up import list_documents
from rebuild.services.office_log import of_office
from tests.web.conftest import NUMBER


@pytest.fixture
def papers(desk):
    return [each["id"] for each in list_documents(desk.office, NUMBER)]


def test_the_newest_paper_stands_first(desk, papers):
    page = desk.signed_in("planning_clerk").get("/papers").text
    places = [page.index(f"/documents/{each}.pdf") for each in sorted(papers, reverse=True)[:10]]
    assert places == sorted(places)


def test_a_page_begins_after_the_one_before(desk, papers):
    browser = desk.signed_in("planning_clerk")
    newest = sorted(papers, reverse=True)
    assert len(newest) > 50
    first = browser.get("/papers").text
    assert f"/papers?before={newest[49]}" in first
    second = browser.get(f"/papers?before={newest[49]}").text
    assert f"/documents/{newest[49]}.pdf" not in second
    assert f"/documents/{newest[50]}.pdf" in second


def test_papers_are_found_by_number_and_kind(desk):
    browser = desk.signed_in("planning_clerk")
    assert "受理通知书</a>" in browser.get("/papers?search=许受").text
    assert "没有符合的文书" in browser.get("/papers?search=不存在").text
    page = browser.get("/papers?kind=danger_notice").text
    assert "危险房屋通知书</a>" in page
    assert "受理通知书</a>" not in page


def test_chosen_papers_become_one_file_with_its_list(desk, papers):
    browser = desk.signed_in("planning_clerk")
    chosen = sorted(papers)[-2:]
    asked = "&".join(f"id={each}" for each in chosen)
    listed = browser.get(f"/papers/print?{asked}").text
    assert "打印清单：2 份" in listed
    answer = browser.get(f"/papers/print.pdf?{asked}")
    assert answer.headers["content-type"] == "application/pdf"
    made = PdfReader(BytesIO(answer.content))
    pages = {each["id"]: each["pages"] for each in list_documents(desk.office, NUMBER)}
    assert len(made.pages) == sum(pages[each] for each in chosen)
    assert len(made.outline) == 2
    assert [len(made.pages[0].extract_text()) > 50] == [True]
    with desk.office.database.reading() as session:
        last = of_office(session)[-1].events[0]
    assert (last.what, last.facts["documents"]) == ("exported", chosen)


def test_nothing_chosen_is_told_on_the_list(desk):
    answer = desk.signed_in("planning_clerk").get("/papers/print")
    assert answer.status_code == 400
    assert "没有选择要打印的文书" in answer.text


@pytest.mark.parametrize("person", ["auditor", "contractor", "community"])
def test_whoever_may_not_print_gets_no_file(desk, papers, person):
    browser = desk.signed_in(person)
    assert "把勾选的合成一个文件打印" not in browser.get("/papers").text
    for path in ("print", "print.pdf"):
        assert browser.get(f"/papers/{path}?id={papers[0]}").status_code == 404


def test_a_paper_there_is_not_and_one_of_others_are_the_same_nothing(desk):
    browser = desk.signed_in("planning_clerk")
    assert browser.get("/papers/print?id=D-1999-000001").status_code == 404
