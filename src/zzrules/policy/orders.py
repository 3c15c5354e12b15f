"""先后, in policies and in vocabulary files: dates in the order in which they come."""

from __future__ import annotations

from zzrules.base.diagnostics import meanings as wrong
from zzrules.policy.citing import Citer
from zzrules.policy.keys.common import ORDER
from zzrules.policy.spans import INSTEAD, read_own_span
from zzrules.policy.syntax import Order
from zzrules.policy.yamltree import Node, Scalar


def read_order(key: Scalar, node: Node, citer: Citer) -> Order | None:
    """Return an order of dates; None, noted, if it names fewer than two."""
    reader, part = citer.reader, f"先后「{key.text}」"
    form = reader.form(node, part, ORDER.allowed, ORDER.required, INSTEAD)
    words = reader.words(form["日期"][1], "日期") if "日期" in form else ()
    note = reader.text(form["说明"][1], "说明") if "说明" in form else ""
    span = read_own_span(form, reader)
    citations = citer.within(span).several(form, part)
    if len(words) < 2:  # noqa: PLR2004 - one date has no order
        if words:
            reader.note(wrong.ORDER_OF_ONE, form["日期"][0].place, order=key.text)
        return None
    days, places = tuple(word.text for word in words), tuple(word.place for word in words)
    return Order(key.text, days, note, citations, span, places, key.place)
