"""The API as its own description has it: whatever is sent, the answer is one that was described, and never a traceback."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rebuild.services.rights import Right
from tests.web.conftest import NUMBER
from tests.web.routes import API_WANTED

EACH = 5  # requests of every operation
# What is printed, or looks through the whole office, is asked once.
DEAR = ("/poster", "/sheet", "/health", "/definitions", "/office/ledger", "/law")
# What there is in this office; everything else of an address is as it comes.
THERE = {"number": NUMBER, "document": "D-2023-000001", "seat": "planning", "clock": "decision"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.slow
def test_every_answer_is_one_that_was_described(desk, client):
    chief, admin = (
        client(person).headers["Authorization"] for person in ("planning_chief", "admin")
    )
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", desk.app)
    asked: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        label = operation.label.replace("/api/v1", "")
        ask(operation, admin if Right.INSPECT in API_WANTED[label] else chief, asked)
    assert len(set(asked)) == len(API_WANTED)
    assert len(asked) >= len(API_WANTED) * EACH // 2


def ask(operation, secret: str, asked: list[str]) -> None:
    """Some requests of one operation, each answer held against what was described."""

    @settings(
        max_examples=1 if operation.path.endswith(DEAR) else EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def one(case) -> None:
        for name in THERE.keys() & case.path_parameters.keys():
            case.path_parameters[name] = THERE[name]
        answer = case.call(headers={"Authorization": secret})
        asked.append(operation.label)
        case.validate_response(answer, checks=CHECKS)

    one()
