"""Every (procedure, state, action, outcome) of every shipped definition, against a plain table; alone and in a crowd."""

import random
import threading
from pathlib import Path

import pytest

from rebuild.engine.definition import Procedure, Workflow
from rebuild.engine.load import load
from rebuild.engine.machine import CompiledProcedure, Slot, compile_procedure
from rebuild.resources import workflows

FOLDERS = sorted(file.parent for file in workflows().glob("*/workflow.yaml"))
FIXTURES = [Path(__file__).parent / "fixtures" / "small"]
SHIPPED: list[Workflow] = [load(folder).workflow for folder in (*FOLDERS, *FIXTURES)]
PROCEDURES = [each for workflow in SHIPPED for each in workflow.procedures.values()]
WALKS = 400


def oracle(procedure: Procedure) -> dict[tuple[str, str, str], str]:
    """(state, remembered, action) → where it leads, read off the definition with nothing but dicts."""
    table = {}
    for name, action in procedure.actions.items():
        froms = list(procedure.states) if action.from_ == ("any",) else action.from_
        for state in froms:
            if procedure.states[state].final and action.from_ == ("any",):
                continue
            for remembered in ("", *procedure.states):
                if not isinstance(action.to, str):
                    leads = action.to[state]
                elif action.to == "stay":
                    leads = state
                elif action.to == "remembered":
                    leads = remembered
                else:
                    leads = action.to
                if action.to == "remembered" and (
                    not leads or leads == state or procedure.states[leads].final
                ):
                    continue
                table[state, remembered, name] = leads
    return table


every_procedure = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)


@every_procedure
def test_every_action_leads_where_the_definition_says_and_nowhere_else(
    procedure: Procedure,
) -> None:
    compiled, table = compile_procedure(procedure), oracle(procedure)
    for state in procedure.states:
        for remembered in ("", *procedure.states):
            for action in (*procedure.actions, "no_such_action"):
                expected = table.get((state, remembered, action))
                allowed = Slot(state, remembered, lambda: True)
                refused = Slot(state, remembered, lambda: False)
                assert compiled.move(allowed, action) == expected
                assert compiled.move(refused, action) is None
                assert refused.state == state


@every_procedure
def test_the_judge_is_asked_once_and_only_where_the_action_is_offered(procedure: Procedure) -> None:
    compiled, table = compile_procedure(procedure), oracle(procedure)
    for state in procedure.states:
        for action in procedure.actions:
            asked: list[str] = []

            def judge(asked: list[str] = asked, action: str = action) -> bool:
                asked.append(action)
                return True

            compiled.move(Slot(state, "", judge), action)
            assert len(asked) == ((state, "", action) in table)


@every_procedure
def test_what_a_state_offers_is_what_can_be_taken_there(procedure: Procedure) -> None:
    compiled, table = compile_procedure(procedure), oracle(procedure)
    for state, names in compiled.offered.items():
        takeable = {action for (source, _, action) in table if source == state}
        assert set(names) == takeable
        assert list(names) == [name for name in procedure.actions if name in takeable]


@every_procedure
def test_no_way_leads_out_of_an_end(procedure: Procedure) -> None:
    for (state, _, _), leads in oracle(procedure).items():
        assert not procedure.states[state].final or leads == state


def test_only_true_is_a_yes() -> None:
    compiled = compile_procedure(PROCEDURES[0])
    slot = Slot("new", "", lambda: 1)  # type: ignore[arg-type, return-value]
    assert compiled.move(slot, "register") is None


def walk(compiled: CompiledProcedure, seed: int) -> list[str]:
    """States on a random walk; the judge says yes or no at random too."""
    chance = random.Random(seed)
    state, remembered, way = compiled.procedure.initial, "", []
    for _ in range(30):
        offered = compiled.offered[state]
        if not offered:
            break
        action = chance.choice(offered)
        says = chance.random() < 0.8
        reached = compiled.move(Slot(state, remembered, lambda says=says: says), action)
        if reached is not None and compiled.procedure.actions[action].to != "stay":
            remembered = state if compiled.procedure.actions[action].remembers else ""
            state = reached
        way.append(state)
    return way


def test_eight_threads_share_one_machine_and_none_is_led_astray() -> None:
    compiled = compile_procedure(PROCEDURES[0])
    alone = [walk(compiled, seed) for seed in range(WALKS)]
    astray: list[int] = []
    start = threading.Barrier(8)

    def crowd(worker: int) -> None:
        start.wait()
        # Every walk is walked by four threads at once.
        seeds = range(worker, WALKS, 2)
        astray.extend(seed for seed in seeds if walk(compiled, seed) != alone[seed])

    threads = [threading.Thread(target=crowd, args=(worker % 2,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not astray
    assert len({tuple(way) for way in alone}) > WALKS / 2
