"""案件列表的一页: rows with the names of their stages and the lamp of their nearest last day, whichever way they were read."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rebuild.errors import InputError
from rebuild.law.list_lamps import LABELS, list_lamp

MOST = 1000
_IN_CHINESE = {"stage": "阶段", "state": "环节"}


class Labels:
    """What stages and states are called, read from the published definitions without compiling any."""

    def __init__(self, definitions: Iterable[tuple[str, bytes]]) -> None:
        """`definitions`: each workflow's name and canonical JSON, oldest version first."""
        self._words: dict[tuple[str, str], dict[str, str]] = {}
        self._clocks: dict[tuple[str, str, str], Mapping[str, Any]] = {}
        self._roles: dict[tuple[str, str], str] = {}
        for workflow, stored in definitions:
            written = json.loads(stored)["workflow"]
            states = written["procedures"]["case"]["states"]
            self._words["stage", workflow] = written["stages"]
            self._words["state", workflow] = {
                name: state["label"] for name, state in states.items()
            }
            for seat, procedure in written["procedures"].items():
                for clock, word in procedure.get("clocks", {}).items():
                    self._clocks[workflow, seat, clock] = word
            for role, word in written["roles"].items():
                self._roles[workflow, role] = word["label"]

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

    def passed(self, workflow: str, seat: str, clock: str, due: date, on: date) -> bool:
        """Whether a time limit has run out that makes nobody late, such as that of a right."""
        word = self._clocks.get((workflow, seat, clock), {})
        return due < on and word.get("runs_out") is True

    def makes_late(self, seat: str, clock: str) -> bool:
        """Whether somebody is late after it, in whichever workflow has it."""
        words = (word for (_, *place), word in self._clocks.items() if place == [seat, clock])
        return not any(word.get("runs_out") is True for word in words)

    def clock(self, workflow: str, seat: str, name: str) -> dict[str, str]:
        """What a time limit is called, and whose turn it is while it runs."""
        word = self._clocks.get((workflow, seat, name), {})
        turn = word.get("turn", "")
        return {
            "clock_label": word.get("label", name),
            "turn": turn,
            "turn_label": self._roles.get((workflow, turn), turn),
        }


def page_of(
    rows: Sequence[Mapping[str, Any]],
    labels: Labels,
    limit: int,
    *,
    on: date,
    works: Callable[[date], bool],
) -> dict[str, Any]:
    """One page of rows, of which one more was asked for; `next` is where the page after it begins.

    The lamps are those of the day `on`; `works` says of a day whether it is a working day.
    """
    shown = [_with_lamp(labels.with_labels(row), labels, on, works) for row in rows[:limit]]
    return {"cases": shown, "next": shown[-1]["number"] if len(rows) > limit else None}


def _with_lamp(
    row: dict[str, Any], labels: Labels, on: date, works: Callable[[date], bool]
) -> dict[str, Any]:
    """The nearest last day in place of what the lists keep of all of them, and how pressing it is."""
    packed = row.pop("open_clocks")
    clocks = [each.split(" ") for each in packed.split(",")] if packed else []
    running = sorted(
        (date.fromisoformat(day), seat, clock, provisional)
        for day, seat, clock, provisional in clocks
        if day and not labels.passed(row["workflow"], seat, clock, date.fromisoformat(day), on)
    )
    due, seat, clock, provisional = running[0] if running else (None, "", "", "0")
    lamp = list_lamp(due, stopped=any(not day for day, *_ in clocks), on=on, works=works)
    return {
        **row,
        "lamp": lamp,
        "lamp_label": LABELS[lamp] if lamp else "",
        "due": due.isoformat() if due else None,
        "days": (due - on).days if due else None,  # calendar days; below zero it is overdue
        "provisional": provisional == "1",
        "seat": seat,
        "clock": clock,
        **labels.clock(row["workflow"], seat, clock),
    }


def must_be_a_page(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise InputError("每页件数", f"“{limit}”超出范围", f"请写1至{MOST}")
