"""文书种类: every folder of templates/documents/, read and checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from rebuild.errors import DefinitionError

MARK = "mark"
"""The one fact every document has: what stands in its foot (see templates/README.md)."""

_REQUIRED: dict[str, type] = {
    "kind": str,
    "title": str,
    "code": str,
    "revision": int,
    "paper": str,
    "facts": list,
}
_OPTIONAL: dict[str, type] = {"copies": list, "number": dict, "adverse": bool, "seal": str}
_SEALS = ("organ", "special", "none")


@dataclass(frozen=True)
class Kind:
    """One kind of document: what it is called, what it must be told, how it is sealed."""

    kind: str
    title: str
    code: str
    revision: int
    paper: str
    facts: frozenset[str]
    copies: tuple[str, ...]
    number: Mapping[str, Any] = field(hash=False)
    adverse: bool
    """Whether it goes against its addressee, and so must carry the remedies 救济告知."""
    seal: str
    """organ 机关印章, special 专用章, or none."""
    folder: Path
    template_hash: str
    """SHA-256 of all that decides how it looks, save the fonts."""

    @property
    def template(self) -> str:
        """The name its template has for the loader."""
        return f"documents/{self.folder.name}/document.html"


def load_kinds(templates_dir: Path) -> Mapping[str, Kind]:
    """Every kind, by its name; DefinitionError with all faults at once."""
    shared = _shared_files(templates_dir)
    kinds: dict[str, Kind] = {}
    faults: list[str] = []
    for path in sorted((templates_dir / "documents").glob("*/document.yaml")):
        try:
            kind = _kind(path, shared, templates_dir)
        except DefinitionError as error:
            faults += error.faults
        else:
            kinds[kind.kind] = kind
    if faults:
        raise DefinitionError(tuple(faults))
    return MappingProxyType(kinds)


def sample_facts(kind: Kind) -> Mapping[str, Any]:
    """The example a kind is shown with: made-up facts, whole enough to print."""
    path = kind.folder / "sample.yaml"
    try:
        facts = YAML(typ="safe").load(path.read_text("utf-8"))
    except OSError as error:
        raise DefinitionError(
            (f"{path}: cannot be read. Every document needs a sample",)
        ) from error
    except MarkedYAMLError as error:
        raise DefinitionError((f"{path}: {error.problem}",)) from error
    if not isinstance(facts, dict):
        raise DefinitionError((f"{path}:1: not a mapping of facts",))
    return facts


def _kind(path: Path, shared: tuple[Path, ...], root: Path) -> Kind:
    data = _read(path)
    faults = _faults(path, data)
    template = path.with_name("document.html")
    if not template.is_file():
        faults.append(f"{template}: no such file. Every document folder needs its template")
    if faults:
        raise DefinitionError(tuple(faults))
    own = tuple(
        sorted(
            part
            for part in path.parent.iterdir()
            if part.name in ("document.html", "document.yaml")
        )
    )
    return Kind(
        kind=data["kind"],
        title=data["title"],
        code=data["code"],
        revision=data["revision"],
        paper=data["paper"],
        facts=frozenset(data["facts"]),
        copies=tuple(data.get("copies", ("正本",))),
        number=MappingProxyType(dict(data.get("number", {}))),
        adverse=data.get("adverse", False),
        seal=data.get("seal", "organ"),
        folder=path.parent,
        template_hash=_hash((*own, *shared), root),
    )


def _read(path: Path) -> Any:
    try:
        return YAML(typ="rt").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError((f"{path}:{line}: {error.problem}",)) from error


def _faults(path: Path, data: Any) -> list[str]:
    if not isinstance(data, CommentedMap):
        return [f"{path}:1: not a mapping. See templates/README.md for the keys"]
    faults = [f"{path}:1: `{key}` is missing" for key in _REQUIRED if key not in data]
    for key, value in data.items():
        fault = _fault(key, value, folder=path.parent.name)
        if fault:
            faults.append(f"{path}:{data.lc.key(key)[0] + 1}: {fault}")
    return faults


def _fault(key: str, value: Any, *, folder: str) -> str | None:
    known = _REQUIRED | _OPTIONAL
    if key not in known:
        return f"unknown key `{key}`. Known are {', '.join(known)}"
    if not isinstance(value, known[key]):
        return f"`{key}` must be {known[key].__name__}, not {value!r}"
    if key == "kind" and value != folder:
        return f"`kind` is {value!r}, its folder {folder!r}. Make them the same"
    if key == "seal" and value not in _SEALS:
        return f"`seal` is {value!r}. Use one of {', '.join(_SEALS)}"
    if known[key] is list and not _words(value):
        return f"`{key}` must be a list of words"
    return None


def _words(value: Any) -> bool:
    return all(isinstance(item, str) for item in value)


def _shared_files(root: Path) -> tuple[Path, ...]:
    return tuple(sorted((*(root / "parts").glob("*.html"), *(root / "styles").glob("*.css"))))


def _hash(paths: tuple[Path, ...], root: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()
