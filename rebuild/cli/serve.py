"""serve: opens the office in a browser; prints and runs the clocks beside it."""

import os
from typing import Annotated, Any

import typer

from rebuild.cli.chosen import settings
from rebuild.cli.show import answer
from rebuild.errors import InputError

LARGEST_PORT = 65535


def serve(
    host: Annotated[
        str, typer.Option("--host", help="在哪个地址上等人来；只给本机用就不要改")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="端口")] = 8000,
    workers: Annotated[
        int | None, typer.Option("--workers", help="几个进程；不写就按处理器核数，最多4个")
    ] = None,
) -> None:
    from rebuild.cli.opened import opened
    from rebuild.cli.processes import configuration, listen, serve_until_told, usual_number
    from rebuild.services.uploads import sweep

    if not 1 <= port <= LARGEST_PORT:
        raise InputError("--port", f"{port} 不是端口", f"请写1至{LARGEST_PORT}")
    workers = usual_number() if workers is None else workers
    if workers < 1:
        raise InputError("--workers", f"{workers} 太少", "请写1或更大的数")
    with opened() as office:
        sweep(office)
        for line in _welcome(office, host, port):
            answer(line)
    # The processes that uvicorn starts read the settings themselves, and know only the environment.
    os.environ["REBUILD_DATA"] = str(settings().data.absolute())
    config = configuration("rebuild.web.served:desk", host=host, port=port, workers=workers)
    serve_until_told(config, listen(config))


def _welcome(office: Any, host: str, port: int) -> list[str]:
    """Where to go, and in a demonstration as whom."""
    from rebuild.services.sample_people import MARK, sample_people

    shown = f"[{host}]" if ":" in host else host
    lines = [f"请用浏览器打开 http://{shown}:{port}/ ，按 Ctrl-C 停止。"]
    if (office.data / MARK).exists():
        sample = sample_people(office)
        names = "、".join(each["id"] for each in sample.people[:4])
        lines.append(f"演示数据：可用 {names} 等工号登录，密码 {sample.password}。")
    return lines
