"""tally, due, calendar check: the arithmetic of the law alone, without a database."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rebuild.cli.figures_shown import show_calendar, show_count, show_tally
from rebuild.cli.show import answer, as_json, table
from rebuild.errors import DefinitionError, InputError
from rebuild.resources import workflows

if TYPE_CHECKING:
    from rebuild.law.calendar import Calendar
    from rebuild.law.time_limits import Limit

# Services and the engine are imported inside each command: `--help` of one need not wait for all.

_UNITS_OF_TIME = ("working_days", "calendar_days", "months")

Json = Annotated[bool, typer.Option("--json", help="只输出JSON")]


def tally(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML、JSON、CSV或XLSX文件")],
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="POLICY", help="unanimous、statutory_278 或 local_share，不写时按文件所写"
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Count a file of ballots; 0 where the owners have decided, 1 where they have not."""
    from rebuild.law.consensus import Policy
    from rebuild.services.count_votes import count_votes

    choices = {each.value: each for each in Policy}
    if policy is not None and policy not in choices:
        raise InputError("--policy", f"“{policy}”不能识别", f"请写{'或'.join(choices)}")
    counted = count_votes(file, choices[policy] if policy else None)
    as_json(counted) if json else show_tally(counted)
    return 0 if counted["passed"] else 1


def due(
    limit: Annotated[
        str, typer.Argument(metavar="LIMIT", help="5wd、15cd、3mo、-7wd，或 law.yaml 中的名称")
    ],
    start: Annotated[str, typer.Option(metavar="DATE", help="起算日，这一天不计入")],
    stop: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM..TO", help="停止计算的起止日，可以写多次"),
    ] = None,
    workflow: Annotated[
        str, typer.Option(metavar="NAME", help="名称取自哪个流程的 law.yaml")
    ] = "d_grade_rebuild",
    json: Json = False,
) -> None:
    """Count a time limit, with every day counted and every day left out."""
    from rebuild.services.count_days import count_days

    counted = count_days(
        limit,
        start=start,
        stops=stop or (),
        calendar=_calendar(workflows() / "calendar"),
        named=lambda name, on: _named(workflow, name, on=on),
    )
    as_json(counted) if json else show_count(counted)


def check_calendar(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="日历目录，默认为随程序安装的日历")
    ] = None,
    json: Json = False,
) -> int:
    """Read every year's calendar; 0 where all is in order, 1 where a file is broken or this year is missing."""
    try:
        calendar = _calendar(folder or workflows() / "calendar")
    except DefinitionError as error:
        years, problems = [], list(error.faults)
    else:
        years = [_year(calendar, data.year) for data in calendar.years]
        problems = _unpublished(calendar, on=date.today())
    checked = {"ok": not problems, "years": years, "problems": problems}
    as_json(checked) if json else show_calendar(checked)
    return 1 if problems else 0


def preview_calendar(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的日历目录")],
    json: Json = False,
) -> int:
    """Which open time limits a calendar folder would move, before it takes effect; nothing is written."""
    from rebuild.cli.opened import opened
    from rebuild.services.calendar_effect import moved_by

    with opened() as office:
        moved = moved_by(office, _calendar(folder))
    if json:
        as_json({"moved": moved})
    elif not moved:
        answer("没有期限因此变动")
    else:
        rows = [
            (
                each.number,
                each.label,
                _told(each.before, each.provisional_before),
                _told(each.after, each.provisional_after),
            )
            for each in moved
        ]
        table(("案号", "时限", "现在届满", "新日历届满"), rows)
    return 0


def _told(day: date, provisional: bool) -> str:
    return f"{day}（暂定）" if provisional else day.isoformat()


def _calendar(folder: Path) -> "Calendar":
    from rebuild.engine.calendars import load_calendars

    return load_calendars(folder)


def _year(calendar: "Calendar", year: int) -> dict[str, object]:
    from rebuild.law.time_limits import working_days_between

    data = next(data for data in calendar.years if data.year == year)
    return {
        "year": year,
        "working_days": working_days_between(calendar, date(year - 1, 12, 31), date(year, 12, 31)),
        "notice": data.notice.number or data.notice.title,
        "issued_on": data.notice.issued_on.isoformat(),
    }


def _unpublished(calendar: "Calendar", *, on: date) -> list[str]:
    """Next year's notice comes in November; that it is not there yet is no fault."""
    return [] if calendar.known(on) else [f"没有{on.year}年的日历，今年的期限都只能暂定"]


def _named(workflow: str, name: str, *, on: date) -> tuple["Limit", str]:
    """A time limit of a workflow's law.yaml as it was in force on a day, and its basis."""
    from rebuild.engine.load import load
    from rebuild.engine.plan import limits_of

    folder = workflows() / workflow
    if not folder.is_dir():
        raise InputError("--workflow", f"没有流程“{workflow}”", "rebuild workflow list 列出流程")
    definition = load(folder).workflow
    limits = limits_of(definition)
    times = [key for key, entry in limits.entries.items() if entry.unit in _UNITS_OF_TIME]
    if name not in times:
        near = get_close_matches(name, times, n=3)
        remedy = f"您是不是要用{'、'.join(near)}" if near else f"可以用{'、'.join(times)}"
        raise InputError("LIMIT", f"law.yaml 中没有叫“{name}”的期限", remedy)
    source, _, article = limits.basis(name, on).partition(" art. ")
    title = definition.sources[source].title.removeprefix("中华人民共和国")
    return limits.time(name, on), f"{title}{article}"
