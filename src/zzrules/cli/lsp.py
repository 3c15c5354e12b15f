"""``zzrules lsp``: the language server, for editors."""

from __future__ import annotations

from dataclasses import dataclass

from zzrules.base.packages import need
from zzrules.cli.command import Command
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output


@dataclass(frozen=True, kw_only=True)
class LanguageServer(Command):
    """Serve one editor over standard input and output."""

    name = "lsp"
    summary = (
        "给编辑器用的语言服务：边写边报错（和 check 一样）、补全、悬停、跳转、改名、排版、修正；"
        "由编辑器启动，经标准输入和输出说话。"
    )
    usage = ""
    notes = (
        legend((ExitCode.DECIDED, "编辑器结束了会话"), (ExitCode.WRONG_USE, "命令行不对，或者没有装要用的软件包")),
        '要装 editor：pip install "zzrules[editor]"。场景文件（.feature）的还要 bdd。',
        "各种编辑器怎样设置，见 docs/编辑器.md。",
    )

    def run(self, output: Output) -> ExitCode:  # noqa: ARG002 - the protocol has standard output to itself
        """Serve until the editor ends the session."""
        from zzrules.base.diagnostics.use import NO_PYGLS

        need(NO_PYGLS, "lsprotocol", "pygls")
        from zzrules.editor.server import serve

        serve()
        return ExitCode.DECIDED
