"""办件进度公告: the progress of a building on one large sheet for the stairs; drawn from the case, issued by nobody."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from rebuild.documents.pdf import Press, PrintedPdf
from rebuild.documents.render import render_html
from rebuild.errors import DefinitionError, NotFound
from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.public_codes import status_code
from rebuild.services.status_told import status_told

POSTER = "progress_poster"


def print_poster(
    office: Office, number: str, press: Press, *, on: date, now: datetime
) -> PrintedPdf:
    """The poster of a case as it stands on a day."""
    kind = office.kinds.get(POSTER)
    if kind is None:
        raise DefinitionError((f"templates/documents/{POSTER}: no such document folder",))
    found = look_up(office, number)
    facts = poster_facts(office, found, on=on)
    facts["mark"] = {
        "document_id": "—",
        "case_number": number,
        "template": POSTER,
        "revision": kind.revision,
        "printed": f"{now:%Y-%m-%d %H:%M}",
        "copy": "张贴",
        "code": "",
        "verify_url": office.verify_url,
        "qr": status_address(office, number),
    }
    return press.print(render_html(kind, facts), created=now)


def status_address(office: Office, number: str) -> str:
    """Where a telephone finds the progress; the host comes from the settings and from nowhere else."""
    place = urlsplit(office.verify_url)
    return f"{place.scheme}://{place.netloc}/status/{number}/{status_code(office, number)}"


def poster_facts(office: Office, found: Found, *, on: date) -> dict[str, Any]:
    told = status_told(office, found, on=on)
    turn, clock = told["turn"], told["clock"]
    present = told["stages"][told["step"] - 1]["label"]
    return {
        "building": told["name"],
        "applicant": found.case.applicant,
        "on": told["on"],
        "step": told["step"],
        "stages": [
            {"label": each["label"], "standing": each["standing"]} for each in told["stages"]
        ],
        "state": f"{present}，{turn['state']}" if turn else told["state"],
        "turn": (turn["who"] or turn["procedure"]) if turn else "",
        "ours": bool(turn and turn["ours"]),
        "next": turn["next"] if turn else "",
        "due": clock["due"] if clock and clock["lamp"] != "stopped" else "",
        "due_label": clock["label"] if clock else "",
        "vote": _vote(found, on),
        "contacts": told["contacts"],
        "number": told["number"],
        "code": status_code(office, told["number"]),
    }


def _vote(found: Found, on: date) -> str:
    """One sentence on the vote, as the owners would say it."""
    try:
        told = consensus_told(found, on=on)
    except NotFound:
        return ""
    agreeing, all_of_them = told["agreeing"]["heads"], told["total"]["heads"]
    if agreeing == all_of_them:
        return f"{all_of_them}户全部同意"
    return f"{all_of_them}户中{agreeing}户同意" + (
        f"，{told['short_in_words']}" if told["short_in_words"] else ""
    )
