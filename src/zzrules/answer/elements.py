"""What the elements of lists are called."""

from __future__ import annotations

from zzrules.plan import nodes
from zzrules.policy.vocabulary import Fact


def which_of(node: nodes.Quantified) -> str:
    """Return of which elements of a list a condition speaks."""
    number, _ = nth(node.condition)
    each = counter_of(node.source)
    return (
        f"「{node.source.label}」{f'第{number}{each}' if number else f'每一{each}都' if node.every else f'有一{each}'}"
    )


def nth(condition: nodes.Condition) -> tuple[int, nodes.Condition]:
    """Return of which element of a list, by its number, a condition speaks, and the rest of it; 0 for any element."""
    match condition:
        case nodes.All((nodes.Compare("==", nodes.OrderNumber(), nodes.Literal(int(number), _, _)), inner)):
            return number, inner
        case _:
            return 0, condition


def ordinal(source: Fact, number: int) -> str:
    """Return what an element of a list is called: as the vocabulary says, else after its day (第1次责令, 第1项).

    >>> from zzrules.policy.vocabulary import Fact, Kind
    >>> ordered = Fact("ordered", "责令日期", Kind.DATE, "")
    >>> ordinal(Fact("orders", "责令改正", Kind.LIST, "", fields=(ordered,), order_by="ordered"), 2)
    '第2次责令'
    """
    if source.item:
        return source.item.replace("几", str(number))
    day = next((field.label for field in source.fields if field.name == source.order_by), "")
    deed = day.removesuffix("日期")
    return f"第{number}次{deed}" if deed and deed != day else f"第{number}项"


def counter_of(source: Fact) -> str:
    """Return the measure word for the elements of a list: that of their names (第几段, 第1次责令), else 项.

    >>> from zzrules.policy.vocabulary import Fact, Kind
    >>> (
    ...     counter_of(Fact("pauses", "停办", Kind.LIST, "", item="第几段停办期间")),
    ...     counter_of(Fact("a", "甲", Kind.LIST, "")),
    ... )
    ('段', '项')
    """
    _, _, rest = (source.item or ordinal(source, 1).replace("1", "几")).partition("几")
    return rest[:1] or "项"


def element_text(source: Fact, number: int) -> str:
    """Return what an element of a list is called apart from it: 第1次责令, or with the list 资格资质规定第1项."""
    name = ordinal(source, number)
    return name if name != f"第{number}项" else f"{source.label}{name}"
