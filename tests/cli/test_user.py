"""user: people entered, let in, lent powers and turned away from the command line, by the same policy as everywhere."""

import json
from datetime import timedelta

import pytest

from rebuild.cli.opened import now

SHOWN = "WF-510105-2023-0001"
GRANT = ("case", "act", SHOWN, "planning.grant", "--on", "2024-02-05", "--json")
PLANNER = ("--role", "planning_chief", "--organ", "planning_bureau")


def added(call, data, user, *words):
    said = call(data, "user", "add", user, "--name", "周某", *words, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def refused(call, data, user, answers=None):
    """Why a grant is refused; with `answers`, one that is filled in."""
    filled = ("--answers", answers('floor_area: "579.22"')) if answers else ()
    said = call(data, *GRANT, "--as", user, *filled)
    return [each["code"] for each in json.loads(said.out)["findings"]]


def test_somebody_new_is_listed_with_roles_and_districts(call, data):
    told = added(call, data, "zhou", *PLANNER, "--region", "510105")
    assert told["must_change"] is True
    assert len(told["password"]) == 19
    listed = json.loads(call(data, "user", "list", "--json").out)
    (zhou,) = [each for each in listed if each["id"] == "zhou"]
    assert (zhou["roles"], zhou["regions"]) == (["planning_chief"], ["510105"])
    assert zhou["can_sign_in"]


@pytest.mark.parametrize(
    ("user", "words", "told"),
    [
        ("Zhou", PLANNER, "不能用作工号"),
        ("clock", PLANNER, "不能用作工号"),
        ("window", PLANNER, "已存在"),
        ("zhou", ("--role", "mayor"), "mayor"),
        ("zhou", ("--role", "administrator", "--role", "window"), "系统管理员不能同时办理案件"),
        ("zhou", (*PLANNER, "--region", "5101"), "不是六位数字"),
        ("zhou", ("--role", "window", "--organ", "moon"), "没有“moon”"),
    ],
)
def test_what_cannot_be_is_named(call, data, user, words, told):
    said = call(data, "user", "add", user, "--name", "周某", *words)
    assert said.code in (1, 2)
    assert told in said.err


def test_whoever_is_of_another_district_is_refused_and_it_is_in_the_ledger(call, data):
    added(call, data, "zhou", *PLANNER, "--region", "510104")
    assert refused(call, data, "zhou") == ["rights.reach"]
    last = json.loads(call(data, "case", "history", SHOWN, "--json").out)[-1]
    assert (last["by"], last["refused"]) == ("zhou", True)


def test_whoever_is_of_another_organ_is_refused(call, data):
    added(call, data, "zhou", "--role", "planning_chief", "--organ", "housing_bureau")
    assert refused(call, data, "zhou") == ["rights.reach"]


def test_an_administrator_decides_nothing(call, data):
    added(call, data, "root", "--role", "administrator")
    assert refused(call, data, "root") == ["rights.administrator"]


def test_a_party_acts_once_it_is_let_into_the_case(call, data):
    added(call, data, "zhou", "--role", "owner_rep")
    words = ("case", "act", SHOWN, "planning.withdraw", "--as", "zhou", "--on", "2024-02-05",
             "--dry-run", "--json")  # fmt: skip
    findings = json.loads(call(data, *words).out)["findings"]
    assert [each["code"] for each in findings] == ["rights.reach"]
    assert call(data, "user", "grant", "zhou", SHOWN).code == 0
    findings = json.loads(call(data, *words).out)["findings"]
    assert "rights.reach" not in [each["code"] for each in findings]


def deputise(call, data, user, of, first=0, last=7):
    """From so many days after today to so many."""
    days = [(now().date() + timedelta(days=each)).isoformat() for each in (first, last)]
    words = ("--of", of, "--from", days[0], "--until", days[1], "--json")
    return call(data, "user", "deputy", user, *words)


def test_a_deputy_decides_in_the_other_s_stead_and_both_are_named(call, data, answers):
    added(call, data, "zhou", "--role", "window", "--organ", "planning_bureau")
    words = [*GRANT, "--as", "zhou", "--answers", answers('floor_area: "579.22"')]
    assert json.loads(call(data, *words).out)["findings"][0]["code"] == "engine.role"
    assert deputise(call, data, "zhou", "planning_chief").code == 0
    said = call(data, *words)
    assert said.code == 0, said.out
    last = json.loads(call(data, "case", "history", SHOWN, "--json").out)[-1]
    assert (last["by"], last["instead_of"], last["role"]) == (
        "zhou", "planning_chief", "planning_chief",
    )  # fmt: skip


def test_whoever_accepted_may_not_decide_as_a_deputy_either(call, data, answers):
    assert deputise(call, data, "planning_clerk", "planning_chief").code == 0
    assert refused(call, data, "planning_clerk", answers) == ["duties.decider_not_acceptor"]


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [(-7, -1, ["engine.role"]), (-7, 0, []), (0, 0, []), (1, 7, ["engine.role"])],
    ids=["over", "last_day", "this_day", "not_yet"],
)
def test_a_deputy_acts_from_the_first_day_to_the_last(call, data, answers, first, last, codes):
    added(call, data, "zhou", "--role", "window", "--organ", "planning_bureau")
    assert deputise(call, data, "zhou", "planning_chief", first, last).code == 0
    assert refused(call, data, "zhou", answers) == codes


@pytest.mark.parametrize(
    ("user", "of", "last", "told"),
    [
        ("housing_clerk", "planning_chief", 7, "不在同一机关"),
        ("planning_chief", "planning_chief", 7, "本人代理本人"),
        ("planning_clerk", "planning_chief", -1, "起日不能晚于止日"),
        ("planning_clerk", "planning_chief", 367, "不超过一年"),
    ],
)
def test_a_deputy_who_cannot_be_is_named(call, data, user, of, last, told):
    said = deputise(call, data, user, of, 0, last)
    assert said.code == 2
    assert told in said.err


def test_a_deputy_s_powers_are_taken_back(call, data, answers):
    made = json.loads(deputise(call, data, "planning_clerk", "planning_chief").out)["id"]
    assert call(data, "user", "deputy", "planning_clerk", "--end", made).code == 0
    assert refused(call, data, "planning_clerk", answers)[0] == "engine.role"


def test_whoever_is_disabled_acts_no_more_and_comes_back(call, data):
    assert call(data, "user", "disable", "planning_chief").code == 0
    said = call(data, *GRANT, "--as", "planning_chief")
    assert said.code == 2
    assert "已停用" in said.err
    assert call(data, "user", "enable", "planning_chief").code == 0
    assert call(data, *GRANT, "--as", "planning_chief", "--dry-run").code in (0, 1)


def test_what_the_operator_did_stands_in_the_ledger(call, data):
    before = json.loads(call(data, "ledger", "verify", "--json").out)["entries"]
    added(call, data, "zhou", *PLANNER)
    call(data, "user", "disable", "zhou")
    verified = json.loads(call(data, "ledger", "verify", "--deep", "--json").out)
    assert verified["ok"]
    assert verified["entries"] == before + 2
