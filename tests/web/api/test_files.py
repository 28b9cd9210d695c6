"""Files for programs: taken within the bounds of the office, handed out as files, papers printed together."""

import pytest

from rebuild.services.office_log import of_office
from rebuild.services.papers_list import list_papers
from rebuild.services.persons import the_person
from rebuild.services.print_document import open_press, print_pending
from rebuild.services.rights import Right
from rebuild.services.uploads import uploads_told
from rebuild.store import documents
from rebuild.store.documents import Printed
from tests.web.api.conftest import API, CASE, EVERYTHING, key
from tests.web.conftest import NUMBER
from tests.web.kept_in import on_both
from tests.web.test_uploads import PDF, SOUND

PROBLEM = "application/problem+json"


def send(browser, content: bytes, name: str = "申请表.pdf", **given):
    return browser.post(f"{CASE}/uploads", files={"file": (name, content)}, **given)


@on_both
def test_file_is_kept_once_and_told_by_its_digest(desk, client):
    browser = client("planning_clerk")
    first, again = (send(browser, PDF, headers=key("one")) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert send(browser, PDF, "另一份.pdf", headers=key("one")).status_code == 409
    (kept,) = browser.get(f"{CASE}/uploads").json()
    assert kept == uploads_told(desk.office, NUMBER)[0]
    assert (kept["name"], kept["size"], kept["by_id"]) == ("申请表.pdf", len(PDF), "planning_clerk")


def test_bytes_come_back_as_a_file_and_only_to_whoever_may_see_people(client):
    browser = client("planning_clerk")
    upload = send(browser, PDF).json()["id"]
    answer = browser.get(f"{CASE}/uploads/{upload}")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    masked = client("planning_clerk", rights=EVERYTHING - {Right.SEE_PEOPLE})
    assert masked.get(f"{CASE}/uploads/{upload}").status_code == 404


def test_file_is_removed_once_by_whoever_sent_it(client):
    browser = client("planning_clerk")
    upload = send(browser, PDF).json()["id"]
    place = f"{CASE}/uploads/{upload}"
    assert client("planning_chief").delete(place).status_code == 404
    for _ in range(2):
        assert browser.delete(place, headers=key("away")).status_code == 204
    assert browser.delete(place).status_code == 404
    assert browser.get(f"{CASE}/uploads").json() == []


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", PDF.replace(b"<<>>", b"<</S/Launch>>", 1)])
def test_what_is_no_paper_is_a_problem_with_its_cure(desk, client, content):
    answer = send(client("planning_clerk"), content)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert answer.json()["findings"][0]["cure"]
    assert uploads_told(desk.office, NUMBER) == []


def test_file_beyond_the_bounds_is_refused_in_a_problem_however_it_comes(desk, client):
    browser, largest = client("planning_clerk"), desk.settings.upload_mb << 20
    over = PDF + b"\n" * (largest + 1 - len(PDF))
    told = send(browser, over)
    assert (told.status_code, told.headers["content-type"]) == (422, PROBLEM)
    for content in (b"0" * (largest + (1 << 20)), (b"0" * (1 << 20) for _ in range(60))):
        answer = browser.post(
            f"{CASE}/uploads",
            content=content,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
        assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
    assert uploads_told(desk.office, NUMBER) == []


def test_sound_kinds_are_taken_as_on_the_page(client):
    browser = client("planning_clerk")
    assert {send(browser, content, name).status_code for name, content in SOUND.items()} == {201}


def test_papers_are_listed_as_on_the_page_and_printed_together(desk, client):
    browser = client("planning_clerk")
    person = the_person(desk.office, "planning_clerk", desk.now.date())
    told = browser.get(f"{API}/papers", params={"search": "89"}).json()
    page = list_papers(desk.office, person, search="89")
    assert [each["id"] for each in told["papers"]] == [each["id"] for each in page["papers"]]
    with open_press(workers=1, seconds=60, memory_mb=1024) as press:
        print_pending(desk.office, press, now=desk.now, limit=2)
    ids = [each["id"] for each in browser.get(f"{CASE}/documents").json() if each["printed"]]
    listed = browser.get(f"{API}/papers/print", params={"id": ids}).json()
    assert [each["id"] for each in listed] == ids
    made = browser.get(f"{API}/papers/print/file", params={"id": ids})
    assert made.content.startswith(b"%PDF-")
    with desk.office.database.reading() as session:
        assert of_office(session)[-1].events[0].facts["documents"] == ids
    wrong = browser.get(f"{API}/papers/print", params={"id": [*ids, "D-0"]})
    assert wrong.status_code == 404
    assert client("community").get(f"{API}/papers/print", params={"id": ids}).status_code == 403


def test_paper_to_one_household_takes_the_right_to_see_people(desk, client):
    whole = client("planning_clerk")
    paper = next(each["id"] for each in whole.get(f"{CASE}/documents").json() if each["unit"])
    name = desk.office.files.put(PDF)
    with desk.office.database.writing() as session:
        documents.mark_printed(session, paper, Printed(name, 1, f"{name}.pdf", desk.now))
    assert whole.get(f"{API}/documents/{paper}/pdf").content == PDF
    masked = client("planning_clerk", rights=EVERYTHING - {Right.SEE_PEOPLE})
    assert masked.get(f"{API}/documents/{paper}").status_code == 200
    assert masked.get(f"{API}/documents/{paper}/pdf").status_code == 404


@pytest.mark.parametrize("place", ["/nothing", f"/cases/{NUMBER}%0A", "/cases/a%0Ab/uploads/c"])
def test_address_there_is_not_is_a_problem_and_no_page(client, place):
    answer = client("planning_clerk").get(f"{API}{place}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
