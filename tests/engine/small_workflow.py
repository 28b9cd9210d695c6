"""The small workflow of these tests: copied, spoilt in one place, loaded and checked."""

import shutil
from pathlib import Path

from rebuild.engine.check import check
from rebuild.engine.inspection import Surroundings, Template
from rebuild.engine.load import read
from rebuild.errors import DefinitionError

FOLDER = Path(__file__).parent / "fixtures" / "small"
FILES = ("workflow.yaml", "law.yaml", "procedures/case.yaml", "procedures/licence.yaml")
MARK = "‹"

HOUSE = Surroundings(
    rules={
        "licensing.materials_complete": "licensing_law art. 32",
        "planning.same_area": "local_policy",
        "planning.baseless": "",
        "planning.strange": "strange_law art. 1",
        "duties.not_who_accepted": "licensing_law art. 32",
        "duties.not_who_grants": "licensing_law art. 32",
        "duties.not_who_refuses": "licensing_law art. 32",
        "duties.all_apart": "licensing_law art. 32",
        "duties.not_who_inspects": "licensing_law art. 32",
    },
    templates={
        "acceptance_notice": Template(frozenset({"applicant"})),
        "refusal": Template(frozenset({"applicant", "reasons"}), adverse=True),
        "permit": Template(frozenset({"applicant", "floor_area"})),
    },
    suppliers=frozenset({"applicant"}),
    recorders=frozenset({"funds"}),
    words_in_code=frozenset({"matter", "area_growth"}),
    separates={
        "duties.not_who_accepted": frozenset({"accept"}),
        "duties.not_who_grants": frozenset({"grant"}),
        "duties.not_who_inspects": frozenset({"inspect"}),
        "duties.all_apart": frozenset({"accept", "extend", "request_supplement"}),
    },
)


def copy_to(folder: Path) -> Path:
    """A copy of the small workflow that may be spoilt."""
    copied = folder / "small"
    shutil.copytree(FOLDER, copied)
    return copied


def spoil(folder: Path, file: str, old: str, new: str) -> str:
    """Put `new` in the place of the one `old`; gives back where the mark in `new` stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    spoilt = text.replace(old, new)
    before = spoilt.partition(MARK)[0]
    path.write_text(spoilt.replace(MARK, ""), encoding="utf-8")
    return f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def faults_of(folder: Path, house: Surroundings = HOUSE) -> tuple[str, ...]:
    """Everything the loader or the checker has to say of a folder."""
    try:
        return check(read(folder), house)
    except DefinitionError as error:
        return error.faults
