"""What readers took the parts of files for: which keys may stand where, what is a citation, what is a table.

A `Reader` notes it as it reads, so that whoever lays out a file, or helps to write it, knows what the reader knows.
"""

from __future__ import annotations

from enum import Enum

from zzrules.base.errors import Place


class Part(Enum):
    """What a node may be read as."""

    CONDITION = "条件"
    DERIVATION = "推算"
    CITATION = "依据"
    DAY = "日期"


class Shapes:
    """The parts of files by the places at which they begin.

    ``forms`` are the keys that may stand in a mapping, in the order of the guide, ``citations`` how a citation is
    written out in its official form, ``rows`` the lists that are the rows of a table. ``choices`` are the words of
    which a text has to be one, ``parts`` what a node was read as, also where it turned out to be none: a `Part`.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.forms: dict[Place, tuple[str, ...]] = {}
        self.citations: dict[Place, str] = {}
        self.rows: set[Place] = set()
        self.choices: dict[Place, tuple[str, ...]] = {}
        self.parts: dict[Place, Part] = {}

    def take(self, other: Shapes) -> None:
        """Take what was noted elsewhere, too."""
        self.forms |= other.forms
        self.citations |= other.citations
        self.rows |= other.rows
        self.choices |= other.choices
        self.parts |= other.parts
