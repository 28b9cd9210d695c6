"""一行待办: a task with its lamp, its days, its next step and whose turn it is, as a list shows it."""

import re
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases.facts import Actor, Json
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import working_days_between
from rebuild.services.citing import role_label
from rebuild.services.desk_lanes import is_own
from rebuild.services.entitled import organs_of
from rebuild.services.main_path import MAIN
from rebuild.services.office import Office
from rebuild.services.rights import Person, Subject, acting
from rebuild.services.urgency import ENDED, Boundaries, boundaries, ended_on, last_day
from rebuild.store import staff
from rebuild.store.session import Session
from rebuild.store.work_list import Line

_UP_TO_THE_STREET = re.compile(r"^.*(?:街道|[省市区县镇乡])(?=.)")
AUTOMATIC = frozenset({"clock", "system"})


@dataclass(slots=True)
class Telling:
    """What every line of a list is told with, looked up once: the day, who reads, names of handlers."""

    session: Session
    office: Office
    person: Person
    on: date
    bounds: Boundaries
    _names: dict[str, str] = field(default_factory=dict)
    _left: dict[tuple[str, bool], int] = field(default_factory=dict)
    _may: dict[tuple[str, ...], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, office: Office, person: Person, on: date) -> "Telling":
        bounds = boundaries(on, office.calendar.is_working_day)
        return cls(session, office, person, on, bounds)

    def line(self, line: Line) -> dict[str, Json]:
        plan = self.office.plan(self.session, line.workflow, line.workflow_version)
        mine = is_own(self.person, line)
        group = self.bounds.group(line.urgency)
        return {
            "number": line.number,
            "address": line.address,
            "place": place_of(line.address),
            "applicant": line.applicant,
            "region": line.region,
            "households": line.households,
            "stage": line.stage,
            "stage_label": plan.workflow.stages.get(line.stage, line.stage),
            "state_label": self._state(plan, line),
            "lamp": group,
            **self._days(line, group),
            **self._next(plan, line, mine and group != ENDED),
        }

    def _state(self, plan: Plan, line: Line) -> str:
        """Where it waits: the state of the procedure that has its turn, else of the case."""
        seat, state = (line.seat, line.state) if line.seat != MAIN else (MAIN, line.main_state)
        known = plan.workflow.procedures[seat].states.get(state)
        return known.label if known else state

    def _days(self, line: Line, group: str) -> dict[str, Json]:
        due = last_day(line.urgency)
        left = self._days_left(line, due)
        return {
            "due": due.isoformat() if due else None,
            "ended_on": ended_on(line.urgency).isoformat() if group == ENDED else None,
            "left": left,
            "used": max(0, line.whole - left) if left is not None else None,
            "whole": line.whole,
            "working": line.working,
            "provisional": line.provisional,
        }

    def _next(self, plan: Plan, line: Line, mine: bool) -> dict[str, Json]:
        action = plan.action(line.seat, line.action) if line.action else None
        able = action is not None and self._able(plan, line, action.by)
        return {
            "mine": mine,
            "turn": line.turn,
            "turn_label": role_label(plan.workflow, line.turn, seat=line.seat) if line.turn else "",
            "handler": line.handler,
            "handler_name": self._name(line.handler),
            "seat": line.seat,
            "action": line.action,
            "next": action.label if action else "",
            "by_itself": action is not None and set(action.by) <= AUTOMATIC,
            "able": able,
        }

    def _able(self, plan: Plan, line: Line, by: tuple[str, ...]) -> bool:
        """Whether the reader may take the next step, for themselves or for another."""
        single = any(line.number in powers.granted for powers in self.person.powers)
        key = (plan.hash, line.region, line.seat, line.action, line.number if single else "")
        if key not in self._may:
            actor = acting(self.person, by, Subject(line.region, line.number), organs_of(plan))
            self._may[key] = isinstance(actor, Actor) and bool(actor.roles & set(by))
        return self._may[key]

    def _name(self, person: str) -> str:
        if person and person not in self._names:
            found = staff.find(self.session, person)
            self._names[person] = found.actor.name if found else person
        return self._names.get(person, "")

    def _days_left(self, line: Line, due: date | None) -> int | None:
        """What is left of the time limit at the end of the day, in its own days; below zero it is overdue."""
        if not line.clock:
            return None
        if due is None:
            return line.kept
        key = line.urgency, line.working
        if key not in self._left:
            self._left[key] = _left(self.office.calendar, due, self.on, working=line.working)
        return self._left[key]


def place_of(address: str) -> str:
    """君平街89号院1栋: an address from the street on, for lists of one district."""
    return _UP_TO_THE_STREET.sub("", address) or address


def _left(calendar: Calendar, due: date, on: date, *, working: bool) -> int:
    if not working:
        return (due - on).days
    if on > due:
        return -working_days_between(calendar, due, on)
    return working_days_between(calendar, on, due)
