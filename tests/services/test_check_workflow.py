"""Every definition, template and calendar of this release may be used."""

import shutil

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


LOCAL = [
    ("silence_counts", "value: not_counted", "value: with_majority", "a filed rule says so"),
    ("silence_counts", "value: not_counted", "value: sometimes", "not_counted, with_majority"),
    (
        "consensus_policy",
        "value: unanimous",
        "value: most",
        "unanimous, statutory_278, local_share",
    ),
    ("head_merge", "value: identical_set", "value: all", "identical_set, any_common"),
]


@pytest.mark.parametrize(("name", "shipped", "local", "told"), LOCAL)
def test_a_local_figure_in_words_says_what_it_may_and_silence_names_its_rule(
    tmp_path, name, shipped, local, told
) -> None:
    folder = tmp_path / "d_grade_rebuild"
    shutil.copytree(workflows() / "d_grade_rebuild", folder)
    law = folder / "law.yaml"
    lines = law.read_text("utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith(f"  {name}:"))
    assert shipped in lines[place]
    lines[place] = lines[place].replace(shipped, local, 1)
    law.write_text("".join(lines), "utf-8")
    (fault,) = check_workflow(folder).faults
    assert f"law.yaml:{place + 1}:" in fault
    assert told in fault


def test_silence_may_count_where_its_filed_rule_is_named(tmp_path) -> None:
    folder = tmp_path / "d_grade_rebuild"
    shutil.copytree(workflows() / "d_grade_rebuild", folder)
    law = folder / "law.yaml"
    text = law.read_text("utf-8")
    filed = text.replace(
        "{value: not_counted, basis: local_policy}",
        "{value: with_majority, basis: in_place_rules}",
    )
    assert filed != text
    law.write_text(filed, "utf-8")
    assert check_workflow(folder).faults == ()
