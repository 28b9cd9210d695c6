"""The two servers of the bench of pages: the desk itself, and its templates with facts taken from it beforehand."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Template
from starlette.testclient import TestClient

from bench.pages import BARE, DATA, FIRST, NOW, OURS, WHO, WORKERS, open_mark
from bench.sample import VERIFY_URL
from rebuild.cli.processes import configuration, listen, serve_until_told
from rebuild.services.office import Office, open_office
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.settings import Settings
from rebuild.web.app import few_threads, make_app
from rebuild.web.headers import Guarded
from rebuild.web.served import leave_alone_what_stays
from rebuild.web.show import STATIC

Kept = tuple[Template, dict[str, Any]]


def desk(data: Path) -> tuple[FastAPI, Office]:
    """The desk as it is served, on a day that does not go on."""
    office = open_office(
        data=data,
        database=f"sqlite:///{data / 'rebuild.sqlite3'}",
        verify_url=VERIFY_URL,
        chance=os.urandom,
    )
    settings = Settings(data=data, site_url="http://127.0.0.1")
    return make_app(office, settings, now=lambda: NOW, chance=os.urandom), office


def bare(data: Path) -> FastAPI:
    """The same pages in the same frame, from the facts the desk once drew them from; nothing is asked any more."""
    app, office = desk(data)
    case, mine = _kept(app, f"/cases/{os.environ[FIRST]}"), _kept(app, "/mine")
    office.close()
    plain = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=few_threads)
    plain.state.demo = False

    @plain.get("/cases/{number}")
    def _case(request: Request, number: str) -> Response:
        return HTMLResponse(case[0].render(case[1]))

    @plain.get("/mine")
    def _mine(request: Request) -> Response:
        return HTMLResponse(mine[0].render(mine[1]))

    plain.add_middleware(Guarded, secure=False)
    plain.mount("/static", StaticFiles(directory=STATIC))
    return plain


def _kept(app: FastAPI, path: str) -> Kept:
    """The template of a page, and the facts it was drawn from."""
    drawn: list[Kept] = []
    render = Template.render

    def kept(template: Template, facts: dict[str, Any]) -> str:
        drawn.append((template, {**facts, "counts": dict(facts["counts"])}))
        return render(template, facts)

    with TestClient(app) as browser:
        signing = {"name": WHO, "password": SAMPLE_PASSWORD}
        browser.post("/sign-in", data=signing, follow_redirects=False)
        Template.render = kept  # type: ignore[method-assign, assignment]
        try:
            answer = browser.get(path)
        finally:
            Template.render = render  # type: ignore[method-assign]
    assert answer.status_code == 200, f"{path} was answered {answer.status_code}"
    return drawn[-1]


def _made(kind: str) -> FastAPI:
    """The application of one process, which tells by a file that it is there."""
    data = Path(os.environ[DATA])
    app = bare(data) if kind == BARE else desk(data)[0]
    leave_alone_what_stays()
    open_mark(data, kind, os.getpid()).touch()
    return app


desk_made, bare_made = partial(_made, OURS), partial(_made, BARE)


def main(kind: str, data: Path, first: str) -> None:
    """Serve one of the two; `first` is the case whose facts the bare pages show of every case."""
    os.environ |= {DATA: str(data), FIRST: first}
    made = f"bench.pages_served:{kind}_made"
    config = configuration(made, host="127.0.0.1", port=0, workers=WORKERS)
    listening = listen(config)
    print(listening.getsockname()[1], flush=True)
    serve_until_told(config, listening)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
