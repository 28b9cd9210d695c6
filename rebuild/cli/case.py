"""case: what can be asked about a case; opening one and acting on it are in case_act."""

from typing import Annotated

import typer

from rebuild.cli.case_act import act, open_case
from rebuild.cli.opened import day, opened, opened_for_lists
from rebuild.cli.options import Json, Number, On
from rebuild.cli.show import as_json

__all__ = [
    "act", "clocks", "consensus", "forecast", "history", "list_cases", "open_case", "show", "why",
]  # fmt: skip

# Services are imported inside each command: `--help` of one need not wait for all.


def list_cases(
    stage: Annotated[str, typer.Option(metavar="STAGE", help="只列这个阶段的案件")] = "",
    state: Annotated[str, typer.Option(metavar="STATE", help="只列这个环节的案件")] = "",
    search: Annotated[
        str, typer.Option(metavar="TEXT", help="案号、坐落或建设单位中含有的文字")
    ] = "",
    after: Annotated[str, typer.Option(metavar="NUMBER", help="从这个案号之后开始列")] = "",
    limit: Annotated[int, typer.Option(metavar="N", help="最多列多少件")] = 50,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="灯按哪一天亮，默认今天")
    ] = None,
    json: Json = False,
) -> None:
    from rebuild.services.list_cases import list_cases as listed

    with opened_for_lists() as database:
        page = listed(
            database, stage=stage, state=state, search=search, after=after, limit=limit, on=day(on)
        )
    if json:
        as_json(page)
    else:
        from rebuild.cli.case_shown import show_page

        show_page(page)


def show(
    number: Number,
    person: Annotated[
        str, typer.Option("--as", metavar="USER", help="只列这个人可以办理的事项")
    ] = "",
    on: On = None,
    json: Json = False,
) -> None:
    from rebuild.cli.case_shown import show_case
    from rebuild.services.case_told import case_told
    from rebuild.services.look_up import look_up
    from rebuild.services.who import who

    with opened() as office:
        actor = who(office, person) if person else None
        told = case_told(look_up(office, number), office.calendar, on=day(on), actor=actor)
    as_json(told) if json else show_case(told)


def why(number: Number, on: On = None, json: Json = False) -> None:
    from rebuild.cli.case_shown import show_why
    from rebuild.services.look_up import look_up
    from rebuild.services.why import why as explained

    with opened() as office:
        found = look_up(office, number)
        told = explained(found.plan, office.calendar, found.case, on=day(on))
    as_json(told) if json else show_why(told)


def history(number: Number, json: Json = False) -> None:
    from rebuild.cli.history_shown import show_history
    from rebuild.services.history import history as entries

    with opened() as office:
        told = entries(office, number)
    as_json(told) if json else show_history(told)


def clocks(
    number: Number,
    explain: Annotated[bool, typer.Option("--explain", help="逐日列出不计的日子和理由")] = False,
    on: On = None,
    json: Json = False,
) -> None:
    from rebuild.cli.clocks_shown import show_clocks
    from rebuild.services.clocks_told import clocks_told, together
    from rebuild.services.look_up import look_up

    with opened() as office:
        found = look_up(office, number)
        told = clocks_told(found.plan, office.calendar, found.case, on=day(on), explain=explain)
    as_json(told) if json else show_clocks(together(told, "seat", "clock", "started", "due"))


def consensus(
    number: Number,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="按截至这一天的记录计票，默认至今")
    ] = None,
    json: Json = False,
) -> int:
    """0 where the owners have decided, 1 where they have not."""
    from rebuild.cli.consensus_shown import show_consensus
    from rebuild.services.consensus_told import consensus_told
    from rebuild.services.look_up import look_up, look_up_as_of

    until = day(on)
    with opened() as office:
        found = look_up_as_of(office, number, until) if on else look_up(office, number)
        told = consensus_told(found, on=until) | {"only_entries_until": until if on else None}
    as_json(told) if json else show_consensus(told)
    return 0 if told["passed"] else 1


def forecast(
    number: Number,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="从哪一天起推算，默认今天")
    ] = None,
    stop: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM..TO", help="假设审查停止计算的起止日，可以写多次"),
    ] = None,
    json: Json = False,
) -> None:
    from rebuild.cli.forecast_shown import show_forecast
    from rebuild.services.count_days import parse_stop
    from rebuild.services.forecast_told import forecast_told
    from rebuild.services.look_up import look_up
    from rebuild.services.pace import usual_pace

    stops = tuple(parse_stop(each) for each in stop or ())
    with opened() as office:
        found = look_up(office, number)
        told = forecast_told(
            found.plan, office.calendar, found.case,
            start=day(start), stops=stops, usual=usual_pace(office),
        )  # fmt: skip
    as_json(told) if json else show_forecast(told)
