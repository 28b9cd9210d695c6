"""Problems as RFC 9457 has them: every refusal and every mistake is one JSON object, with the findings where there are any."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from rebuild.errors import Conflict, InputError, NotFound, RebuildError

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """What went wrong; `findings` lists every reason of a refusal at once."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    findings: list[dict[str, Any]] = []


TITLES = {
    400: "请求写错了",
    401: "没有令牌，或者令牌已经失效",
    403: "令牌没有这项权限",
    404: "没有找到，或者无权查看",
    405: "这个地址不接受这种请求",
    409: "案件已有变动，或者同一个键用在了不同的请求上",
    413: "内容太大",
    415: "内容不是 JSON",
    422: "填写的内容不合要求，或者现在还不能办",
    429: "请求太频繁",
    500: "系统出了差错，没有写入",
    503: "系统忙，请稍后再试",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": TITLES[status],
        "content": {MEDIA: {"schema": Problem.model_json_schema()}},
    }
    for status in (400, 401, 403, 404, 409, 413, 422, 429, 503)
}


def is_api(request: Request) -> bool:
    """Whether a program asks, which is told of trouble in a problem and never on a page."""
    return request.url.path.startswith("/api/")


def problem(
    status: int,
    detail: str = "",
    findings: list[dict[str, Any]] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    told = Problem(
        title=TITLES.get(status, TITLES[400]), status=status, detail=detail, findings=findings or []
    )
    return JSONResponse(told.model_dump(), status, headers, media_type=MEDIA)


def answer_problems(app: FastAPI) -> None:
    """Every way a request can end badly, as a problem."""
    app.add_exception_handler(RebuildError, _ours)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _broken)


def _ours(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, NotFound):
        return problem(404, str(error))
    if isinstance(error, InputError):
        told = {"where": error.where, "message": error.problem, "cure": error.remedy}
        return problem(422, str(error), [{"code": "input", **told}])
    return problem(409 if isinstance(error, Conflict) else 503, str(error))


def _unreadable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # What was sent is not sent back: it may hold personal data.
    places = [
        {"where": ".".join(str(part) for part in each["loc"]), "message": each["msg"]}
        for each in error.errors()
    ]
    return problem(
        422, "；".join(f"{each['where']}: {each['message']}" for each in places[:20]), places
    )


def _plain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, headers=error.headers)


def _broken(request: Request, error: Exception) -> JSONResponse:
    return problem(500)
