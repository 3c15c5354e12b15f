"""Packages that zzrules does without until something asks for them."""

from __future__ import annotations

from importlib import import_module

from zzrules.base.errors import Problem, UsageError


def need(code: str, use: str, extra: str, *packages: str) -> None:
    """Raise `UsageError` with a code if a package is not installed: for what it is used, and what to install.

    >>> need("ZZ610", "按列评价", "columns", "no_such_package")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ610 按列评价要用 no-such-package 软件包，没有安装。应改为：pip install ...
    """
    for package in packages:
        try:
            import_module(package)
        except ImportError as error:
            name = (error.name or package).partition(".")[0].replace("_", "-")
            problem = Problem(code, f"{use}要用 {name} 软件包，没有安装", hint=f'pip install "zzrules[{extra}]"')
            raise UsageError(problem) from None
