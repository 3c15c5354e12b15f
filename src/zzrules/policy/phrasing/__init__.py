"""Policies in Chinese as an office writes it, from what is written, whichever side of its readings is taken.

`sentence` is what sentences are made of, and how they are laid out as text; `naming` looks up what names mean,
`conditions` and `values` say clauses, and `policies` whole policies. Here are outlines: lists of (depth, line), in
which a condition of several parts has a line of its own and its parts below it.
"""

from __future__ import annotations

from zzrules.policy.expressions import Condition, Derivation, Row
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.phrasing.sentence import outlined
from zzrules.policy.phrasing.values import Values

Outline = list[tuple[int, str]]
NO_NAMES = Names()


def outline(condition: Condition, names: Names = NO_NAMES) -> Outline:
    """Return a condition in lines: each element in one of its own, what belongs to it below it.

    >>> from zzrules.policy.expressions import Junction, Test
    >>> from zzrules.policy.yamltree import Scalar
    >>> given, left = Test(Scalar("离开原因"), "为", (Scalar("有"),)), Test(Scalar("离开"), "为", (Scalar("是"),))
    >>> outline(Junction(True, (left, given)))
    [(0, '同时具备下列条件：'), (1, '「离开」为是'), (1, '有「离开原因」')]
    """
    return list(outlined(Values(names).clause(condition)))


def derived(derivation: Derivation, names: Names = NO_NAMES) -> Outline:
    """Return in lines how a value comes about."""
    return list(outlined(Values(names).value(derivation)))


def row_takes(row: Row) -> str:
    """Return in words which cases a row of a table takes.

    >>> from zzrules.policy.expressions import Test, Word
    >>> from zzrules.policy.yamltree import Scalar
    >>> test = Test(Scalar("等级"), "为", (Scalar("重大"),))
    >>> row_takes(Row(((test,), ()), (Word(Scalar("5日")),))), row_takes(Row(((),), ()))
    ('「等级」为重大', '其余各种情况')
    """
    return "".join(span.text for span in Values(NO_NAMES).takes(row))
