"""zzrules: case records against 《漳州市政务服务条例实施细则》, with policies in YAML and every answer cited.

>>> import zzrules
>>> book = zzrules.load()
>>> d = book.evaluate({"主体": "派驻窗口工作人员"}, on="2026-05-06", about=["第八条第二款"])
>>> d.decided
False
"""

# Each name is imported when it is first used: `import zzrules` costs no more than what one goes on to do with it.

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination, PolicyAnswer
    from zzrules.answer.obligation import ObligationAnswer
    from zzrules.base.citation import Citation
    from zzrules.base.daykinds import DayKind
    from zzrules.base.errors import (
        BundleError,
        CalendarError,
        CitationError,
        ColumnWarning,
        Edit,
        Fix,
        IncomparableError,
        NotCoveredError,
        OutputError,
        Place,
        PolicyError,
        Problem,
        RecordError,
        Related,
        Shown,
        UsageError,
        ZzrulesError,
    )
    from zzrules.base.version import __version__
    from zzrules.base.workdays import Calendar
    from zzrules.batch.mapping.model import Mapping
    from zzrules.bundles import Archive, bundle
    from zzrules.casefile import CaseAnswer, CaseFile
    from zzrules.interview import Interview, Question
    from zzrules.loading import check, load
    from zzrules.policy.bundle import Bundle
    from zzrules.rulebook import Rulebook

__all__ = [
    "Archive",
    "Bundle",
    "BundleError",
    "Calendar",
    "CalendarError",
    "CaseAnswer",
    "CaseFile",
    "Citation",
    "CitationError",
    "ColumnWarning",
    "DayKind",
    "Determination",
    "Edit",
    "Fix",
    "IncomparableError",
    "Interview",
    "Mapping",
    "NotCoveredError",
    "ObligationAnswer",
    "OutputError",
    "Place",
    "PolicyAnswer",
    "PolicyError",
    "Problem",
    "Question",
    "RecordError",
    "Related",
    "Rulebook",
    "Shown",
    "UsageError",
    "ZzrulesError",
    "__version__",
    "bundle",
    "check",
    "load",
]

_ERRORS = (
    *("BundleError", "CalendarError", "CitationError", "ColumnWarning", "IncomparableError", "NotCoveredError"),
    *("Edit", "Fix", "OutputError", "Place", "PolicyError", "Problem", "RecordError", "Related", "UsageError"),
    *("Shown", "ZzrulesError"),
)
_HOMES = {
    **dict.fromkeys(("Archive", "bundle"), "zzrules.bundles"),
    "Bundle": "zzrules.policy.bundle",
    "Calendar": "zzrules.base.workdays",
    "Citation": "zzrules.base.citation",
    "DayKind": "zzrules.base.daykinds",
    **dict.fromkeys(("CaseAnswer", "CaseFile"), "zzrules.casefile"),
    **dict.fromkeys(("Determination", "PolicyAnswer"), "zzrules.answer.determination"),
    **dict.fromkeys(("Interview", "Question"), "zzrules.interview"),
    "Mapping": "zzrules.batch.mapping.model",
    "ObligationAnswer": "zzrules.answer.obligation",
    "__version__": "zzrules.base.version",
    **dict.fromkeys(_ERRORS, "zzrules.base.errors"),
    **dict.fromkeys(("check", "load"), "zzrules.loading"),
    "Rulebook": "zzrules.rulebook",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*globals(), *__all__])
