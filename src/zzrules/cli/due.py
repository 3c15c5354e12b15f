"""``zzrules due``: what is overdue and what falls due, over many logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, arguments, choice
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output, json_text, table

if TYPE_CHECKING:
    from zzrules.batch.reminders import Reminder

Format = Literal["table", "csv", "xlsx", "html", "ics", "json"]
_LIMITS = {3: (28, ""), 5: (20, ""), 6: (30, "")}


@dataclass(frozen=True, kw_only=True)
class Due(Command):
    """List what is overdue and what falls due."""

    name = "due"
    summary = "一批流水里，到某一天为止逾期的、几个工作日内届满的义务，按期限先后列出。"
    usage = "文件夹 … --on 日期 [--known-on 日期] [--within 工作日数]\n      [--format 写法] [-o 文件]"
    notes = (
        legend(
            (ExitCode.DECIDED, ""),
            (ExitCode.MISTAKE, "流水有错（其余照常列出）"),
            (ExitCode.WRONG_USE, "命令行不对"),
        )
        + "期限要等放假通知才能确定的，列在最后。",
    )

    files: tuple[str, ...] = arguments("文件夹", "流水文件，或者放流水文件的文件夹（连同下级文件夹）；- 是标准输入")
    on: date = options.until()
    within: int = options.within()
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: Format = choice(
        "--format",
        options=get_args(Format),
        description="table：一张表（默认）；csv、xlsx：电子表格；html：一页，挂在屏幕上或者打印；ics：日历，可供订阅；json",
        default="table",
    )
    output: str | None = options.result_file("写到这个文件，- 是标准输出；写好了才换上，写不成的不留半个文件")
    input: RecordForm | None = options.record_form("流水")

    def run(self, output: Output) -> ExitCode:
        """Print the reminders of all logs, or write them to a file."""
        from zzrules.batch.board import Board
        from zzrules.batch.reminders import csv_text, ics_bytes, in_order
        from zzrules.cli.books import rulebook
        from zzrules.cli.logs import follow

        book = rulebook(self)
        book.scope(self.about)
        mistakes, cases = False, 0
        unsorted: list[Reminder] = []
        for case in follow(book, self.files, self.on, self.about, self.within, self.input):
            case.complain(output)
            mistakes = mistakes or bool(case.problems)
            if case.answer is not None:
                cases += 1
                unsorted += case.answer.reminders()
        reminders = in_order(unsorted)
        board = Board(self.on, self.within, cases, book.digest, reminders, self.known_on)
        match self.format:
            case "csv":
                output.result(csv_text(reminders).encode(), self.output)
            case "ics":
                title = f"到期的义务（{self.on}起{self.within}个工作日以内）"
                output.result(ics_bytes(reminders, self.on, title), self.output)
            case "json":
                plain = [asdict(reminder) for reminder in reminders]
                output.result(json_text(plain).encode(), self.output)
            case "xlsx":
                from zzrules.batch.workbook import board_bytes

                output.result(board_bytes(board, book), self.output)
            case "html":
                from zzrules.pages.board import board_page

                output.result(board_page(board).encode(), self.output)
            case "table":
                lines = "\n".join(self._table(reminders, cases, output))
                if self.output is None:
                    output.say(lines)
                else:
                    output.result((lines + "\n").encode(), self.output)
        return ExitCode.of(mistakes=mistakes)

    def _table(self, reminders: Sequence[Reminder], cases: int, output: Output) -> list[str]:
        from zzrules.answer.account import pressing
        from zzrules.batch.reminders import HEAD
        from zzrules.cli.books import known_line
        from zzrules.cli.logs import STATUS_COLOURS

        head = f"{known_line(self)}到{self.on}为止，{cases}份流水"
        if not reminders:
            return [f"{head}，没有逾期的，{self.within}个工作日以内也没有届满的义务。"]
        late = sum(reminder.status == "breached" for reminder in reminders)
        names = HEAD if any(reminder.awaited for reminder in reminders) else HEAD[:-1]
        rows = []
        for reminder in reminders:
            status, *rest = reminder.cells()[: len(names)]
            if self.output is None:
                status = output.paint(status, STATUS_COLOURS.get(pressing(reminder.status, reminder.due), ""))
            rows.append((status, *rest))
        counts = f"逾期{late}项，{self.within}个工作日以内届满或者期限待定{len(reminders) - late}项："
        return [f"{head}，{counts}", "", *table(names, rows, _LIMITS)]
