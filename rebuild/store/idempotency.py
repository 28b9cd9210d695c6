"""One request, one effect: the answer to a key is kept in the transaction that acted on it, and given again."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from rebuild.errors import Conflict
from rebuild.store.rows import with_digest
from rebuild.store.session import Session, Statement
from rebuild.store.tables import idempotency


def find(session: Session, key: str, *, digest: str) -> bytes | None:
    """The answer this request was given before. Ask after the case is locked: a twin request may just have ended."""
    found = session.row(_FIND, key=key)
    if found is None:
        return None
    if found[0] != digest:
        raise Conflict("同一提交编号已用于另一项内容，请刷新页面后重新提交")
    return bytes(found[1])


def expect(session: Session, key: str) -> None:
    """Let the question of `find` travel with the one that locks the case, behind it."""
    session.ahead(_FIND, key=key)


def keep(
    session: Session, key: str, *, digest: str, case: str, response: bytes, at: datetime
) -> None:
    """Keep the answer together with what was done."""
    row = {
        "key": key,
        "digest": digest,
        "case_number": case,
        "response": response,
        "at": at.isoformat(),
    }
    session.tell(_KEEP, **with_digest(row))


_FIND = Statement(
    select(idempotency.c.digest, idempotency.c.response).where(
        idempotency.c.key == bindparam("key")
    )
)
_KEEP = Statement(insert(idempotency))
