"""One process of `rebuild serve`: the desk over its office, with the work beside it, from its start to its end."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone

from fastapi import FastAPI

from rebuild.services.office import open_office
from rebuild.settings import read_settings
from rebuild.web.app import few_threads, make_app
from rebuild.web.printing import at_work

# Beijing has kept one offset since 1991, and a machine without a time zone database still knows it.
BEIJING = timezone(timedelta(hours=8))
MANY = 20_000  # objects made before the youngest are looked at; a page makes some thousands


def now() -> datetime:
    return datetime.now(BEIJING)


def desk() -> FastAPI:
    """The application of this process; its settings are those of the environment."""
    chosen = read_settings()
    office = open_office(
        data=chosen.data,
        database=chosen.database,
        verify_url=chosen.verify_url,
        chance=os.urandom,
    )
    app = make_app(office, chosen, now=now, chance=os.urandom)

    @asynccontextmanager
    async def from_start_to_end(_: FastAPI) -> AsyncIterator[None]:
        async with few_threads(app):
            with at_work(app):
                yield
        office.close()

    app.router.lifespan_context = from_start_to_end
    leave_alone_what_stays()
    return app


def leave_alone_what_stays() -> None:
    """Definitions, templates and modules live as long as the process: the collector need not look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY)
