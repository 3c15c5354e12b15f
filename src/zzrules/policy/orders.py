"""先后, in policies and in vocabulary files: dates in the order in which they come."""

from __future__ import annotations

from zzrules.base.citation import Citation
from zzrules.base.diagnostics import policies as wrong
from zzrules.policy.forms import Form, Reader
from zzrules.policy.syntax import Order
from zzrules.policy.yamltree import Node, Scalar


def read_order(key: Scalar, node: Node, reader: Reader) -> Order | None:
    """Return an order of dates; None, noted, if it names fewer than two."""
    form = reader.form(node, f"先后「{key.text}」", ("日期", "说明", "依据"), ("日期", "说明", "依据"))
    words = reader.words(form["日期"][1], "日期") if "日期" in form else ()
    note = reader.text(form["说明"][1], "说明") if "说明" in form else ""
    citations = read_citations(form, reader)
    if len(words) < 2:  # noqa: PLR2004 - one date has no order
        if words:
            reader.note(wrong.ORDER_OF_ONE, form["日期"][0].place, order=key.text)
        return None
    return Order(key.text, tuple(word.text for word in words), note, citations, tuple(word.place for word in words))


def read_citations(form: Form, reader: Reader) -> tuple[Citation, ...]:
    """Return what stands under 依据: one place of the regulation, or several."""
    words = reader.words(form["依据"][1], "依据") if "依据" in form else ()
    return tuple(citation for word in words if (citation := reader.citation(word)) is not None)
