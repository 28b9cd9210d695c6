"""故事: a whole case told in YAML by someone who knows the office; read here, told by `tell_story`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rebuild.cases.facts import Actor, Json
from rebuild.errors import InputError
from rebuild.services.handed_yaml import read

STEP = frozenset(
    {
        "on", "as", "entered", "tell", "known", "recorded", "open", "procedure", "do", "with",
        "refused", "documents", "due", "state", "clocks", "first", "run",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who, on which day, does what, with which answers, and what must come of it."""

    line: int
    on: date
    entered: date
    actor: str
    tell: str
    known: bool
    recorded: bool
    seat: str
    action: str  # empty where the case is opened or the clocks run
    answers: Mapping[str, Json]
    opens: bool
    runs_clocks: bool
    refused: tuple[str, ...]
    documents: tuple[str, ...]
    clocks: tuple[str, ...]  # what time does: where the clocks run, or before the action
    due: Mapping[str, date]
    state: str
    run: int = 0  # which of several decisions a step is about


@dataclass(frozen=True, slots=True)
class Story:
    """A case from its opening to wherever the story leaves it."""

    name: str
    workflow: str
    region: str
    people: Mapping[str, Actor]
    limits: Mapping[str, int | str]  # figures of its office that differ from the shipped ones
    steps: tuple[Step, ...]


def read_story(path: Path) -> Story:
    """A story file; InputError with its line where it cannot be told."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise InputError(str(path), "文件无法读取", "请核对路径") from error
    told = read(text, where=str(path))
    if not isinstance(told, dict) or not {"name", "workflow", "region", "people", "steps"} <= set(
        told
    ):
        raise InputError(str(path), "故事应写明 name、workflow、region、people、steps")
    people = {
        str(key): Actor(str(key), str(each["name"]), frozenset(map(str, each["roles"])))
        for key, each in told["people"].items()
    }
    steps = tuple(_step(path, row, people) for row in told["steps"])
    limits = {
        str(name): int(value) if str(value).isdecimal() else str(value)
        for name, value in told.get("limits", {}).items()
    }
    return Story(
        str(told["name"]), str(told["workflow"]), str(told["region"]), people, limits, steps
    )


def _step(path: Path, row: Any, people: Mapping[str, Actor]) -> Step:
    where = f"{path}:{getattr(row, 'line', 0)}"
    unknown = sorted(set(row) - STEP)
    if unknown:
        raise InputError(where, f"不认识的词：{'、'.join(unknown)}")
    on = _day(where, row["on"])
    who = str(row.get("as", ""))
    if who not in people and "clocks" not in row:
        raise InputError(where, f"人员“{who}”不在 people 中")
    nowhere = [each for each in row.get("due", {}) if "." not in each] if "clocks" in row else []
    if nowhere:
        raise InputError(
            where, f"时限{'、'.join(nowhere)}未写明程序", "请写成 planning.decision 的样子"
        )
    return Step(
        line=getattr(row, "line", 0),
        on=on,
        entered=_day(where, row.get("entered", row["on"])),
        actor=who,
        tell=str(row.get("tell", "")),
        known=row.get("known") == "true",
        recorded=row.get("recorded") == "true",
        seat=str(row.get("procedure", "case")),
        action=str(row.get("do", "")),
        answers=row.get("open", row.get("with", {})),
        opens="open" in row,
        runs_clocks="clocks" in row,
        refused=tuple(map(str, row.get("refused", ()))),
        documents=tuple(map(str, row.get("documents", ()))),
        clocks=tuple(map(str, row.get("clocks", row.get("first", ())))),
        due={str(name): _day(where, day) for name, day in row.get("due", {}).items()},
        state=str(row.get("state", "")),
        run=int(row.get("run", "0")),
    )


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(where, f"“{text}”不是日期", "请写成 2024-02-05") from None
