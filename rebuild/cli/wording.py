"""Wrong usage, told in Chinese: Typer's own complaints are English."""

import re

import typer

_SENTENCES = (
    (r"No such option: (?P<what>\S+).*", "没有选项 {what}"),
    (r"Missing argument '(?P<what>[^']+)'.*", "缺少参数 {what}"),
    (r"Missing option '(?P<what>[^']+)'.*", "缺少选项 {what}"),
    (r"Option '(?P<what>[^']+)' requires .*", "选项 {what} 后面缺少内容"),
    (r"Got unexpected extra argument\S* \((?P<what>.*)\)", "多出了参数 {what}"),
    (r"Invalid value for '(?P<what>[^']+)': (?P<why>.*)", "{what} 的内容无法使用：{why}"),
)


def in_chinese(error: typer.TyperException) -> str:
    """What was wrong with the words, and where to read how they should be."""
    said = error.format_message()
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, said, flags=re.DOTALL)
        if found:
            said = sentence.format(**found.groupdict())
            break
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "rebuild"
    return f"{where}：{said}。{where} --help 有说明和示例"
