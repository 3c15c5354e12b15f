"""``zzrules site``: a folder of policies, with its features, as a website to open from the disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zzrules.cli import options
from zzrules.cli.command import Command, optional, required_argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output


@dataclass(frozen=True, kw_only=True)
class Site(Command):
    """Write the site."""

    name = "site"
    summary = "做成网站：条文在左，依据它写的政策在右，下面是场景；不用网络，双击 index.html 就打开。"
    usage = "文件夹 [--policies 文件夹] [--over 文件夹] [--features 文件夹] [--since 文件夹] [--on 日期]"
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
        "--features", metavar="文件夹", description="场景的文件夹；不写，是政策文件夹里的，没有的，是旁边的 features"
    )
    since: str | None = text("--since", metavar="文件夹", description="列出从这个版本（文件夹或者规则包）以来的改动")
    on: date | None = optional(
        "--on", metavar="日期", description="写在页脚的日期；不写，是今天", read=options.day, default=None
    )

    def run(self, output: Output) -> ExitCode:
        """Write the site."""
        from zzrules.base.diagnostics.use import NO_JINJA2
        from zzrules.base.packages import need

        need(NO_JINJA2, "jinja2")
        from zzrules.loading import shipped_policies
        from zzrules.pages.site import files
        from zzrules.pages.source import Source
        from zzrules.pages.writing import need_ours, write_site

        out = Path(self.out)
        need_ours(out.resolve())
        folders = [Path(self.policies or shipped_policies()), *([Path(self.over)] if self.over else [])]
        source = Source.read(folders, self.on or _today(), Path(self.since) if self.since else None)
        written = files(source)
        write_site(out, written)
        size = sum(map(len, written.values())) / 1_000_000
        output.say(f"写好了：{out / 'index.html'}（{len(written)} 个文件，{size:.1f} MB）")
        return ExitCode.DECIDED


def _today() -> date:
    """Return the day of the build: that of SOURCE_DATE_EPOCH where it is set, as builds that can be repeated do."""
    import os
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else date.today()  # noqa: DTZ011
