"""核验结论: what a passer-by is told of a paper in one word, and what he should do with it."""

from datetime import date
from typing import Any

from rebuild.law.permits import run_of_paper
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.permits_told import PERMIT, standing_of_run
from rebuild.services.verify_document import verify_bytes, verify_code

VALID, ISSUED, CHANGED, OVER, REVOKED, STAYED = (
    "valid",
    "issued",
    "changed",
    "over",
    "revoked",
    "stayed",
)
NOT_YET, ALTERED, UNKNOWN = "not_yet", "altered", "unknown"
_ENDED = {
    "lapsed": OVER,
    "cancelled": OVER,
    "withdrawn": OVER,
    "fulfilled": OVER,
    "taken_back": REVOKED,
    "revoked": REVOKED,
    "penalty_revoked": REVOKED,
    "draft": NOT_YET,
    "issued": NOT_YET,
}
LONGEST_CODE = 40  # signs; more is no code, and gets the answer of an unknown one


def verdict_on_code(office: Office, typed: str, *, on: date) -> dict[str, Any]:
    """Of the code on a paper. What is no code at all is looked up like one, so that both take as long."""
    return _verdict(office, verify_code(office, typed[:LONGEST_CODE] or "0", on=on), on)


def verdict_on_file(office: Office, content: bytes, *, on: date) -> dict[str, Any]:
    """Of a file, by its bytes."""
    return _verdict(office, verify_bytes(office, content, on=on), on)


def _verdict(office: Office, told: dict[str, Any], on: date) -> dict[str, Any]:
    if not told["known"]:
        return {"word": UNKNOWN, **told}
    found = look_up(office, told["case"])
    facts = {each["name"]: each["value"] for each in told["facts"]}
    organ = next(
        (each for each in found.plan.workflow.organs.values() if each.name == facts.get("organ")),
        None,
    )
    word, since, why = _standing(office, found, told, on)
    return {
        **told,
        "word": ALTERED if not told["genuine"] else word,
        "since": since,
        "why": why,
        "phone": organ.phone if organ else "",
    }


def _standing(
    office: Office, found: Found, told: dict[str, Any], on: date
) -> tuple[str, str | None, str]:
    """The word, the day it holds since, and what the definition calls the act that brought it about."""
    procedure = found.plan.workflow.procedures.get(told["kind"])
    document = next(each for each in found.case.documents if each.id == told["id"])
    if procedure is None or procedure.uses != PERMIT:
        return (CHANGED if "新" in told["standing"] else ISSUED), None, ""
    run = run_of_paper(found.case, document)
    if run is None:
        return ISSUED, None, ""
    standing = standing_of_run(found.plan, office.calendar, run, on).standing
    since = standing.since.isoformat() if standing.since else None
    action = procedure.actions.get(standing.why)
    why = action.label if action else standing.why
    if standing.live:
        return (VALID if told["live"] else CHANGED), since, why
    return (STAYED if standing.stayed else _ENDED.get(standing.word, OVER)), since, why
