"""The API as an application of its own, so that its answers to trouble are problems and never pages."""

from fastapi import FastAPI

from rebuild.web.api import (
    acting,
    ballots,
    cases,
    definitions,
    desk,
    documents,
    exports,
    handing_over,
    links,
    office,
    oversight,
    own,
    printing,
    public,
    roll,
    serving,
    tabs,
    uploads,
    webhooks,
)
from rebuild.web.api.problems import RESPONSES, answer_problems

MODULES = (
    own, desk, cases, acting, tabs, uploads, roll, ballots, serving, documents, printing,
    handing_over, exports, oversight, links, public, definitions, office, webhooks,
)  # fmt: skip
ABOUT = """
危房原址恢复重建案件的接口。令牌由管理员发放，放在 `Authorization: Bearer` 中；每个令牌只有发放时写明的权限，到期失效。
办理事项请带 `Idempotency-Key`：同一个键只办一次。不能办理时返回 422，`findings` 一次列出全部原因、依据和补法。
"""


def make_api() -> FastAPI:
    """Asked of with a token; shares the state of the desk it is mounted in."""
    api = FastAPI(
        title="Rebuild API",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=RESPONSES,
    )
    for module in MODULES:
        api.include_router(module.router)
    answer_problems(api)
    return api
