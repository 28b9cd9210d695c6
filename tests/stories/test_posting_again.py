"""再次公示: an area or an owner put right while the result hangs stops the decision until it hangs anew."""

from pathlib import Path

import pytest

from rebuild.services.check_ledger import check_ledger
from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story

STORY = Path(__file__).parent / "consensus_in_real_life.yaml"
HANGS = "  - {on: 2024-05-23, as: owner_committee, procedure: consensus, tell: 末日的照片还没有登记"
CORRECTIONS = {
    "area": '{unit: "104", reason: 不动产登记簿更正, area: "41.00"}',
    "owner": '{unit: "104", reason: 登记簿记载他人, new_owner: 吴示壬, mistaken: 是}',
}
STEPS = """
  - {{on: 2024-05-20, as: community, tell: 公示期内更正, do: change_household, with: {correction}}}
  - {{on: 2024-05-23, as: community, procedure: consensus, do: photograph_posting, with: {{photos: [{{taken_on: 2024-05-15, file: a.jpg}}, {{taken_on: 2024-05-22, file: b.jpg}}]}}}}
  - on: 2024-05-23
    as: owner_committee
    procedure: consensus
    tell: 公示的已不是更正后的结果
    do: take_effect
    with: {{applicant: 刘某某等8户, representative: 刘某某}}
    refused: [consensus.posted_as_counted]
  - {{on: 2024-05-24, as: community, procedure: consensus, do: recount, with: {{note: 名册更正, witnesses: [{{name: 见证人甲}}, {{name: 见证人乙}}]}}}}
  - {{on: 2024-05-24, as: community, procedure: consensus, do: post, with: {{posted_at: 楼栋门口, objections_to: 社区居委会}}, documents: [vote_result], due: {{posting: 2024-05-31}}}}
  - {{on: 2024-05-31, as: community, procedure: consensus, do: photograph_posting, with: {{photos: [{{taken_on: 2024-05-24, file: c.jpg}}, {{taken_on: 2024-05-31, file: d.jpg}}]}}}}
  - {{on: 2024-05-31, as: owner_committee, procedure: consensus, tell: 重新公示的公示期未满, do: take_effect, with: {{applicant: 刘某某等8户, representative: 刘某某}}, refused: [consensus.posting_over]}}
  - {{on: 2024-06-03, as: owner_committee, procedure: consensus, do: take_effect, with: {{applicant: 刘某某等8户, representative: 刘某某}}, documents: [owners_decision], state: mediation}}
"""


@pytest.mark.parametrize("what", CORRECTIONS)
def test_a_correction_while_the_result_hangs_forces_it_to_hang_anew(
    office: Office, tmp_path: Path, what: str
) -> None:
    before, found, _ = STORY.read_text("utf-8").partition(HANGS)
    assert found
    path = tmp_path / "story.yaml"
    path.write_text(before + STEPS.format(correction=CORRECTIONS[what]), "utf-8")
    told = list(tell_story(office, read_story(path)))
    assert [surprise for each in told for surprise in each.surprises] == []
    assert check_ledger(office, deep=True)["problems"] == []
    shown = consensus_told(look_up(office, told[-1].number), on=told[-1].step.on)
    assert shown["changed_since_posted"] == []
