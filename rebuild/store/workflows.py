"""流程: published definitions, kept as they were for as long as there are cases under them."""

from typing import NamedTuple

from sqlalchemy import bindparam, insert, select

from rebuild.errors import Conflict, NotFound
from rebuild.store.rows import with_digest
from rebuild.store.session import Session, Statement
from rebuild.store.tables import workflow_versions


class PublishedVersion(NamedTuple):
    """Which version of which workflow, and the SHA-256 of its canonical JSON."""

    id: str
    version: int
    hash: str


def publish(session: Session, published: PublishedVersion, *, json: bytes) -> None:
    """Keep a version. The same content again is fine; a version never changes its content."""
    known = session.row(_HASH, id=published.id, version=published.version)
    if known is None:
        session.run(_PUBLISH, **with_digest({**published._asdict(), "json": json}))
    elif known[0] != published.hash:
        raise Conflict(
            f"workflow {published.id} version {published.version} is already published with other "
            "content: give the changed definition the next version number"
        )


def load(session: Session, workflow: str, *, version: int) -> tuple[PublishedVersion, bytes]:
    """A version and its canonical JSON."""
    found = session.row(_LOAD, id=workflow, version=version)
    if found is None:
        raise NotFound(f"没有已发布的流程 {workflow} 第 {version} 版")
    return PublishedVersion(workflow, version, found[0]), bytes(found[1])


def versions(session: Session) -> tuple[PublishedVersion, ...]:
    """Every published version, by workflow, oldest first."""
    return tuple(PublishedVersion(*row) for row in session.rows(_LIST))


_HASH = Statement(
    select(workflow_versions.c.hash).where(
        workflow_versions.c.id == bindparam("id"),
        workflow_versions.c.version == bindparam("version"),
    )
)
_LOAD = Statement(
    select(workflow_versions.c.hash, workflow_versions.c.json).where(
        workflow_versions.c.id == bindparam("id"),
        workflow_versions.c.version == bindparam("version"),
    )
)
_LIST = Statement(
    select(workflow_versions.c.id, workflow_versions.c.version, workflow_versions.c.hash).order_by(
        workflow_versions.c.id, workflow_versions.c.version
    )
)
_PUBLISH = Statement(insert(workflow_versions))
