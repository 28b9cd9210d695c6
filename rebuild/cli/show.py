"""How commands speak: answers on stdout, everything else on stderr, colours and bars only for people."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from itertools import count
from pathlib import Path


def as_json(value: object) -> None:
    """Print the one JSON value of this command."""
    # On a terminal that cannot write Chinese, \\u escapes say the same.
    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not wide, indent=2, default=_json_value) + "\n")


def answer(text: str = "") -> None:
    """Print one line of the answer."""
    print(text)


def tell(text: str) -> None:
    """Say something that is not the answer: a message, a warning, progress."""
    print(text, file=sys.stderr, flush=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings, in columns that stay straight with Chinese in them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    on_terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, width=None if on_terminal else 200)
    drawn = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn, markup=False)


@contextmanager
def progress(label: str, *, total: int) -> Iterator[Callable[[str], None]]:
    """Follow a long job on stderr: call what this gives once a step. A bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        steps = count(1)
        yield lambda what: tell(f"{label} {next(steps)}/{total} {what}")
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda what: bar.update(task, advance=1, description=f"{label} {what}")


def _json_value(value: object) -> object:
    """Facts as JSON: days as ISO 8601; anything that could lose exactness must be made a string first."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no agreed form in JSON")
