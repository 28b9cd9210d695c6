"""Measuring: rounds in shuffled order, each held against its own floor, and the median of what comes of it."""

import os
import platform
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, thread_time
from typing import Any

from rebuild.store.sqlite import driver

SEED = 89


@dataclass(frozen=True)
class Figure:
    """One measured thing: what it took, what its floor took in the same run, and how the two compare."""

    what: str
    floor: str
    unit: str
    ours: float
    floor_took: float | None
    ratio: float | None
    goal: str = ""
    met: bool | None = None
    low: float | None = None  # the ratio's tenth and ninetieth percentile over the rounds
    high: float | None = None

    def line(self) -> str:
        parts = [f"{self.what}: {_short(self.ours)} {self.unit}"]
        if self.floor_took is not None:
            parts.append(f"floor ({self.floor}) {_short(self.floor_took)} {self.unit}")
        if self.ratio is not None:
            parts.append(f"ratio {self.ratio:.2f}")
        if self.low is not None and self.high is not None:
            parts.append(f"({self.low:.2f} to {self.high:.2f})")
        if self.goal:
            parts.append(f"goal {self.goal}: {'met' if self.met else 'NOT met'}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Report:
    """What one bench found, with all it takes to run it again."""

    name: str
    promise: str
    title: str
    sizes: Mapping[str, Any]
    figures: tuple[Figure, ...]
    checks: tuple[str, ...]  # what was verified of the work that was timed
    quick: bool
    seed: int = SEED
    machine: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> list[str]:
        sizes = ", ".join(f"{name} {value}" for name, value in self.sizes.items())
        return [
            f"{self.name} ({self.promise}): {self.title}",
            f"  seed {self.seed}, {sizes}",
            *(f"  {figure.line()}" for figure in self.figures),
            *(f"  checked: {check}" for check in self.checks),
        ]


def compared(
    rounds: Iterable[Mapping[str, float]],
    *,
    ours: str,
    floor: str,
    what: str,
    against: str,
    unit: str = "µs",
    scale: float = 1e6,
    goal: str = "",
) -> Figure:
    """A figure from what each round took, in seconds a piece; the ratio is the rate of ours to the floor's.

    `goal` reads as it is told: `>= 0.65` of the floor's rate, `<= 4` times its time.
    """
    rounds = list(rounds)
    slower = goal.startswith("<=")
    ratios = sorted(
        each[ours] / each[floor] if slower else each[floor] / each[ours] for each in rounds
    )
    ratio = median(ratios)
    return Figure(
        what=what,
        floor=against,
        unit=unit,
        ours=rounded(median(each[ours] for each in rounds) * scale),
        floor_took=rounded(median(each[floor] for each in rounds) * scale),
        ratio=rounded(ratio),
        goal=goal,
        met=reached(ratio, goal),
        low=rounded(ratios[len(ratios) // 10]),
        high=rounded(ratios[-1 - len(ratios) // 10]),
    )


def reached(value: float, goal: str) -> bool | None:
    """Whether a goal such as `>= 0.65` or `<= 5 µs` is met."""
    if not goal:
        return None
    sense, number = goal.split()[:2]
    wanted = float(number.replace(",", ""))
    return value >= wanted if sense == ">=" else value <= wanted


def shuffled(count: int, variants: Mapping[str, Callable[[], Any]], *, seed: int = SEED) -> Any:
    """Each round runs every variant once, in an order of its own; yields what each returned."""
    random = Random(seed)
    names = list(variants)
    for _ in range(count):
        random.shuffle(names)
        yield {name: variants[name]() for name in names}


def seconds(work: Callable[[], Any], *, times: int = 1) -> float:
    """Wall seconds for one of `times` calls."""
    began = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - began) / times


def cpu_seconds(work: Callable[[], Any], *, times: int = 1) -> float:
    """Seconds of this thread's own work for one of `times` calls: others on the machine do not count."""
    began = thread_time()
    for _ in range(times):
        work()
    return (thread_time() - began) / times


def machine() -> dict[str, Any]:
    """What the figures depend on; no names and no paths."""
    return {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load": rounded(os.getloadavg()[0]),
        "python": platform.python_version(),
        "sqlite": driver.sqlite_version,
        "system": platform.system(),
        "fdatasync_us": fdatasync_us(),
    }


def fdatasync_us(folder: Path | None = None, *, times: int = 60) -> int:
    """The median time of one 16 kB write and fdatasync: what a commit cannot be faster than."""
    sync = getattr(os, "fdatasync", os.fsync)
    with tempfile.TemporaryFile(dir=folder) as file:
        took = []
        for _ in range(times):
            began = perf_counter()
            os.pwrite(file.fileno(), b"\1" * 16384, 0)
            sync(file.fileno())
            took.append(perf_counter() - began)
    return round(median(took) * 1e6)


def rounded(value: float) -> float:
    """Three significant digits, so that a file of figures changes only where a figure does."""
    return float(f"{value:.3g}")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
