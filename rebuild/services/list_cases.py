"""案件列表: one page of cases with the names of their stages, from the database alone: no rule, form or font is loaded."""

import json

from rebuild.cases.facts import Json
from rebuild.errors import InputError
from rebuild.store import lists, workflows
from rebuild.store.database import Database as Database
from rebuild.store.session import Session

MOST = 1000
_IN_CHINESE = {"stage": "阶段", "state": "环节"}


def list_cases(
    database: Database,
    *,
    stage: str = "",
    state: str = "",
    search: str = "",
    after: str = "",
    limit: int = 50,
) -> dict[str, Json]:
    """One page, and the number to ask for the next page with; a stage or state by its name or its label."""
    if not 1 <= limit <= MOST:
        raise InputError("每页件数", f"“{limit}”超出范围", f"请写1至{MOST}")
    with database.reading() as session:
        labels = _Labels(session)
        rows = lists.listing(
            session,
            stage=labels.name("stage", stage),
            state=labels.name("state", state),
            search=search,
            after=after,
            limit=limit + 1,
        )
        shown = [_told(row, labels) for row in rows[:limit]]
    return {"cases": shown, "next": rows[limit - 1].number if len(rows) > limit else None}


def _told(row: lists.ListedCase, labels: "_Labels") -> dict[str, Json]:
    return {
        **row._asdict(),
        "stage_label": labels.label("stage", row.workflow, row.stage),
        "state_label": labels.label("state", row.workflow, row.state),
    }


class _Labels:
    """What stages and states are called, read from the published definitions without compiling any."""

    def __init__(self, session: Session) -> None:
        self._words: dict[tuple[str, str], dict[str, str]] = {}
        for version in workflows.versions(session):
            _, stored = workflows.load(session, version.id, version=version.version)
            written = json.loads(stored)["workflow"]
            states = written["procedures"]["case"]["states"]
            self._words["stage", version.id] = written["stages"]
            self._words["state", version.id] = {
                name: state["label"] for name, state in states.items()
            }

    def label(self, kind: str, workflow: str, name: str) -> str:
        return self._words.get((kind, workflow), {}).get(name, name)

    def name(self, kind: str, given: str) -> str:
        """The name behind a name or a label."""
        if not given:
            return ""
        known = {
            name: label
            for (of, _), words in self._words.items()
            if of == kind
            for name, label in words.items()
        }
        for name, label in known.items():
            if given in (name, label):
                return name
        word = _IN_CHINESE[kind]
        raise InputError(
            word, f"没有叫“{given[:40]}”的{word}", f"可以写{'、'.join(known.values())}"
        )
