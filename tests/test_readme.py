"""What the README promises is there: its commands, its figures, its links, its pictures."""

import re
from pathlib import Path

import pytest

from bench.report import BEGIN, END, table
from rebuild.cli.commands import COMMANDS, GROUPS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DEVELOPER_VERBS = {"test", "check", "bench", "soak"}
PAGES = ["README.md", "docs/clerk.md", "docs/operate.md", "docs/workflows.md", "docs/law.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_page_names_is_a_command(page):
    text = (ROOT / page).read_text("utf-8")
    for words in re.findall(r"(?:\./run|`rebuild) ([a-z]+(?: [a-z]+)?)", text):
        first, _, second = words.partition(" ")
        known = first in COMMANDS or first in DEVELOPER_VERBS or f"{first} {second}" in COMMANDS
        assert known or (first in GROUPS and not second), words


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_figures_are_those_that_were_measured():
    figures = README.partition(BEGIN)[2].partition(END)[0].strip()
    assert figures == table()
