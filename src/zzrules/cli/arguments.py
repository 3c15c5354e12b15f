"""The words of the command line: commands, options and help in Chinese, and what argparse says, said in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from zzrules.cli.terminal import pad, width, wrap

COLUMNS = 100
EXIT_CODES = (
    ("0", "所问的都有了结论；check 没有发现错误"),
    ("1", "案卷或者政策有错（逐条写在标准错误输出）；其余案卷照常评价"),
    ("2", "命令行写得不对，包括评价日不是日期、没有所问的条款"),
    ("3", "至少有一处待查明（又有错的，是 1）"),
    ("70", "程序自身的缺陷，请报告"),
    ("74", "写不出结果：磁盘满了，没有权限，没有那个文件夹"),
    ("130", "被 Ctrl-C 或者 SIGTERM 中断"),
    ("141", "读结果的程序先退出了（管道断开）"),
)
KINDS = ("outcome", "possible", "grounds", "complete", "consequences", "deadlines", "missing", "versions")
FORMS = ("yaml", "json", "jsonl", "parquet", "csv", "xlsx", "arrow")
OPEN_RULE = (
    "不写 --about 时，只看案卷涉及的政策：它有情形成立，或者案卷写了只有它才问的事实。没有涉及的和无论如何不会适用的，"
    "仍列为待查明，但不影响退出码；一个结论也没有的，退出码是 3。写了 --about 的，所问的都算。"
)

BATCH_RULE = (
    "写了 -o 的，整批按列评价，答案和逐份评价相同：一列一个事实，列名用事实的中文名或者代码，空着的是未知；"
    "认定写成「事实.结论」「事实.机构」「事实.日期」「事实.依据」几列，列表写成 JSON。不是事实的列照样带过。"
    "有错的行不在结果里，另写一个文件，逐行写明文件、行号、列、原因，退出码是 1。屏幕上是汇总；"
    "不写 --about 时，有一列是某个政策才问的事实、或者某个政策有了适用的结论，才算涉及。"
)


class CommandLineError(Exception):
    """The command line cannot be understood: what is wrong, and the usage to show."""

    def __init__(self, message: str, usage: str, program: str = "zzrules") -> None:
        """Take what is wrong and the usage, both in Chinese, and what has a help page on it."""
        self.usage, self.program = usage, program
        super().__init__(message)


class HelpAskedError(Exception):
    """Help was asked for; the text is the argument."""


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand: its summary, its usage, its arguments, and notes for its help."""

    summary: str
    usage: str
    arguments: Callable[[Parser], None]
    notes: tuple[str, ...] = ()


class Parser(argparse.ArgumentParser):
    """argparse, with help and errors in Chinese."""

    def __init__(self, name: str, command: Command) -> None:
        """Take the command's name and what it is."""
        super().__init__(prog=f"zzrules {name}", add_help=False, allow_abbrev=False)
        self.command = command
        self.rows: list[tuple[str, str]] = []
        command.arguments(self)
        self.option("-h", "--help", help="显示这一页", action=_Help)

    def option(self, *names: str, help: str, **settings: Any) -> None:  # noqa: A002 - argparse's words
        """Add an argument or an option with its line of help."""
        action = self.add_argument(*names, **settings)
        shown = ", ".join(action.option_strings) or str(action.metavar)
        if action.option_strings and action.nargs != 0:
            shown += f" {'|'.join(action.choices) if action.choices else action.metavar}"
        self.rows.append((shown + (" …" if action.nargs in ("+", "*") else ""), help))

    def format_usage(self) -> str:
        """Return the usage."""
        return f"用法：{self.prog} {self.command.usage}"

    def format_help(self) -> str:
        """Return the help."""
        lines = [self.format_usage(), "", *wrap(self.command.summary, COLUMNS), "", "参数和选项："]
        lines += described(self.rows)
        for note in self.command.notes:
            lines += ["", *wrap(note, COLUMNS)]
        return "\n".join(lines)

    def error(self, message: str) -> NoReturn:
        """Raise `CommandLineError` with argparse's message in Chinese."""
        raise CommandLineError(in_chinese(message), self.format_usage(), self.prog)


class _Help(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_settings: object) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS)

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        raise HelpAskedError(parser.format_help())


def described(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return names with what they mean, in two columns."""
    left = min(28, max(width(name) for name, _ in rows))
    lines = []
    for name, meaning in rows:
        first, *rest = wrap(meaning, COLUMNS - left - 4)
        if width(name) > left:
            lines += [f"  {name}", f"  {' ' * left}  {first}"]
        else:
            lines.append(f"  {pad(name, left)}  {first}")
        lines += [f"  {' ' * left}  {line}" for line in rest]
    return lines


_SAID = (
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "没有这样的选项或者参数：{0}"),
    (r"argument (.+?): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 没有「{1}」，只能是 {2}"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能和 {1} 一起用"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 后面不写值"),
    (r"argument (.+?): (.*[\u4e00-\u9fff].*)", "{0}：{1}"),
)


def in_chinese(message: str) -> str:
    """Return what argparse says, in Chinese.

    >>> in_chinese("the following arguments are required: 文件, --on")
    '缺少 文件、--on'
    """
    for pattern, chinese in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return chinese.format(*(part.replace("'", "").replace(", ", "、") for part in found.groups()))
    return f"命令行写得不对（{message}）"


def _day(text: str) -> date:
    from zzrules.policy.forms import DAY

    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(_no_day(text))


def _no_day(text: str) -> str:
    return f"「{text}」不是日期，写成四位年-两位月-两位日，如 2026-05-06"


def _day_or_column(text: str) -> date | str:
    return _day(text) if text[:1].isdigit() else text


# ── the commands ────────────────────────────────────────────────────────


_FILES = "案卷：.yaml（一份，或者一个列表）、.json（一个对象，或者一个数组）、.jsonl（一行一份）；- 是标准输入"


def _records(parser: Parser, more: str = "") -> None:
    parser.option("files", metavar="文件", nargs="+", help=_FILES + more)
    if more:
        return
    parser.option(
        "--on", metavar="日期", type=_day, required=True, help="评价日，如 2026-05-06；必须写明，不取电脑的时钟"
    )


def _policies(parser: Parser) -> None:
    parser.option("--policies", metavar="文件夹", help="用这个文件夹里的政策；不写，用随程序发布的政策")
    _over(parser)


def _over(parser: Parser) -> None:
    parser.option("--over", metavar="文件夹", help="叠在上面的文件夹：同名的文件代替原来的，别的文件添进来")


def _about(parser: Parser) -> None:
    parser.option(
        "--about",
        metavar="条款",
        nargs="+",
        action="extend",
        help="只问这些：条款（第…条、第…条第（…）项、8.2 都可以），或者政策的名字、代码；写在文件后面",
    )


def _input(parser: Parser) -> None:
    parser.option("--input", choices=("yaml", "json", "jsonl"), help="案卷的格式；不写，看扩展名，标准输入看开头")


def _evaluate(parser: Parser) -> None:
    _records(parser, "。写了 -o 的，还可以是 .parquet、.csv、.xlsx、.arrow，或者放着同一种文件的文件夹")
    parser.option(
        "--on",
        metavar="日期",
        type=_day_or_column,
        required=True,
        help="评价日，如 2026-05-06；必须写明，不取电脑的时钟。写了 -o 的，可以是一列的名称：每行各有评价日",
    )
    _about(parser)
    _policies(parser)
    parser.option(
        "--format",
        choices=("text", "table", "json", "jsonl"),
        default="text",
        help="text：每份案卷几行（默认）；table：一张表；json：一个数组；jsonl：一行一份，读一份写一份，"
        "出错的案卷也占一行：{error: …}；写了 -o 的，只有 text 和 json，说的是汇总",
    )
    parser.option(
        "-o",
        "--output",
        metavar="文件",
        help="成批评价，结果写到这个文件：.parquet、.csv、.xlsx、.jsonl、.arrow；写好了才换上，写不成的不留半个文件",
    )
    parser.option(
        "--columns",
        choices=KINDS,
        nargs="+",
        help="结果里要哪些列（和 -o 一起用）：结论、可能的结论、情形、情形连同手续、后果、后果的期限、尚缺的事实、"
        "可能适用的版本；不写，是前三种",
    )
    parser.option("--bad", metavar="文件", help="有错的行写到哪里（和 -o 一起用）；不写，是结果的文件名后面加 .bad.csv")
    parser.option("--sheet", metavar="工作表", help="读 .xlsx 里的这一张（和 -o 一起用）；不写，读唯一有数据的那一张")
    parser.option(
        "--input", choices=FORMS, help="案卷的格式；不写，看扩展名，标准输入看开头；文件夹里有几种文件的，只读这一种"
    )


def _explain(parser: Parser) -> None:
    _records(parser)
    _about(parser)
    _policies(parser)
    parser.option("--markdown", action="store_const", dest="format", const="markdown", help="写成 Markdown")
    parser.option("--json", action="store_const", dest="format", const="json", help="写成 JSON，一个数组")
    parser.option("--readings", action="store_true", help="再列出：哪些口径换一种说法，结论就会不同")
    _input(parser)


def _why(parser: Parser) -> None:
    _records(parser)
    parser.option("--policy", metavar="条款", required=True, help="哪一个政策（或者情形）：条款、名字或者代码")
    parser.option("--outcome", metavar="结论", help="哪一个结论：名字或者代码；不写，是已有的结论，未定的逐一说")
    _policies(parser)
    _input(parser)


def _within(parser: Parser) -> None:
    parser.option(
        "--within",
        metavar="工作日数",
        type=_count,
        default=3,
        help="期限在几个工作日以内的算临近届满；不写是 3",
    )


def _count(text: str) -> int:
    if re.fullmatch("[0-9]{1,4}", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"「{text}」不是工作日数，写成非负整数，如 3")


def _casefile(parser: Parser) -> None:
    parser.option(
        "files",
        metavar="文件",
        nargs="+",
        help="流水：.yaml、.json（一份流水，或者若干事件）、.jsonl（一行一件事件；一行有「流水」的，一行一份）；"
        "- 是标准输入",
    )
    parser.option("--on", metavar="日期", type=_day, required=True, help="到哪一天为止；必须写明，不取电脑的时钟")
    _within(parser)
    _about(parser)
    _policies(parser)
    parser.option("--markdown", action="store_const", dest="format", const="markdown", help="写成 Markdown")
    parser.option("--json", action="store_const", dest="format", const="json", help="写成 JSON，一个数组")


def _due(parser: Parser) -> None:
    parser.option("files", metavar="文件夹", nargs="+", help="流水文件，或者放流水文件的文件夹（连同下级文件夹）")
    parser.option("--on", metavar="日期", type=_day, required=True, help="到哪一天为止；必须写明，不取电脑的时钟")
    _within(parser)
    _about(parser)
    _policies(parser)
    parser.option(
        "--format",
        choices=("table", "csv", "ics", "json"),
        default="table",
        help="table：一张表（默认）；csv：电子表格；ics：日历，可供订阅；json",
    )
    parser.option("-o", "--output", metavar="文件", help="写到这个文件；写好了才换上，写不成的不留半个文件")


def _doctor(parser: Parser) -> None:
    _policies(parser)


def _check(parser: Parser) -> None:
    parser.option("folder", metavar="文件夹", nargs="?", help="政策的文件夹；不写，是随程序发布的政策")
    _over(parser)
    parser.option(
        "--fill", action="store_true", help="给写了「依据」而没有「原文」的政策、情形、手续、结论、后果、义务补上条文"
    )
    parser.option("--readings", action="store_true", help="口径逐项写出依据和说明")
    parser.option("--calendar", action="store_true", help="把工作日历和 holidays 软件包逐日核对")


def _facts(parser: Parser) -> None:
    parser.option(
        "--events",
        action="store_true",
        help="改为列出流水里可以登记的事件；写了 --about 的，只列说明这些政策所问事实的",
    )
    parser.option("--schema", action="store_true", help="写成一份案卷的 JSON Schema（2020-12），用事实的代码作键")
    _about(parser)
    _policies(parser)
    parser.option(
        "--format", choices=("table", "markdown", "json"), default="table", help="table：一张表（默认）；markdown；json"
    )


COMMANDS = {
    "evaluate": Command(
        "评价案卷，每个政策一行：结论，或者待查明、缺几项事实。",
        "文件 … --on 日期 [--about 条款 …] [--format text|table|json|jsonl] [-o 文件]",
        _evaluate,
        (f"退出码：0 都有了结论，3 有待查明，1 有错，2 命令行不对。{OPEN_RULE}", BATCH_RULE),
    ),
    "explain": Command(
        "评价案卷，并说明理由：情形、后果、尚缺的事实、条文。",
        "文件 … --on 日期 [--about 条款 …] [--markdown | --json] [--readings]",
        _explain,
        (f"退出码：0 都有了结论，3 有待查明，1 有错，2 命令行不对。{OPEN_RULE}",),
    ),
    "why": Command(
        "为什么是（或者不是）某个结论：逐层列出条件，各写明成立、不成立还是待查明。",
        "文件 … --on 日期 --policy 条款 [--outcome 结论]",
        _why,
        ("退出码：0 该政策有了结论，3 待查明，1 有错，2 命令行不对。",),
    ),
    "casefile": Command(
        "按流水说明到某一天为止的义务：待办、临近、逾期、已了结，各有期限、理由和条文；再说明各政策的结论。",
        "文件 … --on 日期 [--within 工作日数] [--about 条款 …] [--markdown | --json]",
        _casefile,
        ("退出码：0 没有待查明的义务，3 有，1 流水有错（其余照常），2 命令行不对。",),
    ),
    "due": Command(
        "一批流水里，到某一天为止逾期的、几个工作日内届满的义务，按期限先后列出。",
        "文件夹 … --on 日期 [--within 工作日数] [--format table|csv|ics|json] [-o 文件]",
        _due,
        ("退出码：0，1 流水有错（其余照常列出），2 命令行不对。期限要等放假通知才能确定的，列在最后。",),
    ),
    "doctor": Command(
        "说明这台电脑上的 zzrules 用什么运行：版本、流水用哪个引擎及原因、日历到哪一天、可选软件包装了没有。",
        "[--policies 文件夹] [--over 文件夹]",
        _doctor,
        ("退出码：0 都能用（可选的没有装也是 0），1 政策有错。",),
    ),
    "check": Command(
        "检查政策：列出全部错误，各写明文件、行、列和改法；没有错误的，列出政策概况、宜再看一眼的地方和所采的口径。",
        "[文件夹] [--over 文件夹] [--fill] [--readings] [--calendar]",
        _check,
        (
            "退出码：0 没有错误，1 有错误，2 命令行不对。宜再看一眼的不算错误；和 holidays 不一致也不算。",
            "--fill 只在块式写法的「依据」下面加一行，不动注释、排版和花括号里的写法；重复运行不再改动。要写明文件夹。",
        ),
    ),
    "facts": Command(
        "列出案卷里可以写的事实：代码、中文名、类型、可选项或者单位、能否写「无」、怎样问。",
        "[--about 条款 …] [--format table|markdown|json] [--schema | --events]",
        _facts,
    ),
}


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
            "  zzrules why 案卷.yaml --on 2026-05-06 --policy 8.2 --outcome 予以轮换调整",
            "  zzrules casefile 流水.yaml --on 2026-03-10",
            "  zzrules due 流水文件夹 --on 2026-03-10 --within 3 --format ics -o 到期.ics",
            "  zzrules check 政策文件夹 --fill",
            "",
            "退出码：",
            *described(EXIT_CODES),
            "",
            *wrap(OPEN_RULE, COLUMNS),
        ]
    )


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments with ``command``. Raises `CommandLineError`, or `HelpAskedError` with the help."""
    name = argv[0] if argv else ""
    if name in ("-h", "--help", "help"):
        raise HelpAskedError(overview())
    if name not in COMMANDS:
        message = f"没有命令「{name}」" if name else "缺少命令"
        raise CommandLineError(f"{message}，只能是 {'、'.join(COMMANDS)}", "用法：zzrules 命令 …")
    parser = Parser(name, COMMANDS[name])
    arguments = parser.parse_args(argv[1:], argparse.Namespace(command=name))
    if name == "evaluate" and arguments.output is None and isinstance(arguments.on, str):
        parser.error(f"argument --on: {_no_day(arguments.on)}")
    return arguments
