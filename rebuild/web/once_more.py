"""再输一次密码: the page that comes before a decision made long after the last password, and loses nothing of it."""

from fastapi import FastAPI, Request, Response

from rebuild.web.access import AGAIN, PasswordWanted
from rebuild.web.show import show


def answer_password_wanted(app: FastAPI) -> None:
    app.add_exception_handler(PasswordWanted, _once_more)


def _once_more(request: Request, error: Exception) -> Response:
    """The form that was posted, its fields out of sight, and a place for the password."""
    assert isinstance(error, PasswordWanted)
    facts = {"posted": error.posted, "wrong": error.wrong, "field": AGAIN}
    return show(request, "people/once_more.html", status=401, **facts)
