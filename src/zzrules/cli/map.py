"""``zzrules map``: a first mapping (对照) for a register, made by looking at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zzrules.batch.formats import form_of
from zzrules.cli import options
from zzrules.cli.command import Command, required_argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output


@dataclass(frozen=True, kw_only=True)
class Map(Command):
    """Draft the mapping of a register."""

    name = "map"
    summary = "看着台账起草一份对照：哪一列是哪个事实、日期怎样写、哪些行不计；拿不准的写成注释。"
    usage = "文件 [--sheet 工作表] [-o 文件]"
    notes = (
        legend((ExitCode.DECIDED, "起草好了"), (ExitCode.MISTAKE, "台账读不了"), (ExitCode.WRONG_USE, "命令行不对")),
        "起草的对照直接能用，但注释里的要人来定：列名只是相近的，格子里的词是什么意思。",
        "改好以后，zzrules evaluate 台账 --map 对照.yaml 照它评价。",
    )

    register: str = required_argument("文件", "台账：.csv 或者 .xlsx")
    sheet: str | None = text("--sheet", metavar="工作表", description="读 .xlsx 里的这一张；不写，读第一张有数据的")
    output: str | None = options.result_file("写到这个文件，原来没有的；不写，或者写 -，打印出来")
    policies: str | None = options.policies()
    over: str | None = options.over()

    def run(self, output: Output) -> ExitCode:
        """Print the draft, or write it into a file that is not there yet."""
        from zzrules.base.diagnostics import use
        from zzrules.base.errors import Place, UsageError
        from zzrules.batch.mapping.draft import draft
        from zzrules.loading import load

        if form_of(Path(self.register)) not in ("xlsx", None):
            self.refuse_idle("台账不是 .xlsx", "sheet")
        if self.output is not None and Path(self.output).exists():
            raise UsageError(use.RESULT_OVER_MAPPING(Place(self.output)))
        written = draft(self.register, load(self.policies, over=self.over).vocabulary, self.sheet)
        told = f"对照写在 {self.output}，核对以后用：zzrules evaluate {self.register} --map {self.output} …"
        output.result(written.encode(), self.output, told)
        return ExitCode.DECIDED
