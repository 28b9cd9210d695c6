"""Guesses at the four public doors that a code opens: how they are made, and what came of them."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

from rebuild.services.household_links import make_links
from rebuild.services.public_codes import rating_code, status_code
from rebuild.store import documents
from tests.web.asking import Answer, Asker, Request, without_threads
from tests.web.conftest import NUMBER, Desk, some_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
MALFORMED = ("0", "x" * 300, "\x00", "'; drop", "码", " ", "AAAA-AAAA", "..x", "%", "\u202e", "0" * 9, "0" * 11)  # fmt: skip
# What differs from one asking to the next without telling anything of the code: what was typed, and the time.
ECHO = re.compile(r'value="[^"]*"|查询于 [^<]*')
DOORS: Mapping[str, Callable[[str], str]] = {
    "verify": lambda code: f"/verify/{code}",
    "status": lambda code: f"/status/{NUMBER}/{code}",
    "rate": lambda code: f"/rate/{NUMBER}/planning/1/{code}",
    "household": lambda code: f"/household/{code}",
}


@dataclass
class Guessed:
    """What came of guesses: hits, how often one had to wait, and every different answer of each door."""

    asked: int = 0
    limited: int = 0
    hits: list[str] = field(default_factory=list)
    told: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, door: str, code: str, answer: Answer) -> None:
        self.asked += 1
        if answer.status != 404:
            self.hits.append(f"{answer.status} to {door} {code!r}")
        digest = sha256(ECHO.sub("", answer.text).encode()).hexdigest()[:12]
        self.told.setdefault(door, Counter())[digest] += 1


def right_codes(desk: Desk) -> dict[str, list[str]]:
    """Every code that does open something, by its door."""
    with desk.office.database.reading() as session:
        papers = [each.frozen.code for each in documents.of_case(session, NUMBER)]
    links = make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes)
    return {
        "verify": papers,
        "status": [status_code(desk.office, NUMBER)],
        "rate": [rating_code(desk.office, number=NUMBER, seat="planning", run=1)],
        "household": [str(each["token"]) for each in links],
    }


def guesses(right: Mapping[str, list[str]], seed: int, count: int) -> Iterator[tuple[str, str]]:
    """A door and a code, again and again: most at random, some one sign from a right one, some no code at all."""
    chance, doors = random.Random(seed), list(DOORS)
    known = {code for codes in right.values() for code in codes}
    made = 0
    while made < count:
        door = doors[made % len(doors)]
        code = chance.choice(_kinds(right[door], chance))()
        if code not in known:
            yield door, code
            made += 1


def _kinds(right: list[str], chance: random.Random) -> tuple[Callable[[], str], ...]:
    def at_random() -> str:
        return "".join(chance.choices(ALPHABET, k=LENGTH))

    def nearly_right() -> str:
        code = chance.choice(right)
        place = chance.randrange(len(code))
        return code[:place] + chance.choice(ALPHABET) + code[place + 1 :]

    return at_random, at_random, at_random, nearly_right, lambda: chance.choice(MALFORMED)


def guess_on_pages(desk: Desk, *, seed: int, count: int, pause: float = 1.0) -> Guessed:
    """Guess as a stranger does, one guess every `pause` seconds; whoever has to wait waits and asks again."""
    found, asker, right = Guessed(), Asker(desk.app), right_codes(desk)
    with without_threads():
        for door, code in guesses(right, seed, count):
            desk.now += timedelta(seconds=pause)
            request = Request("GET", quote(DOORS[door](code)))
            while (answer := asker.ask(request)).status == 429:
                found.limited += 1
                desk.now += timedelta(seconds=int(answer.header("retry-after")))
            found.count(door, code, answer)
    asker.close()
    return found
