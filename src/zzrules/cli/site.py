"""``zzrules site``: a folder of policies, with its features, as a website to open from the disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, optional, required_argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.bdd.evidence import Run
    from zzrules.pages.source import Source


@dataclass(frozen=True, kw_only=True)
class Site(Command):
    """Write the site."""

    name = "site"
    summary = "做成网站：条文在左，依据它写的政策在右，下面是场景；不用网络，双击 index.html 就打开。"
    usage = (
        "文件夹 [--policies 文件夹] [--over 文件夹] [--features 文件夹] [--results 文件]\n"
        "      [--since 文件夹] [--on 日期]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "写好了"),
            (ExitCode.FAILED, "写好了，有没有通过的场景"),
            (ExitCode.MISTAKE, "政策或者场景文件有错，没有写"),
            (ExitCode.WRONG_USE, "命令行不对"),
            (ExitCode.NO_OUTPUT, "写不进那个文件夹，或者里面有别的东西"),
        ),
    )

    out: str = required_argument("文件夹", "写到这个文件夹；没有的，新建；里面有别的东西的，不写")
    policies: str | None = options.policies()
    over: str | None = options.over()
    features: str | None = text(
        "--features",
        metavar="文件夹",
        description="场景的文件夹；不写，是政策文件夹里的，没有的，是旁边的 features，也没有的，不列场景",
    )
    results: str | None = text(
        "--results",
        metavar="文件",
        description="场景运行的结果记在这个文件：政策和场景没有改过的，照它写，不再运行；不写，记在网站里",
    )
    since: str | None = text("--since", metavar="文件夹", description="列出从这个版本（文件夹或者规则包）以来的改动")
    on: date | None = optional(
        "--on", metavar="日期", description="做网站、运行场景的日期；不写，是今天", read=options.day, default=None
    )

    def run(self, output: Output) -> ExitCode:
        """Write the site."""
        from dataclasses import replace

        from zzrules.base.diagnostics.use import NO_JINJA2, NO_PYTEST_BDD
        from zzrules.base.packages import need

        need(NO_JINJA2, "jinja2")
        need(NO_PYTEST_BDD, "pytest_bdd")
        from zzrules.base.errors import PolicyError
        from zzrules.cli.mending import openable
        from zzrules.loading import shipped_policies
        from zzrules.pages.site import files
        from zzrules.pages.source import Source
        from zzrules.pages.writing import need_ours, write_site

        out = Path(self.out)
        need_ours(out.resolve())
        folders = [Path(self.policies or shipped_policies()), *([Path(self.over)] if self.over else [])]
        try:
            source = Source.read(folders, self.on or _today(), Path(self.since) if self.since else None)
        except PolicyError as error:
            for problem in error.problems:
                output.complain(str(openable(problem, folders)))
            output.complain("政策有错，没有做网站。")
            return ExitCode.MISTAKE
        features = self._features(folders[0])
        if features is not None:
            from zzrules.bdd.scenarios import read_scenarios

            run = self._run(features, source, output)
            if run is None:
                return ExitCode.MISTAKE
            source = replace(source, run=run, scenarios=read_scenarios(features))
        written = files(source)
        write_site(out, written)
        size = sum(map(len, written.values())) / 1_000_000
        output.say(f"写好了：{out / 'index.html'}（{len(written)} 个文件，{size:.1f} MB）")
        failed = source.results.failed if source.results is not None else ()
        for one in failed:
            output.complain(f"没有通过：{one.file}:{one.line} {one.name}")
        return ExitCode.FAILED if failed else ExitCode.DECIDED

    def _features(self, policies: Path) -> Path | None:
        """Return the folder of the features; None where there is none."""
        from zzrules.policy.whereabouts import features_of

        if self.features is not None and not Path(self.features).is_dir():
            raise self.wrong(f"没有文件夹「{self.features}」")
        found = Path(self.features) if self.features is not None else features_of(policies)
        return found if found.is_dir() else None

    def _run(self, features: Path, source: Source, output: Output) -> Run | None:
        """Return what came of the features: as it was kept, or of running them; None if a file of them has mistakes."""
        from zzrules.batch.delivery import write_whole
        from zzrules.bdd.evidence import Run
        from zzrules.bdd.features import problems_of
        from zzrules.cli.features import features_in
        from zzrules.pages.site import KEPT_RUN
        from zzrules.policy.whereabouts import shown

        found = features_in(features)
        problems = [problem for file in found for problem in problems_of(file, shown(file))]
        for problem in problems:
            output.complain(str(problem))
        if problems:
            return None
        files = {Path(os.path.relpath(path, features.resolve())).as_posix(): path for path in found}
        kept = Path(self.results) if self.results is not None else Path(self.out, KEPT_RUN)
        run = Run.read(kept.read_bytes()) if kept.is_file() else None
        if run is None or not run.fits(source.book, files):
            output.complain(f"运行 {len(files)} 个场景文件……")
            run = Run.of(source.book, files, source.on)
            if self.results is not None:
                write_whole(kept, run.to_json().encode())
        return run


def _today() -> date:
    """Return the day of the build: that of SOURCE_DATE_EPOCH where it is set, as builds that can be repeated do."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else date.today()  # noqa: DTZ011
