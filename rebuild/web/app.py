"""The desk as one ASGI application: its pages, its static files, its answers when something is wrong."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from importlib import import_module

from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from rebuild.services.office import Chance, Office
from rebuild.settings import Settings
from rebuild.web.api.app import make_api
from rebuild.web.background import Background
from rebuild.web.bodies import Bounded
from rebuild.web.headers import Guarded
from rebuild.web.once_more import answer_password_wanted
from rebuild.web.pages import ROUTERS
from rebuild.web.rate import FILE as RATES
from rebuild.web.rate import Buckets
from rebuild.web.show import STATIC
from rebuild.web.trouble import answer_trouble

AT_ONCE = 4  # handlers that run side by side in one process
A_YEAR = 365 * 24 * 3600


@asynccontextmanager
async def few_threads(_: FastAPI) -> AsyncIterator[None]:
    """A handler holds the interpreter nearly all its time: forty of them at once only take it from one another."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def make_app(
    office: Office, settings: Settings, *, now: Callable[[], datetime], chance: Chance
) -> FastAPI:
    """An application over an open office; time and chance are handed in."""
    app = FastAPI(
        title="Rebuild",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=few_threads,
        redirect_slashes=False,  # such a redirection would lead to whatever host the request names
    )
    app.state.office = office
    app.state.settings = settings
    app.state.now = now
    app.state.chance = chance
    app.state.background = Background()
    app.state.buckets = Buckets(office.data / RATES)
    app.state.demo = (office.data / "demo").exists()
    for name in ROUTERS:
        app.include_router(import_module(f"rebuild.web.pages.{name}").router)
    app.add_middleware(Bounded, largest_file=settings.upload_mb << 20)
    app.add_middleware(Guarded, secure=settings.secure)
    api = make_api()
    api.state = app.state
    app.mount("/api/v1", api)
    app.mount("/static", _Kept(directory=STATIC), name="static")
    answer_trouble(app)
    answer_password_wanted(app)
    return app


class _Kept(StaticFiles):
    """Static files, kept by the browser for a year: their addresses change with their content."""

    def file_response(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response
