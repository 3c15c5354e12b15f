"""The packages that workbooks need, and what to say when one is missing."""

from __future__ import annotations

from importlib import import_module

from zzrules.ground.errors import Problem, UsageError


def require(*names: str) -> None:
    """Raise `UsageError` (ZZ640) if one of the packages is not installed."""
    for name in names:
        try:
            import_module(name)
        except ImportError:
            shown = name.replace("_", "-")
            message = f"读写 Excel 要用 {shown} 软件包，没有安装"
            raise UsageError(Problem("ZZ640", message, hint='pip install "zzrules[excel]"')) from None
