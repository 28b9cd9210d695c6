"""The office a command works in, opened from its settings; here today and now come in from the clock of the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from rebuild.cli.chosen import settings
from rebuild.cli.show import progress, tell
from rebuild.errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rebuild.services.list_cases import Database
    from rebuild.services.office import Office
    from rebuild.settings import Settings

# Beijing has kept one offset since 1991, and a machine without a time zone database still knows it.
BEIJING = timezone(timedelta(hours=8))


def now() -> datetime:
    return datetime.now(BEIJING)


def day(text: str | None) -> date:
    """The day an option names, or today."""
    from rebuild.services.count_days import parse_day

    return parse_day("--on", text) if text else now().date()


def day_of_deed(text: str | None) -> date:
    """As `day`, for a command that changes something; a day still to come is most likely a slip."""
    on = day(text)
    if on > now().date():
        tell(f"请注意：办理日期 {on} 晚于今天")
    return on


@contextmanager
def opened() -> "Iterator[Office]":
    """The office, with everything a use case needs."""
    import os

    from rebuild.services.office import open_office

    chosen = settings()
    if not (chosen.data / "keys").is_dir():
        raise _not_made(chosen)
    office = open_office(
        data=chosen.data,
        database=chosen.database,
        verify_url=chosen.verify_url,
        chance=os.urandom,
    )
    try:
        _must_be_current(office.database, chosen)
        yield office
    finally:
        office.close()


@contextmanager
def opened_for_lists() -> "Iterator[Database]":
    """The database alone: a list needs no rules, forms or fonts, and should not wait for them."""
    from rebuild.services.list_cases import Database

    chosen = settings()
    database = Database(chosen.database)
    try:
        _must_be_current(database, chosen)
        yield database
    finally:
        database.close()


def answers_from(file: str) -> "Mapping[str, Any]":
    """The answers in a file, or in what is piped in; none where no file is named."""
    import sys
    from pathlib import Path

    from rebuild.services.read_answers_file import read_answers_file, read_answers_from

    if not file:
        return {}
    if file == "-":
        return read_answers_from(sys.stdin.buffer, where="标准输入")
    return read_answers_file(Path(file))


def print_what_is_due(office: "Office") -> list[dict[str, str]]:
    """Print everything issued and not printed yet; what failed, each with its reason."""
    from rebuild.services.print_document import open_press, pending, print_pending

    chosen = settings()
    waiting = len(pending(office))
    if not waiting:
        return []
    with (
        open_press(
            workers=min(chosen.print_workers, waiting),
            seconds=chosen.pdf_seconds,
            memory_mb=chosen.pdf_memory_mb,
        ) as press,
        progress("打印文书", total=waiting) as step,
    ):
        failures = print_pending(office, press, now=now(), step=step)
    for failure in failures:
        tell(f"《{failure.title}》{failure.document} 没有打印：{failure.reason}")
    return [
        {"document": each.document, "title": each.title, "reason": each.reason} for each in failures
    ]


def _must_be_current(database: "Database", chosen: "Settings") -> None:
    version = database.schema_version()
    if not version:
        raise _not_made(chosen)
    if not database.up_to_date():
        raise StoreError(f"数据库结构为“{version}”，与本程序不符，请运行 rebuild init 更新后再办理")


def _not_made(chosen: "Settings") -> InputError:
    return InputError(
        str(chosen.data), "这里还没有建立数据", "请先运行 rebuild init，或用 --data 指明数据目录"
    )
