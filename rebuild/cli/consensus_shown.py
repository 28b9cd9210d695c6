"""The count of a round, as people read it."""

from rebuild.cli.figures_shown import show_tally
from rebuild.cli.findings_shown import Told
from rebuild.cli.show import answer


def show_consensus(told: Told) -> None:
    """Which round and as of when; then the same tables as for a count from a file."""
    answer(f"{told['number']} 第{told['round']}轮表决，{told['state_label']}")
    if told["only_entries_until"]:
        answer(f"只按截至 {told['only_entries_until']} 的台账计票，此后的登记和变动不计")
    if told["opens_on"]:
        answer(f"表决期间 {told['opens_on']} 至 {told['closes_on']}")
    answer(f"登记表决票{told['ballots']}张，计入{told['counted']}张（每户以截止前最后一张为准）")
    show_tally(told)
