"""Random lives of a case, from the seed the tests begin with."""

from bench.soak.shares import Figures, done_in_shares
from tests.engine.lives import Broken, live

AT_ONCE = 100


def lives(count: int) -> Figures:
    """Live `count` random lives; broken are those that broke what must always be true."""
    done = done_in_shares(some, count, AT_ONCE)
    steps, refused = (sum(figures) for figures in zip(*done.figures, strict=True))
    return {
        "lives": count,
        "events": steps,
        "refused": refused,
        "broken": len(done.faults),
        "seed": "0",
        "seconds": round(done.seconds),
    }


def some(first: int, count: int) -> tuple[tuple[int, ...], list[str]]:
    steps = refused = 0
    faults = []
    for seed in range(first, first + count):
        try:
            life = live(seed)
        except Broken as error:
            faults.append(f"seed {seed}: {error}")
        else:
            steps += len(life.events)
            refused += life.refused
    return (steps, refused), faults
