"""``zzrules explain``: a determination with its reasons for each record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from zzrules.base.errors import UsageError
from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, choice, flag, optional
from zzrules.cli.exits import ExitCode
from zzrules.cli.terminal import Colour, Output

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination
    from zzrules.cli.records import Judged, Judging
    from zzrules.rulebook import Rulebook

Format = Literal["text", "markdown", "json", "html", "docx"]
_ONE_FILE: frozenset[Format] = frozenset(("html", "docx"))
_COLOURS: dict[str, Colour] = {"outcome": "green", "open outcome": "yellow"}


@dataclass(frozen=True, kw_only=True)
class Explain(Command):
    """Judge records and give the reasons."""

    name = "explain"
    summary = "评价案卷，并说明理由：情形、后果、尚缺的事实、条文。"
    usage = (
        "文件 … --on 日期 [--known-on 日期] [--about 条款 …]\n"
        "      [--format text|markdown|json|html|docx] [-o 文件] [--template 文件] [--readings]"
    )
    notes = (options.JUDGED + options.OPEN_RULE,)

    files: tuple[str, ...] = options.record_files()
    on: date = options.evaluated_on()
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: Format = choice(
        "--format",
        options=get_args(Format),
        description="text：文字（默认）；markdown；json：一个数组；html：一个网页；docx：一份评价意见的草稿（公文格式）",
        default="text",
    )
    output: str | None = options.result_file("html、docx 写到这个文件；docx 必须写明，html 不写是标准输出")
    template: str | None = optional(
        "--template",
        metavar="文件",
        description="docx 用这个模板（.docx）；不写，用随程序的；见 docs/文书.md",
        read=str,
        default=None,
    )
    readings: bool = flag("--readings", description="再列出：哪些口径换一种说法，什么结论、后果、义务就会不同")
    input: RecordForm | None = options.record_form()

    def run(self, output: Output) -> ExitCode:
        """Print a determination with its reasons for each record."""
        from zzrules.cli.books import known_data, rulebook
        from zzrules.cli.records import Judging

        if self.format != "docx":
            self.refuse_idle(f"--format {self.format} 不用模板", "template")
        if self.format in _ONE_FILE:
            self.refuse_idle(f"--format {self.format} 不列口径", "readings")
        else:
            self.refuse_idle(f"--format {self.format} 写到标准输出", "output")
        book = rulebook(self)
        book.scope(self.about)
        judging = Judging(book, self.on, self.about, output, head=known_data(self))
        if self.format in _ONE_FILE:
            self._one_file(judging, output)
        else:
            self._printed(judging, book, output)
        return judging.exit_code

    def _one_file(self, judging: Judging, output: Output) -> None:
        """Write the determination of the only record as one file."""
        from zzrules.base.diagnostics import use
        from zzrules.batch.delivery import write_whole

        judged = [*islice(judging.determinations(self.files, self.input), 2)]
        if len(judged) > 1:
            raise UsageError(use.ONE_CASE_ONLY(form=self.format))
        for case, determination in judged:
            if self.format == "html":
                from zzrules.pages.determination import to_html

                content = to_html(determination, Path(case.name).name).encode("utf-8", "replace")
            else:
                from zzrules.papers import opinion

                if self.output is None:
                    raise UsageError(use.PAPER_TO_TERMINAL())
                content = opinion(determination, Path(case.name).name, self.template)
            if self.output is None:
                output.raw(content)
            else:
                write_whole(self.output, content)
                output.complain(f"写好了：{self.output}")

    def _printed(self, judging: Judging, book: Rulebook, output: Output) -> None:
        """Print a determination with its reasons for each record."""
        from zzrules.answer.rendering import Page
        from zzrules.base.quoting import one_line
        from zzrules.cli.books import known_line
        from zzrules.cli.records import print_json

        if self.format == "json":
            print_json((self._data(judged) for judged in judging.each(self.files, self.input)), output)
            return
        markdown = self.format == "markdown"
        if known := known_line(self):
            output.say(f"{known}\n")
        first = True
        for case, determination in judging.determinations(self.files, self.input):
            if not first:
                output.say()
            first = False
            if not case.alone or len(self.files) > 1:
                name = one_line(case.name)
                named = f"<!-- {_in_comment(name)} -->\n" if markdown else output.paint(f"【{name}】", "bold")
                output.say(named)
            for line in Page(markdown=markdown).lines(determination.report()):
                output.say_line(line, {} if markdown else _COLOURS)
            if self.readings:
                for text in _readings(determination, book, markdown=markdown):
                    output.say(text)

    def _data(self, judged: Judged) -> dict[str, Any]:
        data = judged.to_dict()
        if self.readings and judged.determination is not None:
            data["readings"] = [asdict(effect) for effect in judged.determination.readings()]
        return data


def _in_comment(text: str) -> str:
    """Return a text that does not end a comment of Markdown.

    >>> _in_comment("甲-->乙"), _in_comment("示例.yaml")
    ('甲－－>乙', '示例.yaml')
    """
    return text.replace("--", "－－")


def _readings(determination: Determination, book: Rulebook, *, markdown: bool) -> Iterator[str]:
    """Yield the readings that, taken otherwise, would change something, with what that is."""
    yield from ("", "## 影响结论的口径", "") if markdown else ("", "影响结论的口径", "──────────────")
    aside = {answer.code for answer in determination if answer.aside}
    effects = determination.readings()
    if len(aside) < len(determination):
        effects = tuple(effect for effect in effects if effect.policy not in aside)
    if not effects:
        yield "没有：所采的口径换成另一种说法，所问的结论、后果、义务都不变。"
    for effect in effects:
        name, owner = (book.plan.policy(code).name for code in (effect.policy, effect.owner))
        moved = "" if effect.owner == effect.policy else f"{name}的"
        yield (
            f"- {owner}的口径「{effect.reading}」采「{effect.taken}」；采「{effect.other}」的，"
            f"{moved}{'；'.join(effect.changes)}。所采的依据：{effect.basis}"
        )
