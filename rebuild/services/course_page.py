"""办理过程: everything that happened in a case, newest first, by stage and day; refusals with every reason."""

from dataclasses import dataclass

from rebuild.cases.facts import Json
from rebuild.engine.plan import Plan
from rebuild.services.history import history
from rebuild.services.look_up import Found
from rebuild.services.main_path import MAIN
from rebuild.services.office import Office
from rebuild.services.stages_shown import JOINED

PAGE = 60
KINDS = ("all", "acts", "papers", "refused", "clock")
BY_ITSELF = frozenset({"clock", "system"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one procedure, of one kind, from one on; everything by default."""

    seat: str = ""
    kind: str = "all"
    before: int = 0


def course_page(office: Office, found: Found, wanted: Wanted) -> dict[str, Json]:
    """A page of entries grouped by the stage the case was in, and where the next page begins."""
    plan = found.plan
    entries = [
        {**each, "stage": stage, "stood": _stood(plan, each)}
        for each, stage in _with_stages(plan, history(office, found.case.number))
    ]
    fitting = [each for each in reversed(entries) if _fits(each, wanted)]
    shown = fitting[:PAGE]
    return {
        "groups": _grouped(plan, shown),
        "count": len(entries),
        "fitting": len(fitting),
        "next": shown[-1]["seq"] if len(fitting) > PAGE else None,
        "seats": [(seat, plan.workflow.procedures[seat].title) for seat in found.case.runs],
    }


def _with_stages(plan: Plan, entries: list[dict[str, Json]]) -> list[tuple[dict[str, Json], str]]:
    """Each entry with the stage the case was in when it was over."""
    states = plan.workflow.procedures[MAIN].states
    stage, told = next(iter(plan.workflow.stages)), []
    for entry in entries:
        for each in entry["what"]:
            if each["seat"] == MAIN and "state" in each:
                found = states[each["state"]].stage or stage
                stage = JOINED.get(found, found)
        told.append((entry, stage))
    return told


def _stood(plan: Plan, entry: dict[str, Json]) -> bool:
    """Whether a clock stands still from this entry on."""
    return any(
        each["state"] in clock.stopped_in
        for each in entry["what"]
        if "state" in each
        for clock in plan.workflow.procedures[each["seat"]].clocks.values()
    )


def _fits(entry: dict[str, Json], wanted: Wanted) -> bool:
    if wanted.before and entry["seq"] >= wanted.before:
        return False
    if wanted.seat and not any(each["seat"] == wanted.seat for each in entry["what"]):
        return False
    match wanted.kind:
        case "acts":
            return not entry["refused"]
        case "papers":
            return bool(entry["documents"])
        case "refused":
            return bool(entry["refused"])
        case "clock":
            return entry["by"] in BY_ITSELF
    return True


def _grouped(plan: Plan, entries: list[dict[str, Json]]) -> list[dict[str, Json]]:
    groups: list[dict[str, Json]] = []
    anchored = set()
    for entry in entries:
        stage = entry["stage"]
        if not groups or groups[-1]["stage"] != stage:
            label = plan.workflow.stages.get(stage, stage)
            # A stage may come again; a link to it leads to where it was last.
            anchor = stage if stage not in anchored else ""
            anchored.add(stage)
            groups.append({"stage": stage, "label": label, "anchor": anchor, "entries": []})
        groups[-1]["entries"].append(
            {**entry, "what": _once(entry["what"]), "papers": _papers(entry)}
        )
    return groups


def _once(what: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """What happened to many households at once, as one line with how often."""
    lines: dict[tuple[str, ...], dict[str, Json]] = {}
    for each in what:
        alike = (each["seat"], each.get("action", ""), each.get("state", ""))
        line = lines.setdefault(alike, {**each, "count": 0})
        line["count"] += 1
    return list(lines.values())


def _papers(entry: dict[str, Json]) -> list[dict[str, Json]]:
    """What went out, the same paper to every household as one line."""
    lines: dict[str, dict[str, Json]] = {}
    for each in entry["documents"]:
        line = lines.setdefault(each["kind"], {**each, "count": 0})
        line["count"] += 1
    return list(lines.values())
