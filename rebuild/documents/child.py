"""A long-lived child process that answers one question at a time, within limits of time and memory.

A page description can ask for more than a machine has; what it asks for is therefore computed where
it can be stopped. The child speaks frames over its standard input and output: eight bytes of length,
then the bytes. An answer opens with one byte: 0 for the answer itself, 1 for a reason it failed.
"""

import os
import resource
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import IO

_LENGTH = struct.Struct(">Q")
_DONE, _FAILED = b"\0", b"\1"


class ChildFailed(Exception):
    """The child said why it could not answer. Its caller turns this into an error of its own."""


class ChildDied(Exception):
    """The child ended, or had to be ended: out of time, out of memory, or crashed."""


class Child:
    """The parent's side: start, ask, close. Not for two threads at once."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and our own module
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )

    def ask(self, question: bytes, *, timeout: float) -> bytes:
        """The child's answer; raises ChildFailed with its reason, or ChildDied."""
        assert self._process.stdin is not None
        deadline = time.monotonic() + timeout
        try:
            _send(self._process.stdin, question)
            answer = self._receive(deadline)
        except (OSError, EOFError) as error:
            raise ChildDied(self._last_words()) from error
        if answer[:1] == _FAILED:
            raise ChildFailed(answer[1:].decode())
        return answer[1:]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                _close_quietly(stream)

    def _receive(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        return self._exactly(length, deadline)

    def _exactly(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        parts: list[bytes] = []
        while count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                self._process.kill()
                raise EOFError
            part = os.read(pipe, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _last_words(self) -> str:
        self._process.kill()
        code = self._process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return f"exit {code}" + (f": {lines[-1]}" if lines else "")


def serve(answer: Callable[[bytes], bytes], *, memory: int, cpu_seconds: int) -> None:
    """The child's side: answer every question until the parent goes away."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may end up between two frames
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while header := questions.read(_LENGTH.size):
        question = questions.read(*_LENGTH.unpack(header))
        _allow_cpu(cpu_seconds)
        try:
            _send(answers, _DONE + answer(question))
        except ChildFailed as failure:
            _send(answers, _FAILED + str(failure).encode())


def _allow_cpu(seconds: int) -> None:
    """Limits the processor time of the next answer, not of the child's whole life."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _send(stream: IO[bytes], body: bytes) -> None:
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _close_quietly(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was still buffered has nowhere to go any more
        return
