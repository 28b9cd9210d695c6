"""另行确定的限值: the workflow of an office whose figures differ from the shipped ones, beside the shipped one.

So a story may be told as it would go where the owners decide by the statutory majority; no case of
the shipped workflow is touched by it.
"""

from collections.abc import Mapping
from datetime import date

from rebuild.engine.definition import Value, Workflow
from rebuild.engine.publish import canonical_json, fingerprint
from rebuild.errors import InputError
from rebuild.services.office import Office
from rebuild.services.open_case import newest_plan
from rebuild.store import workflows as published

ALWAYS = date(2000, 1, 1)
LOCAL = "local_policy"


def with_own_figures(office: Office, workflow: str, limits: Mapping[str, int | str]) -> str:
    """The id of the workflow with these figures in force from the beginning; its own where there are none."""
    if not limits:
        return workflow
    with office.database.writing() as session:
        shipped = newest_plan(session, office, workflow).workflow
        changed = _changed(shipped, limits)
        version = published.PublishedVersion(changed.id, changed.version, fingerprint(changed))
        published.publish(session, version, json=canonical_json(changed))
    return changed.id


def _changed(shipped: Workflow, limits: Mapping[str, int | str]) -> Workflow:
    for name in limits:
        if name not in shipped.limits:
            raise InputError("limits", f"流程中没有限值“{name}”", "请核对 law.yaml")
    own = {
        name: shipped.limits[name].model_copy(
            update={"values": {ALWAYS: Value(value=value, basis=LOCAL)}}
        )
        for name, value in limits.items()
    }
    changed = shipped.model_copy(update={"limits": {**shipped.limits, **own}})
    return changed.model_copy(update={"id": f"{shipped.id}_{fingerprint(changed)[:8]}"})
