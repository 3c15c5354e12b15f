"""Values known in part, as records write them: 「有」, {不晚于: …}, {属于: […]}, {已载: […], 另有: 是}."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NoReturn

from zzrules.base import clock
from zzrules.base.bounds import Bounds, Extent, Options, settled
from zzrules.base.diagnostics import cases
from zzrules.case.mistakes import BadListError, BadValueError, closest, wrong_kind
from zzrules.case.values import BOUNDED, PRESENT, unknown
from zzrules.policy.comparisons import same_relation
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import DATED, Fact, Kind

# Each word, by its Chinese and its code, with whether it is a lower bound, and by how much it moves what is written.
_DAYS: Final = {
    "不早于": (True, 0),
    "not_before": (True, 0),
    "晚于": (True, 1),
    "after": (True, 1),
    "不晚于": (False, 0),
    "not_after": (False, 0),
    "早于": (False, -1),
    "before": (False, -1),
}
_NUMBERS: Final = {
    "以上": (True, 0),
    "at_least": (True, 0),
    "超过": (True, 1),
    "more_than": (True, 1),
    "以下": (False, 0),
    "at_most": (False, 0),
    "未满": (False, -1),
    "less_than": (False, -1),
}
_OPTIONS: Final = {"属于": True, "among": True, "不属于": False, "not_among": False}
LIST_WORDS: Final = {"recorded": ("已载", "recorded"), "more": ("另有", "more")}
_LIST: Final = {word: code for code, words in LIST_WORDS.items() for word in words}
WORDS: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.DATE: _DAYS,
    Kind.MOMENT: _DAYS,
    Kind.INTEGER: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.DURATION: _NUMBERS,
    Kind.OPTION: _OPTIONS,
    Kind.BODY: _OPTIONS,
}
"""What each word means of a kind: whether it is a lower bound and the step from what is written, or whether inside."""
CODES: Final[Mapping[Kind, Mapping[str, str]]] = {
    kind: dict(zip([*words][::2], [*words][1::2], strict=True)) for kind, words in WORDS.items()
}
"""The code of each Chinese word for what is known in part of a kind."""
_ALWAYS: Final = date.max.toordinal()  # bounds may lie after the evaluation
LIMITS: Final[Mapping[Kind, tuple[int, int | None]]] = {
    Kind.DATE: (1, _ALWAYS),
    Kind.MOMENT: (clock.FIRST, clock.LAST),
    Kind.DURATION: (0, None),
}
"""The least and the greatest number that a value of a kind can be: bounds that leave out all of them are a mistake."""
MORE, PERHAPS_MORE, COMPLETE = "是", "不详", "否"


class InPart(Exception):  # noqa: N818 - no mistake, but what a parser has to say beside a value
    """A value that is known in part: its extent, or the elements of a list of which some are."""

    def __init__(self, known: Any) -> None:
        """Take what is known."""
        self.known = known
        super().__init__()


def words_of(kind: Kind) -> tuple[str, ...]:
    """Return the words for what may be known in part of a kind of facts, Chinese and codes; none without bounds."""
    return tuple(WORDS.get(kind, {}))


def _said(kind: Kind) -> tuple[str, ...]:
    return tuple(word for word in words_of(kind) if not word.isascii())


def raise_known(fact: Fact, raw: Any, on: int, parse: Callable[[Any, int], Any]) -> Any:
    """Return what bounds leave no choice of, and raise `InPart` with what is known of any other.

    Raises `BadValueError` or `BadListError` for what says nothing, or what cannot be.
    """
    widest = unknown(fact, on)
    if fact.kind not in BOUNDED or widest is None:
        _refuse(fact, raw)
    if not isinstance(raw, Mapping):
        raise InPart(widest._replace(none=False))
    extent = _options(fact, raw, widest) if isinstance(widest, Options) else _bounds(fact, raw, on, widest, parse)
    known = settled(extent)
    if known is extent:
        raise InPart(extent)
    return known


def is_partial(raw: Any) -> bool:
    """Return whether something handed in says of a value what is known in part."""
    return isinstance(raw, Mapping) or (isinstance(raw, str) and raw == PRESENT)


def _refuse(fact: Fact, raw: Any) -> NoReturn:
    """Refuse bounds of a fact that has no order and no options."""
    known = {**_DAYS, **_NUMBERS, **_OPTIONS}
    word = next((key for key in raw if key in known), None) if isinstance(raw, Mapping) else None
    if word is not None:
        raise BadValueError(
            cases.BOUNDS_WITHOUT_ORDER, key=word, kind=fact.kind.value, words="写出值；不知道的，删去这一项"
        )
    raise wrong_kind(fact)


def _word(fact: Fact, key: Any) -> Any:
    words = WORDS[fact.kind]
    if key in words:
        return words[key]
    if isinstance(key, str) and any(key in other for other in WORDS.values()):
        said = _said(fact.kind)
        meant = same_relation(key, said)
        hint = f"「{meant}」" if meant is not None else suggest("", said)
        raise BadValueError(cases.BOUNDS_WITHOUT_ORDER, key=key, kind=fact.kind.value, words=hint)
    raise BadValueError(cases.UNKNOWN_BOUND, known=closest(key, list(_said(fact.kind))))


def _bounds(fact: Fact, raw: Mapping[Any, Any], on: int, widest: Bounds, parse: Callable[[Any, int], Any]) -> Extent:
    low, high = widest.low, widest.high
    bad: list[BadValueError] = []
    units: set[str] = set()
    for key, value in _told(fact, raw):
        try:
            lower, step = _word(fact, key)
            bound = _stepped(_parsed(fact, key, value, parse), step)
        except BadValueError as error:
            bad.append(error)
            continue
        if isinstance(bound, tuple):
            units.add(bound[1])
        if lower:
            low = bound if low is None else max(low, bound)
        else:
            high = bound if high is None else min(high, bound)
    if bad:
        raise BadListError(bad)
    if len(units) > 1:
        raise BadValueError(cases.BOUNDS_IN_TWO_UNITS)
    if low is not None and high is not None and low > high:
        late = (
            fact.kind in DATED
            and not fact.may_be_future
            and low > (on if fact.kind is Kind.DATE else clock.last_of(on))
        )
        raise BadValueError(cases.AFTER_EVALUATION if late else cases.BOUNDS_EXCLUDE)
    least, most = LIMITS.get(fact.kind, (None, None))
    if least is not None and high is not None and _number(high) < least:
        raise BadValueError(cases.BOUNDS_EXCLUDE)
    if most is not None and low is not None and low > most:
        raise BadValueError(cases.BOUNDS_EXCLUDE)
    return Bounds(low, high)


def _told(fact: Fact, raw: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """Return what a mapping says; a key with nothing beside it says nothing.

    Raises `BadValueError` if nothing is left, or if one word is there twice, in Chinese and as its code.
    """
    told = [(key, value) for key, value in raw.items() if value is not None]
    if not told:
        raise BadValueError(cases.NOTHING_KNOWN, words=suggest("", _said(fact.kind)))
    _once([key for key, _ in told], CODES[fact.kind])
    return told


def _once(keys: Iterable[Any], codes: Mapping[str, str]) -> None:
    """Refuse keys of which one is the code of another."""
    given = set(keys)
    for word, code in codes.items():
        if word in given and code in given:
            raise BadValueError(cases.BOUND_TWICE, key=word)


def _number(bound: Any) -> int:
    return int(bound[0] if isinstance(bound, tuple) else bound)


def _parsed(fact: Fact, key: str, value: Any, parse: Callable[[Any, int], Any]) -> Any:
    """Return a bound as the fact's own values are read; a day may lie after the evaluation."""
    try:
        if is_partial(value):
            raise wrong_kind(fact)
        return parse(value, _ALWAYS)
    except BadValueError as error:
        raise BadValueError(error.diagnostic, (key,), **error.words) from None


def _stepped(bound: Any, step: int) -> Any:
    return (bound[0] + step, bound[1]) if isinstance(bound, tuple) else bound + step


def _options(fact: Fact, raw: Mapping[Any, Any], widest: Options) -> Extent:
    codes = widest.codes
    known = {code: code for code in fact.options.values()} | dict(fact.options)
    for key, value in _told(fact, raw):
        inside = _word(fact, key)
        words = value if isinstance(value, list | tuple) else [value]
        meant = set()
        for word in words:
            if not isinstance(word, str) or word not in known:
                raise BadValueError(cases.UNKNOWN_OPTION, (key,), known=closest(word, list(fact.options)))
            meant.add(known[word])
        codes = codes & meant if inside else codes - meant
    if not codes:
        raise BadValueError(cases.NO_OPTION_LEFT)
    return Options(codes)


# ── lists ───────────────────────────────────────────────────────────────


def listed(raw: Any) -> tuple[Any, bool, bool]:
    """Return the elements recorded of a list that is known in part, whether one is missing, and whether some may be.

    Raises `BadValueError` for other keys, or other words under them.
    """
    if not isinstance(raw, Mapping):
        return [], True, True
    parts: dict[str, Any] = {}
    for key, value in raw.items():
        code = _LIST.get(key) if isinstance(key, str) else None
        if code is None:
            raise BadValueError(cases.UNKNOWN_BOUND, known=closest(key, ["已载", "另有"]))
        if value is not None:
            parts[code] = value
    if not parts:
        raise BadValueError(cases.NOTHING_KNOWN, words="「已载」、「另有」")
    _once([key for key, value in raw.items() if value is not None], dict(LIST_WORDS.values()))
    more = parts.get("more", PERHAPS_MORE)
    if more is True or more is False:
        more = MORE if more else COMPLETE
    if more not in (MORE, PERHAPS_MORE, COMPLETE):
        raise BadValueError(cases.NOT_MORE_OR_COMPLETE, ("另有",))
    return parts.get("recorded", []), more == MORE, more != COMPLETE
