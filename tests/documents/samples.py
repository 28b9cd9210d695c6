"""Every kind of document there is, with the facts of its sample."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rebuild.documents.kinds import Kind, load_kinds
from rebuild.resources import templates

WHEN = datetime(2024, 2, 5, 10, 30)
SKELETONS = Path(__file__).parent / "skeletons"


@cache
def all_kinds() -> Mapping[str, Kind]:
    """The documents of the office, and one proof of every skeleton."""
    return {**load_kinds(templates()), **load_kinds(SKELETONS)}


def sample(kind: Kind) -> dict[str, Any]:
    facts = YAML(typ="safe").load((kind.folder / "sample.yaml").read_text("utf-8"))
    assert isinstance(facts, dict)
    return facts
