"""What readers took the parts of files for: which keys may stand where, what is a citation, what is a table.

A `Reader` notes it as it reads, so that whoever lays out a file, or helps to write it, knows what the reader knows.
"""

from __future__ import annotations

from zzrules.base.errors import Place


class Shapes:
    """The parts of files by the places at which they begin.

    ``forms`` are the keys that may stand in a mapping, in the order of the guide, ``citations`` how a citation is
    written out in its official form, ``rows`` the lists that are the rows of a table.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.forms: dict[Place, tuple[str, ...]] = {}
        self.citations: dict[Place, str] = {}
        self.rows: set[Place] = set()

    def take(self, other: Shapes) -> None:
        """Take what was noted elsewhere, too."""
        self.forms |= other.forms
        self.citations |= other.citations
        self.rows |= other.rows
