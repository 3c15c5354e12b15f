"""The table of commands, and the help of the program as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from zzrules.cli.ask import Ask
from zzrules.cli.bundle import WriteBundle
from zzrules.cli.calendar import WorkingDays
from zzrules.cli.casefile import CaseFiles
from zzrules.cli.check import Check
from zzrules.cli.command import Command, choice
from zzrules.cli.completion import Shell, script
from zzrules.cli.concordance import Concordance
from zzrules.cli.coverage import Coverage
from zzrules.cli.diff import Diff
from zzrules.cli.doctor import Doctor
from zzrules.cli.due import Due
from zzrules.cli.evaluate import Evaluate
from zzrules.cli.exits import ExitCode
from zzrules.cli.explain import Explain
from zzrules.cli.facts import Facts
from zzrules.cli.features import RunFeatures
from zzrules.cli.fmt import Format
from zzrules.cli.lsp import LanguageServer
from zzrules.cli.map import Map
from zzrules.cli.new import New
from zzrules.cli.options import OPEN_RULE
from zzrules.cli.papers import PaperTemplates
from zzrules.cli.parser import COLUMNS, HelpAskedError, WrongUseError, described
from zzrules.cli.readings import Readings
from zzrules.cli.regulation import RegulationText
from zzrules.cli.replay import Replay
from zzrules.cli.schema import SchemaOf
from zzrules.cli.site import Site
from zzrules.cli.terminal import Output, wrap
from zzrules.cli.why import Why


@dataclass(frozen=True, kw_only=True)
class Completion(Command):
    """Print what makes a shell complete command lines; it stands here because it writes down the table."""

    name = "completion"
    summary = "写出命令行补全的脚本：bash、zsh、fish 按了 Tab 键，就补全命令、选项、选项的值、文件名。"
    usage = "bash|zsh|fish"
    notes = (
        'bash：在 ~/.bashrc 里加一行 eval "$(zzrules completion bash)"',
        "zsh：在 ~/.zshrc 里（compinit 之后）加一行 source <(zzrules completion zsh)",
        "fish：zzrules completion fish > ~/.config/fish/completions/zzrules.fish",
    )

    shell: Shell = choice(options=get_args(Shell), description="哪一种 shell", default="bash")

    def run(self, output: Output) -> ExitCode:
        """Print the script of a shell."""
        output.data(script(self.shell, COMMANDS))
        return ExitCode.DECIDED


COMMANDS: Mapping[str, type[Command]] = {
    command.name: command
    for command in (
        Evaluate,
        Explain,
        Why,
        Ask,
        CaseFiles,
        Due,
        Doctor,
        Map,
        Check,
        Diff,
        Readings,
        RunFeatures,
        Coverage,
        Format,
        New,
        LanguageServer,
        RegulationText,
        Concordance,
        Site,
        PaperTemplates,
        Facts,
        SchemaOf,
        WorkingDays,
        WriteBundle,
        Replay,
        Completion,
    )
}


def parsed(argv: Sequence[str]) -> Command:
    """Return the command of a command line. Raises `WrongUseError`, or `HelpAskedError` with the help."""
    name = argv[0] if argv else ""
    if name in ("-h", "--help", "help"):
        raise HelpAskedError(overview())
    if name not in COMMANDS:
        message = f"没有命令「{name}」" if name else "缺少命令"
        raise WrongUseError(f"{message}，只能是 {'、'.join(COMMANDS)}", "用法：zzrules 命令 …")
    return COMMANDS[name].parsed(argv[1:])


def overview() -> str:
    """Return the help of the program as a whole."""
    rows = [(name, command.summary) for name, command in COMMANDS.items()]
    options = [("-h, --help", "显示这一页；命令后面写 --help，显示那个命令的帮助"), ("--version", "显示版本")]
    return "\n".join(
        [
            "用法：zzrules 命令 …",
            "",
            *wrap("按政务服务的条文评价案卷：每个结论都写明条款；不知道的不猜，写明还缺什么。", COLUMNS),
            "",
            "命令：",
            *described(rows),
            "",
            "选项：",
            *described(options),
            "",
            "例子：",
            "  zzrules explain 案卷.yaml --on 2026-05-06",
            "  zzrules evaluate 全部案卷.jsonl --on 2026-05-06 --about 8.2 --format jsonl > 结论.jsonl",
            "  zzrules evaluate 全部案卷.xlsx --on 2026-05-06 --about 8.2 -o 结论.xlsx",
            "  zzrules map 台账.xlsx -o 对照.yaml",
            "  zzrules evaluate 台账.xlsx --map 对照.yaml --on 2026-05-06 -o 结论.xlsx",
            "  zzrules why 案卷.yaml --on 2026-05-06 --policy 8.2 --outcome 予以轮换调整",
            "  zzrules ask 8.2 --on 2026-05-06 -o 案卷.yaml",
            "  zzrules casefile 流水.yaml --on 2026-03-10",
            "  zzrules due 流水文件夹 --on 2026-03-10 --within 3 --format ics -o 到期.ics",
            "  zzrules check 政策文件夹 --fill",
            "  zzrules test 政策文件夹",
            "  zzrules coverage 政策文件夹 场景文件夹 --floor 95",
            "  zzrules bundle 政策文件夹 -o 归档/2026.zzrules",
            "  zzrules replay 决定.jsonl --archive 归档",
            "  zzrules new 某市 --name 某市政务服务规定 --text 法规.txt",
            "",
            "退出码：",
            *described([(str(code), code.meaning) for code in ExitCode]),
            "",
            *wrap(OPEN_RULE, COLUMNS),
        ]
    )
