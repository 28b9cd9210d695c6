"""The policy: every role, every right, their own district and another, let in and not; nothing by omission."""

from dataclasses import replace

import pytest

from rebuild.cases.facts import Actor
from rebuild.engine.load import load
from rebuild.law.rule import Finding
from rebuild.resources import workflows
from rebuild.services.rights import (
    ADMINISTRATOR,
    OF_NO_CASE,
    POLICY,
    Person,
    Powers,
    Right,
    Scope,
    Subject,
    acting,
    may,
    may_stand_in,
    scope,
    why_not,
)

HERE, ELSEWHERE = "510105", "510104"
NUMBER = "WF-510105-2024-0001"
OWN, OTHER = Subject(HERE, NUMBER), Subject(ELSEWHERE, "WF-510104-2024-0001")
ORGANS = {
    name: role.organ for name, role in load(workflows() / "d_grade_rebuild").workflow.roles.items()
}

# What each role may, in the order below: in its own district, in another, let into a case of another.
LETTERS = {
    Right.SEE_CASE: "c", Right.SEE_HOUSEHOLDS: "h", Right.SEE_PEOPLE: "p", Right.SEE_LEDGER: "l",
    Right.ACT: "a", Right.ENTER_HISTORY: "y", Right.PRINT: "d", Right.MAKE_LINKS: "k",
    Right.EXPORT: "x", Right.HAND_OVER: "o", Right.OVERSEE: "v", Right.USE_API: "i",
    Right.READ_LAW: "r", Right.ADMINISTER: "m", Right.INSPECT: "s",
}  # fmt: skip
EXPECTED = {
    "grid_worker": ("chplakir", "ir", "chplakir"),
    "community": ("chplakir", "ir", "chplakir"),
    "subdistrict": ("chplakxir", "ir", "chplakxir"),
    "window": ("chpladkxir", "ir", "chpladkxir"),
    "housing_clerk": ("chpladkxir", "ir", "chpladkxir"),
    "housing_chief": ("chpladkxovir", "ir", "chpladkxovir"),
    "planning_clerk": ("chpladkxir", "ir", "chpladkxir"),
    "planning_chief": ("chpladkxovir", "ir", "chpladkxovir"),
    "hearing_chair": ("chlar", "r", "chlar"),
    "registry": ("chplar", "r", "chplar"),
    "archivist": ("chlayr", "r", "chlayr"),
    "auditor": ("chplxvir", "ir", "chplxvir"),
    "owner": ("r", "r", "char"),
    "owner_rep": ("r", "r", "char"),
    "owner_committee": ("r", "r", "char"),
    "agent": ("r", "r", "char"),
    "appraiser": ("r", "r", "car"),
    "surveyor": ("r", "r", "car"),
    "contractor": ("r", "r", "car"),
    "administrator": ("irms", "irms", "irms"),
    "of_another_workflow": ("r", "r", "car"),
}


def person(*roles, regions=(HERE,), granted=(), organ="", others=(), limited_to=None):
    own = Powers(frozenset(roles), organ, frozenset(regions), frozenset(granted))
    actor = Actor("zhang", "张某", frozenset(roles), organ)
    return Person(actor, (own, *others), limited_to)


def told(who, subject):
    return "".join(letter for right, letter in LETTERS.items() if may(who, right, subject))


def test_every_right_has_a_letter_and_every_role_of_the_workflow_a_row():
    assert set(LETTERS) == set(Right)
    people = {name for name in ORGANS if name not in ("clock", "system")}
    assert people <= set(POLICY)
    assert set(EXPECTED) == {*POLICY, "of_another_workflow"}


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_may_what_its_row_says_and_nothing_else(role):
    own, other, let_in = EXPECTED[role]
    assert told(person(role), OWN) == own
    assert told(person(role), OTHER) == other
    assert told(person(role, granted=[OTHER.number]), OTHER) == let_in


@pytest.mark.parametrize("role", EXPECTED)
def test_without_districts_an_office_role_reaches_all_and_a_party_none(role):
    own, _, _ = EXPECTED[role]
    everywhere = person(role, regions=())
    assert told(everywhere, OWN) == told(everywhere, OTHER) == own


@pytest.mark.parametrize("role", EXPECTED)
@pytest.mark.parametrize("right", Right)
def test_a_finding_is_given_exactly_where_a_right_is_not(role, right):
    who = person(role)
    for subject in (None, OWN, OTHER):
        assert (why_not(who, right, subject) is None) == may(who, right, subject)


@pytest.mark.parametrize("role", EXPECTED)
def test_a_list_shows_exactly_the_cases_that_may_be_seen(role):
    for who in (person(role), person(role, regions=()), person(role, granted=[OTHER.number])):
        shown = scope(who)
        for subject in (OWN, OTHER):
            assert shown.shows(subject.number, subject.region) == may(who, Right.SEE_CASE, subject)


def test_whoever_has_two_roles_sees_what_either_sees():
    both = person("appraiser", "planning_clerk", granted=[OTHER.number])
    assert scope(both) == Scope(False, frozenset({HERE}), frozenset({OTHER.number}))


def test_an_auditor_changes_nothing_whatever_else_is_asked():
    auditor = person("auditor", regions=())
    for right in (Right.ACT, Right.HAND_OVER, Right.MAKE_LINKS, Right.ADMINISTER, Right.PRINT):
        assert not may(auditor, right, OWN)


@pytest.mark.parametrize("right", Right)
def test_a_token_gives_no_more_than_it_was_made_for(right):
    clerk = person("planning_chief")
    limited = replace(clerk, limited_to=frozenset({Right.SEE_CASE}))
    assert may(limited, right, OWN) == (right is Right.SEE_CASE)
    assert may(replace(clerk, limited_to=frozenset()), right, OWN) is False


def test_a_right_that_is_about_no_case_does_not_ask_for_one():
    for right in OF_NO_CASE:
        looked_after = right in (Right.ADMINISTER, Right.INSPECT)
        who = person(ADMINISTRATOR if looked_after else "housing_clerk")
        assert may(who, right)


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        (
            ("a", "planning_clerk", "planning_bureau"),
            ("b", "planning_chief", "planning_bureau"),
            True,
        ),
        (
            ("a", "planning_clerk", "planning_bureau"),
            ("b", "housing_chief", "housing_bureau"),
            False,
        ),
        (("a", "surveyor", ""), ("b", "surveyor", ""), True),
        (("a", "surveyor", ""), ("b", "appraiser", ""), False),
        (
            ("a", "planning_chief", "planning_bureau"),
            ("a", "planning_chief", "planning_bureau"),
            False,
        ),
        (
            ("a", ADMINISTRATOR, "planning_bureau"),
            ("b", "planning_chief", "planning_bureau"),
            False,
        ),
        (
            ("a", "planning_clerk", "planning_bureau"),
            ("b", ADMINISTRATOR, "planning_bureau"),
            False,
        ),
    ],
)
def test_a_deputy_is_of_the_same_organ_or_without_one_in_the_same_role(one, other, may_be):
    two = [Actor(name, name, frozenset({role}), organ) for name, role, organ in (one, other)]
    assert may_stand_in(*two) is may_be


# --- acting ------------------------------------------------------------------------------------------


def acts(who, *by, subject=OWN, opens=False):
    return acting(who, by, subject, ORGANS, opens=opens)


def lent(*roles, of="wang", regions=(HERE,), granted=(), organ=""):
    powers = (frozenset(roles), organ, frozenset(regions), frozenset(granted))
    return Powers(*powers, instead_of=of, name="王某")


def test_one_acts_in_ones_own_name_where_one_has_the_role():
    actor = acts(person("planning_clerk", others=[lent("planning_clerk")]), "planning_clerk")
    assert (actor.id, actor.instead_of) == ("zhang", "")


def test_a_deputy_acts_by_the_roles_of_the_other_and_names_them():
    actor = acts(person("planning_clerk", others=[lent("planning_chief")]), "planning_chief")
    assert (actor.id, actor.name, actor.instead_of) == ("zhang", "张某", "wang")
    assert actor.roles == {"planning_chief"}


def test_a_deputy_reaches_what_the_other_reaches_and_no_more():
    deputy = person("planning_clerk", regions=(), others=[lent("planning_chief")])
    assert isinstance(acts(deputy, "planning_chief"), Actor)
    refused = acts(deputy, "planning_chief", subject=OTHER)
    assert isinstance(refused, Finding)
    assert refused.code == "rights.reach"


def test_roles_of_two_persons_are_never_put_together():
    deputy = person("window", others=[lent("planning_chief")])
    actor = acts(deputy, "planning_chief", "window")
    assert actor.roles == {"window"}
    assert actor.instead_of == ""


def test_a_role_counts_only_in_the_organ_it_belongs_to():
    stranger = person("planning_clerk", organ="housing_bureau")
    refused = acts(stranger, "planning_clerk")
    assert isinstance(refused, Finding)
    assert isinstance(
        acts(person("planning_clerk", organ="planning_bureau"), "planning_clerk"), Actor
    )


def test_an_administrator_acts_neither_alone_nor_for_anybody():
    for who in (
        person(ADMINISTRATOR),
        person(ADMINISTRATOR, "planning_chief"),
        person(ADMINISTRATOR, others=[lent("planning_chief")]),
    ):
        refused = acts(who, "planning_chief")
        assert isinstance(refused, Finding)
        assert refused.code == "rights.administrator"


def test_whoever_has_not_the_role_is_refused_by_the_workflow_in_its_own_words():
    actor = acts(person("planning_clerk"), "planning_chief")
    assert actor == Actor("zhang", "张某", frozenset({"planning_clerk"}))


def test_a_role_that_does_not_reach_the_case_is_no_role_there():
    archivist = person("owner", "archivist", granted=[OTHER.number])
    actor = acts(archivist, "planning_chief", subject=OTHER)
    assert actor.roles == {"owner", "archivist"}
    elsewhere = Person(
        archivist.actor,
        (
            Powers(frozenset({"archivist"}), regions=frozenset({HERE})),
            Powers(frozenset({"owner"}), granted=frozenset({OTHER.number}), instead_of="li"),
        ),
    )
    assert acts(elsewhere, "planning_chief", subject=OTHER).roles == frozenset()


def test_a_case_is_opened_in_ones_district_also_by_whoever_reaches_only_single_cases():
    rep = person("owner_rep")
    assert isinstance(acts(rep, "owner_rep", subject=Subject(HERE), opens=True), Actor)
    assert isinstance(acts(rep, "owner_rep", subject=Subject(ELSEWHERE), opens=True), Finding)


def test_a_token_without_the_right_to_act_does_not_act():
    reader = replace(person("planning_clerk"), limited_to=frozenset({Right.SEE_CASE}))
    assert isinstance(acts(reader, "planning_clerk"), Finding)
