"""The book as a whole: every rule is complete, cited, and held by a test that names it."""

from pathlib import Path

import pytest

from rebuild.law.book import rules
from rebuild.law.rule import Rule
from tests.law.a_case import the_plan

BOOK = sorted(rules().values(), key=lambda rule: rule.code)
TESTED = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
every_rule = pytest.mark.parametrize("rule", BOOK, ids=[rule.code for rule in BOOK])


@every_rule
def test_no_rule_is_without_a_test(rule: Rule) -> None:
    assert f'"{rule.code}"' in TESTED


@every_rule
def test_every_rule_has_a_chinese_label_and_a_cure(rule: Rule) -> None:
    assert any("一" <= sign <= "鿿" for sign in rule.label)
    assert any("一" <= sign <= "鿿" for sign in rule.cure)


@every_rule
def test_every_rule_stands_on_a_source_of_the_workflow(rule: Rule) -> None:
    assert rule.basis.split(" ")[0] in the_plan().workflow.sources


@every_rule
def test_every_rule_is_asked_by_some_action(rule: Rule) -> None:
    assert any(rule in asked for asked in the_plan().rules.values())


@every_rule
def test_every_rule_says_who_can_put_it_right(rule: Rule) -> None:
    generic = {"clerk", "chief"}  # a seat says which organ's
    assert rule.who in generic | set(the_plan().workflow.roles)
