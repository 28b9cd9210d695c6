"""Facts of a service receipt: which document, to whom, how, when."""

from rebuild.cases.facts import Document, Service
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import building_of, owners_of

METHODS = {
    "direct": "直接送达",
    "family": "成年家属签收",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "agent": "委托送达",
    "announce": "公告送达",
}
# The proof that has no box of its own on the receipt.
NOTED = {
    "consent": "同意电子送达的确认",
    "arrived_on": "到达日期",
    "post_receipt": "邮件回执号",
    "served_by": "受委托送达人",
    "announced_for": "公告送达的理由",
    "announced_at": "公告地点或者媒介",
}


@supplies("service_receipt.document_title")
def served_title(issuing: Issuing) -> str:
    served = _served_document(issuing)
    return served.title if served else ""


@supplies("service_receipt.document_number")
def served_number(issuing: Issuing) -> str:
    served = _served_document(issuing)
    return served.number if served else ""


def _served_document(issuing: Issuing) -> Document | None:
    return issuing.latest("danger_notice", issuing.unit)


def _service(issuing: Issuing) -> Service | None:
    found = [each for each in issuing.case.services if each.unit == issuing.unit]
    return found[-1] if found else None


@supplies("place")
def place(issuing: Issuing) -> str:
    return f"{building_of(issuing).address}{issuing.unit}室"


@supplies("method")
def method(issuing: Issuing) -> str:
    service = _service(issuing)
    return METHODS[service.method] if service else ""


@supplies("receiver")
def receiver(issuing: Issuing) -> str:
    service = _service(issuing)
    return service.receiver if service else ""


@supplies("relation")
def relation(issuing: Issuing) -> str:
    service = _service(issuing)
    if service is None:
        return ""
    told = str(service.proof.get("relation", ""))
    return told or ("本人" if service.receiver == owners_of(issuing) else METHODS[service.method])


@supplies("service_receipt.refusal")
def refusal(issuing: Issuing) -> str:
    """拒收事由, of what was left behind; the reason of an announcement stands in the note."""
    service = _service(issuing)
    return str(service.proof.get("refusal", "")) if service else ""


@supplies("service_receipt.witness")
def witness(issuing: Issuing) -> str:
    """The witness of a grass-roots organisation, or the recording that stands for one (民诉89)."""
    service = _service(issuing)
    proof = service.proof if service else {}
    return "；".join(str(proof[name]) for name in ("witness", "recording") if name in proof)


@supplies("served_on")
def served_on(issuing: Issuing) -> str:
    service = _service(issuing)
    return service.on.isoformat() if service else ""


@supplies("note")
def note(issuing: Issuing) -> str:
    service = _service(issuing)
    if service is None:
        return ""
    told = [
        f"{label}：{service.proof[name]}" for name, label in NOTED.items() if name in service.proof
    ]
    return "；".join(filter(None, (*told, service.note)))


@supplies("server")
def server(issuing: Issuing) -> str:
    return issuing.actor
