"""case open, case act: what changes a case; the same services as the web desk."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebuild.cli.opened import answers_from, day_of_deed, now, opened, print_what_is_due
from rebuild.cli.options import AnswersFile, As, Json, NoPrint, Number, On
from rebuild.cli.show import as_json
from rebuild.errors import InputError

if TYPE_CHECKING:
    from rebuild.services.office import Office


def open_case(
    answers: AnswersFile = "",
    workflow: Annotated[str, typer.Option(metavar="NAME", help="流程")] = "d_grade_rebuild",
    region: Annotated[str, typer.Option(metavar="CODE", help="六位行政区划代码")] = "510105",
    person: As = "",
    on: On = None,
    no_print: NoPrint = False,
    json: Json = False,
) -> int:
    """0 where the case is opened, 1 where its first action is refused: then no number is taken."""
    from rebuild.services.act_told import outcome_told
    from rebuild.services.open_case import FIRST_ACTION, Opening
    from rebuild.services.open_case import open_case as opening
    from rebuild.services.project import MAIN
    from rebuild.services.who import who

    if not answers:
        raise InputError("--answers", "没有写填报内容", "rebuild case open --help 有示例")
    given, day = answers_from(answers), day_of_deed(on)
    with opened() as office:
        actor = who(office, person)
        outcome = opening(office, Opening(workflow, region, given, actor, day, now()))
        told = outcome_told(office, outcome, seat=MAIN, action=FIRST_ACTION, on=day)
        told["print_failures"] = _print(office, wanted=bool(outcome.documents) and not no_print)
    return _answer(told, json=json)


def act(
    number: Number,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="办理事项，如 accept、planning.accept 或 受理")
    ],
    procedure: Annotated[
        str, typer.Option(metavar="SEAT", help="哪个程序的事项，如 planning")
    ] = "",
    run: Annotated[
        str, typer.Option(metavar="N", help="同一程序有几项决定时，写明是第几项；每户一份的写房号")
    ] = "",
    answers: AnswersFile = "",
    person: As = "",
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看能不能办，什么都不写")] = False,
    key: Annotated[
        str, typer.Option(metavar="KEY", help="同一个KEY只办理一次，重复时给出原来的结果")
    ] = "",
    seen: Annotated[
        int | None, typer.Option(metavar="VERSION", help="您看到的案件版本，已有变动时不办理")
    ] = None,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="补录历史事项（仅档案补录员）：不符项只记录、不阻止")
    ] = False,
    no_print: NoPrint = False,
    json: Json = False,
) -> int:
    """0 where it is done, 1 where it is refused, with every finding."""
    from rebuild.services.act import Asked
    from rebuild.services.act import act as acting
    from rebuild.services.act_told import outcome_told
    from rebuild.services.look_up import look_up
    from rebuild.services.name_action import name_action, name_run
    from rebuild.services.who import who

    given, day = answers_from(answers), day_of_deed(on)
    with opened() as office:
        actor = who(office, person)
        found = look_up(office, number)
        seat, name = name_action(found.plan, found.case, action, seat=procedure)
        asked = Asked(
            number, seat, name, given, actor, day, now(),
            seen=seen, key=key, recorded=recorded, dry_run=dry_run,
            run=name_run(found.plan, found.case, seat, run),
        )  # fmt: skip
        outcome = acting(office, asked)
        told = outcome_told(office, outcome, seat=seat, action=name, on=day, dry_run=dry_run)
        told["print_failures"] = _print(office, wanted=bool(outcome.issued) and not no_print)
    return _answer(told, json=json)


def _print(office: "Office", *, wanted: bool) -> list[dict[str, str]]:
    return print_what_is_due(office) if wanted else []


def _answer(told: dict[str, Any], *, json: bool) -> int:
    from rebuild.cli.act_shown import show_outcome

    as_json(told) if json else show_outcome(told)
    return 0 if told["allowed"] else 1
