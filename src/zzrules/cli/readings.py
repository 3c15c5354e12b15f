"""``zzrules readings``: what each reading changes, before one is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.cli import options
from zzrules.cli.command import Command, argument, several, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.analysis.changes.impact import Impact
    from zzrules.batch.turns import CaseChanges
    from zzrules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class Readings(Command):
    """Say of each reading what its other sides would change."""

    name = "readings"
    summary = (
        "定口径以前先看：每一项口径改采另说，哪些政策的结论不同，给出最小的案卷；处处相同的，写明已证明。"
        "给了台账的，数一数多少份不同。"
    )
    usage = (
        "[政策文件夹] [--about 条款 …] [--reading 口径] [--seconds 秒数]\n"
        "      [--format text|json] [--records 文件 … --on 评价日 [-o 文件]]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "都有了答案"),
            (ExitCode.UNDETERMINED, "有未穷尽的"),
            (ExitCode.MISTAKE, "政策有错"),
            (ExitCode.WRONG_USE, "命令行不对"),
        ),
        "口径写它的名字，如 届满之日；只看一说的，写 届满之日：对应日次日。",
        "一次只改一项口径，其余照现在的采法。",
    )

    folder: str | None = argument("政策文件夹", "政策的文件夹；不写，是随程序发布的")
    about: tuple[str, ...] | None = several(
        "--about", metavar="条款", description="只看这些政策的口径", read=options.place
    )
    reading: str | None = text("--reading", metavar="口径", description="只看这一项，或者它的一说（口径：另说）")
    seconds: float = options.seconds("每一说、每项政策")
    records: tuple[str, ...] | None = options.data_set()
    on: date | str | None = options.day_of_data_set()
    output: str | None = options.result_file("结论有不同的案卷写到这个文件（只看一说的时候）")
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print what each reading changes."""
        from zzrules.loading import load

        if (self.records is None) is not (self.on is None):
            raise self.wrong("--records 和 --on 一起写")
        if self.output is not None and self.records is None:
            raise self.wrong("-o 写的是 --records 里结论有不同的案卷，和 --records 一起写")
        book = load(self.folder)
        asked = [*book.alternatives(self.about, self.reading)]
        if self.output is not None and len(asked) != 1:
            raise self.wrong(f"-o 只写一说的案卷，所问的有 {len(asked)} 说；用 --reading 口径：另说 指明")
        told: list[dict[str, Any]] = []
        open_ = False
        for number, (policy, name, other) in enumerate(asked):
            impact = book.impact(policy, name, other, seconds=self.seconds)
            counted = self._counted(book, impact)
            open_ = open_ or impact.difference.found == "open"
            if self.format == "json":
                told.append(impact.to_dict() | {"records": counted.to_dict() if counted is not None else None})
                continue
            if number:
                output.say()
            for line in impact.lines():
                output.say(line)
            for at, line in enumerate(counted.lines() if counted is not None else ()):
                output.say(f"  {line}" if at else f"\n  {line}")
        if self.format == "json":
            output.json(told)
        return ExitCode.UNDETERMINED if open_ else ExitCode.DECIDED

    def _counted(self, book: Rulebook, impact: Impact) -> CaseChanges | None:
        """Return how the given cases fare under the other side, in the policies that it touches."""
        if self.records is None or self.on is None or not impact.turned:
            return None
        return book.flips(impact, self.records, self.on, output=self.output)
