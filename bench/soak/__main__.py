"""./run soak NAME [COUNT]: the long form of a proof, begun where its short form ends in no more than it takes."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "bench" / "results" / "long"


class Proof(NamedTuple):
    """What is proved, how often it is tried, and the figure that must be 0."""

    what: str
    usual: int
    faults: str


PROOFS = {
    "lives": Proof(
        "random lives of a case; none breaks what must always be true", 100_000, "broken"
    ),
    "kills": Proof(
        "writers killed in mid-action, on both databases; nothing acknowledged is lost or doubled",
        10_000,
        "broken",
    ),
    "requests": Proof(
        "hostile requests to every route, as everybody; none breaks anything",
        1_000_000,
        "unplanned",
    ),
    "guesses": Proof("guessed codes on the public pages; none opens anything", 100_000, "hits"),
    "doors": Proof(
        "the same requests through page, API and command; one verdict each", 10_000, "bypasses"
    ),
}


def main(words: list[str]) -> int:
    """Do it, tell it in one line, keep what was done whole; 0 where the proof held."""
    if not 1 <= len(words) <= 2 or words[0] not in PROOFS or not all(map(str.isdigit, words[1:])):
        print("usage: ./run soak NAME [COUNT]", file=sys.stderr)
        for name, proof in PROOFS.items():
            print(f"  {name:<10} {proof.what} ({proof.usual:,})", file=sys.stderr)
        return 2
    name, proof = words[0], PROOFS[words[0]]
    count = int(words[1]) if len(words) == 2 else proof.usual
    soak: Callable[[int], dict[str, int | str]] = getattr(import_module(f"bench.soak.{name}"), name)
    figures = soak(count)
    print(" ".join(f"{key}={value}" for key, value in figures.items()))
    if count >= proof.usual:
        keep(name, proof, figures, RESULTS)
    return 1 if figures[proof.faults] else 0


def keep(name: str, proof: Proof, figures: dict[str, int | str], folder: Path) -> None:
    """What the README tells of a long form is read from here."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"name": name, "what": proof.what, "figures": figures}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
