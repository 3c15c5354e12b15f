"""What a record shows of a value that is not known: within what it lies, as the reference engine says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zzrules.answer.view import View
from zzrules.answer.wording import show
from zzrules.base.bounds import Bounds, Extent, Options
from zzrules.base.money import CEILING
from zzrules.case.values import unknown
from zzrules.plan import model, nodes, walks
from zzrules.plan.layout import Layout, speaks_of_element
from zzrules.plan.reads import mentioned
from zzrules.policy.vocabulary import DATED, Fact, Kind, Vocabulary

_NUMBERS: Final = (Kind.MONEY, Kind.INTEGER)


def extent_of(node: nodes.Value, layout: Layout, plan: model.Plan) -> Callable[[View], Extent | None]:
    """Return what tells within what a value lies that is not known; None where the record shows nothing of that.

    What follows from the kind of a value alone (a day that is past, an amount that is not negative) shows nothing.
    """
    version, of_element, kind, fact = layout.version, speaks_of_element(node), walks.kind_of(node), _recorded(node)

    at_hand: bool | None = None  # whether a version says it alone: what another policy says is not at hand

    def within(view: View) -> Extent | None:
        from zzrules.engines.reference.meaning import Scope, value

        nonlocal at_hand
        if at_hand is None:
            at_hand = not any(mention.policy or mention.obligation for mention in mentioned(node, version))
        if (of_element and not view.row) or not at_hand:
            return None
        conduct = view.conduct if view.conduct is not None else Bounds(version.first, version.last)
        known = value(node, Scope(plan, view.record, version, conduct, {}, view.row))
        if isinstance(known, Options):
            return known if fact is not None and known != unknown(fact, view.record.on) else None
        return _shown(known, kind, fact, view.record.on) if isinstance(known, Bounds) else None

    return within


def _recorded(node: nodes.Value) -> Fact | None:
    match node:
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return fact
        case _:
            return None


def _shown(known: Bounds, kind: Kind, fact: Fact | None, on: int) -> Bounds | None:
    """Return the bounds that a record shows, without those that any value of the kind has."""
    if fact is not None and known == unknown(fact, on):
        return None
    low, high, none = known
    if kind is Kind.DATE and high == on:
        high = None
    if fact is not None and kind in _NUMBERS:
        least, most = fact.limits
        low, high = None if low == least else low, None if high == most else high
    elif kind in _NUMBERS:
        low = None if low in (0, -CEILING) else low
        high = None if high == CEILING else high
    if low is None and high is None and (none or fact is None):
        return None
    return Bounds(low, high, none)


def told(node: nodes.Value, layout: Layout, plan: model.Plan) -> Callable[[View], str]:
    """Return what tells the same in words (不早于2026-03-01); empty where nothing is shown."""
    within, kind, fact = extent_of(node, layout, plan), walks.kind_of(node), _recorded(node)

    def words(view: View) -> str:
        extent = within(view)
        return _in_words(extent, kind, fact, plan.vocabulary) if extent is not None else ""

    return words


def _in_words(extent: Extent, kind: Kind, fact: Fact | None, vocabulary: Vocabulary) -> str:
    """Return within what a value lies, in the words that records use: 「不早于2026-03-01、早于…」, 「有」.

    ``fact`` is the fact or field that it is, if it is one.
    """
    perhaps_none = "，也可能没有" if extent.none else ""
    if isinstance(extent, Options):
        options = dict.fromkeys(fact.options.values()) if fact is not None else {}
        codes = [code for code in options if code in extent.codes]
        left = [code for code in options if code not in extent.codes]
        if fact is None or not codes or not left:
            return "有"
        labels = "、".join(fact.option_label(code) for code in min(codes, left, key=len))
        return f"{'属于' if len(codes) <= len(left) else '不属于'}{labels}{perhaps_none}"
    words = ("不早于", "不晚于") if kind in DATED else ("至少", "至多")
    told = [
        f"{word}{show(bound, kind, fact, vocabulary)}"
        for word, bound in zip(words, (extent.low, extent.high), strict=True)
        if bound is not None and not (kind is Kind.MONEY and fact is not None and bound in fact.limits)
    ]
    return f"{'、'.join(told) or '有'}{perhaps_none}"
