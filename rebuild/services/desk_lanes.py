"""谁的清单: which tasks are somebody's own, and which they may see, as lanes of the work lists."""

from collections.abc import Iterator

from rebuild.services.rights import POLICY, UNKNOWN, Person, Powers, Reach, Right, scope
from rebuild.store import desk_counts
from rebuild.store.session import Session
from rebuild.store.work_list import Lane, Line

MOST_CASES = 200  # of those that somebody was let into one by one


def own_lanes(session: Session, person: Person) -> tuple[Lane, ...]:
    """Tasks whose turn it is of one's roles, and whose handler one is where one was named.

    Whoever stands in for somebody has their tasks too.
    """
    return tuple(lane for powers in person.powers for lane in _of_powers(session, person, powers))


def seen_lanes(person: Person, right: Right = Right.SEE_CASE) -> tuple[Lane, ...]:
    """Every task of a case in which somebody has a right; without a lane nothing is shown."""
    allowed = scope(person, right)
    if allowed.everywhere:
        return (Lane(),)
    return (
        *(Lane(region=region) for region in sorted(allowed.regions)),
        *(Lane(number=number) for number in sorted(allowed.cases)[:MOST_CASES]),
    )


def others_lanes(session: Session, person: Person) -> tuple[Lane, ...]:
    """Every task that one may see and that is somebody else's turn."""
    own = {lane for lane in own_lanes(session, person) if lane.region}
    return tuple(
        lane
        for region in regions_seen(session, person)
        for turn, handler in desk_counts.turns(session, region)
        for lane in (Lane(region=region, turn=turn, handler=handler),)
        if lane not in own
    )


def is_own(person: Person, line: Line) -> bool:
    """Whether a task is one's own to do."""
    return any(
        line.turn in powers.roles
        and line.handler in ("", powers.instead_of or person.id)
        and _reaches(powers, line)
        for powers in person.powers
    )


def regions_seen(session: Session, person: Person) -> tuple[str, ...]:
    """The districts all of whose cases somebody may see."""
    allowed = scope(person)
    return desk_counts.regions(session) if allowed.everywhere else tuple(sorted(allowed.regions))


def _of_powers(session: Session, person: Person, powers: Powers) -> Iterator[Lane]:
    handlers = ("", powers.instead_of or person.id)
    for role in sorted(powers.roles):
        in_district = POLICY.get(role, UNKNOWN).reach is Reach.DISTRICT
        regions = _districts(session, powers) if in_district else ()
        for handler in handlers:
            for region in regions:
                yield Lane(region=region, turn=role, handler=handler)
            for number in sorted(powers.granted)[:MOST_CASES]:
                yield Lane(number=number, turn=role, handler=handler)


def _districts(session: Session, powers: Powers) -> tuple[str, ...]:
    return tuple(sorted(powers.regions)) or desk_counts.regions(session)


def _reaches(powers: Powers, line: Line) -> bool:
    if line.number in powers.granted:
        return True
    in_district = POLICY.get(line.turn, UNKNOWN).reach is Reach.DISTRICT
    return in_district and (not powers.regions or line.region in powers.regions)
