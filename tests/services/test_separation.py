"""Separation of duties: random people, roles, organs, districts and deputies ask for everything; nobody gets round it.

The oracle knows people only by what the walk itself did to them, and judges each deed that was allowed
by rules written here anew.
"""

import os
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from rebuild.cases.facts import Actor, Case
from rebuild.engine.decide import Allowed, Request, decide
from rebuild.law.rule import Finding
from rebuild.services.asking import Asked
from rebuild.services.entitled import in_whose_name
from rebuild.services.persons import person_of
from rebuild.services.rights import ADMINISTRATOR
from rebuild.store import accounts, staff
from rebuild.store.accounts import Account, Deputy
from rebuild.store.database import Database
from tests.engine.deciding import standing
from tests.engine.plausible import plausible
from tests.law.a_case import DAY, the_calendar, the_plan
from tests.services.offices_with_clocks import BEIJING

STEPS = int(os.environ.get("REBUILD_TEST_SEPARATION", "20000"))  # a million in the long form
PEOPLE = 14
ROLES = (
    "planning_clerk", "planning_clerk", "planning_chief", "planning_chief", "planning_chief",
    "housing_clerk", "housing_chief",
    "housing_chief", "hearing_chair", "window", "owner_rep", "auditor", ADMINISTRATOR,
)  # fmt: skip
ORGANS = {"planning_clerk": "planning_bureau", "planning_chief": "planning_bureau",
          "housing_clerk": "housing_bureau", "housing_chief": "housing_bureau"}  # fmt: skip
REVIEWS = {"accept", "request_supplement", "inspect", "start_excluded", "tell_hearing_right"}
DECIDES = {"grant", "deny", "extend_review", "hold_hearing"}
HERE = "510105"
SEATS = ("planning", "construction")
EVERYTHING = sorted(REVIEWS | DECIDES)
LIKELY = {
    "received": [*EVERYTHING, *["accept"] * 20],
    "under_review": [*EVERYTHING, *["inspect", "deny", "deny", "grant", "extend_review"] * 6],
    "hearing": [*EVERYTHING, *["hold_hearing"] * 20],
}


@dataclass
class Somebody:
    """A person as the walk made them."""

    roles: frozenset[str]
    organ: str
    regions: frozenset[str]
    disabled: bool = False


@dataclass
class World:
    """The people there are, in the database and as the walk remembers them."""

    database: Database
    chance: random.Random
    today: date = DAY
    people: dict[str, Somebody] = field(default_factory=dict)
    lent: dict[str, tuple[str, str, date, date]] = field(default_factory=dict)  # id: of, to, days
    made: int = 0

    def now(self) -> datetime:
        return datetime.combine(self.today, time(9), BEIJING)

    def employ(self, name: str) -> None:
        chance = self.chance
        # Everybody keeps a role of their own, so that there is always somebody who could.
        own = ROLES[int(name.removeprefix("p")) % len(ROLES)]
        roles = frozenset({own, *chance.sample(ROLES[:-1], chance.choice((0, 0, 1, 2)))})
        organs = sorted({ORGANS[role] for role in roles if role in ORGANS})
        organ = chance.choice(("", *organs * 4, "planning_bureau"))
        regions = frozenset(chance.choice(((), (HERE,), (HERE,), (HERE,), ("510104",))))
        self.people[name] = Somebody(roles, organ, regions)
        actor = Actor(name, name, roles, organ)
        with self.database.writing() as session:
            if staff.find(session, name) is None:
                staff.add(session, actor)
            else:
                staff.change(session, actor)
                staff.enable(session, name)
            accounts.put(session, Account(name, "", self.now(), regions))

    def somebody_for(self, by: tuple[str, ...]) -> str:
        """Anybody; more often one of those who may well be able to."""
        able = [name for name, each in self.people.items() if each.roles & set(by)]
        able += [to for of, to, _, _ in self.lent.values() if of in able][-3:]
        anybody = list(self.people)
        return self.chance.choice(able if able and self.chance.random() < 0.8 else anybody)

    def disturb(self) -> None:
        """Somebody changes roles, leaves, lends their powers, or takes them back."""
        name = self.chance.choice(list(self.people))
        gone = [each for each, somebody in self.people.items() if somebody.disabled]
        match self.chance.randrange(8):
            case 0 | 1:
                self.employ(self.chance.choice(gone or [name]))
            case 2:
                self.people[name].disabled = True
                with self.database.writing() as session:
                    staff.disable(session, name)
            case 3 if self.lent:
                back = self.chance.choice(list(self.lent))
                del self.lent[back]
                with self.database.writing() as session:
                    accounts.end_standing_in(session, back)
            case _:
                self.lend(name, self.chance.choice([each for each in self.people if each != name]))

    def lend(self, of: str, to: str) -> None:
        self.made += 1
        first = self.today + timedelta(self.chance.randrange(-5, 3))
        last = first + timedelta(self.chance.randrange(0, 12))
        self.lent[str(self.made)] = (of, to, first, last)
        made = Deputy(str(self.made), of, to, first, last, of, self.now())
        with self.database.writing() as session:
            accounts.stand_in(session, made)


def bypasses(world: World, by: str, instead_of: str, role: str, seat: str, action: str, case: Case):
    """Everything that is wrong with a deed that was allowed; nothing, as it should be."""
    whose = world.people[instead_of or by]
    if world.people[by].disabled or whose.disabled:
        yield "gone"
    if ADMINISTRATOR in world.people[by].roles | whose.roles:
        yield "administrator"
    if role not in whose.roles or role not in the_plan().action(seat, action).by:
        yield "role"
    if role in ORGANS and whose.organ not in ("", ORGANS[role]):
        yield "organ"
    if whose.regions and HERE not in whose.regions:
        yield "district"
    if role == "owner_rep":
        yield "party"
    if instead_of and not any(
        (of, to) == (instead_of, by) and first <= world.today <= last
        for of, to, first, last in world.lent.values()
    ):
        yield "not lent"
    if action in DECIDES:
        hands = {by, instead_of} - {""}
        before = case.run(seat).taken
        if any(hands & {each.by, each.instead_of} for each in before if each.action in REVIEWS):
            yield "both"


def walk(world: World, steps: int):
    """Ask for steps at random; what was allowed of what, and every bypass."""
    plan, case, allowed, wrong = the_plan(), fresh(world), [], []
    people = {}
    for count in range(steps):
        if count % 40 == 0:
            world.disturb()
            world.today += timedelta(world.chance.randrange(2))
            people = {}
        if count % 60 == 0 or not {case.state(each) for each in SEATS} <= set(LIKELY):
            case = fresh(world)
        seat = world.chance.choice(SEATS)
        action = world.chance.choice(LIKELY[case.state(seat)])
        word = plan.action(seat, action)
        name = world.somebody_for(word.by if word else ())
        if name not in people:
            with world.database.reading() as session:
                people[name] = person_of(session, name, world.today)
        person = people[name]
        if person is None:
            continue  # the door turns away whoever is not there; see the test of it
        answers = plausible(word.asks, case, world.today) if word else {}
        asked = Asked(case.number, seat, action, answers, person.actor, world.today, world.now(),
                      person=person)  # fmt: skip
        actor = in_whose_name(plan, case, asked, word.by if word else ())
        if isinstance(actor, Finding):
            continue
        decision = decide(
            plan, the_calendar(), case, Request(seat, action, answers, actor, world.today)
        )
        if isinstance(decision, Allowed):
            taken = next(each for each in decision.events if getattr(each, "by", "") == actor.id)
            found = bypasses(world, taken.by, taken.instead_of, taken.role, seat, action, case)
            wrong += [(each, taken) for each in found]
            allowed.append(taken)
            case = decision.case
    return allowed, wrong


def fresh(world: World) -> Case:
    return standing(world.today, planning="received", construction="received")


@pytest.fixture
def world(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'people.db'}")
    database.create()
    made = World(database, random.Random(14))
    for count in range(PEOPLE):
        made.employ(f"p{count}")
    yield made
    database.close()


@pytest.mark.slow
def test_nobody_gets_round_the_separation_of_duties(world):
    allowed, wrong = walk(world, STEPS)
    assert wrong == []
    decided = [each for each in allowed if each.action in DECIDES]
    assert len(decided) > 200
    assert sum(bool(each.instead_of) for each in allowed) > 200
    assert sum(bool(each.instead_of) for each in decided) > 50


def test_the_oracle_would_see_a_bypass(world):
    world.people["p0"] = Somebody(frozenset({"planning_chief"}), "planning_bureau", frozenset())
    world.people["p1"] = Somebody(frozenset({"planning_chief"}), "", frozenset({"510104"}))
    told = list(bypasses(world, "p1", "p0", "planning_clerk", "planning", "accept", fresh(world)))
    assert told == ["role", "not lent"]
    assert list(bypasses(world, "p1", "", "planning_chief", "planning", "deny", fresh(world))) == [
        "district"
    ]
