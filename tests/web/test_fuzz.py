"""Whatever is sent to whichever address: an answer somebody thought of, and never a word of the program's inside."""

import pytest
from starlette.responses import HTMLResponse, Response

from tests.web.asking import Asker, Request, faults_of
from tests.web.conftest import Desk
from tests.web.fuzzing import ROLES, walk
from tests.web.hostile import places_of

REQUESTS = 30_000  # in all; `./run soak requests` goes on from there
AT_ONCE = 5_000  # in one copy of an office, which they may well change


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(REQUESTS // AT_ONCE))
def test_nothing_that_is_sent_breaks_anything(desk, seed):
    found = walk(desk, seed=seed, count=AT_ONCE)
    assert found.wrong == []
    assert found.asked == AT_ONCE
    assert set(found.people) == set(ROLES)
    # Not everything is turned away at the door.
    assert found.statuses[200] > AT_ONCE // 12
    assert found.statuses[303] > AT_ONCE // 50
    assert found.statuses[422] > AT_ONCE // 100


def test_every_route_of_the_application_is_asked(desk):
    places = places_of(desk.app)
    found = walk(desk, seed=1, count=9 * len(places))
    assert set(found.places) == set(places)
    assert sum(place.path.startswith("/api/v1/") for place in places) > 15


def breaks() -> Response:
    raise KeyError("planted")


def tells_its_inside() -> Response:
    return HTMLResponse('<pre>Traceback (most recent call last): File "/x.py"</pre>')


def sends_back(text: str = "") -> Response:
    return HTMLResponse(f"<p>{text}</p>")


@pytest.mark.parametrize("planted", [breaks, tells_its_inside, sends_back])
def test_planted_fault_would_be_found(desk, planted):
    desk.app.add_api_route("/planted", planted, methods=["GET"])
    found = walk(desk, seed=3, count=400, only=("/planted", "/account", "/api/v1/cases"))
    assert found.wrong
    assert all("/planted" in each for each in found.wrong)


def test_answer_without_the_policy_for_browsers_would_be_found(desk):
    answer = Asker(desk.app).ask(Request("GET", "/sample"))
    assert not list(faults_of(answer))
    assert list(faults_of(answer._replace(headers=()))) == ["no policy for the browser"]


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(("planning", "accept"), "2024-02-05")
