"""合订: several stored papers as one file to print; each page stays as it was."""

from collections.abc import Iterable
from io import BytesIO

TITLE = "/Title"


def bound(papers: Iterable[tuple[str, bytes]], *, title: str) -> bytes:
    """One PDF of all of them in order, with a bookmark for each: its name, its bytes."""
    from pypdf import PdfWriter  # few printings need it

    writer = PdfWriter()
    for name, content in papers:
        writer.append(BytesIO(content), outline_item=name, import_outline=False)
    writer.metadata = {TITLE: title}
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
