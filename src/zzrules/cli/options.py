"""Options that several commands have."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import Final, Literal, get_args

from zzrules.batch.formats import RecordForm
from zzrules.cli.command import arguments, choice, optional, required, several, text
from zzrules.cli.exits import ExitCode, legend

Page = Literal["text", "markdown", "json"]
Plain = Literal["text", "json"]
_FORMS: tuple[RecordForm, ...] = ("yaml", "json", "jsonl")
STDOUT: Final = "-"

OPEN_RULE = (
    "不写 --about 时，只看案卷涉及的政策：它有情形成立，或者案卷写了只有它才问的事实。没有涉及的，"
    "仍列为待查明，但不影响退出码；一个结论也没有的，退出码是 3。写了 --about 的，所问的都算。"
)
JUDGED = legend(
    (ExitCode.DECIDED, "都有了结论"),
    (ExitCode.UNDETERMINED, "有待查明"),
    (ExitCode.MISTAKE, "有错"),
    (ExitCode.WRONG_USE, "命令行不对"),
)
_RECORDS = "案卷：.yaml（一份，或者一个列表）、.json（一个对象，或者一个数组）、.jsonl（一行一份）；- 是标准输入"


def day(word: str) -> date:
    """Return the day that a word of the command line means."""
    from zzrules.policy.forms import parse_day

    number = parse_day(word)
    if number is None:
        raise argparse.ArgumentTypeError(no_day(word))
    return date.fromordinal(number)


def no_day(word: str) -> str:
    """Return what is wrong with a word that is no day."""
    return f"「{word}」不是日期，写成四位年-两位月-两位日，如 2026-05-06"


def day_or_column(word: str) -> date | str:
    """Return the day that a word means, or the name of a column of days."""
    return day(word) if word[:1].isdigit() else word


def _count(word: str) -> int:
    if re.fullmatch("[0-9]{1,4}", word):
        return int(word)
    raise argparse.ArgumentTypeError(f"「{word}」不是工作日数，写成非负整数，如 3")


def _seconds(word: str) -> float:
    if re.fullmatch("[0-9]{1,3}", word) and 0 < int(word) <= 600:  # noqa: PLR2004 - ten minutes
        return float(word)
    raise argparse.ArgumentTypeError(f"「{word}」不是秒数，写 1 到 600 的整数，如 10")


def seconds(of: str) -> float:
    """Declare how long records are looked for, ``of`` what."""
    description = f"{of}最多找多久案卷；不写，2 秒"
    return optional("--seconds", metavar="秒数", description=description, read=_seconds, default=2.0)


def record_files(more: str = "") -> tuple[str, ...]:
    """Declare files of records; ``more`` is added to the line of help."""
    return arguments("文件", _RECORDS + more)


def record_form(what: str = "案卷") -> RecordForm | None:
    """Declare the form of files that are read one record, or one log, after another."""
    description = f"{what}的格式；不写，看扩展名，标准输入看开头"
    return choice("--input", options=_FORMS, description=description, default=None)


def evaluated_on() -> date:
    """Declare the day of evaluation."""
    description = "评价日，如 2026-05-06；必须写明，不取电脑的时钟"
    return required("--on", metavar="日期", description=description, read=day)


def until() -> date:
    """Declare the day up to which cases are followed."""
    return required("--on", metavar="日期", description="到哪一天为止；必须写明，不取电脑的时钟", read=day)


def known_on() -> date | None:
    """Declare the day by which the notices of the calendar were issued."""
    description = "工作日历只用这一天已经印发的通知；不写，用日历里所有的通知"
    return optional("--known-on", metavar="日期", description=description, read=day, default=None)


def within() -> int:
    """Declare how many working days ahead an obligation counts as about to fall due."""
    description = "期限在几个工作日以内的算临近届满；不写是 3"
    return optional("--within", metavar="工作日数", description=description, read=_count, default=3)


def place(word: str) -> str:
    """Return a place of the regulation as citations write it: a bare number is an article's.

    >>> place("21"), place("8.2")
    ('第21条', '8.2')
    """
    return f"第{word}条" if re.fullmatch("[0-9]{1,3}", word) else word


def about() -> tuple[str, ...] | None:
    """Declare what is asked about."""
    description = (
        "只问这些：条款（第…条、第…条第（…）项、8.2、21 都可以），或者政策、情形的名字，政策的代码；写在文件后面"
    )
    return several("--about", metavar="条款", description=description, read=place)


def data_set() -> tuple[str, ...] | None:
    """Declare the files of a data set by which changes are counted."""
    description = "案卷的文件：csv、xlsx、parquet、arrow、jsonl、json、yaml，或者它们的文件夹"
    return several("--records", metavar="文件", description=description)


def day_of_data_set() -> date | str | None:
    """Declare the day on which a data set is judged, or the column that has it."""
    description = "--records 的评价日，或者它所在的列"
    return optional("--on", metavar="评价日", description=description, read=day_or_column, default=None)


def policies() -> str | None:
    """Declare the folder of policies."""
    return text("--policies", metavar="文件夹", description="用这个文件夹里的政策；不写，用随程序发布的政策")


def over() -> str | None:
    """Declare the folder of policies laid over others."""
    description = "叠在上面的文件夹：同名的文件代替原来的，别的文件添进来"
    return text("--over", metavar="文件夹", description=description)


def signed_by() -> str | None:
    """Declare the public key to whose private key a bundle's signature has to belong."""
    return text("--signed-by", metavar="文件", description="规则包应当是这把公钥的私钥签的（PEM 文件）")


def assume() -> tuple[str, ...] | None:
    """Declare files that assume the calendar of a year whose notice is yet to come."""
    description = "假定日历的文件：通知还没有印发的年份，照它试算；依赖它的答案都写明"
    return several("--assume", metavar="文件", description=description)


def result_file(description: str) -> str | None:
    """Declare the file that a result is written to; None, and ``-``, are the standard output."""
    return optional("-o", "--output", metavar="文件", description=description, read=_named, default=None)


def _named(word: str) -> str | None:
    return None if word == STDOUT else word


def plain() -> Plain:
    """Declare whether people or programs read it."""
    return choice("--format", options=get_args(Plain), description="text：文字（默认）；json", default="text")


def page() -> Page:
    """Declare what prose is written as."""
    description = "text：文字（默认）；markdown；json：一个数组"
    return choice("--format", options=get_args(Page), description=description, default="text")
