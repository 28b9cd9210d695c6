"""A workflow made ready to run: machines compiled, rules looked up, figures of the law in reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rebuild.engine.definition import Action, Workflow
from rebuild.engine.machine import CompiledProcedure, compile_procedure
from rebuild.law.rule import BOOK, DatedFigure, LimitEntry, Limits, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """One workflow version, compiled once for all cases and threads."""

    workflow: Workflow
    hash: str
    procedures: Mapping[str, CompiledProcedure]
    rules: Mapping[tuple[str, str], tuple[Rule, ...]]
    limits: Limits
    listeners: Mapping[
        tuple[str, str], tuple[tuple[str, str], ...]
    ]  # (seat, state) → (seat, action)
    by_household: frozenset[str] = frozenset()  # procedures that have a run for each household
    organs: Mapping[str, str] = field(default_factory=dict)  # the organ each role belongs to

    @property
    def archivists(self) -> tuple[str, ...]:
        """The roles that may enter historic steps."""
        return tuple(name for name, role in self.workflow.roles.items() if role.enters_history)

    def action(self, seat: str, action: str) -> Action | None:
        compiled = self.procedures.get(seat)
        return compiled.procedure.actions.get(action) if compiled else None


def compile_workflow(workflow: Workflow, fingerprint: str) -> Plan:
    listeners: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    rules = {}
    for seat, procedure in workflow.procedures.items():
        for name, action in procedure.actions.items():
            rules[seat, name] = tuple(BOOK[code] for code in action.rules)
            for state in action.when.enters if action.when else ():
                assert action.when is not None
                heard = (action.when.procedure, state)
                listeners[heard] = (*listeners.get(heard, ()), (seat, name))
    return Plan(
        workflow,
        fingerprint,
        {seat: compile_procedure(each) for seat, each in workflow.procedures.items()},
        rules,
        limits_of(workflow),
        listeners,
        frozenset(
            seat
            for procedure in workflow.procedures.values()
            for action in procedure.actions.values()
            for seat in action.opens_each
        ),
        {name: role.organ for name, role in workflow.roles.items()},
    )


def limits_of(workflow: Workflow) -> Limits:
    """The dated figures of a workflow, in the order they came into force."""
    entries = {}
    for name, word in workflow.limits.items():
        values = tuple(
            DatedFigure(since, value.value, value.basis)
            for since, value in sorted(word.values.items())
        )
        entries[name] = LimitEntry(name, word.label, word.unit, values)
    return Limits(entries)
