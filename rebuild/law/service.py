"""送达: how a paper reaches its addressee, what proves it, and from which day it counts as received."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from rebuild.cases.facts import Json, Service
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Limits, Situation, Verdict, rule
from rebuild.law.time_limits import due_date

Row = Mapping[str, Json]

DIRECT, ANNOUNCED, ELECTRONIC = "direct", "announce", "electronic"
PROOF = (
    "relation", "refusal", "witness", "recording", "consent", "arrived_on",
    "post_receipt", "served_by", "announced_for", "announced_at",
)  # fmt: skip


def effective_on(calendar: Calendar, limits: Limits, service: Service) -> date:
    """The day a document counts as received.

    By signature, post or agent it is the day on the receipt; electronically the day it arrived
    (民事诉讼法90); by announcement the day after the thirty days have run (民事诉讼法95).
    """
    if service.method == ANNOUNCED:
        limit = limits.time("announcement", service.on)
        return due_date(calendar, service.on, limit).due + timedelta(days=1)
    arrived = service.proof.get("arrived_on") if service.method == ELECTRONIC else None
    return date.fromisoformat(arrived) if arrived else service.on


def received_on(row: Row, entered: date) -> date:
    """The day one service in hand counts from: electronically, the day it arrived (民事诉讼法90)."""
    arrived = row.get("arrived_on") if row.get("method") == ELECTRONIC else None
    return date.fromisoformat(arrived or row.get("on") or entered.isoformat())


def proof_of(row: Row) -> dict[str, Json]:
    """Of what was answered of a service, that which proves it."""
    return {name: row[name] for name in PROOF if row.get(name)}


def served_rows(situation: Situation) -> Iterator[Row]:
    """Every service an action tells of: one for each household, or the one of a decision."""
    answers = situation.answers
    listed = answers.get("services")
    # What a decision asks as the day of receipt is, of an electronic one, the day it arrived.
    one: Row = {"arrived_on": answers.get("received_on"), **answers}
    rows: Iterable[Row] = listed if listed is not None else (one,)
    for row in rows:
        yield {"method": DIRECT, **row}


def _each(situation: Situation, method: str, problem: Callable[[Row], str | None]) -> Verdict:
    return [
        f"{_whom(row)}{found}"
        for row in served_rows(situation)
        if row["method"] == method and (found := problem(row))
    ]


def _whom(row: Row) -> str:
    return f"{row['unit']}：" if row.get("unit") else ""


@rule(
    "service.direct",
    basis="civil_procedure_law art. 88",
    cure="由受送达人本人签收；他人签收的，请改选成年家属签收或者委托送达",
    who="clerk",
)
def direct(situation: Situation) -> Verdict:
    """直接送达由受送达人本人签收"""

    def problem(row: Row) -> str | None:
        addressee, receiver = row.get("addressee"), row.get("receiver")
        if addressee and receiver and receiver not in addressee:
            return f"直接送达的签收人{receiver}不是受送达人{addressee}"
        return None

    return _each(situation, DIRECT, problem)


@rule(
    "service.family",
    basis="civil_procedure_law art. 88",
    cure="请写明签收人姓名，及其为受送达人的哪一位同住成年家属",
    who="clerk",
)
def family(situation: Situation) -> Verdict:
    """成年家属签收：写明签收人和关系"""
    return _each(
        situation,
        "family",
        lambda row: _lacking(row, receiver="签收的成年家属", relation="与受送达人的关系"),
    )


@rule(
    "service.left",
    basis="civil_procedure_law art. 89",
    cure="请写明拒收事由，并写明基层组织见证人，或者拍照、录像记录",
    who="clerk",
)
def left(situation: Situation) -> Verdict:
    """留置送达：写明拒收事由，有基层组织见证人或者拍照、录像"""

    def problem(row: Row) -> str | None:
        lacking = _lacking(row, refusal="拒收事由")
        if row.get("witness") or row.get("recording"):
            return lacking
        return "、".join(filter(None, (lacking or "未写明", "基层组织见证人或者拍照、录像记录")))

    return _each(situation, "left", problem)


@rule(
    "service.electronic",
    basis="civil_procedure_law art. 90",
    cure="请写明受送达人同意电子送达的确认书，和到达其系统的日期；未同意的改用其他方式",
    who="clerk",
)
def electronic(situation: Situation) -> Verdict:
    """电子送达：受送达人已同意，并有到达日期"""

    def problem(row: Row) -> str | None:
        arrived = row.get("arrived_on")
        if arrived and date.fromisoformat(arrived) > situation.on:
            return f"到达日期{arrived}晚于今日{situation.on}"
        return _lacking(row, consent="同意电子送达的确认", arrived_on="到达日期")

    return _each(situation, ELECTRONIC, problem)


@rule(
    "service.post",
    basis="civil_procedure_law art. 91",
    cure="请写明邮件回执号；送达日期为回执上的收件日期",
    who="clerk",
)
def post(situation: Situation) -> Verdict:
    """邮寄送达：写明回执号"""
    return _each(situation, "post", lambda row: _lacking(row, post_receipt="邮件回执号"))


@rule(
    "service.agent",
    basis="civil_procedure_law art. 91",
    cure="请写明受委托送达的机关或者人",
    who="clerk",
)
def agent(situation: Situation) -> Verdict:
    """委托送达：写明受委托人"""
    return _each(situation, "agent", lambda row: _lacking(row, served_by="受委托送达的机关或者人"))


@rule(
    "service.announce",
    basis="civil_procedure_law art. 95",
    cure="请写明其他方式无法送达的理由和公告的地点或者媒介，并存入案卷",
    who="clerk",
)
def announce(situation: Situation) -> Verdict:
    """公告送达：写明理由和公告地点"""
    return _each(
        situation,
        ANNOUNCED,
        lambda row: _lacking(row, announced_for="公告送达的理由", announced_at="公告地点或者媒介"),
    )


def _lacking(row: Row, **wanted: str) -> str | None:
    missing = [label for name, label in wanted.items() if not row.get(name)]
    return f"未写明{'、'.join(missing)}" if missing else None
