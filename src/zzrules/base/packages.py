"""Packages that zzrules does without until something asks for them."""

from __future__ import annotations

from importlib import import_module

from zzrules.base.diagnostics import Diagnostic
from zzrules.base.errors import UsageError


def need(missing: Diagnostic, *packages: str) -> None:
    """Raise `UsageError` if a package is not installed; ``missing`` says what it is for, and what to install.

    >>> from zzrules.base.diagnostics.use import NO_POLARS
    >>> need(NO_POLARS, "no_such_package")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ610 按列评价要用 no-such-package 软件包，没有安装。应改为：pip install ...
    """
    for package in packages:
        try:
            import_module(package)
        except ImportError as error:
            name = (error.name or package).partition(".")[0].replace("_", "-")
            raise UsageError(missing(package=name)) from None
