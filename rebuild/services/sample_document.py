"""样张: a document kind printed from the example facts in its own folder; needs no case and no database."""

from datetime import datetime
from difflib import get_close_matches

from rebuild.documents.kinds import load_kinds, sample_facts
from rebuild.documents.pdf import Press, PrintedPdf
from rebuild.documents.render import render_html
from rebuild.errors import NotFound
from rebuild.resources import templates


def sample_document(kind: str, press: Press, *, now: datetime) -> PrintedPdf:
    """The sample of a kind as a PDF."""
    kinds = load_kinds(templates())
    if kind not in kinds:
        near = get_close_matches(kind, kinds, n=1)
        guess = f"您是不是要打印 {near[0]}？" if near else ""
        known = "、".join(f"{each.kind}（{each.title}）" for each in kinds.values())
        raise NotFound(f"没有文书种类“{kind[:40]}”。{guess}可以写{known}")
    return press.print(render_html(kinds[kind], sample_facts(kinds[kind])), created=now)
