"""What the names in a policy mention, and of which kind that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from zzrules.base import shares
from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen, replaced
from zzrules.policy import syntax
from zzrules.policy.expressions import ByReading, Cases, Deadline, Definition, Derivation, Extremum, FirstGiven, Word
from zzrules.policy.phrasing.sentence import Mention, MentionKind, Said, Span, joined
from zzrules.policy.texts import BRACED, filled, said
from zzrules.policy.validity import Parameter
from zzrules.policy.vocabulary import OF_DAY, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Scalar

_WORDS: Final = ("评价日", "行为日期", "序号", "期初", "期末")
_MEASURES: Final = "次项段件份笔起个名张批宗户人天"


@frozen
class Names:
    """Looks up names as a policy uses them; one without a policy and a vocabulary knows nothing of them.

    ``source`` is the list of whose elements a condition speaks, so that its fields have names.
    """

    policy: syntax.Policy | None = None
    vocabulary: Vocabulary | None = None
    codes: Mapping[str, str] | None = None
    source: Fact | None = None

    @classmethod
    def of(cls, policy: syntax.Policy | None, vocabulary: Vocabulary, policies: Sequence[syntax.Policy] = ()) -> Names:
        """Return the names that a policy uses; of none: those that the vocabulary's own derived values use."""
        codes = {key: one.code for one in policies for key in (one.code, one.name)}
        return cls(policy, vocabulary, codes)

    @property
    def code(self) -> str:
        """The code of the policy."""
        return self.policy.code if self.policy is not None else ""

    def within(self, name: Scalar) -> Names:
        """Return the names where the elements of a list are spoken of."""
        return replaced(self, source=self.fact(name.text))

    def fact(self, label: str) -> Fact | None:
        """Return a fact, or a field of the list that is spoken of, by its name."""
        field = self.source.field_by_label(label) if self.source is not None else None
        return field or (self.vocabulary.by_label.get(label) if self.vocabulary is not None else None)

    def kind(self, label: str) -> Kind | None:
        """Return of which kind a fact is that a name means; None for all that is no fact."""
        return None if self.own(label) in ("derived", "ground") else fact.kind if (fact := self.fact(label)) else None

    def own(self, label: str) -> MentionKind | None:
        """Return what a name means in the policy itself, or among the values that the vocabulary derives."""
        shared = self.vocabulary.derived if self.vocabulary is not None else ()
        field = self.source is not None and self.source.field_by_label(label) is not None
        if self.policy is None or field:
            return "derived" if not field and any(label == name.text for name, _ in shared) else None
        if self.parameter(label) is not None:
            return "parameter"
        if any(label == name.text for name, _ in (*self.policy.derived, *shared)):
            return "derived"
        known = self.vocabulary is not None and label in self.vocabulary.by_label
        return "ground" if not known and any(label == one.name.text for one in self.policy.grounds) else None

    def is_condition(self, label: str) -> bool:
        """Return whether a name is that of a derived condition."""
        value = self.derivation(label)
        return value is not None and is_truth(value)

    def is_moment(self, label: str, *, deep: int = 16) -> bool:
        """Return whether a name is that of a fact to the minute, or of a value that is derived from such facts."""
        if self.own(label) != "derived":
            return self.kind(label) is Kind.MOMENT
        value = self.derivation(label)
        return deep > 0 and any(self.is_moment(word.text, deep=deep - 1) for word in _instead_of(value))

    def derivation(self, label: str) -> Derivation | None:
        """Return how a derived value comes about, by its name."""
        own = self.policy.derived if self.policy is not None else ()
        shared = self.vocabulary.derived if self.vocabulary is not None else ()
        return next((value for name, value in (*own, *shared) if name.text == label), None)

    def is_made(self, label: str) -> bool:
        """Return whether a finding only exists when a body makes it (设权), as the policy says of it itself."""
        authorities = self.policy.authorities if self.policy is not None else ()
        return any(one.constitutive and one.name.text == label for one in authorities)

    def parameter(self, label: str) -> Parameter | None:
        """Return a parameter of the policy by its name."""
        parameters = self.policy.parameters if self.policy is not None else ()
        return next((one for one in parameters if one.name.text == label), None)

    def mention(self, label: str) -> Mention | None:
        """Return what a name stands for; None where that is not known."""
        if self.source is not None and self.source.field_by_label(label) is not None:
            return Mention("field", label, source=self.source.label)
        if (own := self.own(label)) is not None:
            shared = own == "derived" and not (self.policy and any(label == one.text for one, _ in self.policy.derived))
            return Mention(own, label, "" if shared else self.code)
        if label in _WORDS:
            return Mention("word", label, self.code)
        fact = self.fact(label) or (self.fact(label.removesuffix(OF_DAY)) if label.endswith(OF_DAY) else None)
        return Mention("fact", fact.label) if fact is not None else None

    def name(self, word: Scalar) -> Said:
        """Return a name in brackets, a parameter with its values, a literal as it is."""
        if word.text[:1].isdigit() or shares.read(word.text) is not None:
            return (Span(said(word.text) if self.policy is not None else word.text),)
        mention = self.mention(word.text)
        named = Span(f"「{word.text}」", mention)
        parameter = self.parameter(word.text) if mention is not None and mention.kind == "parameter" else None
        return joined(named, f"（{values_of(parameter)}）") if parameter is not None else (named,)

    def own_part(self, kind: MentionKind, name: str) -> Span:
        """Return the name of a part of the policy itself; the parameters that it names have their newest values."""
        return Span(f"「{self.read(name)}」", Mention(kind, name, self.code))

    def part_of(self, policy: Scalar | None, kind: MentionKind, name: str) -> Span:
        """Return the name of a part of another policy (of none: of this one)."""
        if policy is None:
            return self.own_part(kind, name)
        return Span(f"「{name}」", Mention(kind, name, self.code_of(policy.text)))

    def code_of(self, word: str) -> str:
        """Return the code of the policy that a word names, by its name or its code."""
        return (self.codes or {}).get(word, word)

    def day(self, label: str) -> Said:
        """Return a date by its name: a fact, or the day of a finding."""
        return (Span(f"「{label}」", self.mention(label)),)

    def text(self, text: str) -> Said:
        """Return a text as `read` does, with what it names in braces mentioned."""
        pieces = BRACED.split(text)
        spans = (
            Span(self._value(piece.strip()), self.mention(piece.strip())) if index % 2 else Span(piece)
            for index, piece in enumerate(pieces)
        )
        return joined(*spans)

    def read(self, text: str) -> str:
        """Return a text with the newest values of the parameters that it names in braces."""
        return filled(text, self._value)

    def _value(self, name: str) -> str:
        parameter = self.parameter(name)
        return f"「{name}」" if parameter is None else said(parameter.history[-1][1].text)


def is_truth(value: Derivation) -> bool:
    """Return whether a derived value is a condition, whatever a reading makes of it."""
    match value:
        case ByReading(_, ((_, first), *_)):
            return is_truth(first)
        case _:
            return isinstance(value, Definition)


def _instead_of(value: Derivation | None) -> Iterator[Scalar]:
    """Yield the names for one of which a value stands, or from which it is counted in the same kind of time."""
    match value:
        case Word(word):
            yield word
        case Deadline(start, _, _, _, _):
            yield start
        case Extremum(_, words) | FirstGiven(words):
            yield from words
        case Cases(cases, _):
            for _, taken in cases:
                yield from _instead_of(taken)
        case ByReading(_, options):
            for _, inner in options:
                yield from _instead_of(inner)
        case _:
            return


def cited(place: Citation | None) -> Said:
    """Return a place of the law, linked; nothing for none."""
    return () if place is None else (Span(str(place), Mention("citation", str(place))),)


def values_of(parameter: Parameter) -> str:
    """Return the values of a parameter: the only one, or each with the day from which on it counts."""
    (_, first), *later = parameter.history
    since = (f"自{said(day.isoformat())}起{said(value.text)}" for day, value in later)
    return "；".join((said(first.text), *since))


def measure(source: Fact | None) -> str:
    """Return the word by which the elements of a list are counted: 次, unless the vocabulary says otherwise."""
    if source is None:
        return "次"
    after = source.item.partition("几")[2][:1]
    return after if after and after in _MEASURES else "次" if source.order_by else "项"
