"""体检: whether this machine can do the work: libraries, fonts, database, disk, clocks overdue."""

import ctypes.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rebuild.documents.fonts import fonts_hash, missing
from rebuild.engine.calendars import load_calendars
from rebuild.errors import RebuildError
from rebuild.resources import templates, workflows
from rebuild.services.case_page import Labels
from rebuild.store import lists
from rebuild.store import workflows as published
from rebuild.store.database import Database

LIBRARIES = {
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "pango-1.0": "libpango-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
LEAST_FREE = 500 * 1024 * 1024  # room for some thousand documents
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing looked at: what was found, and what to do where it is not well."""

    name: str
    well: bool
    found: str
    cure: str = ""


def examine(*, data: Path, database: str, on: date) -> tuple[Checked, ...]:
    """Look at everything; what cannot be looked at is not well, and never an error."""
    checks: tuple[Callable[[], Iterator[Checked]], ...] = (
        _libraries,
        _printing,
        _fonts,
        _definitions,
        lambda: _database(data, database, on),
        lambda: _disk(data),
    )
    return tuple(checked for check in checks for checked in check())


def _libraries() -> Iterator[Checked]:
    for library, package in LIBRARIES.items():
        found = ctypes.util.find_library(library)
        cure = f"请管理员执行：apt-get install {package}" if not found else ""
        yield Checked(f"系统库 {library}", bool(found), found or "没有安装", cure)


def _printing() -> Iterator[Checked]:
    try:
        yield Checked("排版程序 WeasyPrint", True, version("weasyprint"))
    except PackageNotFoundError:
        yield Checked("排版程序 WeasyPrint", False, "没有安装", "请重新安装 Rebuild")


def _fonts() -> Iterator[Checked]:
    try:
        lacking = missing("〇㎡〔〕𬭎䶮㛃✓")
        found = f"校验值 {fonts_hash()[:16]}"
    except (RebuildError, OSError) as error:
        yield Checked("字库", False, str(error), "请重新安装 Rebuild")
        return
    yield Checked("字库", not lacking, found, f"缺字：{'、'.join(lacking)}" if lacking else "")


def _definitions() -> Iterator[Checked]:
    try:
        calendar = load_calendars(workflows() / "calendar")
        count = sum(1 for each in workflows().iterdir() if (each / "workflow.yaml").is_file())
        kinds = sum(1 for _ in (templates() / "documents").glob("*/document.yaml"))
    except RebuildError as error:
        yield Checked("流程定义", False, str(error), "可用 rebuild workflow check 查看全部错误")
        return
    yield Checked("流程定义", count > 0, f"{count} 个流程，{kinds} 种文书，日历 {calendar.version}")


def _database(data: Path, database: str, on: date) -> Iterator[Checked]:
    if database.startswith("sqlite") and not Path(database.removeprefix("sqlite:///")).exists():
        yield Checked("数据库", True, "尚未建立", "需要时运行 rebuild init")
        return
    try:
        store = Database(database)
        yield Checked(
            "数据库引擎",
            store.sound(),
            store.describe(),
            "" if store.sound() else "此版本在多连接写入时可能损坏数据，请升级（3.51.3 以上）",
        )
        current = store.up_to_date()
        yield Checked(
            "数据库结构",
            current,
            store.schema_version() or "无",
            "" if current else "请运行 rebuild init",
        )
        if current:
            damage = store.damage()
            yield Checked(
                "数据库完整性",
                not damage,
                "完好" if not damage else damage[0],
                "请从备份恢复" if damage else "",
            )
            late = _late(store, on)
            cure = "请运行 rebuild clocks run；仍在的是应办而未办的事项" if late else ""
            yield Checked("到期未处理的时限", not late, f"{late} 项", cure)
        store.close()
    except RebuildError as error:
        yield Checked("数据库", False, str(error))


def _late(store: Database, on: date) -> int:
    """How many time limits ran out by yesterday and make somebody late."""
    with store.reading() as session:
        labels = Labels(
            (each.id, published.load(session, each.id, version=each.version)[1])
            for each in published.versions(session)
        )
        due = lists.due_clocks(session, until=date.fromordinal(on.toordinal() - 1))
    return sum(labels.makes_late(each.seat, each.clock) for each in due)


def _disk(data: Path) -> Iterator[Checked]:
    place = next(each for each in (data, *data.absolute().parents) if each.exists())
    free = shutil.disk_usage(place).free
    cure = "" if free >= LEAST_FREE else "请清理磁盘"
    yield Checked("磁盘", free >= LEAST_FREE, f"剩余 {free // MEGABYTE} MB", cure)
