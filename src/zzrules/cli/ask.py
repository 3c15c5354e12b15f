"""``zzrules ask``: an interview on the terminal, at the end a record and its determination."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.errors import RecordError, UsageError
from zzrules.cli import options
from zzrules.cli.command import Command, arguments, flag, text
from zzrules.cli.exits import ExitCode
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.interview import Interview, Question
    from zzrules.rulebook import Rulebook

_BACK: Final = "退回"
_STOP: Final = "结束"
_WAYS: Final = (
    "回答：写出值，或者选项的序号。不知道（或者空着）：先放着；查不清：查过，查不出来；不适用：没有这回事，记作「无」。\n"
    "只知道一部分的：不晚于 2026-03-02、属于 甲、乙。退回：收回上一个回答；退回 事实：收回那一个；结束：不再问。"
)
_WITHIN: Final = re.compile("(不早于|晚于|不晚于|早于|以上|超过|以下|未满|属于|不属于) *(.+)")
_LISTED: Final = ("属于", "不属于")
_MARK: Final = "、"


@dataclass(frozen=True, kw_only=True)
class Ask(Command):
    """Ask for one fact after another, the one that settles most first."""

    name = "ask"
    summary = "一问一答：每次问最能定下结论的一项，定了就不再问；最后写出案卷和结论。"
    usage = "条款 … --on 日期 [--record 案卷] [-o 案卷文件] [--thorough]"
    notes = (options.JUDGED, *_WAYS.split("\n"))

    asked: tuple[str, ...] = arguments("条款", "问什么：条款（第…条、第…条第（…）项、8.2），或者政策的名字、代码")
    on: date = options.evaluated_on()
    record: str | None = text("--record", metavar="文件", description="已经知道的：一份案卷，从它接着问")
    output: str | None = options.result_file("案卷写到这个文件（YAML）；不写，打印出来；写好了才换上")
    thorough: bool = flag("--thorough", description="归类定了以后，只影响理由的也问")
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()

    def run(self, output: Output) -> ExitCode:
        """Ask on the standard output, read answers from the standard input, then print what comes of them."""
        from zzrules.batch.delivery import write_whole
        from zzrules.cli.books import known_line, rulebook
        from zzrules.cli.evaluate import print_answers

        book = rulebook(self)
        known = _known(self.record) if self.record is not None else {}
        asked = [options.place(word) for word in self.asked]
        talk = book.interview(asked, on=self.on, record=known, thorough=self.thorough)
        talk = _Conversation(book, output).hold(talk)
        output.say()
        if talk.left_open:
            output.say(f"不知道的：{_MARK.join(talk.left_open)}")
        if line := known_line(self):
            output.say(line)
        print_answers(talk.determination, output)
        if self.output is None:
            output.say()
            output.say(talk.to_yaml().rstrip("\n"))
        else:
            write_whole(self.output, talk.to_yaml().encode())
            output.say(f"案卷写在 {self.output}")
        return ExitCode.of(mistakes=False, undetermined=not talk.determination.decided)


def _known(file: str) -> dict[str, Any]:
    """Return the record of a file. Raises `RecordError` if it cannot be read, or is not one."""
    from zzrules.base.diagnostics.cases import NOT_A_RECORD
    from zzrules.base.errors import Place
    from zzrules.batch.files import read_cases

    cases = list(read_cases([file]))
    if len(cases) != 1:
        raise RecordError(NOT_A_RECORD(Place(file)))
    return dict(cases[0].facts())


class _Conversation:
    """Asks, reads, and tells what is wrong with an answer, until nothing is to be asked."""

    def __init__(self, book: Rulebook, output: Output) -> None:
        self._book, self._output = book, output

    def hold(self, talk: Interview) -> Interview:
        """Return the interview when it is over, or the answers have ended."""
        self._output.say(_WAYS)
        while (question := talk.question) is not None:
            self._output.say()
            for line in _asked(question):
                self._output.say(line)
            word = self._read()
            if word is None or word == _STOP:
                break
            try:
                talk = self._answered(talk, question, word)
            except (RecordError, UsageError) as error:
                for problem in error.problems:
                    self._output.say(f"  {problem}")
        return talk

    def _answered(self, talk: Interview, question: Question, word: str) -> Interview:
        if word.startswith(_BACK):
            fact = word.removeprefix(_BACK).strip() or next(reversed(talk.answered), question.label)
            return talk.without(fact)
        return talk.answer(self._value(question, word))

    def _value(self, question: Question, word: str) -> Any:
        """Return what a word means as an answer to a question, as records have it."""
        from zzrules.interview import NOT_KNOWN

        if not word:
            return NOT_KNOWN
        if (part := _WITHIN.fullmatch(word)) is not None:
            bound, value = part.groups()
            return {bound: value.split(_MARK) if bound in _LISTED else value}
        if word[0] in "[{":
            import json

            try:
                return json.loads(word)
            except ValueError:
                return word
        if question.kind == "多选":
            return self._several(question, word)
        if word.isascii() and word.isdecimal():
            if question.options and 0 < int(word) <= len(question.options):
                return question.options[int(word) - 1]
            return int(word) if question.kind == "整数" else word
        if question.kind == "认定" and word in ("是", "否"):
            return self._finding(question, word)
        return word

    @staticmethod
    def _several(question: Question, word: str) -> Any:
        """Return the options that a word gives, each by its name or its number; another word as it stands."""
        numbered = {str(number): option for number, option in enumerate(question.options, 1)}
        parts = [part for part in re.split(r"[、,，\s]+", word) if part]
        named = [numbered.get(part, part) for part in parts]
        return named if len(named) > 1 or named[0] in question.options else word

    def _finding(self, question: Question, conclusion: str) -> Any:
        """Return a finding, each of whose parts is asked for; what is not known is left out."""
        finding: dict[str, str] = {"结论": conclusion}
        for part in ("机构", "层级", "日期", "依据"):
            known = f"（{_numbered(question.bodies)}）" if part == "机构" and question.bodies else ""
            self._output.say(f"  认定的{part}{known}？")
            word = self._read()
            if word and word != "不知道":
                numbered = part == "机构" and word.isdecimal() and 0 < int(word) <= len(question.bodies)
                finding[part] = question.bodies[int(word) - 1] if numbered else word
        return finding

    def _read(self) -> str | None:
        """Return the next line; None if there is none."""
        self._output.flush()
        line = sys.stdin.readline() if sys.stdin else ""
        return line.strip() if line else None


def _asked(question: Question) -> Iterator[str]:
    """Yield a question with what may be answered."""
    yield f"【{question.label}】{question.question}"
    yield f"  {_MARK.join(question.policies)}"
    if question.note:
        yield f"  只需查明：{question.note}"
    if question.options:
        yield f"  {_numbered(question.options)}"
    elif question.bodies:
        yield f"  由{_MARK.join(question.bodies)}认定：是、否" + ("、无" if question.may_be_none else "")
    elif question.fields:
        none = "；没有的，写「无」" if question.may_be_none else ""
        yield f"  列表，写成 JSON：[{{…}}]，各项有{_MARK.join(question.fields)}{none}"
    else:
        units = f"（{_MARK.join(question.units)}）" if question.units else ""
        yield f"  {'是、否' if question.kind == '是否' else question.kind}{units}" + (
            "，或者「无」" if question.may_be_none else ""
        )


def _numbered(words: tuple[str, ...]) -> str:
    return "　".join(f"{number} {word}" for number, word in enumerate(words, 1))
