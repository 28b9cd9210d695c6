"""Facts of the letters on the way: refused at the door, heard, extended; and what becomes of a permit."""

from rebuild.cases.extensions import times_extended
from rebuild.cases.facts import Answers, Json
from rebuild.cases.needed_time import times_told
from rebuild.documents.facts import Due, Issuing, supplies
from rebuild.documents.facts_of_case import NONE, building_of
from rebuild.documents.facts_of_permit import certificate, permitted, scale_of, version_of

_HEARING = ("hearing_right_notice", "hearing_notice")
_PERMIT = ("permit_decision", "permit_extension_reply", "permit_refusal")
_TERMINATION = ("termination_decision", "application_end_decision")


def _for(kinds: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for kind in kinds)


def _kept(issuing: Issuing) -> Answers:
    """The answers as the ledger keeps them: choices by their key, not by their label."""
    taken = issuing.run.last(issuing.action)
    return taken.answers if taken else {}


@supplies("organ_address")
def organ_address(issuing: Issuing) -> str:
    return issuing.organ["address"]


@supplies("not_accepted_decision.outside_powers")
def outside_powers(issuing: Issuing) -> bool:
    """Whether it was not ours to decide (行政许可法32), or the papers were false (行政许可法78)."""
    return bool(_kept(issuing).get("ground") == "powers")


@supplies("not_accepted_decision.right_organ")
def right_organ(issuing: Issuing) -> str:
    return str(issuing.answers.get("right_organ", ""))


@supplies(*_for(_TERMINATION, "ground"))
def termination_ground(issuing: Issuing) -> str:
    return str(_kept(issuing).get("ground", ""))


@supplies("termination_decision.applicant")
def whose_case(issuing: Issuing) -> str:
    """A case may end before anybody has applied for anything: then it is that of all owners."""
    return issuing.case.applicant or f"{building_of(issuing).name}全体业主"


@supplies(*_for(_HEARING, "interested"))
def interested(issuing: Issuing) -> list[str]:
    """利害关系人, as they were told of their right to a hearing."""
    told = issuing.run.last("tell_hearing_right")
    return [row["name"] for row in told.answers["parties"]] if told else []


@supplies("hearing_notice.instead_of")
def instead_of(issuing: Issuing) -> str:
    """The day an earlier notice of the same hearing named; empty where this is the first."""
    told = [
        each for each in issuing.run.after("request_hearing") if each.action == "notify_hearing"
    ]
    return str(told[-2].answers["held_on"]) if len(told) > 1 else ""


@supplies("hearing_right_notice.scale")
def planned_scale(issuing: Issuing) -> str:
    known = {"permitted", "designed"} & issuing.case.snapshots.keys()
    return scale_of(permitted(issuing)) if known else ""


@supplies("hearing_right_notice.effect")
def effect(issuing: Issuing) -> str:
    return str(issuing.answers.get("effect", ""))


@supplies("hearing_right_notice.limit")
def hearing_request_limit(issuing: Issuing) -> str:
    return issuing.dues["hearing_request"].words


@supplies("hearing_right_notice.due_on")
def hearing_request_due(issuing: Issuing) -> str:
    return issuing.dues["hearing_request"].due.isoformat()


@supplies("extension_notice.due_before")
def decision_due_before(issuing: Issuing) -> str:
    return _before(issuing.dues["decision"])


@supplies("extension_notice.due_on", "special_procedure_notice.due_on")
def decision_due_now(issuing: Issuing) -> str:
    return issuing.dues["decision"].due.isoformat()


@supplies("extension_notice.limit")
def decision_extension(issuing: Issuing) -> str:
    return issuing.dues["decision"].words


@supplies("approver")
def approver(issuing: Issuing) -> str:
    return issuing.actor


@supplies("special_procedure_notice.what")
def special_procedure(issuing: Issuing) -> str:
    """What was started; a hearing that was asked for is named by nobody's choice (行政许可法45)."""
    return str(issuing.answers.get("kind") or issuing.entered.get("kind") or "听证")


@supplies("special_procedure_notice.subject")
def subject(issuing: Issuing) -> str:
    return str(issuing.answers.get("subject") or issuing.entered.get("subject", ""))


@supplies("special_procedure_notice.provider")
def provider(issuing: Issuing) -> str:
    return str(issuing.answers.get("provider") or issuing.entered.get("provider", ""))


@supplies("special_procedure_notice.told_before")
def told_before(issuing: Issuing) -> int:
    """The working days told before; 0 where this is the first time."""
    told = times_told(issuing.run, issuing.run.visits[-1])
    return told[-2][1] if len(told) > 1 else 0


@supplies("special_procedure_notice.longer_because")
def longer_because(issuing: Issuing) -> str:
    return str(issuing.answers.get("reason", ""))


@supplies("special_procedure_notice.stopped_on")
def stopped_on(issuing: Issuing) -> str:
    return issuing.run.visits[-1].since.isoformat()


@supplies(*_for(_PERMIT, "permit_name"))
def permit_name(issuing: Issuing) -> str:
    return issuing.settings["name"]


@supplies(*_for(_PERMIT, "permit_number"))
def held_permit_number(issuing: Issuing) -> str:
    permit = certificate(issuing)
    return permit.number if permit else ""


@supplies("permit_decision.permit_issued_on")
def permit_issued_on(issuing: Issuing) -> str:
    permit = certificate(issuing)
    return permit.issued_on.isoformat() if permit else ""


@supplies("permit_decision.act")
def permit_act(issuing: Issuing) -> str:
    return issuing.action


@supplies("permit_decision.version")
def permit_version(issuing: Issuing) -> int:
    """变更: which version of the permit the decision makes; the first is the certificate itself."""
    return version_of(issuing)


@supplies("permit_decision.grounds")
def grounds(issuing: Issuing) -> str:
    return str(issuing.answers.get("reason") or issuing.answers.get("change", ""))


@supplies("permit_decision.heard", *_for(_TERMINATION, "heard"))
def heard(issuing: Issuing) -> bool:
    return bool(issuing.answers.get("heard", False))


@supplies("permit_decision.fraud")
def fraud(issuing: Issuing) -> bool:
    """骗取许可 (行政许可法69, 79): no interest in it is protected, and three years without another."""
    return bool(_kept(issuing).get("ground") == "fraud")


@supplies("permit_decision.compensation")
def compensation(issuing: Issuing) -> str:
    return str(issuing.answers.get("compensation", ""))


@supplies("permit_decision.ended_by")
def ended_by(issuing: Issuing) -> str:
    """The state a permit was in before it was struck off: lapsed, withdrawn, revoked …"""
    visits = issuing.run.visits
    return visits[-2].state if issuing.action == "cancel" and len(visits) > 1 else ""


@supplies("permit_extension_reply.asked_on")
def extension_asked_on(issuing: Issuing) -> str:
    asked = issuing.run.last("apply_extension")
    return asked.on.isoformat() if asked else ""


@supplies("permit_extension_reply.reason")
def extension_reason(issuing: Issuing) -> str:
    """理由; silence gives none."""
    return str(issuing.answers.get("reason", ""))


@supplies("permit_extension_reply.article")
def extension_article(issuing: Issuing) -> str:
    return issuing.settings["extension_article"]


@supplies("permit_extension_reply.limit")
def works_extension(issuing: Issuing) -> str:
    return issuing.dues["start_works"].words


@supplies("permit_extension_reply.due_before")
def works_due_before(issuing: Issuing) -> str:
    return _before(issuing.dues["start_works"])


@supplies("permit_extension_reply.due_on")
def works_due_now(issuing: Issuing) -> str:
    return issuing.dues["start_works"].due.isoformat()


@supplies("permit_extension_reply.extensions")
def extensions(issuing: Issuing) -> dict[str, Json]:
    """How many there may be, and how many there have been with this one."""
    return {"allowed": issuing.figures["extensions"], "used": times_extended(issuing.run)}


def _before(due: Due) -> str:
    return due.before.isoformat() if due.before else NONE
