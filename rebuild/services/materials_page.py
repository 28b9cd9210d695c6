"""申请材料: what was handed in with every application, and the files that were uploaded for the case."""

from collections.abc import Iterator

from rebuild.cases.facts import Json, Run, Taken
from rebuild.engine.definition import Action, Field
from rebuild.services.citing import role_label
from rebuild.services.look_up import Found
from rebuild.services.shown import shown_answers

LISTS = ("materials", "items", "delivered")  # answers that name papers one by one


def materials_page(found: Found) -> list[dict[str, Json]]:
    """Every time papers were handed in or asked for, the newest first."""
    told = [
        row
        for runs in found.case.runs.values()
        for run in runs
        for taken in run.taken
        for row in _told(found, run, taken)
    ]
    return sorted(told, key=lambda each: str(each["on"]), reverse=True)


def _told(found: Found, run: Run, taken: Taken) -> Iterator[dict[str, Json]]:
    procedure = found.plan.workflow.procedures[run.seat]
    action: Action | None = procedure.actions.get(taken.action)
    for asked in action.asks if action else ():
        if asked.name in LISTS and asked.type == "list" and taken.answers.get(asked.name):
            yield {
                "seat": run.seat,
                "procedure": procedure.title,
                "run": run.number,
                "runs": len(found.case.runs[run.seat]),
                "label": action.label if action else taken.action,
                "on": taken.on.isoformat(),
                "role": role_label(found.plan.workflow, taken.role, seat=run.seat),
                "columns": [each.label for each in asked.of],
                "rows": list(_rows(asked, taken)),
            }


def _rows(asked: Field, taken: Taken) -> Iterator[list[Json]]:
    for row in taken.answers[asked.name]:
        shown = shown_answers(asked.of, row)
        yield [_word(shown.get(each.name, "")) for each in asked.of]


def _word(value: Json) -> Json:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value
