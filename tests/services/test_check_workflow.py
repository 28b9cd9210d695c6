"""Every definition, template and calendar of this release may be used."""

import pytest

from rebuild.resources import workflows
from rebuild.services.check_workflow import (
    check_calendars,
    check_templates,
    check_workflow,
    surroundings,
    workflow_folders,
)


@pytest.mark.parametrize("folder", workflow_folders(), ids=lambda folder: folder.name)
def test_a_workflow_of_this_release_has_no_fault(folder) -> None:
    checked = check_workflow(folder)
    assert checked.faults == ()
    assert checked.counts["actions"] > checked.counts["procedures"] > 0


def test_no_template_of_this_release_has_a_fault() -> None:
    assert check_templates() == ()


def test_no_calendar_of_this_release_has_a_fault() -> None:
    assert check_calendars(workflows() / "calendar") == ()


def test_the_surroundings_know_what_the_code_offers() -> None:
    house = surroundings()
    assert "planning.same_area" in house.rules
    assert "applicant" in house.suppliers
    assert "appraisal" in house.recorders
    assert "area_growth" in house.words_in_code
    assert "accept" in house.separates["duties.decider_not_acceptor"]
    assert "planning_permit" in house.templates
