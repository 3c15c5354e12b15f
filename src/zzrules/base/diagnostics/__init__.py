"""Every mistake that the library reports, defined once: its stable code, its sentence and its hint.

One module for each family: ``text`` (ZZ1), ``policies`` and ``meanings`` (ZZ2), ``citations`` (ZZ3), ``cases`` (ZZ4),
``calendar`` (ZZ5), ``use`` (ZZ6), ``mappings`` (ZZ7), ``folders`` (ZZ8), ``advice`` (ZZ9). A code with several
sentences has several definitions, next to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Final, Self

from zzrules.base.errors import NOWHERE, Fix, Path, Place, Problem, Related
from zzrules.base.frozen import frozen, replaced

MODULES: Final = {
    "1": ("text",),
    "2": ("policies", "meanings"),
    "3": ("citations",),
    "4": ("cases",),
    "5": ("calendar",),
    "6": ("use",),
    "7": ("mappings",),
    "8": ("folders",),
    "9": ("advice",),
}
"""The modules of each family, by the first digit of its codes."""
OF_FORM: Final = "ZZ1"
"""What the codes begin with of mistakes that may keep others from being found."""


@frozen
class Diagnostic:
    """A code with its sentence and its hint, both with ``{words}`` to fill in.

    A word that is a place, or several, is a related place of the problem; ``there`` says what is at it. What a word
    proposes (`Proposal`) is a fix.

    >>> repeated = Diagnostic("ZZ102", "键「{key}」重复，第 {first.line} 行已经有了", "删去其中一处")
    >>> problem = repeated(Place("a.yaml", 3, 1), key="依据", first=Place("a.yaml", 2, 1))
    >>> print(problem)
    a.yaml:3:1: ZZ102 键「依据」重复，第 2 行已经有了。应改为：删去其中一处
    >>> [(str(other.place), other.message) for other in problem.related]
    [('a.yaml:2:1', '先写的一处')]
    """

    code: str
    message: str
    hint: str = ""
    there: str = "先写的一处"

    def __call__(
        self, place: Place = NOWHERE, path: Path = (), fixes: tuple[Fix, ...] = (), /, **words: object
    ) -> Problem:
        """Return the mistake at a place, or where a path leads; ``words`` fill in the sentence and the hint."""
        message, hint = self.message.format_map(words), self.hint.format_map(words)
        related = tuple([Related(place, self.there) for word in words.values() for place in _places(word)])
        return Problem(
            self.code, message, place, hint, path, Told(self, words), related, (*_proposed(place, words), *fixes)
        )

    def english(self) -> tuple[str, str]:
        """Return the sentence and the hint in English, with the same words to fill in."""
        for module in MODULES[self.code[2]]:
            for name, one in vars(import_module(f"{__name__}.{module}")).items():
                if one == self:
                    messages: dict[str, tuple[str, str]] = import_module(f"zzrules.base.english.{module}").MESSAGES
                    return messages[name]
        return self.message, self.hint


class Proposal(str):  # noqa: SLOT000 - a str may not have slots that hold something
    """A hint that says what may be written: ``words``, the likeliest first; ``sure`` if only that can be meant.

    >>> Proposal("「条件」或「要件」", ["条件", "要件"]).words
    ('条件', '要件')
    """

    words: tuple[str, ...]
    sure: bool

    def __new__(cls, text: str, words: Iterable[str] = (), *, sure: bool = False) -> Self:
        """Take the hint and what it proposes."""
        proposal = super().__new__(cls, text)
        proposal.words, proposal.sure = tuple(words), sure
        return proposal


def _places(word: object) -> tuple[Place, ...]:
    """Return the place that a word is, or the places."""
    if isinstance(word, Place):
        return (word,)
    return word if isinstance(word, tuple) and all(isinstance(one, Place) for one in word) else ()


def moved(problem: Problem, place: Place) -> Problem:
    """Return a problem at another place, where what it proposes may be written."""
    words = problem.said.words if isinstance(problem.said, Told) else {}
    return replaced(problem, place=place, fixes=_proposed(place, words))


def _proposed(place: Place, words: Mapping[str, object]) -> tuple[Fix, ...]:
    """Return that what some words propose is written at a place, if it is known where that ends."""
    if not place.end_line:
        return ()
    proposals = [word for word in words.values() if isinstance(word, Proposal)]
    return tuple(Fix.instead(place, text, sure=one.sure) for one in proposals for text in one.words)


@frozen
class Told:
    """A mistake before it is put into a sentence; ``discreet``: what is quoted may be of a record, and is left out."""

    diagnostic: Diagnostic
    words: Mapping[str, Any]
    discreet: bool = False

    def __repr__(self) -> str:
        """Return the code alone."""
        return f"<Told {self.diagnostic.code}>"

    def without_words(self) -> Told:
        """Return the same for whoever may not see what is quoted."""
        return Told(
            self.diagnostic,
            {name: word if _places(word) else "" for name, word in self.words.items()},
            discreet=True,
        )

    def english(self, path: Path) -> tuple[str, str]:
        """Return the message and the hint in English; ``path`` leads to the value."""
        from zzrules.base.english import filled

        message, hint = self.diagnostic.english()
        if self.discreet:
            told = re.sub(" ?“[^”]*”", "", message.format_map(self.words))
            return told, "check how this is written"
        return filled(message, self.words, path), filled(hint, self.words, path)
