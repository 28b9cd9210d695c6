"""What is said of the API stands: every page has its way for programs or the reason why there is none."""

import re
from pathlib import Path

import pytest

from rebuild.services.rights import Right
from tests.web.routes import API_WANTED, routes_of

TEXT = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
OPERATION = re.compile(r"`((?:GET|POST|PUT|DELETE)(?: (?:GET|POST|PUT|DELETE))*) (/[^`]*)`")
TABLE = TEXT.partition("| page | program |")[2].partition("\n\n")[0]
ROWS = [row.strip("| ").split(" | ") for row in TABLE.splitlines() if row.startswith("| `")]


def named(cell: str) -> set[str]:
    """`GET POST /x` is two."""
    return {
        f"{method} {path}"
        for methods, path in OPERATION.findall(cell)
        for method in methods.split()
    }


def test_every_page_has_its_row_and_every_row_its_page(desk):
    pages = {f"{each.method} {re.sub(r':[a-z]+}', '}', each.path)}" for each in routes_of(desk.app)}
    told = [operation for page, _ in ROWS for operation in named(page)]
    assert set(told) == pages
    assert len(told) == len(set(told))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split("`")[1])
def test_row_names_what_there_is_or_says_why_not(row):
    _, program = row
    assert named(program) <= set(API_WANTED)
    assert bool(named(program)) != program.startswith("a person: ")


def test_every_operation_stands_in_a_row_but_those_no_page_has():
    told = {operation for _, program in ROWS for operation in named(program)}
    of_programs = {"GET /webhooks", "POST /webhooks", "DELETE /webhooks/{webhook}"}
    assert set(API_WANTED) - told == of_programs


def test_every_scope_is_explained_but_what_no_token_is_made_for():
    table = TEXT.partition("| scope | opens |")[2].partition("\n\n")[0]
    scopes = set(re.findall(r"`([a-z_]+)`", table))
    assert {right.value for right in Right} - scopes == {"administer", "use_api", "enter_history"}
