"""A long count in shares, on every core, each share from a seed of its own so that it can be done again alone."""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from time import perf_counter
from typing import NamedTuple

Share = Callable[[int, int], tuple[tuple[int, ...], list[str]]]  # (first, count): figures, faults

Figures = dict[str, int | str]  # what is printed of a proof, in order


class Done(NamedTuple):
    """What came of all shares: the figures of each, every fault, and how long it took."""

    figures: list[tuple[int, ...]]
    faults: list[str]
    seconds: float


def done_in_shares(share: Share, count: int, at_once: int) -> Done:
    """Do it all, telling how far it is on stderr and every fault at once on stdout."""
    began = perf_counter()
    figures, faults = [], []
    firsts = range(0, count, at_once)
    counts = [min(at_once, count - first) for first in firsts]
    with ProcessPoolExecutor(cpu_count()) as workers:
        for done, (found, wrong) in enumerate(workers.map(share, firsts, counts), 1):
            figures.append(found)
            faults += wrong
            for fault in wrong:
                print(fault)
            print(f"{min(done * at_once, count)}/{count}", file=sys.stderr)
    return Done(figures, faults, perf_counter() - began)
