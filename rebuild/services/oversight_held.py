"""督查之事: what the rules have held back, what is overdue today, which rules were lifted and on what paper."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rebuild.law.rule import BOOK
from rebuild.services.citing import cited, role_label
from rebuild.services.history import BEFORE_RULES
from rebuild.services.in_view import Asked, Clocked, Seen


def refusals(view: Sequence[Seen], asked: Asked) -> Iterator[dict[str, Any]]:
    """What the rules have held back most often in the period."""
    codes = Counter(
        code for each in view for day, code in each.refused if asked.first <= day <= asked.last
    )
    for code, times in codes.most_common():
        rule = BOOK.get(code)
        yield {
            "code": code,
            "label": rule.label if rule else BEFORE_RULES.get(code, code),
            "times": times,
            "basis": cited(view[0].plan.workflow, rule.basis) if rule else "",
        }


def overdue(clocks: Sequence[Clocked], on: date) -> Iterator[dict[str, Any]]:
    """Every limit that has run out with nothing done, the longest first."""
    for each, reading in clocks:
        procedure = each.plan.workflow.procedures[reading.seat]
        if (
            reading.standing == "running"
            and on > reading.due
            and not procedure.clocks[reading.clock].runs_out
        ):
            building = each.case.building
            yield {
                "number": each.case.number,
                "name": building.name if building else each.case.number,
                "procedure": procedure.title,
                "label": reading.label,
                "due": reading.due.isoformat(),
                "days": (on - reading.due).days,
                "turn": role_label(each.plan.workflow, reading.turn, seat=reading.seat),
            }


def waivers(view: Sequence[Seen]) -> Iterator[dict[str, Any]]:
    """Every rule lifted for a case, by whom and on which paper."""
    for each in view:
        for variance in each.case.variances:
            rule = BOOK.get(variance.rule)
            yield {
                "number": each.case.number,
                "rule": rule.label if rule else variance.rule,
                "paper": variance.basis,
                "organ": variance.organ,
                "scope": variance.scope,
                "expires": variance.expires.isoformat() if variance.expires else "",
            }
