"""变更: what a change of a permit keeps, prints and leaves alone."""

from datetime import date

import pytest

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.decide import Allowed
from rebuild.law.permits import papers_of, replaced_by, run_of_paper
from tests.engine.deciding import ask, codes, done, issued, standing
from tests.law.a_case import DAY, SURVEYED

PLANNING, CONSTRUCTION = "planning_permit", "construction_permit"
LATER = date(2024, 4, 10)


@pytest.fixture(scope="module")
def planned() -> Case:
    """A planning permit just granted, with its certificate, and received; its holder asked for a change."""
    case = issued(ask(standing(planning="under_review"), "planning", "grant"))
    case = done(ask(case, "planning", "serve", received_on=DAY.isoformat()))
    return done(ask(case, PLANNING, "apply_change"))


def kinds(decision: object) -> list[tuple[str, bool]]:
    assert isinstance(decision, Allowed), decision
    return [(due.kind, due.again) for due in decision.documents]


def test_a_change_is_decided_in_writing_and_the_certificate_printed_again(planned: Case) -> None:
    decision = ask(planned, PLANNING, "change")
    assert kinds(decision) == [("permit_decision", False), (PLANNING, True)]


def test_a_certificate_lost_is_printed_again_without_a_decision(planned: Case) -> None:
    assert kinds(ask(planned, PLANNING, "replace_lost")) == [(PLANNING, True)]


def test_a_certificate_older_than_our_files_is_not_printed_again() -> None:
    case = done(ask(standing(), PLANNING, "apply_change"))
    assert kinds(ask(case, PLANNING, "change")) == [("permit_decision", False)]
    assert kinds(ask(case, PLANNING, "replace_lost")) == []


def test_a_historic_change_prints_nothing(planned: Case) -> None:
    assert kinds(ask(planned, PLANNING, "change", recorded=True)) == []


@pytest.mark.parametrize(
    ("answers", "area", "storeys"),
    [({}, 57922, 3), ({"floor_area": "570.00"}, 57000, 3), ({"storeys": "3"}, 57922, 3)],
    ids=["neither", "area", "storeys"],
)
def test_only_what_the_change_states_is_permitted_otherwise(
    planned: Case, answers: dict[str, Json], area: int, storeys: int
) -> None:
    permitted = done(ask(planned, PLANNING, "change", **answers)).snapshots["permitted"]
    assert (permitted.gross_area, permitted.storeys_above) == (area, storeys)
    assert permitted.footprint == SURVEYED.footprint


@pytest.mark.parametrize(
    ("answers", "code"),
    [({"floor_area": "579.23"}, "planning.same_area"), ({"storeys": "4"}, "planning.same_storeys")],
)
def test_a_change_keeps_what_in_place_asks(
    planned: Case, answers: dict[str, Json], code: str
) -> None:
    assert code in codes(ask(planned, PLANNING, "change", **answers))


def test_a_new_name_of_the_project_is_kept(planned: Case) -> None:
    assert (
        done(ask(planned, PLANNING, "change", project="新名称")).record("funds", "project")
        == "新名称"
    )
    assert done(ask(planned, PLANNING, "change")).record("funds", "project") is None


def test_a_change_of_the_construction_permit_keeps_what_it_changes_of_the_contract() -> None:
    case = done(ask(standing(), CONSTRUCTION, "apply_change"))
    changed = done(
        ask(case, CONSTRUCTION, "change", contractor_lead="李示九", ends_on="2025-12-31")
    )
    before = case.records["contract"]
    assert changed.records["contract"] == {
        **before, "contractor_lead": "李示九", "ends_on": "2025-12-31",
    }  # fmt: skip
    assert done(ask(case, CONSTRUCTION, "change")).records["contract"] == before


def run(case: Case) -> Run:
    found = case.run(PLANNING)
    assert found
    return found


def test_a_paper_is_as_it_was_until_the_next_one(planned: Case) -> None:
    changed = issued(ask(planned, PLANNING, "change", on=LATER))
    lost = issued(ask(changed, PLANNING, "replace_lost", on=date(2024, 5, 6)))
    first, second, third = papers_of(lost, run(lost))
    assert [(each.version, each.by) for each in (first, second, third)] == [
        (1, ""), (2, "change"), (2, "replace_lost"),
    ]  # fmt: skip
    given = (first, second, third)
    assert replaced_by(given, 0, date(2024, 4, 9)) is None
    assert replaced_by(given, 0, LATER) == second
    assert replaced_by(given, 1, date(2024, 5, 5)) is None
    assert replaced_by(given, 1, date(2024, 5, 6)) == third
    assert replaced_by(given, 2, date(2026, 1, 1)) is None
    assert [run_of_paper(lost, each.document) for each in given] == [run(lost)] * 3


def test_a_historic_change_between_does_not_mix_the_papers_up(planned: Case) -> None:
    historic = done(ask(planned, PLANNING, "change", recorded=True))
    lost = issued(ask(historic, PLANNING, "replace_lost", on=LATER))
    assert [(each.by, each.version) for each in papers_of(lost, run(lost))] == [
        ("", 1), ("replace_lost", 2),
    ]  # fmt: skip


def test_a_decision_is_no_paper_of_the_permit(planned: Case) -> None:
    changed = issued(ask(planned, PLANNING, "change", on=LATER))
    decision = next(each for each in changed.documents if each.kind == "permit_decision")
    assert run_of_paper(changed, decision) is None
    assert len(papers_of(changed, run(changed))) == 2
