"""指明事项: which action of which procedure is meant by `planning.accept`, by `accept`, or by 受理."""

from collections.abc import Iterator
from difflib import get_close_matches

from rebuild.cases.facts import Case
from rebuild.engine.plan import Plan
from rebuild.errors import InputError, NotFound

Place = tuple[str, str]  # seat, action


def name_action(plan: Plan, case: Case, typed: str, *, seat: str = "") -> Place:
    """The one action meant; where several could be, those that are offered now come first."""
    given, dot, plain = typed.partition(".")
    if not dot:
        given, plain = seat, typed
    elif seat and given != seat:
        raise InputError("ACTION", f"“{typed[:60]}”与 --procedure {seat} 不一致", "请只写一处")
    if given and given not in plan.procedures:
        titles = {each.title: name for name, each in plan.workflow.procedures.items()}
        if given not in titles:
            raise NotFound(f"没有程序“{given[:40]}”。可以写{'、'.join(plan.procedures)}")
        given = titles[given]
    found = [place for place in _places(plan, plain) if not given or place[0] == given]
    if not found:
        raise _unknown(plan, given, plain)
    if len(found) == 1:
        return found[0]
    for narrower in (_offered(plan, case, found), _open(plan, case, found)):
        if len(narrower) == 1:
            return narrower[0]
        found = narrower or found
    raise _ambiguous(plan, typed, found)


def name_run(plan: Plan, case: Case, seat: str, typed: str) -> int:
    """Which of several runs is meant: by its household, where each has one, or by its number; 0 where none is."""
    if not typed:
        return 0
    runs = case.runs.get(seat, ())
    for run in reversed(runs):
        if typed == (run.unit if seat in plan.by_household else str(run.number)):
            return run.number
    known = "、".join(run.unit or str(run.number) for run in runs)
    raise InputError(
        "--run", f"“{typed[:60]}”不在其中", f"可以写{known}" if known else "该程序尚未开始"
    )


def _places(plan: Plan, plain: str) -> Iterator[Place]:
    for seat, procedure in plan.workflow.procedures.items():
        for name, action in procedure.actions.items():
            if plain in (name, action.label):
                yield seat, name


def _offered(plan: Plan, case: Case, places: list[Place]) -> list[Place]:
    return [
        (seat, name)
        for seat, name in places
        if seat in case.runs and name in plan.procedures[seat].offered[case.state(seat)]
    ]


def _open(plan: Plan, case: Case, places: list[Place]) -> list[Place]:
    return [
        (seat, name)
        for seat, name in places
        if seat in case.runs and not plan.workflow.procedures[seat].states[case.state(seat)].final
    ]


def _unknown(plan: Plan, seat: str, plain: str) -> NotFound:
    seats: dict[str, list[str]] = {}
    for name, procedure in plan.workflow.procedures.items():
        if not seat or name == seat:
            for action, word in procedure.actions.items():
                seats.setdefault(action, []).append(name)
                seats.setdefault(word.label, []).append(name)
    near = [f"{each}（{'、'.join(seats[each])}）" for each in get_close_matches(plain, seats, n=3)]
    guess = f"您是不是要办理{'、'.join(near)}？" if near else ""
    where = f"程序 {seat} " if seat else "本流程"
    return NotFound(
        f"{where}没有事项“{plain[:60]}”。{guess}rebuild case show 列出现在可以办理的事项"
    )


def _ambiguous(plan: Plan, typed: str, places: list[Place]) -> InputError:
    choices = "、".join(
        f"{seat}.{name}（{plan.workflow.procedures[seat].title}）" for seat, name in places
    )
    return InputError("ACTION", f"“{typed[:60]}”不止一处", f"请写明是哪一个：{choices}")
