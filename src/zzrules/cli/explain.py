"""``zzrules explain``: a determination with its reasons for each record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.batch.formats import RecordForm
from zzrules.cli import options
from zzrules.cli.command import Command, flag
from zzrules.cli.exits import ExitCode
from zzrules.cli.terminal import Colour, Output

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination
    from zzrules.cli.records import Judged
    from zzrules.rulebook import Rulebook

_COLOURS: dict[str, Colour] = {"outcome": "green", "open outcome": "yellow"}


@dataclass(frozen=True, kw_only=True)
class Explain(Command):
    """Judge records and give the reasons."""

    name = "explain"
    summary = "评价案卷，并说明理由：情形、后果、尚缺的事实、条文。"
    usage = "文件 … --on 日期 [--known-on 日期] [--about 条款 …]\n      [--format text|markdown|json] [--readings]"
    notes = (options.JUDGED + options.OPEN_RULE,)

    files: tuple[str, ...] = options.record_files()
    on: date = options.evaluated_on()
    about: tuple[str, ...] | None = options.about()
    policies: str | None = options.policies()
    over: str | None = options.over()
    known_on: date | None = options.known_on()
    assume: tuple[str, ...] | None = options.assume()
    format: options.Page = options.page()
    readings: bool = flag("--readings", description="再列出：哪些口径换一种说法，什么结论、后果、义务就会不同")
    input: RecordForm | None = options.record_form()

    def run(self, output: Output) -> ExitCode:
        """Print a determination with its reasons for each record."""
        from zzrules.answer.rendering import Page
        from zzrules.cli.books import known_data, known_line, rulebook
        from zzrules.cli.records import Judging, print_json

        book = rulebook(self)
        book.scope(self.about)
        judging = Judging(book, self.on, self.about, output, head=known_data(self))
        if self.format == "json":
            print_json((self._data(judged) for judged in judging.each(self.files, self.input)), output)
            return judging.exit_code
        markdown = self.format == "markdown"
        if known := known_line(self):
            output.say(f"{known}\n")
        first = True
        for case, determination in judging.determinations(self.files, self.input):
            if not first:
                output.say()
            first = False
            if not case.alone or len(self.files) > 1:
                output.say(f"<!-- {case.name} -->\n" if markdown else output.paint(f"【{case.name}】", "bold"))
            for line in Page(markdown=markdown).lines(determination.report()):
                output.say_line(line, {} if markdown else _COLOURS)
            if self.readings:
                for text in _readings(determination, book, markdown=markdown):
                    output.say(text)
        return judging.exit_code

    def _data(self, judged: Judged) -> dict[str, Any]:
        data = judged.to_dict()
        if self.readings and judged.determination is not None:
            data["readings"] = [asdict(effect) for effect in judged.determination.readings()]
        return data


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
