"""Reads 施行 and 有效期至, of a file and of its parts."""

from __future__ import annotations

from datetime import date

from zzrules.base.diagnostics import policies as wrong
from zzrules.base.errors import NOWHERE
from zzrules.base.regulation import Regulation, term
from zzrules.policy.forms import Form, Reader
from zzrules.policy.validity import WHENEVER, Span

SPAN = ("施行", "有效期至")
_LAST = "「有效期至」，写仍然有效的最后一天"
INSTEAD = {"生效": "「施行」", "起用": "「施行」"} | dict.fromkeys(("失效", "废止", "终止", "截止"), _LAST)
"""What to write instead of other words for them."""
INSTEAD_OF_VALUE = INSTEAD | dict.fromkeys(("施行", "生效", "起用"), "「取值」里每个数前面的日期，从那一天起用")
"""The same for parameters: their values have the days from which they apply."""


def read_span(form: Form, reader: Reader) -> Span:
    """Return the days that a file or a part states."""
    if not form.keys() & {*SPAN}:
        return WHENEVER
    first, last = (reader.date(form[key][1], key) if key in form else None for key in SPAN)
    return Span(first, last, *(form[key][1].place if key in form else NOWHERE for key in SPAN))


def read_own_span(form: Form, reader: Reader, begins: date | None = None) -> Span:
    """Return the days of a part of a policy, which ``begins`` on a day if it says none; reversed ones are noted."""
    span = read_span(form, reader)
    first = span.first or begins
    if first and span.last and span.last < first:
        reader.note(wrong.VALIDITY_REVERSED, span.last_place, first=first, last=span.last)
        return WHENEVER
    return span


def validity(form: Form, reader: Reader, regulation: Regulation | None) -> tuple[Span, date | None, date | None]:
    """Return what a policy file says of its days, and its first and last day within the regulation's; None, noted."""
    span = read_span(form, reader)
    first, last = span.first, span.last
    if first and last and last < first:
        reader.note(wrong.VALIDITY_REVERSED, span.last_place, first=first, last=last)
        return span, None, None
    if regulation is None:
        return span, first, last
    first = max(first, regulation.in_force) if first else regulation.in_force
    last = min(last, regulation.last_day) if last else regulation.last_day
    if last < first:
        place = span.first_place if span.first == first else span.last_place
        reader.note(wrong.POLICY_NEVER_LAW, place, days=term(regulation.in_force, regulation.last_day))
        return span, None, None
    return span, first, last
