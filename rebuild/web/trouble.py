"""What a visitor is told when a page can't be given: in plain words, without a word of the program's inside."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from rebuild.errors import InputError, NotFound
from rebuild.web.api.problems import is_api, problem
from rebuild.web.show import show


def answer_trouble(app: FastAPI) -> None:
    """Every way a request can end badly, each with its page."""
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(InputError, _wrong)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


def _not_found(request: Request, error: Exception) -> Response:
    return show(request, "trouble/not_found.html", status=404)


def _wrong(request: Request, error: Exception) -> Response:
    told = str(error) if isinstance(error, InputError) else ""
    return show(request, "trouble/wrong.html", status=400, told=told)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if is_api(request):  # an address that is not even one of the API, such as one with a line break
        return problem(status, headers=headers)
    if status in (301, 302, 303, 307):
        return Response(status_code=status, headers=headers)
    template = "trouble/not_found.html" if status in (404, 405) else "trouble/refused.html"
    response = show(
        request, template, status=status, **({} if status in (404, 405) else {"code": status})
    )
    response.headers.update(headers)
    return response


def _broken(request: Request, error: Exception) -> Response:
    return show(request, "trouble/broken.html", status=500)
