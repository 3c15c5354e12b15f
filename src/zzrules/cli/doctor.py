"""``zzrules doctor``: what the program runs on here, and what is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from zzrules.cli import options
from zzrules.cli.command import Command
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output, columns

if TYPE_CHECKING:
    from zzrules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Package:
    """A package that something asks for: what for, and the extra of zzrules that installs it."""

    name: str
    use: str
    extra: str


_DURABLE: Final = "durable-rules"
_PACKAGES: Final = (
    Package("polars", "book.frame、evaluate -o、diff --records", "files"),
    Package("pyspark", "集群，zzrules.spark", "spark"),
    Package(_DURABLE, "流水", "durable"),
    Package("icalendar", "due --format ics", "ics"),
    Package("python-calamine", "evaluate -o，读 .xlsx", "files"),
    Package("xlsxwriter", "evaluate -o，写 .xlsx", "files"),
    Package("rich", "evaluate -o 的进度", "files"),
    Package("holidays", "check --calendar", "calendar-check"),
    Package("cryptography", "bundle --sign、--signed-by", "sign"),
    Package("pygls", "lsp", "editor"),
    Package("jinja2", "site", "site"),
    Package("pytest-bdd", "test、concordance --features", "bdd"),
)


@dataclass(frozen=True, kw_only=True)
class Doctor(Command):
    """Say what the program runs on."""

    name = "doctor"
    summary = "说明这台电脑上的 zzrules 用什么运行：版本、流水用哪个引擎及原因、日历到哪一天、可选软件包装了没有。"
    usage = "[--policies 文件夹] [--over 文件夹] [--format text|json]"
    notes = (
        legend((ExitCode.DECIDED, f"都能用（可选的没有装也是 {ExitCode.DECIDED}）"), (ExitCode.MISTAKE, "政策有错")),
    )

    policies: str | None = options.policies()
    over: str | None = options.over()
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print what serves here, and why."""
        from zzrules.loading import load

        findings = _findings(load(self.policies, over=self.over))
        if self.format == "json":
            output.json(findings)
        else:
            for line in columns(_rows(findings)):
                output.say(line)
        return ExitCode.DECIDED


def _findings(book: Rulebook) -> dict[str, Any]:
    """Return what serves here, as plain data for JSON."""
    import platform

    from zzrules import __version__
    from zzrules.engines.chaining import unavailable
    from zzrules.policy.yamlreading import PARSER

    why_not, calendar = unavailable(), book.calendar
    return {
        "zzrules": __version__,
        "python": platform.python_version(),
        "log_engine": "compiled" if why_not else "durable_rules",
        "log_engine_because": why_not,
        "fast_yaml": PARSER.__name__.startswith("C"),
        "policies": len(book.plan.policies),
        "obligations": len(book.plan.obligations),
        "rulebook": book.digest,
        "calendar": {
            "first": str(calendar.first),
            "last": str(calendar.last),
            "awaits": str(calendar.awaits(calendar.last + timedelta(days=1))),
        },
        "java": _has_java(),
        "packages": [
            {
                "name": package.name,
                "version": (version := _installed(package.name)),
                "use": package.use,
                "missing_because": "" if version else _why_missing(package),
            }
            for package in _PACKAGES
        ],
    }


def _rows(findings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the findings as they are printed."""
    yield "zzrules", findings["zzrules"]
    yield "Python", findings["python"]
    yield "单份案卷的引擎", "compiled（由政策编译成的 Python）"
    why_not = findings["log_engine_because"]
    served = f"compiled（缺省引擎），因为{why_not}；两者答案相同" if why_not else "durable_rules（前向链推理）"
    yield "流水的引擎", served
    yield "YAML 解析器", "libyaml" if findings["fast_yaml"] else "纯 Python（慢约二十倍）"
    counts = f"{findings['policies']} 个，义务 {findings['obligations']} 项"
    yield "政策", f"{counts}，摘要 {findings['rulebook'][:12]}"
    calendar = findings["calendar"]
    yield "工作日历", f"{calendar['first']} 至 {calendar['last']}；以后的要等《{calendar['awaits']}》"
    for package in findings["packages"]:
        java = "" if package["name"] != "pyspark" else "；有 Java" if findings["java"] else "；没有找到 Java"
        yield package["name"], f"{package['version'] or package['missing_because']}（用于 {package['use']}{java}）"


def _installed(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _why_missing(package: Package) -> str:
    """Return why a package is not installed, and what installs it."""
    from zzrules.engines.chaining import TOO_NEW

    install = f'没有安装：pip install "zzrules[{package.extra}]"'
    if package.name != _DURABLE:
        return install
    if sys.version_info >= TOO_NEW:
        return f"没有安装：从 Python {'.'.join(map(str, TOO_NEW))} 起不能用"
    return f"{install}，要有 C 编译器" + ("" if _has_compiler() else "，这里没有找到")


def _has_compiler() -> bool:
    """Return whether pip would find a C compiler: the one that Python was built with, or CC."""
    import shutil
    import sysconfig

    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cl"
    return shutil.which(command.split()[0]) is not None


def _has_java() -> bool:
    """Return whether Spark would find a Java; Spark itself reports which one."""
    import shutil

    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None) is not None
