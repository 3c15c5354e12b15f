"""Arithmetic in Chinese, given what its parts are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from zzrules.plan import nodes

_GATHERED: Final = {
    "count": "的项数",
    "run": "最多连续的次数",
    "sum": "各项{}的合计",
    "min": "各项{}中最小的",
    "max": "各项{}中最大的",
}
_PAIR: Final = 2
_OPERATORS: Final = {"+": "加", "-": "减"}


def computed(node: nodes.Combined | nodes.Product, parts: Sequence[str]) -> str:
    """Return a sum, a difference, a product, or the lesser or the greater of several.

    >>> from zzrules.policy.vocabulary import Kind
    >>> computed(nodes.Combined("min", (), Kind.MONEY), ["「损失」", "5万元"])
    '「损失」与5万元中较小的'
    """
    match node:
        case nodes.Combined("min" | "max" as operator):
            return f"{_listed(parts)}中较{'小' if operator == 'min' else '大'}的"
        case nodes.Combined(operator):
            return _OPERATORS[operator].join(parts)
        case nodes.Product(share=share):
            return "乘".join([*parts, *([share] if share else [])])
        case _:
            assert_never(node)


def _listed(parts: Sequence[str]) -> str:
    return "与".join(parts) if len(parts) <= _PAIR else "、".join(parts)


def gathered(node: nodes.Gathered) -> str:
    """Return what is gathered of a list's elements."""
    field = node.source.fields[node.position].label
    return f"「{node.source.label}」{_GATHERED[node.operator].format(field)}"
