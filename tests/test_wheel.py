"""The wheel: built from the checkout, installed where nothing else is, used from a folder that has none of our files."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # hatchling is installed for the tests, so that building asks no package index.
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that has the wheel, and of the rest only the libraries."""
    environment = tmp_path_factory.mktemp("environment")
    uv = shutil.which("uv", path=f"{ROOT / '.uv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert uv, "./run test brings uv where it is missing"
    run(uv, "venv", "--quiet", "--offline", "--clear", "--python", sys.executable, str(environment))
    python = environment / "bin" / "python"
    run(
        uv,
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-deps",
        "--python",
        str(python),
        str(wheel),
    )
    # The libraries are those of the checkout's environment; its own link to the checkout is not followed.
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


def run(*words: str, cwd: Path = ROOT) -> str:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL"))
    }
    done = subprocess.run(words, cwd=cwd, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_wheel_holds_the_program_and_what_it_reads_and_nothing_else(wheel):
    tops = {tuple(Path(name).parts[:2]) for name in ZipFile(wheel).namelist()}
    assert {("rebuild", "workflows"), ("rebuild", "templates")} <= tops
    assert {top[0] for top in tops} == {
        "rebuild",
        wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }


def test_wheel_carries_the_licences_of_its_fonts(wheel):
    names = ZipFile(wheel).namelist()
    assert [name for name in names if "/licenses/templates/fonts/OFL" in name]


def test_installed_program_is_the_wheel_and_not_the_checkout(installed, tmp_path):
    where = run(
        str(installed / "python"), "-c", "import rebuild; print(rebuild.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["calendar", "check"],
        ["due", "acceptance", "--start", "2024-09-23"],
        ["workflow", "check"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_installed_program_works_outside_the_checkout(words, installed, tmp_path):
    assert run(str(installed / "rebuild"), *words, cwd=tmp_path)
