"""Hostile requests by the thousand: in a copy of an office, as everybody in turn and as nobody, each answer held to account."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made
from datetime import timedelta
from itertools import islice

import pytest

from rebuild.engine.definition import Field
from rebuild.services import passwords, sign_in
from rebuild.services.look_up import look_up
from rebuild.services.persons import the_person
from rebuild.services.rights import POLICY, Right, may
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.services.sign_in import Attempt, Patience
from rebuild.services.tokens import NewToken, make_token
from rebuild.web.pages import sign_in as door
from rebuild.web.rate import Buckets
from tests.web.asking import Answer, Asker, Request, faults_of, without_threads
from tests.web.conftest import LIGHT, Desk, some_bytes
from tests.web.hostile import Mind, Place, places_of
from tests.web.hostile_words import LIKELY

NOBODY = ""
ROLES = (NOBODY, *sorted(set(POLICY) - {"administrator"}), "admin")


@dataclass
class Found:
    """What a walk asked, how it was answered, and what was wrong, with what it takes to ask again."""

    asked: int = 0
    statuses: Counter[int] = made(default_factory=Counter)
    places: Counter[Place] = made(default_factory=Counter)
    people: Counter[str] = made(default_factory=Counter)
    wrong: list[str] = made(default_factory=list)

    def count(self, place: Place, person: str, request: Request, answer: Answer) -> None:
        self.asked += 1
        self.statuses[answer.status] += 1
        self.places[place] += 1
        self.people[person] += 1
        self.wrong += [
            f"{fault} to {person or 'nobody'}: {request.method} {request.target[:300]} {request.headers} {request.body[:600]!r}"
            for fault in faults_of(answer)
        ]


@dataclass
class Visitors:
    """Everybody of an office, each with what their browser and their client hold."""

    desk: Desk
    patience: Patience = made(default_factory=Patience)
    held: dict[str, str] = made(default_factory=dict)
    tokens: dict[str, str] = made(default_factory=dict)

    def headers(self, person: str, place: Place) -> tuple[tuple[bytes, bytes], ...]:
        if not person:
            return ()
        if place.path.startswith("/api/") and (token := self._token(person)):
            return ((b"authorization", f"Bearer {token}".encode()),)
        return ((b"cookie", f"rebuild={self._session(person)}".encode()),)

    def csrf(self, person: str) -> str:
        return sign_in.csrf_of(self._session(person)) if person else ""

    def forget(self, person: str) -> None:
        """They are signed out, as far as one can tell: they sign in again before the next request."""
        self.held.pop(person, None)

    def _session(self, person: str) -> str:
        if person not in self.held:
            attempt = Attempt(person, SAMPLE_PASSWORD, self.desk.now)
            let_in = sign_in.sign_in(self.desk.office, attempt, self.patience, some_bytes)
            self.held[person] = let_in.held if let_in else "none"
        return self.held[person]

    def _token(self, person: str) -> str:
        if person not in self.tokens:
            today = self.desk.now.date()
            rights = frozenset(each.value for each in Right if each is not Right.ADMINISTER)
            wanted = NewToken("平台", person, rights, today + timedelta(days=30))
            known = the_person(self.desk.office, person, today)
            self.tokens[person] = (
                make_token(
                    self.desk.office, wanted, by="root", now=self.desk.now, chance=some_bytes
                )[1]
                if may(known, Right.USE_API)
                else ""
            )
        return self.tokens[person]


def walk(desk: Desk, *, seed: int, count: int, only: tuple[str, ...] = ()) -> Found:
    """Ask `count` times: each route in turn, a person by chance, everything else by a hostile mind."""
    with pytest.MonkeyPatch.context() as patch, without_threads():
        patch.setattr(Buckets, "allows", lambda *_, **__: True)  # this asks faster than people may
        patch.setattr(door, "NO_SOONER", 0.0)
        patch.setattr(passwords, "_HASHER", LIGHT)
        found, asker, visitors = Found(), Asker(desk.app), Visitors(desk)
        places = [each for each in places_of(desk.app) if not only or each.path in only]
        mind = mind_of(desk, places, seed)
        mind.chance.shuffle(places)
        for place in islice(_rounds(places), count):
            person = mind.chance.choice(ROLES)
            request = mind.request(place, visitors.csrf(person)).but_with(
                *visitors.headers(person, place)
            )
            answer = asker.ask(request)
            found.count(place, person, request, answer)
            if answer.header("location").startswith("/sign-in"):
                visitors.forget(person)
        asker.close()
    return found


def mind_of(desk: Desk, places: list[Place], seed: int) -> Mind:
    """It knows every name that the routes read, every field that the workflow asks, every action there is."""
    procedures = look_up(desk.office, desk.number).plan.workflow.procedures
    actions = [action for each in procedures.values() for action in each.actions.values()]
    asked = {f"a.{name}" for action in actions for name in _names(action.asks)}
    read = {name for place in places for name in place.names}
    words = {
        "seat": sorted(procedures),
        "action": sorted({a for p in procedures.values() for a in p.actions}),
    }
    return Mind(random.Random(seed), sorted(asked | read | FIELDS), LIKELY | words)


def _names(asks: tuple[Field, ...]) -> Iterator[str]:
    for field in asks:
        yield field.name
        yield from (f"{field.name}.0.{name}" for name in _names(field.of))


def _rounds(places: list[Place]) -> Iterator[Place]:
    """Each place in turn, again and again; what takes a second each time, in one round of a few."""
    for turn in itertools.count():
        yield from (place for place in places if turn % 16 == 8 or not place.path.endswith(SLOW))


SLOW = ("/admin/workflows", "poster.pdf", "sheet.pdf", "print.pdf")
FIELDS = frozenset(
    {"seen", "key", "run", "on", "again", "more", "reason", "password", "csrf", "a."}
)
