"""期限说明: one last day on a sheet of paper, counted day by day; an explanation, so without number, seal or signature."""

from datetime import date, datetime
from typing import Any

from rebuild.cases.facts import Json
from rebuild.documents.pdf import Press, PrintedPdf
from rebuild.documents.render import render_html
from rebuild.engine.clocks import Reading, readings
from rebuild.engine.plan import Plan
from rebuild.errors import DefinitionError, NotFound
from rebuild.law.calendar import Calendar
from rebuild.services.citing import cited, role_label
from rebuild.services.clocks_told import extensions, parts_of, stops_of
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.shown import limit_in_words

SHEET = "time_limit_sheet"


def explain_clock(
    office: Office, number: str, clock: str, press: Press, *, now: datetime
) -> PrintedPdf:
    """The sheet for one clock of a case, named `decision` or `planning.decision`: the latest time it ran."""
    kind = office.kinds.get(SHEET)
    if kind is None:
        raise DefinitionError((f"templates/documents/{SHEET}: no such document folder",))
    found = look_up(office, number)
    reading = _named(found, office.calendar, clock)
    facts = sheet_facts(found, office.calendar, reading)
    facts["mark"] = _mark(office, found, revision=kind.revision, now=now)
    return press.print(render_html(kind, facts), created=now)


def sheet_facts(found: Found, calendar: Calendar, reading: Reading) -> dict[str, Json]:
    """Everything of one reckoning, the extensions included, as the sheet asks for it."""
    plan, case = found.plan, found.case
    run = case.runs[reading.seat][reading.run - 1]
    parts = tuple(reckoning for _, reckoning, _ in parts_of(plan, calendar, run, reading))
    longer = zip(extensions(plan, run, reading), parts[1:], strict=True)
    skipped = {day: reason for part in parts for day, reason in part.skipped}
    counted = sorted({day for part in parts for day in part.counted})
    return {
        "label": reading.label,
        "basis": cited(plan.workflow, reading.basis),
        "limit": limit_in_words(parts[0].limit),
        "start": reading.started.isoformat(),
        "due": reading.due.isoformat(),
        "provisional": reading.provisional,
        "counted": [day.isoformat() for day in counted],
        # Where a time ended on a rest day an extension goes on from there, and that day is counted in it.
        "skipped": [
            {"date": day.isoformat(), "reason": reason}
            for day, reason in sorted(skipped.items())
            if day not in counted
        ],
        "stops": _stops(plan, calendar, found, reading),
        "extensions": [
            {
                "on": on.isoformat(),
                "limit": limit_in_words(part.limit),
                "due": part.due.isoformat(),
            }
            for on, part in longer
        ],
        "calendar_version": calendar.version,
        "turn": role_label(plan.workflow, reading.turn, seat=reading.seat),
    }


def _stops(plan: Plan, calendar: Calendar, found: Found, reading: Reading) -> list[Json]:
    run = found.case.runs[reading.seat][reading.run - 1]
    return [
        {
            "from": each.first.isoformat(),
            "to": each.last.isoformat() if each.last else "",
            "ground": each.ground,
        }
        for each in stops_of(plan, calendar, run, reading)
    ]


def _named(found: Found, calendar: Calendar, clock: str) -> Reading:
    known = readings(found.plan, calendar, found.case)
    fitting = [
        each for each in known if clock in (each.clock, f"{each.seat}.{each.clock}", each.label)
    ]
    if not fitting:
        names = "、".join(dict.fromkeys(f"{each.seat}.{each.clock}" for each in known))
        raise NotFound(f"本案没有叫“{clock[:40]}”的期限，现有：{names or '（还没有）'}")
    seats = {each.seat for each in fitting}
    if len(seats) > 1:
        names = "、".join(sorted(f"{seat}.{fitting[0].clock}" for seat in seats))
        raise NotFound(f"叫“{clock[:40]}”的期限不止一个，请写明：{names}")
    return max(fitting, key=_since)


def _since(reading: Reading) -> date:
    return reading.started


def _mark(office: Office, found: Found, *, revision: int, now: datetime) -> dict[str, Any]:
    """What stands in the foot of a paper that was never issued: whose case, and when it was printed."""
    return {
        "document_id": "—",
        "case_number": found.case.number,
        "template": SHEET,
        "revision": revision,
        "printed": f"{now:%Y-%m-%d %H:%M}",
        "copy": "说明",
        "code": "",
        "verify_url": office.verify_url,
        "qr": f"{office.verify_url}{found.case.number}",
    }
