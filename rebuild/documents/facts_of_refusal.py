"""Facts of the letter that refuses a permit's holder more time, or a change."""

from rebuild.cases.facts import Taken
from rebuild.documents.facts import Issuing, supplies

CHANGE_ARTICLE = "《中华人民共和国行政许可法》第四十九条"


@supplies("permit_refusal.act")
def refused_act(issuing: Issuing) -> str:
    return issuing.action


def _application(issuing: Issuing) -> Taken | None:
    """What the holder had asked for."""
    more_time = issuing.action == "refuse_extension"
    return issuing.run.last("apply_extension" if more_time else "apply_change")


@supplies("permit_refusal.asked_on")
def refused_asked_on(issuing: Issuing) -> str:
    asked = _application(issuing)
    return asked.on.isoformat() if asked else ""


@supplies("permit_refusal.asked")
def refused_asked(issuing: Issuing) -> str:
    asked = _application(issuing)
    answers = asked.answers if asked else {}
    return str(answers.get("reason") or answers.get("change", ""))


@supplies("permit_refusal.article")
def refused_article(issuing: Issuing) -> str:
    """建筑法9 for a start of works, 行政许可法50 for a planning permit; 49 for any change."""
    more_time = issuing.action == "refuse_extension"
    return issuing.settings["extension_article"] if more_time else CHANGE_ARTICLE


@supplies("permit_refusal.due_on")
def unextended_due(issuing: Issuing) -> str:
    due = issuing.dues.get("start_works")
    return due.due.isoformat() if due and issuing.action == "refuse_extension" else ""
