"""Every mistake that the library reports, defined once: its stable code, its sentence and its hint.

One module for each family: ``text`` (ZZ1), ``policies`` (ZZ2), ``citations`` (ZZ3), ``cases`` (ZZ4), ``calendar``
(ZZ5), ``use`` (ZZ6), ``mappings`` (ZZ7). A code with several sentences has several definitions, next to each other.
"""

from __future__ import annotations

from zzrules.base.errors import NOWHERE, Place, Problem
from zzrules.base.frozen import frozen


@frozen
class Diagnostic:
    """A code with its sentence and its hint, both with ``{words}`` to fill in.

    >>> repeated = Diagnostic("ZZ102", "键「{key}」重复，第 {line} 行已经有了", "删去其中一处")
    >>> print(repeated(Place("a.yaml", 3, 1), key="依据", line=2))
    a.yaml:3:1: ZZ102 键「依据」重复，第 2 行已经有了。应改为：删去其中一处
    """

    code: str
    message: str
    hint: str = ""

    def __call__(self, place: Place = NOWHERE, /, **words: object) -> Problem:
        """Return the mistake at a place; ``words`` fill in the sentence and the hint."""
        return Problem(self.code, self.message.format_map(words), place, self.hint.format_map(words))
