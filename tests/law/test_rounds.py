"""一轮表决: whatever the order of entry, whatever is sold, a round counts the same; a correction recounts it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rebuild.cases import events as happened
from rebuild.cases.apply import apply, apply_all
from rebuild.cases.facts import Ballot, Case, Household, Owner, Roll
from rebuild.law.areas import Area, Heads
from rebuild.law.consensus import Policy, passed, statutory_278, unanimous
from rebuild.law.owners import counted_ballots, households_of, tally_of, units_of
from rebuild.law.progress import progress
from rebuild.law.shortfalls import findings
from rebuild.law.tally import Holder, Tally, TallyUnit, Vote, tally
from tests.law.a_case import a_case, a_run, took, with_run

OPENS, CLOSES = date(2023, 6, 17), date(2023, 7, 2)
UNITS = ("101", "102", "201", "202")
VOTES = ("agree", "disagree", "abstain", "invalid")
NOTICE = took("announce", date(2023, 6, 1), opens_on=str(OPENS), closes_on=str(CLOSES))

areas = st.integers(1, 20_000)
ballots = st.lists(
    st.builds(
        Ballot,
        st.sampled_from(UNITS),
        st.sampled_from(VOTES),
        st.integers(0, 18).map(lambda days: OPENS + timedelta(days)),
    ),
    max_size=25,
)
rolls = st.lists(areas, min_size=4, max_size=4).map(
    lambda sizes: tuple(
        Household(unit, area, (Owner(f"业主{unit}"),))
        for unit, area in zip(UNITS, sizes, strict=True)
    )
)


def voting(roll: tuple[Household, ...], cast: list[Ballot]) -> Case:
    case = with_run(
        a_case(roll=Roll(OPENS, roll), ballots={}), a_run("consensus", "voting", NOTICE)
    )
    case = apply(case, happened.RollFrozen(1, date(2023, 6, 1)))
    return apply_all(case, (happened.BallotCast(1, ballot) for ballot in cast))


def counted(case: Case) -> Tally:
    run = case.run("consensus")
    assert run
    return tally_of(case, run)


@given(rolls, ballots, st.randoms(use_true_random=False))
def test_the_order_of_entry_matters_only_within_a_day(roll, cast, chance):
    days = sorted({ballot.cast_on for ballot in cast})
    chance.shuffle(days)
    shuffled = [ballot for day in days for ballot in cast if ballot.cast_on == day]
    assert counted(voting(roll, shuffled)) == counted(voting(roll, cast))


@given(rolls, ballots)
def test_the_last_valid_ballot_in_time_counts_and_every_one_is_kept(roll, cast):
    case = voting(roll, cast)
    run = case.run("consensus")
    assert run
    assert case.ballots.get(1, ()) == tuple(cast)
    chosen = {ballot.unit: ballot for ballot in counted_ballots(case, run)}
    for unit in UNITS:
        own = [each for each in cast if each.unit == unit and each.cast_on <= CLOSES]
        valid = [each for each in own if each.vote != "invalid"]
        latest = max((valid or own), key=lambda each: each.cast_on, default=None)
        if latest is None:
            assert unit not in chosen
            continue
        of_that_day = [each for each in valid or own if each.cast_on == latest.cast_on]
        assert chosen[unit].vote == (of_that_day[-1] if valid else of_that_day[0]).vote


@given(rolls, ballots, st.sampled_from(UNITS))
def test_a_sale_after_the_freeze_changes_nothing_of_the_count(roll, cast, unit):
    case = voting(roll, cast)
    household = next(each for each in case.households if each.unit == unit)
    other = next(each for each in case.households if each.unit != unit)
    bought = replace(household, owners=other.owners)  # so that one owner would be one head of two
    sold = apply(case, happened.HouseholdChanged(bought, CLOSES, "买卖", rounds=(1,)))
    assert counted(sold) == counted(case)
    assert sold.households != case.households


@given(rolls, ballots, st.sampled_from(UNITS), areas)
def test_a_corrected_area_is_counted_as_if_it_had_always_been_so(roll, cast, unit, area):
    case = voting(roll, cast)
    household = replace(next(each for each in roll if each.unit == unit), area=area)
    corrected = apply(case, happened.HouseholdChanged(household, CLOSES, "更正", rounds=(1,)))
    always = tuple(household if each.unit == unit else each for each in roll)
    assert counted(corrected) == counted(voting(always, cast))
    for policy in Policy:
        flipped = passed(counted(corrected), policy) != passed(counted(case), policy)
        assert flipped == (bool(findings(counted(corrected), policy)) != bool(findings(counted(case), policy)))  # fmt: skip


@given(rolls, ballots, areas)
def test_a_round_that_is_over_reads_as_it_did(roll, cast, area):
    case = voting(roll, cast)
    later = apply(case, happened.HouseholdChanged(replace(roll[0], area=area), CLOSES, "更正"))
    assert counted(later) == counted(case)


def test_a_new_roll_begins_a_new_round_and_leaves_the_old_one_its_own():
    households = tuple(Household(unit, 3407, (Owner(f"业主{unit}"),)) for unit in UNITS)
    case = voting(households, [Ballot("101", "agree", OPENS)])
    entered = apply(case, happened.RollEntered(CLOSES, households[:2]))
    again = apply(entered, happened.RollFrozen(2, CLOSES))
    first, second = a_run("consensus", "failed", NOTICE), replace(a_run("consensus", "voting"), number=2)  # fmt: skip
    assert households_of(again, first) == households
    assert households_of(again, second) == households[:2]


def test_who_answers_for_an_owner_may_be_entered_after_the_freeze():
    households = tuple(
        Household(unit, 3407, (Owner(f"业主{unit}", kind="missing"),)) for unit in UNITS
    )
    case = voting(households, [])
    found = replace(households[0], owners=(Owner("业主101", kind="missing", agent="代管人甲"),))
    named = apply(case, happened.HouseholdChanged(found, CLOSES, "法院指定", rounds=(1,)))
    run = named.run("consensus")
    assert run
    assert households_of(named, run)[0].owners[0].agent == "代管人甲"


@given(rolls, ballots)
def test_the_tests_of_a_measure_hold_together_exactly_when_it_is_reached(roll, cast):
    result = counted(voting(roll, cast))
    tests = {each.name: each for each in progress(result)}
    statute = [tests[f"{test}_{measure}"].passed for test in ("quorum", "approval") for measure in ("area", "heads")]  # fmt: skip
    assert all(statute) == statutory_278(result).passed
    assert (tests["unanimous_area"].passed and tests["unanimous_heads"].passed) == unanimous(result)
    for each in tests.values():
        assert each.passed == (each.missing in (Area(0), Heads(0)))


def test_what_is_missing_is_the_least_that_is_enough():
    votes = [Vote.AGREE] * 11 + [Vote.NONE] * 6
    units = [TallyUnit(str(n), Area(3407), (Holder(str(n), vote),)) for n, vote in enumerate(votes)]
    tests = {each.name: each for each in progress(tally(units))}
    assert (tests["quorum_heads"].needed, tests["quorum_heads"].missing) == (Heads(12), Heads(1))
    assert tests["quorum_area"].missing == Area(1136)  # 386.13 of 579.19 asked, 374.77 there
    assert tests["approval_heads"].needed == Heads(9)
    assert tests["unanimous_heads"].missing == Heads(6)
    assert [each.passed for each in progress(tally([]))] == [False] * 6


def test_units_that_nobody_answered_for_are_there_all_the_same():
    case = voting(tuple(Household(unit, 3407, (Owner(f"业主{unit}"),)) for unit in UNITS), [])
    run = case.run("consensus")
    assert run
    assert [unit.agrees for unit in units_of(case, run)] == [False] * 4
