"""The one script, on a machine that has almost nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EVERY_UNIX_HAS = ("cat", "cksum", "dirname", "grep", "id", "sh", "uname")


@pytest.fixture
def bare(tmp_path):
    """Call a copy of the script where no Python, no uv and no package manager can be found."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in EVERY_UNIX_HAS:
        (tools / name).symlink_to(shutil.which(name))
    checkout = tmp_path / "a checkout"
    checkout.mkdir()
    for name in ("run", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout)

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [checkout / "run", *words],
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.mark.parametrize("verb", ["demo", "test", "check", "bench", "soak"])
def test_run_alone_lists_its_verbs_and_needs_nothing(verb, bare):
    done = bare()
    assert (done.returncode, done.stderr) == (0, "")
    assert f"\n  {verb} " in done.stdout


def test_run_that_cannot_install_names_what_is_missing(bare):
    done = bare("demo")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "python" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_script_may_be_executed(script):
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111
