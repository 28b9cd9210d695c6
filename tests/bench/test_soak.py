"""The long forms of the proofs: each tells one line, and only what was done whole is kept for the README."""

from pathlib import Path

import pytest

from bench.report import table
from bench.soak.__main__ import PROOFS, RESULTS, keep, main


def test_a_short_run_tells_its_line_and_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept = sorted(RESULTS.glob("*.json")), [each.read_text() for each in RESULTS.glob("*.json")]
    assert main(["lives", "3"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("lives=3 events=")
    assert " broken=0 seed=0 seconds=" in line
    assert kept == (
        sorted(RESULTS.glob("*.json")),
        [each.read_text() for each in RESULTS.glob("*.json")],
    )


@pytest.mark.parametrize("words", [[], ["live"], ["lives", "many"], ["lives", "1", "2"]])
def test_whoever_asks_for_what_there_is_not_is_told_what_there_is(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in PROOFS)


def test_the_readme_tells_every_long_form_that_was_kept(tmp_path: Path) -> None:
    figures: dict[str, int | str] = {"lives": 100_000, "broken": 0, "seed": "0"}
    keep("lives", PROOFS["lives"], figures, tmp_path / "long")
    assert f"- {PROOFS['lives'].what}: `lives=100000 broken=0 seed=0`" in table(tmp_path)
