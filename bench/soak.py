"""The long forms of the proofs: `./run soak lives [COUNT]`."""

import sys
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engine.lives import Broken, live

AT_ONCE = 100
DEFAULT = 100_000


def lives(count: int) -> int:
    """Live `count` random lives of a case; 1 where one broke what must always be true."""
    began = perf_counter()
    steps = refused = broken = 0
    seeds = [range(first, min(first + AT_ONCE, count)) for first in range(0, count, AT_ONCE)]
    with ProcessPoolExecutor(cpu_count()) as workers:
        for done, (some, no, faults) in enumerate(workers.map(_some, seeds), 1):
            steps, refused, broken = steps + some, refused + no, broken + len(faults)
            for fault in faults:
                print(fault)
            print(f"{min(done * AT_ONCE, count)}/{count}", file=sys.stderr)
    took = perf_counter() - began
    print(
        f"lives={count} events={steps} refused={refused} broken={broken} seed=0 seconds={took:.0f}"
    )
    return 1 if broken else 0


def _some(seeds: range) -> tuple[int, int, list[str]]:
    steps = refused = 0
    faults = []
    for seed in seeds:
        try:
            life = live(seed)
        except Broken as error:
            faults.append(f"seed {seed}: {error}")
        else:
            steps += len(life.events)
            refused += life.refused
    return steps, refused, faults


def main(words: list[str]) -> int:
    if words[:1] != ["lives"] or len(words) > 2 or not all(word.isdigit() for word in words[1:]):
        print("usage: ./run soak lives [COUNT]", file=sys.stderr)
        return 2
    return lives(int(words[1]) if len(words) == 2 else DEFAULT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
