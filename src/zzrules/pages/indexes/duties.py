"""What is owed: by whom, when and by when; and every time limit that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.pages.addresses import key_of
from zzrules.pages.indexes.parts import Part, Parts
from zzrules.policy import syntax
from zzrules.policy.expressions import ByReading, Cases, Deadline, Derivation, GroundSet, Word
from zzrules.policy.phrasing.duties import Duties
from zzrules.policy.phrasing.naming import Names, values_of
from zzrules.policy.phrasing.policies import Section
from zzrules.policy.phrasing.sentence import Line, Sentence, joined, lines, listed
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Scalar

_BETWEEN = re.compile("、|以及|及其|或者|和|及|，")
_ASIDE = re.compile("（[^（）]*）")
SHALL = "应当"


@frozen
class Duty:
    """What somebody shall do, or may, or must not (``modality``).

    ``when`` says in lines on what it depends, ``limit`` by when it is due, ``terms`` what both speak of; ``length`` is
    how long the limit is: a period (2个工作日), a word of the law (及时) or up to a day that is recorded.
    """

    part: Part
    citation: Citation | None
    subject: str
    modality: str
    content: str
    when: tuple[Line, ...]
    limit: tuple[Line, ...]
    terms: tuple[tuple[Line, ...], ...]
    length: str
    is_term: bool


@frozen
class Owner:
    """Who owes something: a body, or whoever the policies name; its address; duties, and what else is said of it."""

    name: str
    code: str
    address: str
    duties: tuple[Duty, ...]
    others: tuple[Duty, ...]


def owners_of(parts: Parts) -> tuple[Owner, ...]:
    """Return who owes what, in the order in which the policies name them first.

    A duty of several is one of each of them.
    """
    found: dict[str, list[Duty]] = {}
    for duty in duties_of(parts):
        for name in named_in(duty.subject, parts.source.vocabulary):
            found.setdefault(name, []).append(duty)
    return tuple(_owner(name, duties, parts.source.vocabulary) for name, duties in found.items())


def _owner(name: str, duties: list[Duty], vocabulary: Vocabulary) -> Owner:
    code = vocabulary.bodies.get(name, "")
    address = f"duties-{code if code.isascii() and code else key_of(name)}.html"
    own = tuple(duty for duty in duties if duty.part.section == "义务")
    return Owner(name, code, address, own, tuple(duty for duty in duties if duty not in own))


def named_in(subject: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return who is named in a subject: bodies by their names, others in the words of the policy.

    >>> import zzrules
    >>> named_in("被责令的政务服务机构、窗口工作人员", zzrules.load().vocabulary)
    ('政务服务机构', '窗口工作人员')
    """
    longest = sorted(vocabulary.bodies, key=len, reverse=True)
    names = (name.strip() for name in _BETWEEN.split(_ASIDE.sub("", subject)))
    return tuple(dict.fromkeys(next((body for body in longest if name.endswith(body)), name) for name in names if name))


def duties_of(parts: Parts) -> Iterator[Duty]:
    """Yield the obligations and consequences of all policies, in the order of the regulation."""
    for policy, sections in parts.newest:
        if policy not in parts.source.newest:
            continue
        teller = _Teller(policy, (*parts.shared, *sections), parts)
        yield from map(teller.obligation, policy.obligations)
        yield from map(teller.consequence, policy.consequences)


class _Teller:
    """Says what a policy owes."""

    def __init__(self, policy: syntax.Policy, sections: Sequence[Section], parts: Parts) -> None:
        self._policy = policy
        self._parts = parts
        self._saying = Duties(Names.of(policy, parts.source.vocabulary, parts.source.policies))
        self._derived = {
            part.means.name: part.sentences for section in sections if section.key == "推算" for part in section.parts
        }

    def obligation(self, one: syntax.Obligation) -> Duty:
        saying = self._saying if one.each is None else Duties(self._saying.names.within(one.each))
        when = [] if one.condition is None else [saying.clause(one.condition)]
        limit = [] if one.due is None else [saying.deadline(one)]
        is_term = isinstance(one.due, Word) and one.quoted and saying.names.mention(one.due.word.text) is None
        length = "" if one.due is None else length_of(one.due, saying.names)
        return self._duty("义务", one, SHALL, (when, limit), length, is_term)

    def consequence(self, one: syntax.Consequence) -> Duty:
        due = Word(one.deadline) if one.deadline is not None else None
        is_term = one.deadline is not None and self._saying.names.mention(one.deadline.text) is None
        when = [] if one.condition is None else [self._saying.clause(one.condition)]
        limit = [Sentence(self._saying.by_when(due, is_term, whole=True))] if due is not None else []
        length = "" if due is None else length_of(due, self._saying.names)
        return self._duty("后果", one, one.modality, (when, limit), length, is_term)

    def _duty(
        self,
        section: str,
        one: syntax.Obligation | syntax.Consequence,
        modality: str,
        told: tuple[list[Sentence], list[Sentence]],
        length: str,
        is_term: bool,
    ) -> Duty:
        terms = [*self._terms([*told[0], *told[1]])]
        if _speaks_of_grounds(one.condition):
            terms.append((self._grounds(),))
        when, limit = (tuple(lines(sentences)) for sentences in told)
        return Duty(
            self._parts.part(self._policy.code, section, one.name.text),
            one.citation,
            one.subject,
            modality,
            self._saying.names.read(one.content.text),
            when,
            limit,
            tuple(tuple(lines(sentences)) for sentences in terms),
            length,
            is_term,
        )

    def _grounds(self) -> Sentence:
        """Return which grounds the policy lists."""
        own = (self._saying.names.own_part("ground", one.name.text) for one in self._policy.grounds)
        return Sentence(joined("所列情形是", listed(own)))

    def _terms(self, sentences: Sequence[Sentence]) -> Iterable[tuple[Sentence, ...]]:
        """Return how the derived values come about of which sentences speak, and those of which these speak in turn."""
        told: dict[str, tuple[Sentence, ...]] = {}
        waiting = [*sentences]
        while waiting:
            for one in waiting.pop(0).mentions():
                if one.kind == "derived" and one.name in self._derived and one.name not in told:
                    told[one.name] = self._derived[one.name]
                    waiting += told[one.name]
        return told.values()


def _speaks_of_grounds(part: object) -> bool:
    """Return whether a condition asks for any of the grounds."""
    if isinstance(part, GroundSet):
        return True
    inner = part if isinstance(part, tuple) else (getattr(part, name) for name in getattr(part, "__match_args__", ()))
    return any(map(_speaks_of_grounds, inner))


def length_of(due: Derivation, names: Names) -> str:
    """Return how long a limit is, in words, under the readings taken; the name of the day, if it is no period."""
    match due:
        case Word(word):
            value = _defined(word, names)
            return length_of(value, names) if value is not None else _worded(word, names)
        case Deadline(_, add, subtract, _, _):
            return "加".join(_worded(word, names) for word in add or subtract)
        case ByReading(reading, options):
            taken = next((one.taken.text for one in _readings(names) if one.name.text == reading.text), "")
            return next((length_of(value, names) for option, value in options if option.text == taken), "")
        case Cases(cases, _):
            return "或者".join(dict.fromkeys(length_of(value, names) for _, value in cases))
        case _:
            return "依推算"


def _readings(names: Names) -> tuple[syntax.Reading, ...]:
    return names.policy.readings if names.policy is not None else ()


def _defined(word: Scalar, names: Names) -> Derivation | None:
    """Return how a value is derived that a word names; None for all other words."""
    own = names.policy.derived if names.policy is not None else ()
    shared = names.vocabulary.derived if names.vocabulary is not None else ()
    return next((value for name, value in (*own, *shared) if name.text == word.text), None)


def _worded(word: Scalar, names: Names) -> str:
    """Return a period as it is written, a parameter by its values, any other name in brackets."""
    parameter = names.parameter(word.text)
    if parameter is not None:
        return values_of(parameter)
    if names.mention(word.text) is not None:
        return f"至「{word.text}」"
    return names.read(word.text) if not word.text[:1].isdigit() else "".join(span.text for span in names.name(word))
