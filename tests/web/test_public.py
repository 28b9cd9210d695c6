"""Pages for anyone: what they tell, and what they never do."""

import re

import pytest

from rebuild.services.household_links import make_links
from rebuild.services.public_codes import rating_code, status_code
from rebuild.store import documents, ratings
from tests.web.conftest import NUMBER, SERVED, Desk, csrf_in, some_bytes


def code_of(desk: Desk, kind: str) -> str:
    with desk.office.database.reading() as session:
        found = [each for each in documents.of_case(session, NUMBER) if each.document.kind == kind]
    return found[0].frozen.code


@pytest.fixture
def served(desk_at) -> Desk:
    return desk_at(SERVED, "2024-02-26")


def test_code_on_a_permit_in_force_is_told_valid(served):
    page = served.nobody().get(f"/verify/{code_of(served, 'planning_permit')}")
    assert page.status_code == 200
    assert 'class="verdict good"' in page.text
    assert "有效" in page.text
    assert "建设工程规划许可证" in page.text


def test_code_is_known_however_it_is_typed(served):
    code = code_of(served, "planning_permit")
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    page = served.nobody().post("/verify", data={"code": typed})
    assert page.url.path == f"/verify/{code}"
    assert 'class="verdict good"' in page.text


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "0", "x" * 300, "%00", "'; drop", "码"])
def test_unknown_and_malformed_codes_get_the_same_answer(served, code):
    browser = served.nobody()
    first = browser.get("/verify/ZZZZZZZZZZ")
    page = browser.get(f"/verify/{code}")
    assert page.status_code == first.status_code == 404
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", page.text) == strip.sub("", first.text)


def test_file_that_is_not_ours_is_told_unknown(served):
    page = served.nobody().post("/verify/file", files={"file": ("a.pdf", b"%PDF-1.7 not ours")})
    assert page.status_code == 404
    assert "查不到" in page.text


def test_progress_is_told_to_whoever_has_number_and_code(desk):
    code = status_code(desk.office, NUMBER)
    page = desk.nobody().post("/status", data={"number": NUMBER.lower(), "code": code})
    assert page.status_code == 200
    assert "规划许可" in page.text
    assert "2 月 22 日 周四" in page.text


@pytest.mark.parametrize(
    ("number", "code"),
    [(NUMBER, "0000000000"), ("WF-510105-2023-9999", None), ("", ""), ("x" * 200, "y" * 200)],
)
def test_wrong_number_and_wrong_code_get_one_answer(desk, number, code):
    code = status_code(desk.office, NUMBER) if code is None else code
    page = desk.nobody().post("/status", data={"number": number[:80], "code": code[:80]})
    assert page.status_code == 404
    assert "请核对案件编号和查询码" in page.text


def test_guesses_are_slowed_down(desk):
    browser = desk.nobody()
    answers = [browser.get(f"/verify/GUESS{turn:05}").status_code for turn in range(40)]
    assert answers[:30] == [404] * 30
    assert set(answers[30:]) == {429}


def test_household_sees_its_own_house_and_nobody_else(desk):
    links = make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes)
    page = desk.nobody().get(f"/household/{links[0]['token']}")
    assert page.status_code == 200
    assert links[0]["unit"] in page.text
    assert not any(f">{each['unit']} " in page.text for each in links[1:])


def test_new_links_end_the_old_ones(desk):
    old = make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes)
    make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes)
    assert desk.nobody().get(f"/household/{old[0]['token']}").status_code == 404


def test_paper_of_a_neighbour_is_not_handed_out(desk):
    links = make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes)
    with desk.office.database.reading() as session:
        papers = [each.document for each in documents.of_case(session, NUMBER)]
    others = [each.id for each in papers if each.unit and each.unit != links[0]["unit"]]
    assert others
    answer = desk.nobody().get(f"/household/{links[0]['token']}/papers/{others[0]}.pdf")
    assert answer.status_code == 404


def test_finished_service_is_rated_once_a_door(served):
    code = rating_code(served.office, number=NUMBER, seat="planning", run=1)
    address = f"/rate/{NUMBER}/planning/1/{code}"
    browser = served.nobody()
    for stars in ("2", "5"):
        answer = browser.post(address, data={"stars": stars, "tags": ["clear", "no such tag"]})
        assert "谢谢" in answer.text
    with served.office.database.reading() as session:
        kept = tuple(ratings.made_between(session, "2024", "2025"))
    assert [(each.stars, each.tags) for each in kept] == [(5, ("clear",))]


@pytest.mark.parametrize("stars", ["0", "6", "-1"])
def test_rating_beyond_one_to_five_is_sent_back(served, stars):
    code = rating_code(served.office, number=NUMBER, seat="planning", run=1)
    answer = served.nobody().post(f"/rate/{NUMBER}/planning/1/{code}", data={"stars": stars})
    assert answer.status_code == 422
    assert "请选择一个满意程度" in answer.text


def test_service_not_finished_can_not_be_rated(desk):
    code = rating_code(desk.office, number=NUMBER, seat="planning", run=1)
    assert desk.nobody().get(f"/rate/{NUMBER}/planning/1/{code}").status_code == 404


def test_committee_sees_its_building_with_what_is_missing(desk):
    browser = desk.signed_in("owner_committee")
    assert "君平街89号院1栋" in browser.get("/committee").text
    page = browser.get(f"/committee/{NUMBER}")
    assert page.status_code == 200
    assert "还差什么" in page.text
    assert "参与表决面积" in page.text


def test_committee_makes_no_links(desk):
    browser = desk.signed_in("owner_committee")
    assert browser.get(f"/committee/{NUMBER}/links").status_code == 404


def test_community_makes_a_link_for_every_household(desk):
    browser = desk.signed_in("community")
    token = csrf_in(browser.get(f"/committee/{NUMBER}/links").text)
    page = browser.post(f"/committee/{NUMBER}/links", data={"csrf": token})
    assert page.text.count("http://testserver/household/") == 17


def test_switches_send_nobody_elsewhere(desk):
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = desk.nobody().post(
            "/display", data={"large": "1", "back": back}, follow_redirects=False
        )
        assert answer.headers["location"] == "/"
