"""权限表: what each role may, of the cases it reaches; one row a role.

Office roles reach the cases of the person's districts; a street office and a community are first
receivers of a danger report there and must be able to act at once, so they reach them too, with
every name masked until they say why they look (个保法6, 34). Parties, and those who file for them,
reach only the cases they were let into. An auditor reads everything and changes nothing; an
administrator looks after people and decides nothing, not even for somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What somebody may be allowed; with a case it is asked of that case, without one of any."""

    SEE_CASE = "see_case"
    SEE_HOUSEHOLDS = "see_households"  # who owns what and how they voted, names masked
    SEE_PEOPLE = "see_people"  # names, identity and telephone numbers in full; each look is entered
    SEE_LEDGER = "see_ledger"
    ACT = "act"
    ENTER_HISTORY = "enter_history"  # steps of old papers, whatever the rules say of them now
    PRINT = "print"
    MAKE_LINKS = "make_links"
    EXPORT = "export"
    HAND_OVER = "hand_over"
    OVERSEE = "oversee"
    USE_API = "use_api"
    READ_LAW = "read_law"
    ADMINISTER = "administer"
    INSPECT = (
        "inspect"  # read how the office is kept: calendar, definitions, health, ledger, people
    )


class Reach(StrEnum):
    """Which cases a role is about."""

    DISTRICT = "district"  # those of the person's districts, and those they were let into
    GRANTED = "granted"  # those they were let into


@dataclass(frozen=True, slots=True)
class Row:
    """One role's row of the policy."""

    reach: Reach
    rights: frozenset[Right]


_PARTY = frozenset({Right.SEE_CASE, Right.ACT, Right.READ_LAW})
_OWNERS = _PARTY | {Right.SEE_HOUSEHOLDS}
_STREET = _OWNERS | {
    Right.SEE_PEOPLE,
    Right.SEE_LEDGER,
    Right.MAKE_LINKS,
    Right.USE_API,
}
_DESK = _STREET | {Right.PRINT, Right.EXPORT}
_CHIEF = _DESK | {Right.HAND_OVER, Right.OVERSEE}
_AUDITOR = frozenset(
    {
        Right.SEE_CASE,
        Right.SEE_HOUSEHOLDS,
        Right.SEE_PEOPLE,
        Right.SEE_LEDGER,
        Right.EXPORT,
        Right.OVERSEE,
        Right.USE_API,
        Right.READ_LAW,
    }
)

POLICY: Mapping[str, Row] = {
    "grid_worker": Row(Reach.DISTRICT, _STREET),
    "community": Row(Reach.DISTRICT, _STREET),
    "subdistrict": Row(Reach.DISTRICT, _STREET | {Right.EXPORT}),
    "window": Row(Reach.DISTRICT, _DESK),
    "housing_clerk": Row(Reach.DISTRICT, _DESK),
    "housing_chief": Row(Reach.DISTRICT, _CHIEF),
    "planning_clerk": Row(Reach.DISTRICT, _DESK),
    "planning_chief": Row(Reach.DISTRICT, _CHIEF),
    "hearing_chair": Row(Reach.DISTRICT, _OWNERS | {Right.SEE_LEDGER}),
    "registry": Row(Reach.DISTRICT, _OWNERS | {Right.SEE_PEOPLE, Right.SEE_LEDGER}),
    "auditor": Row(Reach.DISTRICT, _AUDITOR),
    "archivist": Row(Reach.DISTRICT, _OWNERS | {Right.SEE_LEDGER, Right.ENTER_HISTORY}),
    "owner": Row(Reach.GRANTED, _OWNERS),
    "owner_rep": Row(Reach.GRANTED, _OWNERS),
    "owner_committee": Row(Reach.GRANTED, _OWNERS),
    "agent": Row(Reach.GRANTED, _OWNERS),
    "appraiser": Row(Reach.GRANTED, _PARTY),
    "surveyor": Row(Reach.GRANTED, _PARTY),
    "contractor": Row(Reach.GRANTED, _PARTY),
    ADMINISTRATOR: Row(
        Reach.GRANTED,
        frozenset({Right.ADMINISTER, Right.INSPECT, Right.READ_LAW, Right.USE_API}),
    ),
}
# A role that a bureau's own workflow adds sees what it was let into, until it has a row above.
UNKNOWN = Row(Reach.GRANTED, _PARTY)
# What is not about any one case, whichever cases a role reaches.
OF_NO_CASE = frozenset({Right.READ_LAW, Right.ADMINISTER, Right.INSPECT, Right.USE_API})
