"""What several commands are told alike: the case, the day, the person, and whether to answer in JSON."""

from typing import Annotated

import typer

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="案号，如 WF-510105-2024-0001")]
Json = Annotated[bool, typer.Option("--json", help="只输出一个JSON值")]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="按哪一天办理，如 2024-02-05，默认今天")
]
As = Annotated[str, typer.Option("--as", metavar="USER", help="由谁办理：人员的工号")]
NoPrint = Annotated[bool, typer.Option("--no-print", help="签发后先不打印文书")]
AnswersFile = Annotated[
    str,
    typer.Option("--answers", metavar="FILE", help="填报内容：YAML或JSON文件，- 表示标准输入"),
]
