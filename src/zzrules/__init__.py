"""zzrules: case records against 《漳州市政务服务条例实施细则》, with policies in YAML and every answer cited.

>>> import zzrules
>>> book = zzrules.load()
>>> d = book.evaluate({"主体": "派驻窗口工作人员"}, on="2026-05-06", about=["第八条"])
>>> d.decided
False
"""

from zzrules.answer.determination import Determination, PolicyAnswer
from zzrules.ground.citation import Citation
from zzrules.ground.errors import (
    CalendarError,
    CitationError,
    NotCoveredError,
    Place,
    PolicyError,
    Problem,
    RecordError,
    UsageError,
    ZzrulesError,
)
from zzrules.ground.workdays import Calendar
from zzrules.rulebook import Rulebook, check, load

__version__ = "0.1.0"
__all__ = [
    "Calendar",
    "CalendarError",
    "Citation",
    "CitationError",
    "Determination",
    "NotCoveredError",
    "Place",
    "PolicyAnswer",
    "PolicyError",
    "Problem",
    "RecordError",
    "Rulebook",
    "UsageError",
    "ZzrulesError",
    "check",
    "load",
]
