"""serve: opens the desk at an address it names, works beside it, and stops when it is told to."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import sleep
from urllib.request import urlopen

import pytest

from rebuild.cli.processes import usual_number

ADDRESS = "http://127.0.0.1:{}/sign-in"


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return int(it.getsockname()[1])


@pytest.mark.parametrize("port", ["0", "65536"])
def test_a_port_that_is_none_is_refused_with_a_sentence(call, data: Path, port: str) -> None:
    said = call(data, "serve", "--port", port)
    assert said.code == 2
    assert f"{port} 不是端口" in said.err


def test_an_office_that_is_not_there_is_not_served(call, tmp_path: Path) -> None:
    said = call(tmp_path / "none", "serve")
    assert said.code == 2
    assert "rebuild init" in said.err


def test_there_are_as_many_processes_as_cores_but_no_crowd(monkeypatch) -> None:
    told = []
    for cores in (None, 1, 2, 4, 5, 64):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        told.append(usual_number())
    assert told == [1, 1, 2, 4, 4, 4]


def test_no_process_at_all_is_refused_with_a_sentence(call, data: Path) -> None:
    said = call(data, "serve", "--workers", "0")
    assert said.code == 2
    assert "请写1或更大的数" in said.err


@pytest.mark.slow
def test_the_desk_is_open_at_the_address_told_until_it_is_interrupted(data: Path) -> None:
    port = free_port()
    words = [sys.executable, "-m", "rebuild", "--data", str(data), "serve", "--port", str(port)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as served:
        try:
            assert served.stdout is not None
            assert f"http://127.0.0.1:{port}/" in served.stdout.readline()
            page = _until_open(port)
            assert "登录" in page
        finally:
            served.send_signal(signal.SIGINT)
            assert served.wait(60) == 0
    with pytest.raises(OSError, match="refused"):
        urlopen(ADDRESS.format(port), timeout=10)


def _until_open(port: int) -> str:
    for _ in range(300):
        try:
            with urlopen(ADDRESS.format(port), timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            sleep(0.1)
    pytest.fail("the desk did not open")
