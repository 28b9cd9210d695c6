"""Guessed codes on the public pages, as a stranger would send them, kept waiting as a stranger is."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.shares import Figures, done_in_shares
from tests.cli.conftest import SERVED, tell
from tests.web.conftest import desk_on
from tests.web.guessing import guess_on_pages

AT_ONCE = 5_000


def guesses(count: int) -> Figures:
    """Guess `count` times; a hit opened something, or was answered otherwise than others."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        tell(told, SERVED)
        done = done_in_shares(partial(some, told), count, AT_ONCE)
    asked, limited = (sum(figures) for figures in zip(*done.figures, strict=True))
    return {
        "guesses": asked,
        "hits": len(done.faults),
        "told_to_wait": limited,
        "seed": f"0..{len(done.figures) - 1}",
        "seconds": round(done.seconds),
    }


def some(told: Path, first: int, count: int) -> tuple[tuple[int, ...], list[str]]:
    seed = first // AT_ONCE
    with TemporaryDirectory() as folder:
        desk = desk_on(told, Path(folder) / "office", "2024-02-26")
        found = guess_on_pages(desk, seed=seed, count=count, pause=0.25)
        desk.close()
    several = [
        f"{door} answers in {len(told)} ways" for door, told in found.told.items() if len(told) > 1
    ]
    return (found.asked, found.limited), [
        f"seed {seed}: {each}" for each in (*found.hits, *several)
    ]
