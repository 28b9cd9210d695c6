"""导入文件: a table that came in as a file: tried with nothing kept of it, or kept and entered whole or not at all."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from rebuild.cases.facts import Json
from rebuild.errors import RebuildError
from rebuild.services.office import Chance, Office
from rebuild.services.receiving import Bounds, Handed, received
from rebuild.services.uploads import Upload, handed_in, path_of, remove, take_in

# Reads a file into a case, or only tries it; tells whether it went `ok`, and what was wrong.
Importing = Callable[[Path, bool], dict[str, Json]]


def try_table(
    office: Office, handed: Handed, chunks: Iterable[bytes], bounds: Bounds, importing: Importing
) -> dict[str, Json]:
    """Everything that is wrong with a file as it comes in; neither it nor what stands in it is kept."""
    with received(office, handed, chunks, bounds) as come:
        return _imported(come.file, come.name, importing, dry_run=True)


def enter_table(
    office: Office,
    handed: Handed,
    chunks: Iterable[bytes],
    bounds: Bounds,
    chance: Chance,
    importing: Importing,
    *,
    action: str,
) -> dict[str, Json]:
    """The file kept with the case as what was handed in; where it is refused it is taken off again."""
    kept = take_in(office, handed, chunks, bounds, chance)
    entered = False
    try:
        told = import_kept(office, kept, importing, dry_run=False)
        entered = told["ok"] and not told["replayed"]
    except RebuildError:
        remove(office, kept.case, kept.id, person=handed.person, now=handed.now)
        raise
    if entered:
        handed_in(office, kept, action)
    else:
        remove(office, kept.case, kept.id, person=handed.person, now=handed.now)
    return told


def import_kept(
    office: Office, kept: Upload, importing: Importing, *, dry_run: bool
) -> dict[str, Json]:
    """A file that was uploaded before."""
    return _imported(path_of(office, kept), kept.name, importing, dry_run=dry_run)


def _imported(path: Path, name: str, importing: Importing, *, dry_run: bool) -> dict[str, Json]:
    with TemporaryDirectory() as folder:
        # The reader goes by the ending, which says what the content was found to be.
        file = Path(folder) / f"table{Path(name).suffix.lower()}"
        shutil.copyfile(path, file)
        return importing(file, dry_run)
