"""``zzrules casefile``: what a log leaves to be done as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, arguments
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output


@dataclass(frozen=True, kw_only=True)
class CaseFiles(Command):
    """Say how cases stand as of a day."""

    name = "casefile"
    summary = "按流水说明到某一天为止的义务：待办、临近、逾期、已了结，各有期限、理由和条文；再说明各政策的结论。"
    usage = "文件 … --on 日期 [--known-on 日期] [--within 工作日数] [--about 条款 …]"
    notes = (
        legend(
            (ExitCode.DECIDED, "没有待查明的义务"),
            (ExitCode.UNDETERMINED, "有"),
            (ExitCode.MISTAKE, "流水有错（其余照常）"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
    )

    files: tuple[str, ...] = arguments(
        "文件",
        "流水：.yaml、.json（一份流水，或者若干事件）、.jsonl（一行一件事件；一行有「流水」的，一行一份）；"
        "- 是标准输入",
    )
    on: date = options.until()
    known_on: date | None = options.known_on()
    within: int = options.within()
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    assume: tuple[str, ...] | None = options.assume()
    format: options.Page = options.page()
    input: RecordForm | None = options.record_form("流水")

    def run(self, output: Output) -> ExitCode:
        """Print how each case stands."""
        from zzrules.answer import chronicle
        from zzrules.answer.obligation import UNDETERMINED
        from zzrules.cli.books import known_data, known_line, rulebook
        from zzrules.cli.logs import STATUS_COLOURS, follow

        book = rulebook(self)
        if self.format != "json" and (known := known_line(self)):
            output.say(f"{known}\n")
        book.scope(self.about)
        mistakes = undetermined = False
        first = True
        entries = []
        for case in follow(book, self.files, self.on, self.about, self.within, self.input):
            mistakes = mistakes or bool(case.problems)
            if case.answer is None or self.format == "json" or not output.together:  # else the report lists them
                case.complain(output)
            if case.answer is None:
                continue
            undetermined = undetermined or any(obligation.status == UNDETERMINED for obligation in case.answer.open)
            if self.format == "json":
                entries.append({"source": case.log.source} | known_data(self) | case.answer.to_dict())
                continue
            if not first:
                output.say()
            first = False
            for line in chronicle.lines(case.answer.chronicle(), markdown=self.format == "markdown"):
                output.say_line(line, STATUS_COLOURS)
        if self.format == "json":
            output.json(entries)
        return ExitCode.of(mistakes=mistakes, undetermined=undetermined)
