"""argparse in Chinese: usage, help, and what is wrong with a command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from zzrules.base.widths import pad, width
from zzrules.cli.terminal import wrap

COLUMNS = 100
_NAMES = 28
"""How wide names may be before what they mean begins on a line of its own."""


class WrongUseError(Exception):
    """The command line cannot be understood: what is wrong, the usage to show, and what ``--help`` goes with."""

    def __init__(self, message: str, usage: str, program: str = "zzrules") -> None:
        """Take what is wrong and the usage, both in Chinese."""
        self.usage, self.program = usage, program
        super().__init__(message)


class HelpAskedError(Exception):
    """Help was asked for; the text is the argument."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option, or an argument without ``names``: its line of help, and the rest as argparse takes it."""

    names: tuple[str, ...]
    description: str
    settings: Mapping[str, Any]

    @property
    def shown(self) -> str:
        """How it is written, for the help."""
        value = "|".join(self.settings.get("choices", ())) or str(self.settings.get("metavar", ""))
        more = " …" if self.settings.get("nargs") in ("+", "*") else ""
        return " ".join(part for part in (", ".join(self.names), value) if part) + more


class Parser(argparse.ArgumentParser):
    """argparse, with help and errors in Chinese."""

    def __init__(
        self, name: str, summary: str, usage: str, notes: Sequence[str], options: Iterable[tuple[Option, str]]
    ) -> None:
        """Take what the command's help says, and each option with the name of the field that it fills."""
        super().__init__(prog=f"zzrules {name}", add_help=False, allow_abbrev=False)
        self._summary, self._usage, self._notes = summary, usage, notes
        self._rows: list[tuple[str, str]] = []
        for option, name_of_field in options:
            self._add(option, name_of_field)
        self._add(Option(("-h", "--help"), "显示这一页", {"action": _Help}), "help")

    def _add(self, option: Option, name_of_field: str) -> None:
        if option.names:
            self.add_argument(*option.names, dest=name_of_field, **option.settings)
        else:
            self.add_argument(name_of_field, **option.settings)
        self._rows.append((option.shown, option.description))

    def format_usage(self) -> str:
        """Return the usage."""
        return f"用法：{self.prog} {self._usage}"

    def format_help(self) -> str:
        """Return the help."""
        lines = [self.format_usage(), "", *wrap(self._summary, COLUMNS), "", "参数和选项：", *described(self._rows)]
        for note in self._notes:
            lines += ["", *wrap(note, COLUMNS)]
        return "\n".join(lines)

    def error(self, message: str) -> NoReturn:
        """Raise `WrongUseError` with argparse's message in Chinese."""
        raise WrongUseError(in_chinese(message), self.format_usage(), self.prog)


class _Help(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_settings: object) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS)

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        raise HelpAskedError(parser.format_help())


def described(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return names with what they mean, in two columns."""
    left = min(_NAMES, max(width(name) for name, _ in rows))
    lines = []
    for name, meaning in rows:
        first, *rest = wrap(meaning, COLUMNS - left - 4)
        if width(name) > left:
            lines += [*(f"  {part}" for part in _broken(name)), f"  {' ' * left}  {first}"]
        else:
            lines.append(f"  {pad(name, left)}  {first}")
        lines += [f"  {' ' * left}  {line}" for line in rest]
    return lines


def _broken(name: str) -> list[str]:
    """Return a name in lines that fit, broken after a bar."""
    lines = [""]
    for part in re.findall(r"[^|]+\|?", name):
        if width(lines[-1] + part) > COLUMNS - 2:
            lines.append("    ")
        lines[-1] += part
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
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return chinese.format(*(part.replace("'", "").replace(", ", "、") for part in match.groups()))
    return f"命令行写得不对（{message}）"
