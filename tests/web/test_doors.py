"""Separation of duties, asked of through every door: the same request gets the same verdict, and nobody gets round it."""

from dataclasses import replace

import pytest

from rebuild.services import entitled
from rebuild.services.rights import ADMINISTRATOR, POLICY
from rebuild.web.api import client
from tests.cli.conftest import UNDER_REVIEW
from tests.web.door_walk import walk

STEPS = 200  # `./run soak doors` goes on from there
RECEIVED = ("planning", "resubmit")


@pytest.fixture
def told(offices):
    return offices(UNDER_REVIEW), offices(RECEIVED)


@pytest.mark.slow
def test_every_door_gives_the_same_verdict_and_none_a_way_round(told, tmp_path, kept_in):
    walked = walk(told, tmp_path, seed=14, steps=STEPS, kept_in=kept_in)
    assert walked.wrong == []
    assert walked.steps == STEPS
    assert walked.kinds["done"] > STEPS // 20
    assert walked.kinds["refused"] > STEPS // 5
    assert walked.kinds["closed"] > 0
    assert walked.stood_in > 0
    assert walked.without_client < STEPS // 2
    assert walked.codes["duties.decider_not_acceptor"] > 0


def test_policy_that_forgets_who_somebody_is_would_be_caught(told, tmp_path, kept_in, monkeypatch):
    def anybody(person, by, *_, **__):
        return entitled.Actor(person.id, person.actor.name, frozenset(by))

    monkeypatch.setattr(entitled, "acting", anybody)
    walked = walk(told, tmp_path, seed=14, steps=30, kept_in=kept_in)
    assert any("role" in each for each in walked.wrong)


def test_door_that_lends_rights_would_be_caught(told, tmp_path, kept_in, monkeypatch):
    def generous(*given, **named):
        person = client_of(*given, **named)
        everything = (
            replace(person.powers[0], roles=frozenset(POLICY) - {ADMINISTRATOR}) if person else None
        )
        return person and replace(person, powers=(everything,))

    client_of = client.client_of
    monkeypatch.setattr(client, "client_of", generous)
    walked = walk(told, tmp_path, seed=14, steps=60, kept_in=kept_in)
    assert any("API" in each for each in walked.wrong)
