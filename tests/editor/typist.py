"""Somebody who types a part of a policy anew, letter by letter, with slips that are mended; drawn from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# What a hand types instead of a letter, by the letter; anything may be typed twice, left out or be followed by a break.
_SLIPS = {":": "：", ",": "，", "[": "【", "]": "】", "{": "｛", "}": "｝", '"': "“", "-": "－", " ": "\u3000"}
_STRAY = "的是一：，[{}]:#\"'-、 \t𠮷"


@dataclass(frozen=True)
class Stroke:
    """What a document is after a keystroke, and where the cursor is."""

    text: str
    at: int


@dataclass(frozen=True)
class Passage:
    """A part of a text that is typed anew."""

    text: str
    start: int
    end: int


def passage(text: str, letters: int, random_: random.Random) -> Passage:
    """Return whole lines of a text, about so many letters; all of it, if it has no more."""
    if len(text) <= letters:
        return Passage(text, 0, len(text))
    start = text.rfind("\n", 0, random_.randrange(len(text) - letters)) + 1
    end = text.find("\n", start + letters)
    return Passage(text, start, end + 1 if end >= 0 else len(text))


def strokes(of: Passage, random_: random.Random, *, slips: float = 0.06) -> Iterator[Stroke]:
    """Yield the keystrokes that type a passage, until it stands as it was."""
    before, after = of.text[: of.start], of.text[of.end :]
    typed = ""
    for letter in of.text[of.start : of.end]:
        if random_.random() < slips:
            for wrong in _slip(letter, random_):
                yield Stroke(before + typed + wrong + after, len(before) + len(typed) + len(wrong))
            yield Stroke(before + typed + after, len(before) + len(typed))
        typed += letter
        yield Stroke(before + typed + after, len(before) + len(typed))


def _slip(letter: str, random_: random.Random) -> Iterator[str]:
    """Yield what stands in place of a letter, stroke by stroke, until it is noticed."""
    wrong = _SLIPS.get(letter, random_.choice(_STRAY)) if random_.random() < 0.7 else letter * 2
    yield wrong
    for _ in range(random_.randrange(3)):
        wrong += random_.choice(_STRAY + "\n")
        yield wrong
