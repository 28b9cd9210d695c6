"""init, demo, doctor: an office from nothing, shown at work, looked over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rebuild.cli.chosen import data_is_named, settings
from rebuild.cli.show import answer, as_json, progress, tell

if TYPE_CHECKING:
    from rebuild.cli.demo_shown import SoFar
    from rebuild.services.office import Office

Json = Annotated[bool, typer.Option("--json", help="只输出一个JSON值")]


def init(
    database: Annotated[
        str, typer.Option("--database", help="另用的数据库地址，如 postgresql://用户@主机/库名")
    ] = "",
    admin: Annotated[
        str, typer.Option("--admin", metavar="USER", help="第一个系统管理员的工号")
    ] = "admin",
) -> None:
    import os

    from rebuild.services.office import make_office
    from rebuild.settings import DATABASE_NOTE

    chosen = settings()
    make_office(data=chosen.data, database=database or chosen.database, chance=os.urandom)
    if database:
        note = chosen.data / DATABASE_NOTE
        note.touch(mode=0o600)
        note.write_text(database + "\n", "utf-8")
    answer(f"已建立：{chosen.data.absolute()}")
    _first_administrator(admin)
    answer("密钥在 keys/ 中，只有本用户可读；请另存备份，丢失后身份证号不能解密。")
    answer("已发布流程 d_grade_rebuild，并为每种身份建立了一个示例人员（工号即身份名）。")
    answer(
        "接着可以：rebuild case open --as grid_worker --answers 立案.yaml，或 rebuild demo 看一遍全程。"
    )


def _first_administrator(name: str) -> None:
    """Somebody must be able to let others in; their password is shown once, here."""
    import os

    from rebuild.cli.opened import now, opened
    from rebuild.services.staffing import first_administrator

    with opened() as office:
        password = first_administrator(office, name, now=now(), chance=os.urandom)
    if password:
        answer(f"系统管理员 {name} 的密码：{password}（只显示这一次，首次登录时须更改）")


def demo(
    out: Annotated[Path, typer.Option("--out", help="文书和清单放在这里")] = Path("demo-out"),
    json: Json = False,
) -> int:
    from rebuild.cli import demo_shown
    from rebuild.services import demo as telling

    chosen = settings()
    telling.clear(out)
    data = chosen.data if data_is_named() else out
    url = (
        chosen.database if data_is_named() else f"sqlite:///{(out / 'rebuild.sqlite3').absolute()}"
    )
    office = telling.open_demo_office(data=data, database=url, verify_url=chosen.verify_url)
    say = tell if json else answer
    told_so_far = demo_shown.tell_steps(office, say)
    _let_anybody_try(office)
    manifest = _print(office, out, told_so_far)
    if json:
        as_json(manifest)
    else:
        for line in demo_shown.summary(manifest, out):
            answer(line)
    for surprise in told_so_far.surprises:
        tell(f"与故事不符：{surprise}")
    return 1 if told_so_far.surprises else 0


def _let_anybody_try(office: "Office") -> None:
    """Let whoever opens the demo's desk sign in as anybody in it."""
    import os

    from rebuild.cli.opened import now
    from rebuild.services.sample_people import make_sample_accounts

    make_sample_accounts(office, now=now(), chance=os.urandom)


def _print(office: "Office", out: Path, told: "SoFar") -> "dict[str, object]":
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from rebuild.services import demo as telling
    from rebuild.services.print_document import open_press

    chosen = settings()
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    with (
        open_press(
            workers=chosen.print_workers,
            seconds=chosen.pdf_seconds,
            memory_mb=chosen.pdf_memory_mb,
        ) as press,
        progress("打印文书", total=told.documents) as step,
    ):
        telling.print_all(office, press, now=now, step=step)
    return telling.put_out(office, told.number, out, told.refusals)


def doctor(json: Json = False) -> int:
    from datetime import date

    from rebuild.services.examine import examine

    chosen = settings()
    findings = examine(data=chosen.data, database=chosen.database, on=date.today())
    well = all(finding.well for finding in findings)
    if json:
        checks = [
            {"name": each.name, "ok": each.well, "found": each.found, "cure": each.cure}
            for each in findings
        ]
        as_json({"ok": well, "checks": checks})
    else:
        for each in findings:
            mark = "✓" if each.well else "✗"
            answer(f"{mark} {each.name}：{each.found}" + (f"。{each.cure}" if each.cure else ""))
    return 0 if well else 1
