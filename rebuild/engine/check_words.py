"""Whether every word a definition uses is one that exists: states, clocks, procedures, recorders, settings."""

import re

from rebuild.engine.definition import Action, Clock, Procedure
from rebuild.engine.inspection import CLOCK, SYSTEM, Inspection, Path

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WAYS = ("any", "stay", "remembered")
_TIME_UNITS = ("working_days", "calendar_days", "months")
GENERIC_RECORDER = "facts."


def check_words(inspection: Inspection) -> None:
    _check_names(inspection)
    _check_workflow(inspection)
    for path, _, procedure in inspection.procedures():
        _check_procedure(inspection, path, procedure)
    for path, _, procedure, _, action in inspection.actions():
        _check_action(inspection, path, procedure, action)
    _check_opened(inspection)


def _check_names(inspection: Inspection) -> None:
    workflow = inspection.workflow
    for key in ("stages", "roles", "organs", "sources", "limits", "documents", "procedures"):
        for name in getattr(workflow, key):
            _check_name(inspection, (key, name), name)
    for path, _, procedure in inspection.procedures():
        for key in ("states", "actions", "clocks"):
            for name in getattr(procedure, key):
                _check_name(inspection, (*path, key, name), name)


def _check_name(inspection: Inspection, path: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        inspection.name(
            path, f"the name '{name}' must be of a-z, 0-9 and _, and begin with a letter"
        )
    elif path[-2] == "states" and name in _WAYS:
        inspection.name(
            path, f"a state cannot be called '{name}': that word has a meaning of its own"
        )


def _check_workflow(inspection: Inspection) -> None:
    workflow = inspection.workflow
    folder = re.split(r"[/\\]", inspection.loaded.root.place.file)[-2:-1]
    if folder and folder[0] != workflow.id:
        inspection.value(("id",), f"the id '{workflow.id}' must be the folder's name '{folder[0]}'")
    if workflow.version < 1:
        inspection.value(("version",), "the version must be 1 or more")
    if not workflow.opens_with:
        inspection.name(("opens_with",), "a case must open with at least one procedure")
    inspection.all_known(("opens_with",), "procedure", workflow.opens_with, workflow.procedures)
    for name, role in workflow.roles.items():
        if (role.kind == "automatic") != (name in (CLOCK, SYSTEM)):
            inspection.name(
                ("roles", name),
                f"only '{CLOCK}' and '{SYSTEM}' are 'kind: automatic'; '{name}' is {role.kind}",
            )
        if role.organ:
            inspection.known(("roles", name, "organ"), "organ", role.organ, workflow.organs)
    for kind, series in workflow.documents.items():
        if series.organ:
            inspection.known(("documents", kind, "organ"), "organ", series.organ, workflow.organs)


def _check_procedure(inspection: Inspection, path: Path, procedure: Procedure) -> None:
    workflow, words = inspection.workflow, inspection.house.words_in_code
    inspection.known((*path, "initial"), "state", procedure.initial, procedure.states)
    if procedure.organ:
        inspection.known((*path, "organ"), "organ", procedure.organ, workflow.organs)
    for name in procedure.settings:
        if name not in words:
            inspection.name(
                (*path, "settings", name), f"unknown setting '{name}': no rule asks for it"
            )
    for name, state in procedure.states.items():
        if state.stage:
            inspection.known(
                (*path, "states", name, "stage"), "stage", state.stage, workflow.stages
            )
    for name, clock in procedure.clocks.items():
        _check_clock(inspection, (*path, "clocks", name), procedure, clock)


def _check_clock(inspection: Inspection, path: Path, procedure: Procedure, clock: Clock) -> None:
    workflow = inspection.workflow
    inspection.all_known((*path, "runs_in"), "state", clock.runs_in, procedure.states)
    inspection.all_known((*path, "stopped_in"), "state", clock.stopped_in, procedure.states)
    inspection.all_known((*path, "ended_by"), "action", clock.ended_by, procedure.actions)
    if clock.ended_on:
        asked = [
            {field.name for field in procedure.actions[name].asks}
            for name in clock.ended_by
            if name in procedure.actions
        ]
        inspection.known((*path, "ended_on"), "answer", clock.ended_on, set().union(*asked))
    if not clock.runs_in:
        inspection.name((*path, "runs_in"), "a clock must run in at least one state")
    for state in set(clock.runs_in) & set(clock.stopped_in):
        place = clock.stopped_in.index(state)
        inspection.value(
            (*path, "stopped_in", place), f"the clock cannot both run and be stopped in '{state}'"
        )
    for key in ("limit", "extension"):
        limit = getattr(clock, key)
        if not (limit or key == "limit"):
            continue
        known = inspection.known((*path, key), "limit", limit, workflow.limits)
        if known and workflow.limits[limit].unit not in _TIME_UNITS:
            unit = workflow.limits[limit].unit
            inspection.value(
                (*path, key), f"limit '{limit}' is a figure of {unit}; a clock needs days or months"
            )


def _check_action(inspection: Inspection, path: Path, procedure: Procedure, action: Action) -> None:
    workflow = inspection.workflow
    _check_way(inspection, path, procedure, action)
    for place, name in enumerate(action.records):
        if not (
            name.startswith(GENERIC_RECORDER)
            and _NAME.fullmatch(name.removeprefix(GENERIC_RECORDER))
        ):
            inspection.known(
                (*path, "records", place), "recorder", name, inspection.house.recorders
            )
    for key in ("opens", "opens_each"):
        inspection.all_known((*path, key), "procedure", getattr(action, key), workflow.procedures)
    inspection.all_known((*path, "overrides"), "state", action.overrides, procedure.states)
    for seat, name in action.along:
        if seat not in workflow.procedures:
            inspection.name((*path, "acts", seat), f"unknown procedure '{seat}'")
        else:
            inspection.known(
                (*path, "acts", seat), "action", name, workflow.procedures[seat].actions
            )
    if action.when is not None:
        seat = action.when.procedure
        if inspection.known((*path, "when", "procedure"), "procedure", seat, workflow.procedures):
            states = workflow.procedures[seat].states
            inspection.all_known((*path, "when", "enters"), "state", action.when.enters, states)
    _check_clocks_of(inspection, path, procedure, action)
    raised = {flag for each in procedure.actions.values() for flag in each.raises}
    inspection.all_known((*path, "lowers"), "flag", action.lowers, raised)


def _check_way(inspection: Inspection, path: Path, procedure: Procedure, action: Action) -> None:
    """Where the action may be taken, and where it leads."""
    if not action.from_:
        inspection.name((*path, "from"), "the action must start from at least one state")
    inspection.all_known((*path, "from"), "state", action.from_, procedure.states)
    if isinstance(action.to, str):
        inspection.known(
            (*path, "to"), "state", action.to, {*procedure.states, "stay", "remembered"}
        )
        return
    for source, target in action.to.items():
        inspection.known((*path, "to", source), "state", target, procedure.states)
        if source not in action.from_:
            inspection.name((*path, "to", source), f"'{source}' is not among the states of 'from'")
    for source in action.from_:
        if source not in action.to:
            inspection.name((*path, "to"), f"'to' does not say where '{source}' leads")


def _check_clocks_of(
    inspection: Inspection, path: Path, procedure: Procedure, action: Action
) -> None:
    """The clock whose end fires the action, and the clock the action extends."""
    if action.when_due and inspection.known(
        (*path, "when_due"), "clock", action.when_due, procedure.clocks
    ):
        clock = procedure.clocks[action.when_due]
        if not set(action.from_) & set(clock.runs_in):
            inspection.value(
                (*path, "when_due"), f"clock '{action.when_due}' runs in no state of 'from'"
            )
    here = (*path, "extends")
    known = action.extends and inspection.known(here, "clock", action.extends, procedure.clocks)
    if known and not procedure.clocks[action.extends].extension:
        inspection.value(here, f"clock '{action.extends}' has no 'extension' to extend it by")


def _check_opened(inspection: Inspection) -> None:
    opened = {
        seat
        for _, _, _, _, action in inspection.actions()
        for seat in (*action.opens, *action.opens_each)
    }
    for path, seat, _ in inspection.procedures():
        if seat not in opened and seat not in inspection.workflow.opens_with:
            inspection.name(path, f"nothing opens the procedure '{seat}'")
