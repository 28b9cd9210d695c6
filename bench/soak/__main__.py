"""./run soak NAME [COUNT]: the long form of a proof, begun where its short form ends in no more than it takes."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

NAMES: Mapping[str, tuple[str, int]] = {
    "lives": ("random lives of a case; none breaks what must always be true", 100_000),
    "requests": ("hostile requests to every route, as everybody; none breaks anything", 1_000_000),
    "guesses": ("guessed codes on the public pages; none opens anything", 100_000),
    "doors": ("the same requests through page, API and command; one verdict each", 10_000),
}


def main(words: list[str]) -> int:
    """Do it; 0 where the proof held."""
    if not 1 <= len(words) <= 2 or words[0] not in NAMES or not all(map(str.isdigit, words[1:])):
        print("usage: ./run soak NAME [COUNT]", file=sys.stderr)
        for name, (what, usual) in NAMES.items():
            print(f"  {name:<10} {what} ({usual:,})", file=sys.stderr)
        return 2
    name = words[0]
    soak: Callable[[int], int] = getattr(import_module(f"bench.soak.{name}"), name)
    return soak(int(words[1]) if len(words) == 2 else NAMES[name][1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
