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

from tests.web.api.test_api import client as client
from tests.web.conftest import NUMBER, Desk, desk_at, offices

__all__ = ["client", "desk_at", "offices"]

EACH = 15  # requests of every operation
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(("planning", "accept"), "2024-02-05")


@pytest.mark.slow
@pytest.mark.parametrize("person", ["planning_chief", "auditor"])
def test_every_answer_is_one_that_was_described(desk, client, person):
    secret = client(person).headers["Authorization"]
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", desk.app)
    asked: list[str] = []
    for result in schema.get_all_operations():
        ask(result.ok(), secret, asked)
    assert len(set(asked)) >= 18
    assert len(asked) >= 18 * EACH // 2


def ask(operation, secret: str, asked: list[str]) -> None:
    """Some requests of one operation, each answer held against what was described."""

    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def one(case) -> None:
        if "number" in case.path_parameters:
            case.path_parameters["number"] = NUMBER
        answer = case.call(headers={"Authorization": secret})
        asked.append(operation.label)
        case.validate_response(answer, checks=CHECKS)

    one()
