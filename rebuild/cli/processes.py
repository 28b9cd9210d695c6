"""Several processes at one address: each is a whole desk, and whichever is free answers."""

import os
import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

MOST_UNASKED = 4  # each takes some 150 MB; whoever has more cores and visitors says so
PATIENCE = 60  # seconds until a process that says nothing is taken for dead; a busy machine is slow to begin


def usual_number() -> int:
    """As many processes as the machine has cores, within reason."""
    return max(1, min(os.cpu_count() or 1, MOST_UNASKED))


def configuration(app: str, *, host: str, port: int, workers: int) -> uvicorn.Config:
    """How the application that a function makes is served; `app` names the function."""
    return uvicorn.Config(
        app,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=PATIENCE,
    )


def listen(config: uvicorn.Config) -> socket.socket:
    """The address that all processes answer at, taken by this one; an end of the program where it is taken."""
    listening = config.bind_socket()
    # Each connection inherits it. Without it the body of a page waits for its head to be acknowledged: 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve_until_told(config: uvicorn.Config, listening: socket.socket) -> None:
    """Serve until the program is told to end; a process that dies is begun anew."""
    if config.workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])
