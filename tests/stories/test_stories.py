"""Whole cases, told by people who know the office, on both databases: nothing goes otherwise than the story says."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from rebuild.errors import InputError
from rebuild.services.check_ledger import check_ledger
from rebuild.services.office import Office
from rebuild.services.read_story import Story, read_story
from rebuild.services.tell_story import Told, tell_story
from rebuild.store import documents, ledger
from tests.stories.conftest import opened_office

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*.yaml"))
TWICE = read_story(HERE / "construction_permit_lapses.yaml")
every_story = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)


def surprises(told: Iterable[Told]) -> list[str]:
    return [f"line {each.step.line}: {problem}" for each in told for problem in each.surprises]


def what_is_kept(office: Office, number: str) -> tuple[str, dict[str, str]]:
    """The head of the ledger, and the digest of every document's facts."""
    with office.database.reading() as session:
        kept = documents.of_case(session, number)
        return ledger.head(session)[1], {each.document.id: each.document.digest for each in kept}


def tell(office: Office, story: Story) -> list[Told]:
    return list(tell_story(office, story))


@every_story
def test_a_story_goes_as_it_is_told(office: Office, path: Path) -> None:
    told = tell(office, read_story(path))
    assert told
    assert surprises(told) == []
    assert check_ledger(office, deep=True)["problems"] == []


@every_story
def test_a_story_tells_of_refusals_too(path: Path) -> None:
    assert any(step.refused for step in read_story(path).steps)


def test_a_step_that_goes_otherwise_is_a_surprise(office: Office, tmp_path: Path) -> None:
    text = (HERE / "construction_permit_lapses.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("state: graded_d", "state: not_eligible", 1), "utf-8")
    assert len(surprises(tell(office, read_story(wrong)))) == 1


def test_where_the_clocks_run_a_last_day_other_than_told_is_a_surprise(
    office: Office, tmp_path: Path
) -> None:
    text = (HERE / "appeals_over_new_year.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("review: 2025-04-15", "review: 2025-04-14", 1), "utf-8")
    (surprise,) = surprises(tell(office, read_story(wrong)))
    assert "planning_remedy.review 应于2025-04-14届满，实际2025-04-15" in surprise


def test_what_time_does_before_an_action_is_told_in_the_story(
    office: Office, tmp_path: Path
) -> None:
    text = (HERE / "construction_permit_lapses.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("first: [planning.deem_accept]", "first: []", 1), "utf-8")
    (surprise,) = surprises(tell(office, read_story(wrong)))
    assert "planning.deem_accept" in surprise


def test_where_the_clocks_run_a_time_limit_is_named_with_its_procedure(tmp_path: Path) -> None:
    text = (HERE / "appeals_over_new_year.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("{planning_remedy.review:", "{review:", 1), "utf-8")
    with pytest.raises(InputError, match="未写明程序"):
        read_story(wrong)


def test_a_story_told_twice_is_the_same_to_the_last_bit(tmp_path: Path) -> None:
    kept = []
    for telling in ("first", "second"):
        folder = tmp_path / telling
        folder.mkdir()
        office = opened_office(folder, f"sqlite:///{folder}/office.db")
        number = tell(office, TWICE)[-1].number
        kept.append(what_is_kept(office, number))
        office.close()
    assert kept[0] == kept[1]
    assert len(kept[0][1]) > 10


def test_every_due_date_of_the_spring_festival_story_is_reckoned_by_hand() -> None:
    story = read_story(HERE / "planning_denied_then_granted.yaml")
    dues = [day for step in story.steps for day in step.due.values()]
    # 20 working days from 2024-01-22, less the nine that the hearing stopped, holidays and make-up days apart.
    assert date(2024, 3, 6) in dues
