"""Arithmetic in Chinese, given what its parts are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from zzrules.plan import nodes
from zzrules.plan.reckoning import STEPS

_GATHERED: Final = {
    "count": "的项数",
    "run": "最多连续的次数",
    "sum": "各项{}的合计",
    "min": "各项{}中最小的",
    "max": "各项{}中最大的",
}
_PAIR: Final = 2
_OPERATORS: Final = {"+": "加", "-": "减"}
_ROUNDED: Final = {step: words for words, step in STEPS.items()}


def computed(node: nodes.Combined | nodes.Product, parts: Sequence[str]) -> str:
    """Return a sum, a difference, a product with how it is rounded, or the lesser or the greater of several.

    What is computed itself among the ``parts`` stands in brackets (`inner`): nothing has to be read twice.

    >>> from zzrules.policy.vocabulary import Kind
    >>> share = nodes.Product((), 4, 5, 1, Kind.MONEY, "80%")
    >>> computed(nodes.Combined("min", (), Kind.MONEY), [inner(share, computed(share, ["「损失」"])), "5万元"])
    '（「损失」 × 80%，四舍五入到分）与5万元中取小'
    """
    match node:
        case nodes.Combined("min" | "max" as operator):
            return f"{_listed(parts)}中取{'小' if operator == 'min' else '大'}"
        case nodes.Combined(operator):
            return _OPERATORS[operator].join(parts)
        case nodes.Product(denominator=denominator, step=step, share=share):
            rounds = denominator > 1 or step > 1
            said = " × ".join([*parts, *([share] if share else [])])
            return f"{said}，四舍五入{_ROUNDED[step]}" if rounds else said
        case _:
            assert_never(node)


def inner(node: nodes.Value, said: str) -> str:
    """Return a part of arithmetic: in brackets, if it is computed itself."""
    return f"（{said}）" if isinstance(node, nodes.Combined | nodes.Product) else said


def _listed(parts: Sequence[str]) -> str:
    return "与".join(parts) if len(parts) <= _PAIR else "、".join(parts)


def gathered(node: nodes.Gathered) -> str:
    """Return what is gathered of a list's elements."""
    field = node.source.fields[node.position].label
    return f"「{node.source.label}」{_GATHERED[node.operator].format(field)}"
