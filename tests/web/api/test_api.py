"""The API: who is let in, what a token lends, one effect for one key, every refusal a problem with its findings."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from rebuild.services.print_document import open_press, print_pending
from rebuild.services.rights import Right
from rebuild.services.tokens import revoke_token
from tests.web.api.conftest import token
from tests.web.conftest import NUMBER
from tests.web.kept_in import on_both

GRANT = f"/api/v1/cases/{NUMBER}/actions/planning/grant"


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer rbd_00", "Basic cm9vdDpyb290", "Bearer 码"]
)
def test_nobody_is_let_in_without_a_token(desk, given):
    headers = {"Authorization": given.encode()} if given else {}
    answer = desk.nobody().get("/api/v1/cases", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_cookie_opens_nothing_here(desk):
    assert desk.signed_in("planning_chief").get("/api/v1/cases").status_code == 401


def test_token_ends_with_its_last_day(desk, client):
    browser = client("planning_clerk", days=1)
    desk.now += timedelta(days=1)
    assert browser.get("/api/v1/cases").status_code == 200
    desk.now += timedelta(days=1)
    assert browser.get("/api/v1/cases").status_code == 401


def test_revoked_token_opens_nothing(desk):
    name, secret = token(desk, "planning_clerk")
    browser = desk.nobody()
    browser.headers["Authorization"] = f"Bearer {secret}"
    assert browser.get("/api/v1/cases").status_code == 200
    revoke_token(desk.office, name, by="root", now=desk.now)
    assert browser.get("/api/v1/cases").status_code == 401


def test_case_is_read_as_the_pages_read_it(client):
    browser = client("planning_clerk")
    page = browser.get("/api/v1/cases").json()
    assert [each["number"] for each in page["cases"]] == [NUMBER]
    told = browser.get(f"/api/v1/cases/{NUMBER}").json()
    assert told["stage"] == "planning"
    due = [each["due"] for each in told["dates"] if each["clock"] == "decision"]
    assert due == ["2024-02-22"]


def test_refusal_is_a_problem_with_every_finding(client):
    answer = client("planning_clerk").post(GRANT, json={"answers": {"floor_area": "600"}})
    assert answer.status_code == 422
    codes = {each["code"] for each in answer.json()["findings"]}
    assert "planning.same_area" in codes
    assert len(codes) > 1


def test_token_for_reading_does_not_act(client):
    browser = client("planning_chief", rights={Right.SEE_CASE})
    answer = browser.post(GRANT, json={"answers": {"floor_area": "579.22"}})
    assert answer.status_code == 422
    assert {each["code"] for each in answer.json()["findings"]} & {"rights.role", "rights.reach"}


@on_both
def test_one_key_has_one_effect(client):
    browser = client("planning_chief")
    asked = {"answers": {"floor_area": "579.22"}, "on": "2024-02-05"}
    answers = [
        browser.post(GRANT, json=asked, headers={"Idempotency-Key": "first"}) for _ in range(3)
    ]
    assert [each.status_code for each in answers] == [200] * 3
    assert [each.json()["replayed"] for each in answers] == [False, True, True]
    assert len({each.json()["version"] for each in answers}) == 1
    other = browser.post(GRANT, json={"answers": {}}, headers={"Idempotency-Key": "first"})
    assert other.status_code == 409


def test_rehearsal_writes_nothing(client):
    browser = client("planning_chief")
    before = browser.get(f"/api/v1/cases/{NUMBER}").json()["version"]
    asked = {"answers": {"floor_area": "579.22"}, "dry_run": True}
    assert browser.post(GRANT, json=asked).json()["allowed"]
    assert browser.get(f"/api/v1/cases/{NUMBER}").json()["version"] == before


@pytest.mark.parametrize(
    "address",
    ["/cases/WF-510105-2023-9999", "/documents/D-0000", "/documents/D-0000/pdf", "/webhooks/none"],
)
def test_what_is_not_there_is_a_problem(client, address):
    answer = client("planning_clerk").request(
        "DELETE" if "webhooks" in address else "GET", f"/api/v1{address}"
    )
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_case_of_nobody_s_is_not_told_from_one_that_is_not(desk, client):
    strange = client("auditor", rights={Right.OVERSEE})
    hidden = strange.get(f"/api/v1/cases/{NUMBER}")
    missing = strange.get("/api/v1/cases/WF-510105-2023-9999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["detail"].replace(NUMBER, "") == missing.json()["detail"].replace(
        "WF-510105-2023-9999", ""
    )


def test_token_may_not_last_longer_than_a_year(desk):
    with pytest.raises(Exception, match="一年之内"):
        token(desk, "planning_clerk", days=400)


def test_every_operation_is_described(description):
    told = description
    assert told["openapi"].startswith("3.1")
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert all(each["security"] for each in operations)
    assert all(each.get("description") for each in operations)


def test_paper_is_handed_out_with_the_bytes_it_was_printed_with(client):
    papers = client("planning_clerk").get(f"/api/v1/cases/{NUMBER}/documents").json()
    assert papers
    assert all(date.fromisoformat(each["date"]) <= date(2024, 2, 5) for each in papers)


def test_bytes_of_a_paper_are_those_that_were_kept(desk, client):
    with open_press(workers=1, seconds=60, memory_mb=1024) as press:
        print_pending(desk.office, press, now=desk.now, limit=1)
    browser = client("planning_clerk")
    papers = browser.get(f"/api/v1/cases/{NUMBER}/documents").json()
    (paper,) = [each for each in papers if each["printed"]]
    answer = browser.get(f"/api/v1/documents/{paper['id']}/pdf")
    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == paper["sha256"]
    waiting = next(each for each in papers if not each["printed"])
    assert browser.get(f"/api/v1/documents/{waiting['id']}/pdf").status_code == 404


@pytest.mark.parametrize("sign", ["\\ud800", "\\u0000"])
def test_sign_that_nothing_can_be_stored_with_is_refused(client, sign):
    browser = client("planning_chief")
    bodies = {
        "/cases": '{"region": "510105", "answers": {"name": ["S"]}}',
        f"/cases/{NUMBER}/actions/planning/grant": '{"answers": {"S": {"a": 1}}}',
        f"/cases/{NUMBER}/ballots/tally": '{"lines": {"S": {"vote": "agree"}}}',
        "/exports": '{"search": "S"}',
        "/hand-over": '{"cases": [], "of": "S", "to": "b", "reason": "c"}',
        "/webhooks": '{"url": "S", "events": ["S"]}',
    }
    for place, body in bodies.items():
        headers = {"Content-Type": "application/json"}
        sent = body.replace("S", sign)
        answer = browser.post(f"/api/v1{place}", content=sent, headers=headers)
        assert answer.status_code == 422, place
        assert answer.json()["title"]


@pytest.mark.parametrize(
    "place",
    ["/cases?search=a%00b", "/cases/%00", "/desk/mine?after=%00", "/papers/print?id=%00&id=a"],
)
def test_sign_of_no_sign_is_no_part_of_an_address(client, place):
    assert client("planning_chief").get(f"/api/v1{place}").status_code == 400


@pytest.mark.parametrize("depth", [900, 100_000])
def test_answer_nested_without_end_is_refused(client, depth):
    browser = client("planning_chief")
    headers = {"Content-Type": "application/json"}
    for place in ("/cases", f"/cases/{NUMBER}/actions/planning/grant", f"/cases/{NUMBER}/ballots"):
        sent = '{"answers": {"x": ' + "[" * depth + "]" * depth + "}}"
        answer = browser.post(f"/api/v1{place}", content=sent, headers=headers)
        assert answer.status_code in (400, 422), place
        assert answer.headers["content-type"] == "application/problem+json"
