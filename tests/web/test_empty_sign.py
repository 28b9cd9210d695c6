"""The sign of no sign, which one database keeps and the other refuses: on both it is the mistake of whoever sent it."""

from tests.web.conftest import NUMBER, csrf_in
from tests.web.kept_in import on_both

pytestmark = on_both


def test_in_a_posted_form_of_a_stranger(desk):
    stranger = desk.nobody()
    assert stranger.post("/sign-in", data={"name": "a\0", "password": "b"}).status_code in {
        400,
        401,
    }
    for place in ("/verify", "/status"):
        sent = {"number": f"{NUMBER}\0", "code": "a\0"}
        assert 400 <= stranger.post(place, data=sent).status_code < 500, place


def test_in_an_address(desk):
    browser = desk.signed_in("planning_chief")
    for filters in ("search=a%00b", "turn=%00", "stage=%00&state=%00", "region=%00"):
        answer = browser.get(f"/cases?{filters}")
        assert answer.status_code == 200, filters
        assert f"/cases/{NUMBER}" not in answer.text, filters
    for place in ("/cases?after=1,%00", "/mine?after=1,%00"):
        assert browser.get(place).status_code == 200, place
    assert browser.get("/cases/%00").status_code in {400, 404}


def test_in_a_name_that_would_be_kept(desk):
    admin = desk.signed_in("admin")
    sent = {"csrf": csrf_in(admin.get("/account").text), "user": "li", "name": "李\0某"}
    told = admin.post("/admin/people/new", data={**sent, "role": "window"})
    assert told.status_code in {200, 422}
