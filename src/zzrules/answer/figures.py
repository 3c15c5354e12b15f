"""What a policy derives, as numbers: days and amounts of money, where it is certain which version applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.sheets import VersionSheet
from zzrules.answer.view import View
from zzrules.answer.wording import day_text
from zzrules.base import money
from zzrules.plan import model
from zzrules.policy.texts import filled, names_in


def days(inquiry: Inquiry, policy: model.Policy) -> Mapping[str, str | None]:
    """Return the days, ISO; None for one that is not known or 无."""
    found = _figures(inquiry, policy, model.days_of, lambda sheet: sheet.days)
    return {name: None if day is None else day_text(day) for name, day in found.items()}


def amounts(inquiry: Inquiry, policy: model.Policy) -> Mapping[str, Decimal | None]:
    """Return the amounts, in 元; None for one that is not known or 无."""
    found = _figures(inquiry, policy, model.amounts_of, lambda sheet: sheet.amounts)
    return {name: None if amount is None else money.decimal(amount) for name, amount in found.items()}


def arithmetic(inquiry: Inquiry, policy: model.Policy) -> Mapping[str, str]:
    """Return how each known amount comes about, in words; empty for one that was not put together."""
    return {
        name: how(view)
        for sheet, view in inquiry.views(policy.code)
        if view.day is not None
        for (name, cell), how in zip(sheet.amounts, sheet.arithmetic.values(), strict=True)
        if type(cell(view)) is int
    }


def with_amounts(text: str, sheet: VersionSheet, view: View) -> str:
    """Return a text with the amounts that it names in braces; one that is not known or 无 is named."""
    cells = dict(sheet.amounts) if names_in(text) else {}

    def said(name: str) -> str:
        amount = cells[f"amount.{name}"](view)
        return money.written(amount) if type(amount) is int else f"「{name}」"

    return filled(text, said) if cells else text


def _figures(
    inquiry: Inquiry,
    policy: model.Policy,
    of: Callable[[model.Version], Iterator[tuple[str, Any]]],
    cells: Callable[[VersionSheet], Sequence[tuple[str, Any]]],
) -> dict[str, int | None]:
    found: dict[str, int | None] = dict.fromkeys(name for version in policy.versions for name, _ in of(version))
    for sheet, view in inquiry.views(policy.code):
        if view.day is not None:
            known = ((name, cell(view)) for name, cell in cells(sheet))
            found |= {name: figure for name, figure in known if type(figure) is int}
    return found
