"""The same requests through a page, the API and a command, from the seeds that come after the one of the tests."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.shares import Figures, done_in_shares
from tests.cli.conftest import UNDER_REVIEW, tell
from tests.conftest import files_read_once
from tests.web.door_walk import walk

AT_ONCE = 250
RECEIVED = ("planning", "resubmit")


def doors(count: int) -> Figures:
    """Ask `count` times; a bypass is where doors differ, or one let somebody round the separation of duties."""
    with TemporaryDirectory() as folder:
        told = (Path(folder) / "under review", Path(folder) / "received")
        tell(told[0], UNDER_REVIEW)
        tell(told[1], RECEIVED)
        done = done_in_shares(partial(some, told), count, AT_ONCE)
    steps, allowed, stood_in = (sum(figures) for figures in zip(*done.figures, strict=True))
    return {
        "steps": steps,
        "doors": 3,
        "allowed": allowed,
        "by_deputies": stood_in,
        "bypasses": len(done.faults),
        "seed": f"0..{len(done.figures) - 1}",
        "seconds": round(done.seconds),
    }


def some(told: tuple[Path, ...], first: int, count: int) -> tuple[tuple[int, ...], list[str]]:
    seed = first // AT_ONCE
    with TemporaryDirectory() as folder, files_read_once():
        walked = walk(told, Path(folder), seed=seed, steps=count)
    figures = (walked.steps, walked.kinds["done"], walked.stood_in)
    return figures, [f"seed {seed}: {each}" for each in walked.wrong]
