"""user: who works here; the operator of the machine enters people, and nobody's password is ever an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rebuild.cli.opened import day, now, opened
from rebuild.cli.options import Json
from rebuild.cli.show import answer, as_json, table

if TYPE_CHECKING:
    from rebuild.services.office import Office
    from rebuild.services.staffing import Hand

User = Annotated[str, typer.Argument(metavar="USER", help="工号")]


def add(
    user: User,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="姓名")],
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="身份，可写多次")],
    organ: Annotated[str, typer.Option("--organ", metavar="ORGAN", help="所属机关")] = "",
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="CODE", help="辖区，可写多次；不写为不限"),
    ] = None,
    json: Json = False,
) -> None:
    import os

    from rebuild.services.staffing import NewPerson, add_person

    new = NewPerson(user, name, frozenset(role), organ, frozenset(region or ()))
    with _office() as (office, hand):
        password = add_person(office, new, hand, os.urandom)
    _hand_over(user, password, json=json)


def list_users(json: Json = False) -> None:
    from rebuild.services.people_told import people_told

    with opened() as office:
        people = people_told(office, now=now())
    if json:
        as_json([each.as_json() for each in people])
        return
    rows = [
        (
            each.id,
            each.name,
            "、".join(each.role_labels),
            each.organ,
            "、".join(each.regions) or "不限",
            each.standing,
        )
        for each in people
    ]
    table(("工号", "姓名", "身份", "机关", "辖区", "状态"), rows)


def disable(user: User, json: Json = False) -> None:
    from rebuild.services.staffing import disable as disabling

    with _office() as (office, hand):
        disabling(office, user, hand)
    _done(user, "已停用，已退出全部登录", json=json)


def enable(user: User, json: Json = False) -> None:
    from rebuild.services.staffing import enable as enabling

    with _office() as (office, hand):
        enabling(office, user, hand)
    _done(user, "已恢复", json=json)


def password(user: User, json: Json = False) -> None:
    import os

    from rebuild.services.staffing import reset_password

    with _office() as (office, hand):
        given = reset_password(office, user, hand, os.urandom)
    _hand_over(user, given, json=json)


def grant(
    user: User,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="案号")],
    revoke: Annotated[bool, typer.Option("--revoke", help="取消授权")] = False,
    json: Json = False,
) -> None:
    from rebuild.services.letting_in import let_in, let_out

    with _office() as (office, hand):
        (let_out if revoke else let_in)(office, user, number, hand)
    _done(user, f"已{'取消' if revoke else '授权'}查看 {number}", json=json)


def deputy(
    user: User,
    of: Annotated[str, typer.Option("--of", metavar="USER", help="代谁办理")] = "",
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="起日，默认今天")] = "",
    last: Annotated[str, typer.Option("--until", metavar="DATE", help="止日（含）")] = "",
    end: Annotated[str, typer.Option("--end", metavar="ID", help="终止这一代理")] = "",
    json: Json = False,
) -> None:
    import os

    from rebuild.errors import InputError
    from rebuild.services.own_account import appoint_deputy, end_deputy

    with _office() as (office, hand):
        if end:
            end_deputy(office, end, hand)
            _done(user, "已终止代理", json=json)
            return
        if not of or not last:
            raise InputError(
                "rebuild user deputy", "没有写明代谁、到哪一天", "请写 --of 和 --until"
            )
        made = appoint_deputy(
            office, of, user, first=day(first), last=day(last), hand=hand, chance=os.urandom
        )
    if json:
        as_json({"id": made, "of": of, "deputy": user})
    else:
        answer(f"{user} 代 {of}，编号 {made}")


@contextmanager
def _office() -> "Iterator[tuple[Office, Hand]]":
    """The office, and the operator's hand."""
    from rebuild.services.staffing import Hand

    with opened() as office:
        yield office, Hand(now())


def _hand_over(user: str, given: str, *, json: bool) -> None:
    if json:
        as_json({"user": user, "password": given, "must_change": True})
        return
    answer(f"{user} 的密码：{given}")
    answer("只显示这一次，请当面交给本人；首次登录时须更改。")


def _done(user: str, what: str, *, json: bool) -> None:
    as_json({"user": user, "done": what}) if json else answer(f"{user} {what}")
