"""``zzrules doctor``: what the program runs on here, and what is missing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta

from zzrules.cli import options
from zzrules.cli.command import Command
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output, columns


@dataclass(frozen=True, kw_only=True)
class Doctor(Command):
    """Say what the program runs on."""

    name = "doctor"
    summary = "说明这台电脑上的 zzrules 用什么运行：版本、流水用哪个引擎及原因、日历到哪一天、可选软件包装了没有。"
    usage = "[--policies 文件夹] [--over 文件夹]"
    notes = (
        legend((ExitCode.DECIDED, f"都能用（可选的没有装也是 {ExitCode.DECIDED}）"), (ExitCode.MISTAKE, "政策有错")),
    )

    policies: str | None = options.policies()
    over: str | None = options.over()

    def run(self, output: Output) -> ExitCode:
        """Print what serves here, and why."""
        import platform

        from zzrules import __version__
        from zzrules.engines.chaining import unavailable
        from zzrules.policy.yamlreading import PARSER
        from zzrules.rulebook import load

        book = load(self.policies, over=self.over)
        why_not = unavailable()
        calendar = book.calendar
        awaited = calendar.awaits(calendar.last + timedelta(days=1))
        rows = [
            ("zzrules", __version__),
            ("Python", platform.python_version()),
            ("单份案卷的引擎", "compiled（由政策编译成的 Python）"),
            (
                "流水的引擎",
                f"compiled（缺省引擎），因为{why_not}；两者答案相同" if why_not else "durable_rules（前向链推理）",
            ),
            ("YAML 解析器", "libyaml" if PARSER.__name__.startswith("C") else "纯 Python（慢约二十倍）"),
            ("政策", f"{len(book.plan.policies)} 个，义务 {len(book.plan.obligations)} 项，摘要 {book.digest[:12]}"),
            ("工作日历", f"{calendar.first} 至 {calendar.last}；以后的要等《{awaited}》"),
        ]
        for package, use in (
            ("polars", "book.frame、evaluate -o"),
            ("pyspark", f"集群，zzrules.spark；{_java()}"),
            ("durable-rules", "流水"),
            ("icalendar", "due --format ics"),
            ("python-calamine", "evaluate -o，读 .xlsx"),
            ("xlsxwriter", "evaluate -o，写 .xlsx"),
            ("rich", "evaluate -o 的进度"),
            ("holidays", "check --calendar"),
        ):
            rows.append((package, f"{_installed(package)}（用于 {use}）"))
        for line in columns(rows):
            output.say(line)
        return ExitCode.DECIDED


def _installed(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "没有安装"


def _java() -> str:
    """Return whether Spark would find a Java; Spark itself reports which one."""
    home = os.environ.get("JAVA_HOME")
    return "有 Java" if shutil.which("java", path=f"{home}/bin" if home else None) else "没有找到 Java"
