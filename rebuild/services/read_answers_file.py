"""填报内容: answers handed in as a YAML or JSON file; every value stays the text that was written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from rebuild.cases.facts import Json
from rebuild.errors import InputError
from rebuild.services import handed_yaml

LARGEST = 2_000_000  # bytes
EXAMPLE = "请写成“名称: 内容”，每项一行"


def read_answers_file(path: Path) -> Mapping[str, Json]:
    """The answers in a file."""
    try:
        with path.open("rb") as file:
            return read_answers_from(file, where=path.name)
    except OSError as error:
        raise InputError(
            str(path), f"文件打不开（{error.strerror}）", "请核对路径和权限"
        ) from error


def read_answers_from(file: BinaryIO, *, where: str) -> Mapping[str, Json]:
    """The answers in what a file or a pipe gives."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError(where, "内容超过2MB", "请只保留本事项所问的各项")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(where, "不是UTF-8编码的文字", "请另存为UTF-8编码") from error
    if not text.strip():
        return {}
    answers = _json(text, where) if text.lstrip().startswith("{") else None
    answers = handed_yaml.read(text, where=where) if answers is None else answers
    if not isinstance(answers, dict):
        raise InputError(where, "不是各项填报内容", EXAMPLE)
    return answers


def _json(text: str, where: str) -> Any:
    """JSON, or None where it is none: YAML may begin with a brace too."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(where, f"“{twice}”写了两次", "请只保留一个")
        return fields

    try:
        # A figure stays the text that was written: 34.070 is refused later, not rounded here.
        return json.loads(
            text, object_pairs_hook=once, parse_float=str, parse_int=str, parse_constant=str
        )
    except RecursionError as error:
        raise InputError(where, "层次过深", "请改正后再试") from error
    except json.JSONDecodeError:
        return None
