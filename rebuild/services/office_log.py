"""机关日志: what happened in the office and in no case, entered in the ledger among what happened in cases."""

from collections.abc import Mapping
from datetime import datetime

from rebuild.cases.events import OfficeHappened
from rebuild.cases.facts import Json
from rebuild.services.office import Office
from rebuild.store import ledger
from rebuild.store.ledger import OFFICE, Draft, Entry
from rebuild.store.session import Session

__all__ = ["LABELS", "OFFICE", "log", "of_office"]

LABELS: Mapping[str, str] = {
    "signed_in": "登录",
    "signed_out": "退出",
    "locked": "连续输错密码，账号锁定",
    "password_changed": "更改密码",
    "password_reset": "重设密码",
    "second_factor_on": "启用动态口令",
    "second_factor_off": "停用动态口令",
    "session_revoked": "结束一处登录",
    "person_added": "新增人员",
    "person_changed": "变更人员",
    "person_disabled": "停用人员",
    "person_enabled": "恢复人员",
    "let_in": "授权查看案件",
    "let_out": "取消案件授权",
    "deputy_made": "设定代理",
    "deputy_ended": "终止代理",
    "handed_over": "移交案件",
    "exported": "导出",
    "token_made": "发放接口令牌",
    "token_revoked": "收回接口令牌",
    "webhook_made": "登记通知地址",
    "webhook_stopped": "停止通知地址",
    "link_made": "发出链接",
    "link_revoked": "收回链接",
    "uploaded": "上传附件",
    "upload_removed": "移除附件",
}


def log(
    session: Session,
    what: str,
    *,
    by: str,
    at: datetime,
    about: str = "",
    facts: Mapping[str, Json] | None = None,
) -> None:
    """Enter it, in the transaction in which it happens; `what` is one of LABELS."""
    assert what in LABELS, what
    ledger.enter_of_office(
        session, Draft(at, by, "", (OfficeHappened(what, about, dict(facts or {})),))
    )


def note(office: Office, what: str, *, by: str, at: datetime, about: str = "") -> None:
    """As `log`, where nothing else is written with it."""
    with office.database.writing() as session:
        log(session, what, by=by, at=at, about=about)


def of_office(session: Session, *, after: int = 0) -> tuple[Entry, ...]:
    """What happened in the office, in order, from the entry after `after` on."""
    return ledger.entries(session, OFFICE, after=after)
