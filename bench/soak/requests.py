"""Hostile requests to every route of the desk, from the seed the tests begin with."""

import logging
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.shares import Figures, done_in_shares
from tests.cli.conftest import UNDER_REVIEW, tell
from tests.web.conftest import desk_on
from tests.web.fuzzing import walk

AT_ONCE = 5_000  # in one copy of an office; as in the tests, so that a share is one of their seeds


def requests(count: int) -> Figures:
    """Ask `count` times; unplanned is what was answered that nobody thought of."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        tell(told, UNDER_REVIEW)
        done = done_in_shares(partial(some, told), count, AT_ONCE)
    asked, through = (sum(figures) for figures in zip(*done.figures, strict=True))
    return {
        "requests": asked,
        "answered_with_a_page": through,
        "unplanned": len(done.faults),
        "seed": f"0..{len(done.figures) - 1}",
        "seconds": round(done.seconds),
    }


def some(told: Path, first: int, count: int) -> tuple[tuple[int, ...], list[str]]:
    logging.disable()  # bodies that are no bodies are told of there, one by one
    with TemporaryDirectory() as folder:
        desk = desk_on(told, Path(folder) / "office", "2024-02-05")
        found = walk(desk, seed=first // AT_ONCE, count=count)
        desk.close()
    return (found.asked, found.statuses[200]), [
        f"seed {first // AT_ONCE}: {each}" for each in found.wrong
    ]
