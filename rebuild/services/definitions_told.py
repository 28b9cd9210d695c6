"""流程版本: what is published, whether the folder it came from still checks, and what one version changed in another."""

import json
from collections.abc import Iterator
from typing import Any

from rebuild.errors import NotFound
from rebuild.services.check_workflow import check_workflow, workflow_folders
from rebuild.services.office import Office
from rebuild.store import workflows
from rebuild.store.database import Database

LONGEST = 200  # signs of a value that a page shows
MOST = 2000


def definitions_told(office: Office) -> list[dict[str, Any]]:
    """Every published version, newest first."""
    with office.database.reading() as session:
        versions = workflows.versions(session)
        told = []
        for each in reversed(versions):
            plan = office.plan(session, each.id, each.version)
            told.append(
                {
                    "id": each.id,
                    "version": each.version,
                    "hash": each.hash,
                    "title": plan.workflow.title,
                    "procedures": len(plan.procedures),
                    "limits": len(plan.workflow.limits),
                }
            )
    return told


def folders_told() -> list[dict[str, Any]]:
    """Every workflow folder of this release, with everything wrong with it."""
    return [
        {
            "id": checked.id,
            "version": checked.version,
            "hash": checked.hash or "",
            "counts": dict(checked.counts),
            "faults": list(checked.faults),
        }
        for checked in map(check_workflow, workflow_folders())
    ]


def changes_between(
    database: Database, workflow: str, *, before: int, after: int
) -> list[dict[str, str]]:
    """Every place in which two published versions differ, with what stood there and what stands there now."""
    one, other = (
        dict(_leaves(json.loads(_json_of(database, workflow, version))))
        for version in (before, after)
    )
    places = sorted(one.keys() | other.keys())
    changed = (
        {"where": place, "before": one.get(place, ""), "after": other.get(place, "")}
        for place in places
        if one.get(place) != other.get(place)
    )
    return [row for row, _ in zip(changed, range(MOST), strict=False)]


def _json_of(database: Database, workflow: str, version: int) -> bytes:
    with database.reading() as session:
        known = {(each.id, each.version) for each in workflows.versions(session)}
        if (workflow, version) not in known:
            raise NotFound(f"没有发布过流程 {workflow[:40]} 的第 {version} 版")
        return workflows.load(session, workflow, version=version)[1]


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every single value with its place: procedures.planning.actions.grant.rules[3]."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            named = each.get("name") if isinstance(each, dict) else None
            yield from _leaves(each, f"{place}[{named or number}]")
    else:
        yield place, str(value)[:LONGEST]
