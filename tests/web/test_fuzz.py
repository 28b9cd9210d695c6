"""Whatever is typed into an address or a form: an answer somebody thought of, and never a word of the program's inside."""

import random
import re

import pytest

from tests.web.conftest import NUMBER, Desk, csrf_in
from tests.web.routes import routes_of

TURNS = 1_500
PIECES = [
    "", "0", "-1", "9" * 40, "1e400", "NaN", "null", "true", "２０２４", "2024-02-30", "9999-12-31", "0000-00-00",
    "%00", "..%2f..%2fetc%2fpasswd", "<script>alert(1)</script>", "'; DROP TABLE cases; --", "{{7*7}}", "=1+1",
    "𬭎", "\u202e", "a" * 5000,
    NUMBER, "WF-510105-2023-0001 ", "579.22", "579.225", "1/0", "planning", "grant", "case", "decision", "D-2024-000001",
]  # fmt: skip
INSIDE = re.compile(
    r"Traceback|File \"|sqlalchemy|jinja2|psycopg|rebuild\.(web|services|store)|/site-packages/"
)


@pytest.fixture
def desk(desk_at, monkeypatch) -> Desk:
    from rebuild.web.rate import Rate

    monkeypatch.setattr(Rate, "allows", lambda *_: True)
    return desk_at(("planning", "accept"), "2024-02-05")


@pytest.mark.slow
@pytest.mark.parametrize("person", ["", "planning_chief", "owner_committee", "admin"])
def test_nothing_typed_breaks_a_page(desk, person):
    chance = random.Random(person or "nobody")
    browser = desk.signed_in(person) if person else desk.nobody()
    token = csrf_in(browser.get("/account").text) if person else ""
    routes = [
        each for each in routes_of(desk.app) if each.path not in ("/sign-out", "/sign-in")
        and not each.path.startswith(("/account", "/admin/people", "/admin/ledger", "/sign-in"))
    ]  # fmt: skip
    broken = []
    for _ in range(TURNS // 4):
        route = chance.choice(routes)
        place = re.sub(
            r"\{(\w+)(?::\w+)?\}",
            lambda found: (
                NUMBER
                if found[1] == "number" and chance.random() < 0.6
                else chance.choice(PIECES)[:300]
            ),
            route.path,
        )
        names = [
            "search",
            "after",
            "stage",
            "on",
            "first",
            "last",
            "run",
            "page",
            "year",
            "text",
            "a.floor_area",
            "seen",
            "key",
            "a.rows.0.x",
        ]
        given = {name: chance.choice(PIECES) for name in chance.sample(names, 4)}
        if route.method == "GET":
            answer = browser.get(place, params=given, follow_redirects=False)
        else:
            answer = browser.request(
                route.method, place, data={**given, "csrf": token}, follow_redirects=False
            )
        if answer.status_code >= 500 or INSIDE.search(answer.text):
            broken.append((route, place[:100], given, answer.status_code))
    assert not broken
