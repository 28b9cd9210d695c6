"""权限: what each person may see and do; one policy for pages, API, command line and lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rebuild.cases.facts import Actor
from rebuild.cases.making import quickly_made
from rebuild.law.rule import Finding
from rebuild.services.policy import (
    ADMINISTRATOR,
    OF_NO_CASE,
    POLICY,
    UNKNOWN,
    Reach,
    Right,
)

__all__ = [
    "ADMINISTRATOR",
    "OF_NO_CASE",
    "POLICY",
    "UNKNOWN",
    "Person",
    "Powers",
    "Reach",
    "Right",
    "Scope",
    "Subject",
    "acting",
    "may",
    "may_stand_in",
    "only_by_case",
    "scope",
    "why_not",
]

BASIS = "procedure_rules"


@quickly_made
@dataclass(frozen=True, slots=True)
class Subject:
    """Which case, or which district, is meant; the region of a case is part of knowing the case."""

    region: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Powers:
    """What one may use: one's own powers, or those of somebody stood in for (代)."""

    roles: frozenset[str]
    organ: str = ""
    regions: frozenset[str] = frozenset()  # none named: every district
    granted: frozenset[str] = frozenset()  # cases one was let into
    instead_of: str = ""
    name: str = ""  # of the one stood in for

    def reach(self, role: str, subject: Subject) -> bool:
        if subject.number and subject.number in self.granted:
            return True
        in_district = not self.regions or subject.region in self.regions
        return POLICY.get(role, UNKNOWN).reach is Reach.DISTRICT and in_district


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office as they are today: their own powers, and those they may use for others."""

    actor: Actor
    powers: tuple[Powers, ...]  # their own first
    limited_to: frozenset[Right] | None = None  # what a client's token allows of it

    @property
    def id(self) -> str:
        return self.actor.id

    @property
    def regions(self) -> frozenset[str]:
        return self.powers[0].regions

    @property
    def granted(self) -> frozenset[str]:
        return self.powers[0].granted

    @property
    def acting_for(self) -> tuple[Powers, ...]:
        """Those whose deputy they are today."""
        return self.powers[1:]

    @property
    def administrator(self) -> bool:
        return ADMINISTRATOR in self.actor.roles


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a list may show: all of some districts, and single ones."""

    everywhere: bool = False
    regions: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        return not (self.everywhere or self.regions or self.cases)

    def shows(self, number: str, region: str) -> bool:
        return self.everywhere or region in self.regions or number in self.cases


def may(person: Person, right: Right, subject: Subject | None = None) -> bool:
    """The one question of the whole house. Without a subject: in any case or district at all."""
    return any(True for _ in _allowing(person, right, subject))


def why_not(person: Person, right: Right, subject: Subject | None = None) -> Finding | None:
    """What stands in the way, in words; None where nothing does."""
    if may(person, right, subject):
        return None
    if may(person, right):
        return _beyond(person)
    return Finding(
        "rights.role",
        f"{person.actor.name}的身份没有这项权限",
        BASIS,
        "请交由有权限的人员办理",
        ADMINISTRATOR,
    )


def scope(person: Person, right: Right = Right.SEE_CASE) -> Scope:
    """Which cases somebody has a right in; for lists, so that what may not be seen is not even counted."""
    everywhere, regions, cases = False, frozenset[str](), frozenset[str]()
    for powers, role in _allowing(person, right, None):
        cases |= powers.granted
        if POLICY.get(role, UNKNOWN).reach is Reach.DISTRICT:
            everywhere = everywhere or not powers.regions
            regions |= powers.regions
    return Scope(everywhere, frozenset() if everywhere else regions, cases)


def may_stand_in(one: Actor, other: Actor) -> bool:
    """Whether one may be the other's deputy: of the same organ, or where they have none, in the same role."""
    if one.id == other.id or ADMINISTRATOR in one.roles | other.roles:
        return False
    return one.organ == other.organ and bool(one.organ or one.roles & other.roles)


def only_by_case(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles, and no administrator, sees nothing but what they are let into."""
    reaches = {POLICY.get(role, UNKNOWN).reach for role in roles}
    return reaches == {Reach.GRANTED} and ADMINISTRATOR not in roles


def acting(
    person: Person,
    by: Iterable[str],
    subject: Subject,
    organs: Mapping[str, str],
    *,
    opens: bool = False,
) -> Actor | Finding:
    """In whose name somebody may act where roles `by` may: themselves, the one stood in for, or why not.

    `organs` names the organ each role of the workflow belongs to: one of that organ must act.
    Where no powers have the role the person's own name comes back, and the rules of the workflow
    refuse it in their own words. `opens`: the case does not exist yet, nobody was let into it.
    """
    if person.administrator:
        return Finding(
            "rights.administrator",
            f"{person.actor.name}是系统管理员，不能办理案件，也不能代他人办理",
            BASIS,
            "请交由经办人员办理",
            ADMINISTRATOR,
        )
    wanted = frozenset(by)
    if person.limited_to is None or Right.ACT in person.limited_to:
        for powers in person.powers:
            usable = frozenset(_usable(powers, subject, organs, opens=opens))
            if usable & wanted:
                name = person.actor.name
                return Actor(person.id, name, usable, powers.organ, powers.instead_of)
    if any(powers.roles & wanted for powers in person.powers):
        return _beyond(person)
    if not opens and not may(person, Right.SEE_CASE, subject):
        return _beyond(person)
    own = frozenset(_usable(person.powers[0], subject, organs, opens=opens))
    return replace(person.actor, roles=own)


def _allowing(
    person: Person, right: Right, subject: Subject | None
) -> Iterator[tuple[Powers, str]]:
    """Every role, with the powers it is among, that gives somebody a right."""
    if person.limited_to is not None and right not in person.limited_to:
        return
    anywhere = subject is None or right in OF_NO_CASE
    for powers in person.powers:
        for role in powers.roles:
            if right in POLICY.get(role, UNKNOWN).rights and (
                anywhere or (subject is not None and powers.reach(role, subject))
            ):
                yield powers, role


def _usable(
    powers: Powers, subject: Subject, organs: Mapping[str, str], *, opens: bool
) -> Iterator[str]:
    """The roles somebody may act in: of their own organ, where it is about a case they reach."""
    in_district = not powers.regions or subject.region in powers.regions
    for role in powers.roles:
        foreign = powers.organ and organs.get(role, "") not in ("", powers.organ)
        if not foreign and (in_district if opens else powers.reach(role, subject)):
            yield role


def _beyond(person: Person) -> Finding:
    return Finding(
        "rights.reach",
        f"{person.actor.name}无权办理该案件：不在其辖区或未经授权",
        BASIS,
        "请交由辖区内有权限的人员办理，或请系统管理员授权",
        ADMINISTRATOR,
    )
