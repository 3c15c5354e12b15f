"""Reading 逐期: how often an obligation recurs, from which day to which."""

from __future__ import annotations

from zzrules.base.diagnostics import policies as wrong
from zzrules.base.periods import PERIODS
from zzrules.policy.forms import Form, Reader, suggest
from zzrules.policy.keys.policies import RECURRENCE
from zzrules.policy.syntax import Recurrence
from zzrules.policy.yamltree import Scalar


def read_recurrence(form: Form, obligation: Scalar, reader: Reader) -> Recurrence | None:
    """Return the recurrence that an obligation states; None, noted, for one that lacks something."""
    key, value = form["逐期"]
    if "逐项" in form:
        reader.note(wrong.EACH_AND_RECURRING, key.place, obligation=obligation.text)
        return None
    inner = reader.form(value, "逐期", RECURRENCE.allowed, RECURRENCE.required[:2])
    every, since, until = (reader.word(inner[name][1], name) if name in inner else None for name in RECURRENCE.allowed)
    if inner and "至" not in inner:
        reader.note(wrong.RECURS_FOREVER, key.place, obligation=obligation.text)
    if every is None or since is None or until is None:
        return None
    if every.text not in PERIODS:
        reader.note(wrong.NO_SUCH_PERIOD, every.place, text=every.text, hint=suggest(every.text, PERIODS))
        return None
    return Recurrence(every, since, until)
