"""本地规定的比例: a whole round decided by a share of all owners, at the share and just above it, on both databases."""

from pathlib import Path

import pytest

from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story

STORY = Path(__file__).parent / "consensus_in_real_life.yaml"
LIMITS = "limits: {consensus_policy: statutory_278}"
TOO_EARLY = "末日的照片还没有登记"  # a step that is refused for more reasons under another measure
TAKES_EFFECT = "    tell: 达到法定比例而未一致"
AGREED = 7000  # 280.00 of 400.00 square metres, and 6 of 8 heads: 70% and 75%


@pytest.mark.parametrize(
    ("share", "enough"), [(AGREED - 1, True), (AGREED, True), (AGREED + 1, False)]
)
def test_a_round_is_decided_by_the_share_its_office_filed(
    office: Office, tmp_path: Path, share: int, enough: bool
) -> None:
    text = STORY.read_text("utf-8")
    begun, _, rest = text.partition(TAKES_EFFECT)
    begun += TAKES_EFFECT + rest.partition("    documents:")[0]
    begun = "".join(line for line in begun.splitlines(keepends=True) if TOO_EARLY not in line)
    begun = begun.replace(
        LIMITS, f"limits: {{consensus_policy: local_share, consensus_share: {share}}}"
    )
    ends = (
        "    documents: [owners_decision]\n    state: mediation\n"
        if enough
        else "    refused: [consensus.policy_passed]\n"
    )
    path = tmp_path / "story.yaml"
    path.write_text(begun + ends, "utf-8")
    told = list(tell_story(office, read_story(path)))
    assert [surprise for each in told for surprise in each.surprises] == []
    shown = consensus_told(look_up(office, told[-1].number), on=told[-1].step.on)
    assert (shown["policy"], shown["passed"]) == ("local_share", enough)
    assert (shown["against"], shown["divided"]["heads"]) == ({"area": "60.00", "heads": 1}, 0)
