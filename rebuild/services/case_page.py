"""案件列表的一页: rows with the names of their stages, whichever way they were read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rebuild.errors import InputError

MOST = 1000
_IN_CHINESE = {"stage": "阶段", "state": "环节"}


class Labels:
    """What stages and states are called, read from the published definitions without compiling any."""

    def __init__(self, definitions: Iterable[tuple[str, bytes]]) -> None:
        """`definitions`: each workflow's name and canonical JSON, oldest version first."""
        self._words: dict[tuple[str, str], dict[str, str]] = {}
        for workflow, stored in definitions:
            written = json.loads(stored)["workflow"]
            states = written["procedures"]["case"]["states"]
            self._words["stage", workflow] = written["stages"]
            self._words["state", workflow] = {
                name: state["label"] for name, state in states.items()
            }

    def name(self, kind: str, given: str) -> str:
        """The name behind a name or a label; InputError lists the labels there are."""
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

    def with_labels(self, row: Mapping[str, Any]) -> dict[str, Any]:
        labels = {
            f"{kind}_label": self._words.get((kind, row["workflow"]), {}).get(row[kind], row[kind])
            for kind in _IN_CHINESE
        }
        return {**row, **labels}


def page_of(rows: Sequence[Mapping[str, Any]], labels: Labels, limit: int) -> dict[str, Any]:
    """One page of rows, of which one more was asked for; `next` is where the page after it begins."""
    shown = [labels.with_labels(row) for row in rows[:limit]]
    return {"cases": shown, "next": shown[-1]["number"] if len(rows) > limit else None}


def must_be_a_page(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise InputError("每页件数", f"“{limit}”超出范围", f"请写1至{MOST}")
