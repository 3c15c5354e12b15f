"""The measures on public holidays (放假办法) from YAML: which festivals are days off since when, and when they are."""

from __future__ import annotations

import re
from datetime import date

from zzrules.base.diagnostics.calendar import HOLIDAY_UNREADABLE
from zzrules.base.festivals import Festivals, Holiday, Measures
from zzrules.policy.forms import Form, Reader
from zzrules.policy.keys.calendars import MEASURES
from zzrules.policy.yamltree import Node, Scalar, short

_FIXED = re.compile("([0-9]{1,2})月([0-9]{1,2})日(?:至([0-9]{1,2})日)?")
_EVE, _OWN = "除夕", "当日"
_NEW_YEAR = {f"初{number}": days for days, number in enumerate("一二三四五六七")}
_MOVABLE = {_EVE: -1, _OWN: 0} | _NEW_YEAR
"""How many days after the festival's own day a day is: that of the Spring Festival is the first of the first month."""


def read_festivals(form: Form, reader: Reader) -> Festivals:
    """Return what a file says of the statutory holidays; mistakes are noted."""
    measures = [one for item in reader.items(form["放假办法"][1], "放假办法") if (one := _measures(item, reader))]
    days = []
    for name, node in reader.entries(form["节日"][1], "节日") or () if "节日" in form else ():
        dates = [reader.date(word, f"节日「{name.text}」") for word in reader.words(node, name.text)]
        days.append((name.text, tuple(day for day in dates if day is not None)))
    aliases = []
    for name, node in reader.entries(form["又称"][1], "又称") or () if "又称" in form else ():
        aliases += [(word.text, name.text) for word in reader.words(node, name.text)]
    return Festivals(tuple(sorted(measures, key=lambda one: one.in_force)), tuple(days), tuple(aliases))


def _measures(node: Node, reader: Reader) -> Measures | None:
    form = reader.form(node, "放假办法", MEASURES.allowed, MEASURES.required)
    issued = reader.date(form["公布"][1], "公布") if "公布" in form else None
    in_force = reader.date(form["施行"][1], "施行") if "施行" in form else None
    holidays = []
    for name, value in reader.entries(form["放假"][1], "放假") or () if "放假" in form else ():
        word = reader.word(value, name.text)
        holiday = _holiday(name.text, word) if word else None
        if word and not holiday:
            reader.note(HOLIDAY_UNREADABLE, word.place, name=name.text, text=short(word.text))
        holidays += [holiday] if holiday else []
    if issued is None or in_force is None or "文号" not in form:
        return None
    return Measures(reader.text(form["文号"][1], "文号"), issued, in_force, tuple(holidays))


def _holiday(name: str, word: Scalar) -> Holiday | None:
    """Return the days off of 「10月1日至3日」, 「除夕至初三」 or 「当日」; None for any other text."""
    if fixed := _FIXED.fullmatch(word.text):
        month, first, last = int(fixed[1]), int(fixed[2]), int(fixed[3] or fixed[2])
        try:
            count = (date(2000, month, last) - date(2000, month, first)).days + 1
        except ValueError:
            return None
        return Holiday(name, 0, count, (month, first)) if count > 0 else None
    first_day, _, last_day = word.text.partition("至")
    start, end = _MOVABLE.get(first_day), _MOVABLE.get(last_day or first_day)
    if start is None or end is None or end < start:
        return None
    return Holiday(name, start, end - start + 1)
