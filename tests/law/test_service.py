"""送达: what each method needs as proof, and from which day a paper counts as received."""

from datetime import date
from typing import Any

import pytest

from rebuild.cases.facts import Service
from rebuild.law.service import effective_on
from tests.law.a_case import DAY, says, the_calendar, the_plan

# the rule of a method, and the whole of its proof
METHODS: list[tuple[str, dict[str, str]]] = [
    ("service.family", {"receiver": "业主甲之子", "relation": "成年子女"}),
    ("service.electronic", {"consent": "电子送达确认书", "arrived_on": "2024-03-04"}),
    ("service.post", {"post_receipt": "示例邮〔2024〕1号"}),
    ("service.agent", {"served_by": "示例街道办事处"}),
    ("service.announce", {"announced_for": "下落不明", "announced_at": "楼栋门口和区政府网站"}),
]


def said_of(code: str, **row: Any) -> tuple[str, ...]:
    method = code.removeprefix("service.")
    return says(code, services=[{"unit": "101", "addressee": "业主甲", "method": method, **row}])


@pytest.mark.parametrize(
    ("code", "proof", "lacking"),
    [(code, proof, name) for code, proof in METHODS for name in proof],
)
def test_each_method_needs_every_part_of_its_proof(
    code: str, proof: dict[str, str], lacking: str
) -> None:
    assert said_of(code, **proof) == ()
    (message,) = said_of(code, **{name: text for name, text in proof.items() if name != lacking})
    assert message.startswith("101：未写明")


def test_what_is_left_behind_needs_a_reason_and_a_witness_or_a_recording() -> None:
    assert said_of("service.left", refusal="拒绝签收", witness="社区工作人员乙") == ()
    assert said_of("service.left", refusal="拒绝签收", recording="录像0518") == ()
    assert "见证人" in said_of("service.left", refusal="拒绝签收")[0]
    assert "拒收事由" in said_of("service.left", witness="社区工作人员乙")[0]
    (message,) = said_of("service.left")
    assert "拒收事由" in message
    assert "见证人" in message


def test_what_is_handed_over_is_signed_by_the_addressee() -> None:
    assert said_of("service.direct") == ()
    assert said_of("service.direct", receiver="业主甲") == ()
    assert "某乙" in said_of("service.direct", receiver="某乙")[0]


@pytest.mark.parametrize(("arrived", "holds"), [("2024-03-04", True), ("2024-03-05", False)])
def test_nothing_has_arrived_on_a_day_to_come(arrived: str, holds: bool) -> None:
    said = said_of("service.electronic", consent="电子送达确认书", arrived_on=arrived)
    assert (said == ()) is holds


def test_every_household_that_lacks_its_proof_is_named() -> None:
    rows = [{"unit": unit, "method": "post"} for unit in ("101", "102")]
    said = says("service.post", services=rows)
    assert [message[:3] for message in said] == ["101", "102"]
    assert says("service.family", services=rows) == ()


def test_a_decision_is_served_by_the_same_rules() -> None:
    assert says("service.post", method="post", receiver="业主甲")
    assert says("service.post", method="post", post_receipt="示例邮〔2024〕1号") == ()
    assert says("service.post", receiver="业主甲") == ()


@pytest.mark.parametrize(
    ("method", "on", "proof", "counts"),
    [
        ("direct", DAY, {}, DAY),
        ("post", DAY, {}, DAY),
        ("electronic", DAY, {"arrived_on": "2024-03-06"}, date(2024, 3, 6)),
        ("announce", date(2024, 1, 31), {}, date(2024, 3, 2)),  # ended on Friday
        ("announce", date(2024, 2, 1), {}, date(2024, 3, 5)),  # Saturday: ends on Monday
        ("announce", date(2024, 12, 10), {}, date(2025, 1, 10)),  # over the end of the year
    ],
)
def test_the_day_a_paper_counts_as_received(
    method: str, on: date, proof: dict[str, str], counts: date
) -> None:
    service = Service("danger_notice", "业主甲", method, on, proof=proof)
    assert effective_on(the_calendar(), the_plan().limits, service) == counts
