"""What the program ends with."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class ExitCode(IntEnum):
    """An exit code with its meaning, as the help and docs/命令行.md give it."""

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Self:
        """Keep the meaning beside the number."""
        code = int.__new__(cls, number)
        code._value_ = number
        code.meaning = meaning
        return code

    DECIDED = 0, "所问的都有了结论；check 没有发现错误；test 全部通过"
    MISTAKE = 1, "案卷或者政策有错（逐条写在标准错误输出）；其余案卷照常评价"
    WRONG_USE = 2, "命令行写得不对，包括评价日不是日期、没有所问的条款"
    UNDETERMINED = 3, "至少有一处待查明（又有错的，是 1）"
    FAILED = 4, "test、site 有场景没有通过（又有错的，是 1）"
    DIFFERENT = 5, "diff 找到了结论不同的案卷；replay 有不一致的（又有不能复算的，都是 1）；fmt 有没有排好的"
    REFUSED = 6, "规则包改动过，没有签名，或者签名不是那把钥匙的：没有用它"
    UNCOVERED = 7, "coverage 低于 --floor（又有场景没有通过的，是 4）"
    INCOMPARABLE = 8, "diff 的两边、replay --under 的草案不是同一部法规的：没有比较"
    OUR_FAULT = 70, "程序自身的缺陷，请报告"
    NO_OUTPUT = 74, "写不出结果：磁盘满了，没有权限，没有那个文件夹"
    INTERRUPTED = 130, "被 Ctrl-C 或者 SIGTERM 中断"
    BROKEN_PIPE = 141, "读结果的程序先退出了（管道断开）"

    @classmethod
    def of(cls, *, mistakes: bool, undetermined: bool = False) -> ExitCode:
        """Return the code of a command that ran: mistakes count before what is undetermined.

        >>> int(ExitCode.of(mistakes=True, undetermined=True))
        1
        """
        return cls.MISTAKE if mistakes else cls.UNDETERMINED if undetermined else cls.DECIDED


def legend(*codes: tuple[ExitCode, str]) -> str:
    """Return what exit codes mean for one command, as a note of its help.

    >>> legend((ExitCode.DECIDED, "都能用"), (ExitCode.MISTAKE, "政策有错"))
    '退出码：0 都能用，1 政策有错。'
    """
    return f"退出码：{'，'.join(f'{code} {meaning}'.rstrip() for code, meaning in codes)}。"
