"""ledger verify: whole, and whatever is not as it was written."""

import json
import sqlite3

import pytest

from tests.cli.conftest import NUMBER


@pytest.mark.parametrize("words", [[], ["--deep"]], ids=["chain", "deep"])
def test_an_untouched_ledger_is_whole(words, call, data):
    said = call(data, "ledger", "verify", *words)
    assert (said.code, said.out.startswith("台账完好：")) == (0, True)


def test_the_answer_in_json_counts_the_events(call, data):
    told = json.loads(call(data, "ledger", "verify", "--deep", "--json").out)
    assert (told["ok"], told["problems"]) == (True, [])
    assert told["events"] > told["entries"] > 0


def test_a_head_printed_earlier_must_still_stand(call, data):
    said = call(data, "ledger", "verify", "--head", "ab" * 32)
    assert said.code == 1
    assert "台账可能被整体改写" in said.out


def test_a_list_that_no_longer_tells_what_the_ledger_does_is_found(call, data):
    connection = sqlite3.connect(data / "rebuild.sqlite3")
    connection.execute("UPDATE cases SET address = 'elsewhere' WHERE number = ?", (NUMBER,))
    connection.commit()
    connection.close()
    assert call(data, "ledger", "verify").code == 0
    deep = call(data, "ledger", "verify", "--deep")
    assert deep.code == 1
    assert "address" in deep.out
