"""票表: a sheet of units and answers read into what is counted, each row checked, with the row named where it is wrong."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from rebuild.errors import InputError
from rebuild.law.areas import Area
from rebuild.law.tally import Holder, Holding, TallyUnit, Vote
from rebuild.services.tally_files import Row, Sheet

_SHARE = re.compile(r"[0-9]{1,6}/[1-9][0-9]{0,5}|1|0?\.[0-9]{1,6}|0\.[0-9]{1,6}")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?%")
_BETWEEN_NAMES = re.compile(r"[、，,；;/\n]")
HEAD = {"policy", "units", "head_merge", "name", "local_share", "silence_counts"}
_UNIT = {"unit", "area", "owners", "ballot", "holding", "developer_unsold"}
_OWNER = {"name", "id", "share", "ballot"}
_DEVELOPER = "开发企业"
_MOST_CO_OWNERS = 500  # exact shares of many thousands would take hours to add up
_BALLOTS = {vote.value: vote for vote in Vote} | {
    "": Vote.NONE, "未表决": Vote.NONE, "同意": Vote.AGREE, "反对": Vote.DISAGREE,
    "不同意": Vote.DISAGREE, "弃权": Vote.ABSTAIN, "废票": Vote.INVALID,
}  # fmt: skip


def units_of(sheet: Sheet) -> tuple[TallyUnit, ...]:
    """The units of a sheet, each checked, none twice."""
    seen: dict[str, str] = {}
    units = []
    for row in sheet.rows:
        unit = _unit(row)
        if unit.unit in seen:
            raise InputError(row.where, f"{unit.unit}已经写在{seen[unit.unit]}", "每户请只写一行")
        seen[unit.unit] = row.where
        units.append(unit)
    return tuple(units)


def _unit(row: Row) -> TallyUnit:
    only(row.where, row.fields, _UNIT)
    name = _word(row, "unit")
    if not name:
        raise InputError(f"{row.where} unit", "没有填写房号", "请填写房号，如 101")
    where = f"{row.where} {name}"
    area = Area.parse(_word(row, "area"), where=f"{where} area")
    unsold = _yes(where, row.fields.get("developer_unsold"))
    holders = _holders(where, row.fields, unsold=unsold)
    given = _word(row, "holding")
    if given and given not in (holding.value for holding in Holding):
        raise InputError(f"{where} holding", f"“{given}”不是共有方式", "请写 sole、shares 或 joint")
    holding = Holding(given) if given else Holding.SHARES if len(holders) > 1 else Holding.SOLE
    try:
        return TallyUnit(name, area, holders, holding, developer_unsold=unsold)
    except InputError as error:
        raise InputError(f"{where} owners", error.problem, error.remedy) from None


def _holders(where: str, fields: Mapping[str, Any], *, unsold: bool) -> tuple[Holder, ...]:
    owners = fields.get("owners")
    if isinstance(owners, str):
        owners = [name for part in _BETWEEN_NAMES.split(owners) if (name := part.strip())]
    if not owners and unsold:
        owners = [_DEVELOPER]
    if not isinstance(owners, list) or not owners:
        raise InputError(f"{where} owners", "没有产权人", "请填写产权人")
    if len(owners) > _MOST_CO_OWNERS:
        raise InputError(f"{where} owners", f"产权人超过{_MOST_CO_OWNERS}人", "请核对是否串行")
    listed = [owner if isinstance(owner, dict) else {"name": owner} for owner in owners]
    ballot = fields.get("ballot")
    answers = [ballot if ballot not in (None, "") else owner.get("ballot") for owner in listed]
    shares = _portions(where, listed)
    return tuple(
        _holder(f"{where} owners第{place}人", owner, answer, share)
        for place, (owner, answer, share) in enumerate(
            zip(listed, answers, shares, strict=True), start=1
        )
    )


def _holder(where: str, owner: Mapping[str, Any], answer: Any, share: Fraction) -> Holder:
    only(where, owner, _OWNER)
    key = owner.get("id") or owner.get("name")
    if not isinstance(key, str) or not key.strip():
        raise InputError(where, "没有姓名", "请填写产权人姓名或者名称")
    vote = _BALLOTS.get((answer or "").strip().lower()) if _is_text(answer) else None
    if vote is None:
        raise InputError(
            f"{where} ballot",
            f"“{str(answer)[:40]}”不是表决意见",
            "请写 agree、disagree、abstain、invalid 或 none",
        )
    return Holder(key.strip(), vote, share)


def _portions(where: str, owners: Iterable[Mapping[str, Any]]) -> list[Fraction]:
    """Each owner's share; where none is stated they hold equally (民法典308, 309)."""
    written = [owner.get("share") for owner in owners]
    if not any(written):
        return [Fraction(1, len(written))] * len(written)
    for share in written:
        if not isinstance(share, str) or not _SHARE.fullmatch(share):
            shown = "" if share is None else str(share)[:40]
            raise InputError(f"{where} share", f"“{shown}”不是份额", "请写分数，如 1/3，且每人都写")
    return [Fraction(share) for share in written if share]


def choice(where: str, head: Mapping[str, Any], key: str, kind: Any, default: Any) -> Any:
    value = head.get(key)
    if value is None or value == "":
        return default
    choices = [choice.value for choice in kind]
    if value not in choices:
        raise InputError(
            f"{where} {key}", f"“{str(value)[:40]}”不能识别", f"请写{'或'.join(choices)}"
        )
    return kind(value)


def share_asked(where: str, head: Mapping[str, Any]) -> Fraction:
    """The share of all owners a local rule asks for: 95%, 92.5% or 19/20."""
    given = head.get("local_share")
    if given is None or given == "":
        return Fraction(1)
    text = str(given).strip()
    share = None
    if _PERCENT.fullmatch(text):
        share = Fraction(text.rstrip("%")) / 100
    elif _SHARE.fullmatch(text):
        share = Fraction(text)
    if share is None or not 0 < share <= 1:
        raise InputError(
            f"{where} local_share", f"“{text[:40]}”不是比例", "请写成 95% 或 19/20，不超过100%"
        )
    return share


def _word(row: Row, key: str) -> str:
    value = row.fields.get(key)
    if not _is_text(value):
        raise InputError(f"{row.where} {key}", "应当是一个值", "请改为文字")
    return "" if value is None else str(value).strip()


def _yes(where: str, value: Any) -> bool:
    if value in (True, "true", "是"):
        return True
    if value in (None, False, "", "false", "否"):
        return False
    raise InputError(f"{where} developer_unsold", "只能写 true 或 false", "请改正")


def only(where: str, fields: Mapping[str, Any], known: set[str]) -> None:
    for key in fields:
        if key not in known:
            raise InputError(
                where, f"不认识“{key[:40]}”这一项", f"可以写{'、'.join(sorted(known))}"
            )


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)
