"""好差评: after each finished service those served may say what they thought of it, by a link and without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from rebuild.errors import InputError, NotFound
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.public_codes import rating_code, rating_code_fits
from rebuild.services.rights import Scope
from rebuild.store import cases, ratings
from rebuild.store.ratings import Rating

STARS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
TAGS = {
    "one_visit": "只跑了一次",
    "clear": "说得清楚",
    "on_time": "按时办结",
    "kind": "态度好",
    "many_visits": "跑了多次",
    "unclear": "说不清楚",
    "late": "超过时限",
    "rude": "态度不好",
}
LONGEST = 500
LICENCE = "licence_application"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one service; `unit` where a household speaks through its own link."""

    number: str
    seat: str
    run: int
    code: str
    stars: int
    tags: tuple[str, ...] = ()
    words: str = ""
    unit: str = ""


def services_to_rate(office: Office, found: Found) -> Iterator[dict[str, Any]]:
    """Every finished service of a case, with what opens its rating."""
    for seat, runs in found.case.runs.items():
        procedure = found.plan.workflow.procedures[seat]
        if procedure.uses != LICENCE:
            continue
        for run in runs:
            if procedure.states[run.state].final:
                code = rating_code(office, number=found.case.number, seat=seat, run=run.number)
                yield {
                    "title": procedure.title,
                    "state": procedure.states[run.state].label,
                    "on": run.visits[-1].since.isoformat(),
                    "address": f"/rate/{found.case.number}/{seat}/{run.number}/{code}",
                }


def service_named(office: Office, *, number: str, seat: str, run: int, code: str) -> dict[str, Any]:
    """The service behind a link; NotFound, always in the same words, where code and service do not belong together."""
    if not rating_code_fits(office, number=number, seat=seat, run=run, typed=code):
        raise NotFound("没有查到这次服务")
    found = look_up(office, number)
    wanted = f"/rate/{number}/{seat}/{run}/"
    for each in services_to_rate(office, found):
        if each["address"].startswith(wanted):
            building = found.case.building
            return {**each, "building": building.name if building else number}
    raise NotFound("没有查到这次服务")


def rate(office: Office, said: Said, *, now: datetime) -> None:
    """Keep it; said again from the same door, it takes the place of what was said before."""
    service_named(office, number=said.number, seat=said.seat, run=said.run, code=said.code)
    if said.stars not in STARS:
        raise InputError("评价", "请选择一个满意程度")
    if len(said.words) > LONGEST:
        raise InputError("意见", f"最多{LONGEST}字，您写了{len(said.words)}字", "请缩短后再交")
    service = f"{said.seat}.{said.run}"
    who = sha256(f"{said.number} {service} {said.unit}".encode()).hexdigest()
    tags = tuple(tag for tag in TAGS if tag in said.tags)
    words = said.words.strip()
    with office.database.writing() as session:
        ratings.put(session, Rating(who, said.number, service, said.stars, tags, words, now))


def ratings_told(office: Office, view: Scope, *, first: date, last: date) -> dict[str, Any]:
    """How those served rated a period in the cases in view: how many, the mean in tenths, each number of stars."""
    with office.database.reading() as session:
        every = tuple(ratings.made_between(session, first.isoformat(), f"{last.isoformat()}T99"))
        numbers = {each.case for each in every} if not view.everywhere else set()
        hidden = {n for n in numbers if not view.shows(n, cases.get(session, n).region)}
    made = tuple(each for each in every if each.case not in hidden)
    total = sum(each.stars for each in made)
    # Rounded half up in whole tenths, so that no float stands for it.
    tenths = (total * 20 + len(made)) // (2 * len(made)) if made else 0
    return {
        "count": len(made),
        "mean": f"{tenths // 10}.{tenths % 10}" if made else "",
        "stars": [
            {
                "stars": stars,
                "label": label,
                "count": sum(1 for each in made if each.stars == stars),
            }
            for stars, label in STARS.items()
        ],
        "bad": [
            {
                "number": each.case,
                "stars": each.stars,
                "words": each.words,
                "at": each.made_at.isoformat(),
                "tags": [TAGS[tag] for tag in each.tags],
            }
            for each in made
            if each.stars <= 2
        ],
    }
