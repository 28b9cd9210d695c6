"""Random people ask the same of three copies of one office, each through a door of its own: a page, the API, a command.

People, roles, districts and deputies change alike in all three while they go.
"""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date, timedelta
from pathlib import Path

import pytest

from rebuild.cases.facts import Case
from rebuild.services import passwords
from rebuild.services.look_up import look_up
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.store import accounts
from tests.engine.plausible import plausible
from tests.services.test_separation import LIKELY, PEOPLE, World, bypasses
from tests.web.asking import without_threads
from tests.web.conftest import BEIJING, LIGHT, NUMBER, desk_on
from tests.web.doors import DOORS, SEAT, Door, Step, Verdict
from tests.web.kept_in import IN_FILES, Keeping

BEGINS = date(2024, 2, 5)
STEPS_A_COPY = 30


class Lively(World):
    """People who also have the password that every sample person has."""

    def employ(self, name: str) -> None:
        super().employ(name)
        with self.database.writing() as session:
            account = accounts.get(session, name)
            accounts.put(session, replace(account, password_hash=HASH))


HASH = LIGHT.hash(SAMPLE_PASSWORD, salt=bytes(16))


@dataclass
class Walked:
    """What came of a walk: how often what was answered, and everything that was wrong."""

    steps: int = 0
    kinds: Counter[str] = made(default_factory=Counter)
    codes: Counter[str] = made(default_factory=Counter)
    stood_in: int = 0
    without_client: int = 0
    wrong: list[str] = made(default_factory=list)


def walk(
    told: tuple[Path, ...],
    folder: Path,
    *,
    seed: int,
    steps: int,
    kept_in: Keeping = IN_FILES,
) -> Walked:
    """Ask at random, in copies of one of the offices told so far, and of another after some steps."""
    walked, chance = Walked(), random.Random(seed)
    with pytest.MonkeyPatch.context() as patch, without_threads():
        patch.setattr(passwords, "_HASHER", LIGHT)
        while walked.steps < steps:
            some = min(STEPS_A_COPY, steps - walked.steps)
            _walk_copies(walked, chance, chance.choice(told), folder, some, kept_in)
    return walked


def _walk_copies(
    walked: Walked, chance: random.Random, told: Path, folder: Path, steps: int, kept_in: Keeping
) -> None:
    seed = chance.random()
    doors = [_opened(each, told, folder, seed, kept_in) for each in DOORS]
    for count in range(steps):
        if count % 3 == 0:
            _pass_time(doors, days=chance.choice((0, 0, 1)))
        step = _step(chance, doors[0])
        case = look_up(doors[0].desk.office, NUMBER).case
        if case.state(SEAT) not in LIKELY and chance.random() < 0.5:
            break  # nothing is left to be decided there
        verdicts = [door.put(step) for door in doors]
        _judge(walked, doors[0].world, case, step, verdicts)
    for door in doors:
        door.close()
        shutil.rmtree(door.desk.office.data)


def _opened(kind: type[Door], told: Path, folder: Path, seed: float, kept_in: Keeping) -> Door:
    desk = desk_on(told, folder / kind.__name__, BEGINS.isoformat(), kept_in)
    world = Lively(desk.office.database, random.Random(seed), today=BEGINS)
    for count in range(PEOPLE):
        world.employ(f"p{count}")
    for _ in range(PEOPLE):
        world.disturb()
    return kind(desk, world)


def _pass_time(doors: list[Door], *, days: int) -> None:
    """The same change of people everywhere; now and then the next day."""
    for door in doors:
        door.world.disturb()
        door.world.today += timedelta(days)
        door.desk.now = door.world.now().astimezone(BEIJING)


def _step(chance: random.Random, door: Door) -> Step:
    found = look_up(door.desk.office, NUMBER)
    state = found.case.state(SEAT)
    known = found.plan.workflow.procedures[SEAT].actions
    action = chance.choice([each for each in LIKELY.get(state, ()) if each in known] or list(known))
    word = known[action]
    able = [name for name, each in door.world.people.items() if each.roles & set(word.by)]
    able += [to for of, to, _, _ in door.world.lent.values() if of in able]
    people = list(door.world.people)
    # Whoever has had a hand in it already asks for more than their share.
    hands = [
        name
        for each in found.case.run(SEAT).taken
        for name in (each.by, each.instead_of)
        if name in people
    ]
    person = chance.choice(
        chance.choice([each for each in (able, able, able, hands, people) if each])
    )
    answers = plausible(word.asks, found.case, door.world.today)
    return Step(person, action, answers, door.world.today)


def _judge(walked: Walked, world: World, case: Case, step: Step, verdicts: list[Verdict]) -> None:
    page, api, command = verdicts
    walked.steps += 1
    walked.kinds[page.kind] += 1
    walked.codes.update(page.codes)
    walked.without_client += api.kind == "no client"
    walked.wrong += [
        f"{step.person} {step.action}: {each}" for each in _differences(page, api, command)
    ]
    for door, verdict in zip(DOORS, verdicts, strict=True):
        taken = verdict.taken
        if taken is None:
            continue
        walked.stood_in += bool(taken.instead_of)
        found = bypasses(world, taken.by, taken.instead_of, taken.role, SEAT, step.action, case)
        walked.wrong += [
            f"{step.person} {step.action} through {door.__name__}: {each}" for each in found
        ]


def _differences(page: Verdict, api: Verdict, command: Verdict) -> Iterator[str]:
    """A page and the API do not say that there is such a case; a command says why one may not act in it."""
    if api.kind != "no client" and api.told != page.told:
        yield f"page {page.told}, API {api.told}"
    hidden = page.kind == "closed" and command.kind == "refused"
    if hidden and all(code.startswith("rights.") for code in command.codes):
        return
    if command.told != page.told:
        yield f"page {page.told}, command {command.told}"
