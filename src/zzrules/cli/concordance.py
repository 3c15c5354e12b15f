"""``zzrules concordance``: the regulation beside the policies, paragraph by paragraph."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.answer.witnesses import Scenario


@dataclass(frozen=True, kw_only=True)
class Concordance(Command):
    """Print a page on which the policies can be checked against the regulation's text."""

    name = "concordance"
    summary = "条文与政策对照：逐款列出条文、依据它写的政策和各项条件、口径、场景，或者不评价的理由，一页 Markdown。"
    usage = "[文件夹] [--features 文件夹] [-o 文件]"
    notes = (legend((ExitCode.DECIDED, "写好了"), (ExitCode.MISTAKE, "政策有错"), (ExitCode.WRONG_USE, "命令行不对")),)

    folder: str | None = argument("文件夹", "政策的文件夹；不写，是随程序发布的政策")
    features: str | None = text("--features", metavar="文件夹", description="场景（.feature）的文件夹；不写，不列场景")
    output: str | None = options.result_file("写到这个文件，页里的链接从它的位置算起；不写，或者写 -，打印出来")

    def run(self, output: Output) -> ExitCode:
        """Print the page, or write it to a file."""
        from zzrules.base.diagnostics.use import NO_GHERKIN
        from zzrules.base.packages import need
        from zzrules.loading import load, shipped_policies

        scenarios: tuple[Scenario, ...] = ()
        if self.features is not None:
            need(NO_GHERKIN, "gherkin", "pytest_bdd")
            from zzrules.bdd.scenarios import read_scenarios

            if not Path(self.features).is_dir():
                raise self.wrong(f"没有文件夹「{self.features}」")
            scenarios = read_scenarios(Path(self.features))
        folders = (self.folder or shipped_policies(), self.features or "features")
        start = Path(self.output).parent if self.output is not None else Path()
        policies, features = (_path_between(start, Path(folder)) for folder in folders)
        page = load(self.folder).concordance(scenarios, (policies, features))
        output.result(page.encode(), self.output)
        return ExitCode.DECIDED


def _path_between(start: Path, folder: Path) -> str:
    """Return how links lead from one folder to another; on Windows there may be no way but from the drive."""
    try:
        return Path(os.path.relpath(folder, start)).as_posix()
    except ValueError:
        return folder.resolve().as_uri()
