"""Which 先后 and 矛盾 say nothing beside the others: what they exclude, others exclude, for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple

from zzrules.analysis.advice.cores import Part, named, placed, smallest
from zzrules.analysis.proving.board import MOST_ASKED, Board
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.openly import Openly
from zzrules.base.diagnostics.advice import EXCLUDED_ANYWAY, SAYS_NOTHING
from zzrules.base.diagnostics.meanings import CONTRADICTION_WITHIN
from zzrules.base.errors import Place, Problem, Shown
from zzrules.base.frozen import replaced
from zzrules.plan import model
from zzrules.plan.constraints import COMMON, order_broken
from zzrules.plan.formulas import Formula, TooLargeError
from zzrules.plan.shadows import Reader
from zzrules.policy import syntax

_ANYWAY: Final = "它不许的记载，别的「先后」「推出」「矛盾」也不许"
_CONCLUDES: Final = "推出"


class _Stated(NamedTuple):
    """A 先后, a 推出 or a 矛盾: its section, what it is called there and where, and the ways in which it is broken.

    ``version`` is that of which the ways speak.
    """

    section: str
    name: str
    place: Place
    ways: tuple[model.Contradiction, ...]
    version: model.Version


def of_policy(
    text: syntax.Policy, policy: model.Policy, at: int, meaning: Openly
) -> Iterator[tuple[object, list[Problem]]]:
    """Yield what is said of each 先后 and 矛盾 of a file in a version (index), with what tells it from others.

    A 推出 says something by what it concludes.
    """
    version, plain = policy.versions[at], meaning.policies[policy.code]
    stated = [one._replace(section=f"词汇的{one.section}") for one in _of_vocabulary(meaning.plan)]
    given = len(stated)
    day = date.fromordinal(version.first)
    own = [one for one in text.orders if one.span.has(day)]
    stated += _of_orders(own, version.contradictions, version)
    for section, written in ((_CONCLUDES, text.implications), ("矛盾", text.contradictions)):
        for word in (one.name for one in written):
            ways = tuple(known for known in version.contradictions if known.name == word.text)
            stated.append(_Stated(section, word.text, word.place, ways, version))
    told = _idle(stated, given, _Reading(meaning, plain, plain.versions[at]))
    for at_, one in enumerate(stated[given:], given):
        yield (one.section, one.name, "beside"), [told[at_]] if at_ in told else []


def of_vocabulary(policy: model.Policy, meaning: Openly) -> Iterator[Problem]:
    """Yield the 先后 of the vocabulary that say nothing beside the others; ``policy`` is any, in its plain form."""
    yield from _idle([*_of_vocabulary(meaning.plan)], 0, _Reading(meaning, policy, COMMON)).values()


class _Reading(NamedTuple):
    """By what conditions are read: what policies mean, a policy and a version in their plain form."""

    meaning: Openly
    policy: model.Policy
    version: model.Version

    def formulas(self, board: Board, ways: Iterable[tuple[_Stated, model.Contradiction]]) -> list[Formula]:
        """Return when some ways are so."""
        meaning = self.meaning
        reader = Reader(board.variables, self.policy, self.version, meaning.others, most=MOST_ASKED)
        return [reader.formula(meaning.plain(way.condition, stated.version)) for stated, way in ways]


def _of_vocabulary(plan: model.Plan) -> Iterator[_Stated]:
    return _of_orders(plan.vocabulary.orders, plan.contradictions, COMMON)


def _of_orders(
    orders: Sequence[syntax.Order], known: Sequence[model.Contradiction], version: model.Version
) -> Iterator[_Stated]:
    """Yield orders with the ways in which they are broken: of one name there are several where orders name one pair."""
    waiting: dict[str, list[model.Contradiction]] = {}
    for one in known:
        waiting.setdefault(one.name, []).append(one)
    for order in orders:
        names = [order_broken(*pair) for pair in combinations(order.days, 2)]
        ways = tuple(waiting[name].pop(0) for name in names if waiting.get(name))
        yield _Stated("先后", order.name, order.place, ways, version)


def _idle(stated: Sequence[_Stated], given: int, reading: _Reading) -> Mapping[int, Problem]:
    """Return what is said of those that say nothing beside the others, by position; the last of several alike.

    Of the first ``given`` nothing is asked.
    """
    found: dict[int, Problem] = {}
    for at in reversed(range(given, len(stated))):
        one = stated[at]
        others = [other for number, other in enumerate(stated) if number != at and number not in found]
        if one.section == _CONCLUDES or not one.ways:
            continue
        covering = [_covering((one, way), others, reading) for way in one.ways]
        if all(covering):
            shown = _shown(part for way in covering for part in way)
            told = SAYS_NOTHING(one.place, part=one.section, name=one.name, because=_ANYWAY)
            found[at] = replaced(told, shown=shown)
        elif one.section == "矛盾":
            wider = [_covering((one, way), others, reading, alike=False) for way in one.ways]
            if all(wider):
                told = CONTRADICTION_WITHIN(one.place, name=one.name)
                found[at] = replaced(told, shown=_shown(part for way in wider for part in way))
    return found


def _shown(parts: Iterable[Part]) -> Shown:
    kept = [*parts]
    return Shown(EXCLUDED_ANYWAY(parts=named(kept)), placed(kept))


def _covering(
    asked: tuple[_Stated, model.Contradiction], others: Sequence[_Stated], reading: _Reading, *, alike: bool = True
) -> Sequence[Part]:
    """Return others that find a mistake wherever this does, in records known in part, too; none if some don't.

    None needs a fact that this does not. ``alike``: the facts in question are among theirs, which decide nothing then.
    """
    _, way = asked
    beside = [
        (other, known)
        for other in others
        for known in other.ways
        if {*known.needed} <= {*way.needed}
        and ({*way.facts} <= {*known.facts} or not alike)
        and (known.whenever or not way.whenever)
    ]
    if not beside:
        return ()
    board = Board()
    diagrams = board.diagrams
    try:
        condition, *formulas = reading.formulas(board, [asked, *beside])
        surely = board.surely(condition)
        fails = [
            Part(other.name, other.place, diagrams.negated(board.surely(formula)), other.section)
            for (other, _), formula in zip(beside, formulas, strict=True)
        ]
        region = diagrams.both(board.left(), surely)
        if region == FALSE or diagrams.all_of((region, *(part.holds for part in fails))) != FALSE:
            return ()
        return smallest(diagrams, region, fails[::-1])  # what is written first stays
    except TooLargeError:
        return ()
