"""Every operation of the API: opened by exactly the rights it asks, in one's own district, with a token."""

import re

import pytest

from rebuild.services import staffing
from rebuild.services.rights import Right
from rebuild.services.staffing import Hand, NewPerson
from tests.web.api.conftest import API, EVERYTHING, client_of
from tests.web.conftest import NUMBER, some_bytes
from tests.web.routes import API_WANTED

GIVEN = {
    "number": NUMBER, "seat": "planning", "action": "grant", "clock": "decision", "run": "1",
    "workflow": "d_grade_rebuild", "document": "D-2023-000001",
}  # fmt: skip
LINES = {"lines": {"0.0": {"vote": "agree"}}}
FILE = {"files": {"file": ("x.pdf", b"%PDF-1.4")}}
SENT = {
    "POST /cases": {"json": {"region": "510105", "answers": {}}},
    "POST /cases/{number}/actions/{seat}/{action}": {"json": {"dry_run": True}},
    "POST /cases/{number}/actions/{seat}/{action}/preview": {"json": {}},
    "POST /cases/{number}/uploads": FILE,
    "POST /cases/{number}/roll": FILE,
    "POST /cases/{number}/votes": FILE | {"data": {"source": "x"}},
    "POST /cases/{number}/ballots": {"json": LINES},
    "POST /cases/{number}/ballots/tally": {"json": LINES},
    "POST /service/{number}": {"json": {"households": [{"unit": "101"}]}},
    "POST /verify": FILE,
    "POST /hand-over": {"json": {"cases": [], "of": "a", "to": "b", "reason": "c"}},
    "POST /exports": {"json": {}},
    "PUT /ratings/{number}/{seat}/{run}/{code}": {"json": {"stars": 5}},
    "POST /office/calendar/preview": {"json": {"year": 2027, "text": "x"}},
    "POST /webhooks": {"json": {"url": "https://a.example", "events": []}},
}
ASKED = {
    "GET /hand-over": {"of": "window"},
    "GET /papers/print": {"id": "D-0"},
    "GET /papers/print/file": {"id": "D-0"},
    "GET /office/definitions/{workflow}/changes": {"before": 1, "after": 1},
}
# What is not there in this office on this day, or takes seconds to print for whom it is for.
NOTHING_THERE = (f"/service/{NUMBER}", "/papers/print", "/documents/D-2023-000001/pdf")
PRINTED = ("/poster", "/sheet")
REFUSED = {403, 404}


def address(operation: str) -> str:
    """Where an operation is asked in this office; what is not named above stands for nothing there is."""
    path = operation.partition(" ")[2]
    return re.sub(r"\{(\w+)\}", lambda found: GIVEN.get(found[1], "none"), path)


@pytest.fixture
def ask(desk):
    """Ask an operation with some of somebody's rights; the status of the answer."""
    clients = {}

    def asking(operation: str, person: str, rights) -> int:
        kept = person, frozenset(rights)
        if kept not in clients:
            # A token is made for something, even one that is to open only what asks for no right.
            clients[kept] = client_of(desk, person, rights=kept[1] or {Right.USE_API})
        sent = SENT.get(operation, {}) | {"params": ASKED.get(operation)}
        method = operation.partition(" ")[0]
        return clients[kept].request(method, API + address(operation), **sent).status_code

    return asking


def rights_of(operation: str) -> set[Right]:
    return {Right(each.removeprefix("case:")) for each in API_WANTED[operation]}


def person_for(operation: str) -> str:
    return "admin" if Right.INSPECT in rights_of(operation) else "planning_chief"


def test_every_operation_has_a_row_and_every_row_an_operation(description):
    told = description["paths"]
    operations = {f"{method.upper()} {path}" for path, each in told.items() for method in each}
    assert operations == set(API_WANTED)


def test_token_for_the_rights_an_operation_asks_opens_it(ask):
    shut = []
    for operation in API_WANTED:
        if operation.endswith(PRINTED):
            continue
        status = ask(operation, person_for(operation), rights_of(operation))
        there = not address(operation).startswith(NOTHING_THERE) and "none" not in address(
            operation
        )
        if status in (401, 403) or status >= 500 or (there and status == 404):
            shut.append((operation, status))
    assert not shut


def test_token_that_lacks_one_of_them_does_not(ask):
    let_in = [
        (operation, right, status)
        for operation in API_WANTED
        for right in rights_of(operation)
        if (status := ask(operation, person_for(operation), EVERYTHING - {right})) not in REFUSED
    ]
    assert not let_in


def test_case_of_another_district_is_not_there(desk, ask):
    new = NewPerson("far", "示例某某", frozenset({"planning_chief"}), "", frozenset({"510106"}))
    staffing.add_person(
        desk.office, new, Hand(desk.now), some_bytes, password="一句足够长的口令真的"
    )
    let_in = [
        (operation, status)
        for operation, wanted in API_WANTED.items()
        if any(each.startswith("case:") for each in wanted)
        and (status := ask(operation, "far", EVERYTHING)) != 404
    ]
    assert not let_in


def test_nobody_opens_anything_without_a_token(desk):
    browser = desk.nobody()
    for operation in API_WANTED:
        method, path = operation.split(" ")
        answer = browser.request(method, f"{API}{path}", **SENT.get(operation, {}))
        assert answer.status_code == 401, operation
        assert answer.headers["content-type"] == "application/problem+json"
