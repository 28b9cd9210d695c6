"""How a basis and a role read in Chinese."""

import pytest

from rebuild.engine.load import load
from rebuild.law.book import rules
from rebuild.resources import workflows
from rebuild.services.citing import cited, role_label


@pytest.fixture(scope="module")
def workflow():
    return load(workflows() / "d_grade_rebuild").workflow


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("licensing_law art. 32", "《中华人民共和国行政许可法》第三十二条"),
        ("civil_code art. 278", "《中华人民共和国民法典》第二百七十八条"),
        ("construction_law art. 10", "《中华人民共和国建筑法》第十条"),
        ("in_place_rules", "《危房原址恢复重建（建设）工程规划许可办理规则》"),
        ("local_policy", "本地政策（待主管部门确认）"),
        ("unheard_of art. 1", "unheard_of art. 1"),
    ],
)
def test_a_basis_is_cited_by_title_and_article(basis, words, workflow):
    assert cited(workflow, basis) == words


def test_every_rule_of_the_book_is_cited_in_words(workflow):
    used = {
        code
        for procedure in workflow.procedures.values()
        for action in procedure.actions.values()
        for code in action.rules
    }
    shown = {code: cited(workflow, rules()[code].basis) for code in used}
    assert [code for code, words in shown.items() if "art." in words or "_" in words] == []


@pytest.mark.parametrize(
    ("role", "seat", "label"),
    [
        ("community", "", "社区居委会"),
        ("chief", "planning", "规划和自然资源局负责人"),
        ("clerk", "construction", "住建局经办人"),
        ("chief", "", "负责人"),
    ],
)
def test_a_desk_is_that_of_the_seat(role, seat, label, workflow):
    assert role_label(workflow, role, seat=seat) == label
