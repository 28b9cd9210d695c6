"""Writers are killed in the middle of their work: what was acknowledged is there once, what was not is there whole or not at all."""

import pytest

from tests.store.killing import act, kill_writers

KILLS = 30


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_when_writers_are_killed(address):
    killed = kill_writers(address, kills=KILLS, seed=7)
    assert killed.faults == []
    assert killed.acknowledged > KILLS, "the writers came to work between the kills"


@pytest.mark.slow
def test_an_action_told_before_it_is_kept_is_found_lost(address):
    def told_too_early(database, key, tell):
        tell(f"done {key}")
        act(database, key, lambda told: None)

    killed = kill_writers(address, kills=KILLS, seed=7, acting=told_too_early)
    assert any("was acknowledged, and is lost" in fault for fault in killed.faults)
