"""The house: which way imports point, which file is the door to which library, how long things may grow."""

import ast
import re
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "rebuild"

# Who may import whom. A package may always import itself; what is not listed may not be imported.
MAY_IMPORT = {
    "errors": set(),
    "settings": {"errors"},
    "resources": {"errors"},
    "cases": {"errors"},
    "law": {"errors", "cases"},
    "engine": {"errors", "cases", "law", "resources"},
    "documents": {"errors", "cases", "resources"},
    "store": {"errors", "cases"},
    "services": {"errors", "cases", "law", "engine", "documents", "store", "resources"},
    "cli": {"errors", "settings", "resources", "services", "cases", "law", "engine"},
    "web": {"errors", "settings", "resources", "services", "cases", "law", "engine"},
    "__init__": set(),
    "__main__": {"cli"},
}

# One library, one door. A library without a row may not be imported at all.
DOORS = {
    "transitions": ["engine/machine.py"],
    "pydantic": [
        "engine/definition.py",
        "engine/load.py",
        "engine/shape.py",
        "settings.py",
        "web/*",
    ],
    "pydantic_settings": ["settings.py"],
    "ruamel": ["engine/places.py", "documents/kinds.py", "services/handed_yaml.py"],
    "jinja2": ["documents/render.py", "web/show.py"],
    "markupsafe": ["documents/*", "web/*"],
    "weasyprint": ["documents/weasy*.py"],
    "pypdf": ["documents/binding.py"],
    "pydyf": ["documents/weasy*.py"],
    "fontTools": ["documents/fonts.py"],
    "orjson": ["cases/codec.py"],
    "segno": ["documents/*"],
    "cn2an": ["documents/wording.py"],
    "cryptography": ["documents/seal.py", "documents/verify.py", "store/people.py"],
    "sqlalchemy": ["store/*"],
    "alembic": ["store/*"],
    "psycopg": ["store/*"],
    "psycopg_pool": ["store/*"],
    "pysqlite3": ["store/*"],
    "pypinyin": ["services/initials.py"],
    "pwdlib": ["services/passwords.py"],
    "pyotp": ["services/second_factor.py"],
    "python_calamine": ["services/read_*.py", "services/tally_files.py"],
    "xlsxwriter": ["services/*"],
    "typer": ["cli/*"],
    "rich": ["cli/*"],
    "anyio": ["web/app.py"],
    "fastapi": ["web/*"],
    "starlette": ["web/*"],
    "uvicorn": ["cli/*"],
}

# Time, chance and settings come in from the edge, so that every past day can be decided again.
EDGE = ("cli/*", "web/*", "settings.py")
HANDED_IN = {
    "date.today",
    "datetime.today",
    "datetime.now",
    "datetime.utcnow",
    "time.time",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid4",
    "os.environ",
    "os.getenv",
    "os.urandom",
    "environ",
    "getenv",
}
CHANCE = {"random", "secrets"}

VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}
LONGEST_FILE = 400
LONG_FILE = 200
LONGEST_FUNCTION = 40

# Put together from pieces, so that this file does not contain what it forbids.
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me"]) + ")/"
)

FILES = sorted(HOUSE.rglob("*.py"))
ALL_FILES = [
    file
    for folder in ("rebuild", "tests", "bench", "workflows", "templates", "docs", ".ci")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.suffix in {".py", ".yaml", ".html", ".css", ".md", ".txt", ".sh", ""} and file.is_file()
] + [ROOT / name for name in ("run", "pyproject.toml", "README.md", "CONTRIBUTING.md")]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def in_house(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def matches(file: Path, patterns: list[str] | tuple[str, ...]) -> bool:
    return any(fnmatch(in_house(file), pattern) for pattern in patterns)


def room(module: str) -> str:
    """The part of the house a dotted name of ours belongs to: rebuild.law.rule is in law."""
    return [*module.split("."), "__init__"][1]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imports(nodes: ast.AST | list[ast.stmt]) -> list[str]:
    """Dotted names imported below a node; `from a import b` as a.b."""
    found: list[str] = []
    for top in nodes if isinstance(nodes, list) else [nodes]:
        for node in ast.walk(top):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"line {node.lineno}: imports are written in full"
                found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(file)) if isinstance(node, kinds)]


def below_the_edge() -> list[Path]:
    return [file for file in FILES if not matches(file, EDGE)]


def of_each(files: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """A rule that each of these files keeps, as one test: it tells of all that do not.

    A test for each file and rule would be half of all tests there are, and a minute of counting them.
    """

    def as_test(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = {}
            for file in files:
                try:
                    rule(file)
                except AssertionError as error:
                    broken[name_of(file)] = str(error)
            assert files
            assert not broken

        test.__name__ = rule.__name__
        return test

    return as_test


every_file_of_the_house = of_each(FILES)
every_file_below_the_edge = of_each(below_the_edge())
every_python_file = of_each([file for file in ALL_FILES if file.suffix == ".py"])
every_file = of_each(ALL_FILES)


@every_file_of_the_house
def test_imports_point_up_the_list(file: Path) -> None:
    here = file.relative_to(HOUSE).parts[0].removesuffix(".py")
    assert here in MAY_IMPORT, f"{here} has no row in MAY_IMPORT"
    allowed = MAY_IMPORT[here] | {here}
    ours = [module for module in imports(tree(file)) if module.split(".")[0] == "rebuild"]
    astray = [module for module in ours if room(module) not in allowed]
    assert not astray, f"{here} may import {sorted(allowed)}"


@every_file_of_the_house
def test_libraries_are_imported_at_their_door(file: Path) -> None:
    libraries = {module.split(".")[0] for module in imports(tree(file))}
    foreign = libraries - sys.stdlib_module_names - {"rebuild"}
    astray = {name: DOORS.get(name) for name in foreign if not matches(file, DOORS.get(name, []))}
    assert not astray, "these libraries have other doors"


@every_file_below_the_edge
def test_only_the_edge_imports_late_from_the_house(file: Path) -> None:
    late = [name for function in functions(file) for name in imports(function.body)]
    ours = [name for name in late if name.split(".")[0] == "rebuild"]
    assert not ours, "an import inside a function hides a direction"


@every_file_below_the_edge
def test_time_chance_and_settings_are_handed_in(file: Path) -> None:
    # Setting a variable for a library that reads nothing else is not taking a setting from one.
    told = [
        node.value
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    taken = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree(file))
        if isinstance(node, (ast.Attribute, ast.Name))
        and node not in told
        and ast.unparse(node) in HANDED_IN
    ]
    taken += [name for name in imports(tree(file)) if name.split(".")[0] in CHANCE]
    assert not taken


@every_file_of_the_house
def test_file_opens_with_a_sentence(file: Path) -> None:
    sentence = ast.get_docstring(tree(file))
    assert sentence, "the module has no docstring"
    assert sentence.splitlines()[0].rstrip()[-1] in ".:?。：？", "its first line is not a sentence"


@every_file_of_the_house
def test_file_is_not_longer_than_four_hundred_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@every_file_of_the_house
def test_function_is_not_longer_than_forty_lines(file: Path) -> None:
    too_long = {
        function.name: length
        for function in functions(file)
        if (length := body_length(function)) > LONGEST_FUNCTION
    }
    assert not too_long


@every_file_of_the_house
def test_file_does_without_future_imports(file: Path) -> None:
    assert not [name for name in imports(tree(file)) if name.startswith("__future__.")]


@every_python_file
def test_name_says_what_is_inside(file: Path) -> None:
    assert VAGUE.isdisjoint({file.stem, *file.relative_to(ROOT).parts[:-1]})


@every_file
def test_text_leaves_nothing_for_later_and_knows_no_machine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not UNFINISHED.search(text)
    assert not MACHINE_PATH.search(text)


def test_nine_files_in_ten_are_shorter_than_two_hundred_lines() -> None:
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    long = {name: length for name, length in lengths.items() if length >= LONG_FILE}
    assert len(long) <= len(FILES) / 10, long


def test_no_imports_go_round_in_a_circle() -> None:
    graph = {dotted(file): neighbours(file) for file in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        pytest.fail(circle)


@pytest.mark.parametrize(
    ("lines", "length"),
    [(1, 1), (40, 40), (41, 41)],
    ids=["one", "forty", "one_over"],
)
def test_docstring_does_not_count_as_length(lines: int, length: int) -> None:
    body = "\n".join(["    x = 1"] * lines)
    function = ast.parse(f'def f():\n    """One.\n\n    Two.\n    """\n{body}\n').body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_length(function) == length


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def neighbours(file: Path) -> set[str]:
    """Modules of ours that are imported when this one is."""
    modules = {dotted(other) for other in FILES}
    top_level = [node for node in tree(file).body if not isinstance(node, ast.FunctionDef)]
    found = set()
    for name in imports(top_level):
        parent = name.rpartition(".")[0]
        found |= {name if name in modules else parent} & modules
    return found - {dotted(file)}
