"""Whether someone may do every action, and few people are enough to do them all apart."""

from collections.abc import Mapping

from rebuild.engine.definition import Procedure
from rebuild.engine.inspection import CLOCK, SYSTEM, Inspection, Path

FEWEST = 3  # people an office has: one who takes in, one who reviews, one who decides


def check_people(inspection: Inspection) -> None:
    roles = {*inspection.workflow.roles, CLOCK, SYSTEM}
    taken = {
        (seat, name) for _, _, _, _, action in inspection.actions() for seat, name in action.along
    }
    for path, seat, _, name, action in inspection.actions():
        if not action.by:
            inspection.name((*path, "by"), f"no role may do '{name}'")
        inspection.all_known((*path, "by"), "role", action.by, roles)
        if (CLOCK in action.by) != bool(action.when_due):
            said, lacking = (
                ("by: clock", "when_due") if CLOCK in action.by else ("when_due", "by: clock")
            )
            key = "by" if CLOCK in action.by else "when_due"
            inspection.name((*path, key), f"'{said}' needs '{lacking}' too")
        if action.when and SYSTEM not in action.by:
            inspection.name((*path, "when"), "'when' needs 'by: system' too")
        listens = bool(action.when and action.rules)
        if action.optional and not listens and (seat, name) not in taken:
            inspection.name(
                (*path, "optional"), "'optional' is for a listener with rules: 'when' and 'rules'"
            )
        if set(action.by) == {SYSTEM} and not action.when and (seat, name) not in taken:
            inspection.name(
                (*path, "by"),
                f"nothing takes '{name}': it needs 'when', or another action's 'acts'",
            )
    for path, _, procedure in inspection.procedures():
        for name, clock in procedure.clocks.items():
            inspection.known((*path, "clocks", name, "turn"), "role", clock.turn, roles)
        _check_duties(inspection, path, procedure)


def _check_duties(inspection: Inspection, path: Path, procedure: Procedure) -> None:
    """Separation of duties: who did the one may not do the other, and three people must be enough."""
    apart: dict[str, set[str]] = {}
    for name, action in procedure.actions.items():
        for place, code in enumerate(action.rules):
            others = inspection.house.separates.get(code, frozenset())
            here = (*path, "actions", name, "rules", place)
            if name in others:
                inspection.value(
                    here, f"rule '{code}' keeps '{name}' apart from itself; no one could do it"
                )
            elif others and not others & set(procedure.actions):
                inspection.value(
                    here,
                    f"rule '{code}' keeps apart from {_listed(others)}, and there is none here",
                )
            for other in others & set(procedure.actions) - {name}:
                apart.setdefault(name, set()).add(other)
                apart.setdefault(other, set()).add(name)
    if not _can_be_shared_out(apart, {}, sorted(apart)):
        inspection.name(
            (*path, "actions"),
            f"no {FEWEST} people can do {_listed(apart)} apart, as their duties.* rules ask",
        )


def _can_be_shared_out(
    apart: Mapping[str, set[str]], doer: dict[str, int], left: list[str]
) -> bool:
    """Whether the actions left can each be given to one of the people, none of it to who may not."""
    if not left:
        return True
    action, *rest = left
    busy = {doer[other] for other in apart[action] if other in doer}
    return any(
        _can_be_shared_out(apart, {**doer, action: person}, rest)
        for person in range(FEWEST)
        if person not in busy
    )


def _listed(words: object) -> str:
    assert isinstance(words, set | frozenset | dict)
    return ", ".join(f"'{word}'" for word in sorted(words))
