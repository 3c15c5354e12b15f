"""Six of the policies as one plain Python function, written by hand for speed: what zzrules is measured against.

`evaluate` takes the same record and day and gives the same answer: the outcomes still possible and the truth of every
ground, procedure and consequence, in strong Kleene logic (True, False, None for unknown); it refuses the same records.
It is what an engineer would write who needs these six policies (`POLICIES`), their facts (`FACTS`), today's readings
and parameters, and nothing else: a single spelling (ASCII names, option codes, True and False, ISO dates), only the
first mistake, no obligations, no reasons, no citations, no missing facts, no versions. A change of one of these
policies is a change here.

`facts` checks the record, `policies` and `liability` judge it; `tests/unit/test_handwritten.py` compares the answers.
Nothing of zzrules is used but the working-day calendar, which is data: `add_workdays` is `Calendar.add_ordinal`.

The Kleene idioms, for parts that are True, False or None:
  all of them   `b is not False and c is not False and a and b and c`   (False wins, else the first None, else True)
  any of them   `a or b or (None if a is None or b is None else False)`
"""

from __future__ import annotations

from datetime import date
from typing import Any

from benchmarks.handwritten.answer import CONSEQUENCES, GROUNDS, AddWorkdays, Answer
from benchmarks.handwritten.facts import ISO_LENGTH, KINDS, Refused, checked
from benchmarks.handwritten.liability import day_of_lateness, liability
from benchmarks.handwritten.policies import bad_review, replacement, rotation, scope, tolerance

__all__ = ["CONSEQUENCES", "FACTS", "GROUNDS", "POLICIES", "Refused", "evaluate"]

POLICIES = tuple(GROUNDS)
FACTS = frozenset(KINDS)


def evaluate(record: dict[str, Any], on: str, add_workdays: AddWorkdays) -> dict[str, Answer]:
    """Return each policy's possible outcomes and the truths of its grounds, procedures and consequences.

    The truths stand in the order of `GROUNDS` and `CONSEQUENCES`. Raises `Refused` for a record that is not valid.
    """
    if len(on) != ISO_LENGTH:
        raise Refused(on)
    today = date.fromisoformat(on).toordinal()
    facts = checked(record, today)
    if facts.get("cause") == "overdue" and facts.get("conduct_date") is None:
        facts["conduct_date"] = day_of_lateness(facts, today, add_workdays)
    return {
        "replacement": replacement(facts, today),
        "rotation": rotation(facts, today),
        "bad_review": bad_review(facts, today, add_workdays),
        "scope": scope(facts, today),
        "liability": liability(facts, today, add_workdays),
        "tolerance": tolerance(facts, today),
    }
