"""The shapes of what stands in files: words, lists, names that people give, and mappings of known keys."""

from __future__ import annotations

from collections.abc import Mapping

from zzrules.base.frozen import frozen

NOTHING: Mapping[str, Key] = {}


@frozen
class Word:
    """A text, a number or a date: one of ``options`` unless it is ``open``, or what matches ``form`` in full."""

    options: tuple[str, ...] = ()
    form: str = ""
    open: bool = False


@frozen
class Words:
    """One word, or a list of them, which may be ``empty``."""

    word: Word
    empty: bool = False


@frozen
class Many:
    """A list, which may be ``empty``."""

    item: Shape
    empty: bool = False


@frozen
class Named:
    """A mapping whose keys are names that people give, or match ``form`` in full."""

    value: Shape
    form: str = ""


@frozen
class Either:
    """What has one of several shapes."""

    shapes: tuple[Shape, ...]


@frozen
class Defined:
    """A shape that is defined by name, since it may stand inside itself."""

    name: str


@frozen
class Keys:
    """A mapping of known keys; beside them stand names with a value of the shape ``others``, if it is given."""

    of: Mapping[str, Key]
    others: Shape | None = None

    @property
    def allowed(self) -> tuple[str, ...]:
        """The keys, in the order of the guide."""
        return tuple(self.of)

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that have to be there."""
        return tuple(name for name, key in self.of.items() if key.required)


@frozen
class OneKey:
    """A mapping of exactly one key: a known one, one that matches a form in full, or any name, as ``others`` says."""

    of: Mapping[str, Key]
    forms: Mapping[str, Key] = NOTHING
    others: Shape | None = None


@frozen
class Marked:
    """A mapping that has the shape of the first of its marks (keys) that it has, or else ``otherwise``."""

    marks: Mapping[str, Shape]
    otherwise: Shape


Shape = Word | Words | Many | Named | Either | Defined | Keys | OneKey | Marked


@frozen
class Key:
    """A key: what is said of it in Chinese, what stands under it, and whether it has to be there."""

    says: str
    shape: Shape
    required: bool = False


def needed(says: str, shape: Shape) -> Key:
    """Return a key that has to be there."""
    return Key(says, shape, required=True)


def either(*shapes: Shape) -> Either:
    """Return what has one of several shapes."""
    return Either(shapes)
