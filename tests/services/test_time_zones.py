"""The same answer wherever the server stands: days are Beijing's, from the arithmetic to the ledger's last hash."""

import os
import subprocess
import sys

ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Apia")


def told_in(zone: str) -> str:
    words = [sys.executable, "-m", "tests.services.told_in_a_zone"]
    environment = {**os.environ, "TZ": zone}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_four_time_zones_give_one_answer() -> None:
    told = {zone: told_in(zone) for zone in ZONES}
    here = told["Asia/Shanghai"]
    assert '"due": "2024-09-29"' in here
    assert '"surprises": []' in here
    assert '"overdue"' in here
    assert set(told.values()) == {here}


def test_a_day_begins_in_beijing_whatever_the_server_says() -> None:
    asked = "from rebuild.cli.opened import now; print(now().utcoffset())"
    for zone in ZONES:
        words = [sys.executable, "-c", asked]
        environment = {**os.environ, "TZ": zone}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
        assert done.stdout.strip() == "8:00:00", done.stderr
