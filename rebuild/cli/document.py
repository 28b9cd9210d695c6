"""document: a case's papers, the PDF of one, whether one is genuine, what one looks like."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rebuild.cli.chosen import settings
from rebuild.cli.opened import day, now, opened
from rebuild.cli.options import Json, Number
from rebuild.cli.show import answer, as_json
from rebuild.errors import InputError, StoreError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Any

Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="写到这个PDF文件")]
OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="看哪一天是否有效，默认今天")
]


def list_documents(number: Number, json: Json = False) -> None:
    from rebuild.cli.document_shown import show_documents
    from rebuild.services.look_up import list_documents as listed

    with opened() as office:
        told = listed(office, number)
    as_json(told) if json else show_documents(told)


def print_document(
    document: Annotated[str, typer.Argument(metavar="ID", help="文书编号，如 D-2024-000117")],
    out: Out,
) -> None:
    from rebuild.services.print_document import fetch

    must_be_writable(out)
    with opened() as office, press() as printing:
        content = fetch(office, document, printing, now=now())
    write(out, content)


def verify(
    asked: Annotated[
        str, typer.Argument(metavar="FILE.pdf|CODE", help="PDF原件，或文书上的验证码")
    ],
    on: OnDay = None,
    json: Json = False,
) -> int:
    """0 where it is ours, unchanged and in force on that day; else 1."""
    from rebuild.cli.document_shown import show_verified
    from rebuild.services.verify_document import verify_document

    with opened() as office:
        told = verify_document(office, asked, on=day(on))
    as_json(told) if json else show_verified(told)
    return 0 if told["ok"] else 1


def sample(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="文书种类，如 planning_permit；写错时列出全部种类")
    ],
    out: Out,
) -> None:
    from rebuild.services.sample_document import sample_document

    must_be_writable(out)
    with press() as printing:
        printed = sample_document(kind, printing, now=now())
    write(out, printed.bytes)


def press() -> "AbstractContextManager[Any]":
    from rebuild.services.print_document import open_press

    chosen = settings()
    return open_press(workers=1, seconds=chosen.pdf_seconds, memory_mb=chosen.pdf_memory_mb)


def must_be_writable(out: Path) -> None:
    """Before the work rather than after it."""
    if out.is_dir():
        raise InputError("--out", f"{out} 是目录", "请写文件名，例如 permit.pdf")
    if not out.absolute().parent.is_dir():
        raise InputError("--out", f"没有目录 {out.absolute().parent}", "请先建立目录")


def write(out: Path, content: bytes) -> None:
    """The whole file or none: a paper cut short must not lie about as if it were one."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{out} 无法写入（{error.strerror}），请检查磁盘空间和写权限") from error
    answer(str(out))
