"""Binding arithmetic: sums, products and what is gathered of a list, each checked for kind, rounding and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

from zzrules.base import shares
from zzrules.base.diagnostics import Diagnostic, meanings as wrong
from zzrules.base.errors import Place
from zzrules.plan import nodes, walks
from zzrules.plan.limits import WIDEST, limits
from zzrules.plan.names import ElapsedTime, Names, Typed, UnboundError
from zzrules.policy import expressions
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import NUMBERS, Fact, Kind
from zzrules.policy.yamltree import Scalar

if TYPE_CHECKING:
    from fractions import Fraction

OPERATORS = {"加": "+", "减": "-", "取小": "min", "取大": "max"}
GATHERED = {"合计": "sum", "计数": "count", "最长连续": "run", "最大": "max", "最小": "min"}
STEPS = {"到分": 1, "到角": 10, "到元": 100}


class Reckoning(Names):
    """Binds the arithmetic of a policy as it stands on a day."""

    def _condition(self, surface: expressions.Condition) -> nodes.Condition:
        """Return a condition's node; `UnboundError` where something in it has no meaning."""
        raise NotImplementedError

    def _derive(self, surface: expressions.Derivation) -> Typed | ElapsedTime | nodes.Condition:
        """Return what a derivation comes to."""
        raise NotImplementedError

    def _any_kind(self, word: Scalar) -> Typed:
        """Return what a word stands for, of whatever kind."""
        raise NotImplementedError

    def _position(self, source: Fact, word: Scalar) -> int:
        """Return the position of a field that a word names."""
        raise NotImplementedError

    def _computed(self, surface: expressions.Computed) -> Typed:
        from fractions import Fraction

        share, said, values = Fraction(1), "", list[nodes.Value]()
        for operand in surface.operands:
            if isinstance(operand, expressions.Word) and (read := self._share(operand.word)) is not None:
                if surface.word != "乘":
                    self._fail(wrong.SHARE_NOT_MULTIPLIED, operand.word, text=operand.word.text, word=surface.word)
                share, said = share * read[0], "乘".join(filter(None, (said, read[1])))
            else:
                values.append(self._number(operand, surface))
        kinds = [walks.kind_of(value) for value in values]
        if surface.word == "乘":
            return self._sized(self._product(surface, values, kinds, share, said), surface.place)
        if len(set(kinds)) > 1:
            for operand in surface.operands:
                if isinstance(operand, expressions.Word) and (bare := self._bare(operand.word)) is not None:
                    self._without_unit(bare)
            self._refuse(wrong.UNLIKE_NUMBERS, surface.place, word=surface.word)
        return self._sized(nodes.Combined(OPERATORS[surface.word], tuple(values), kinds[0]), surface.place)

    def _product(
        self, surface: expressions.Computed, values: list[nodes.Value], kinds: list[Kind], share: Fraction, said: str
    ) -> nodes.Product:
        if kinds.count(Kind.MONEY) > 1:
            self._refuse(wrong.AMOUNTS_MULTIPLIED, surface.place)
        money = Kind.MONEY in kinds
        if said and not money:
            self._refuse(wrong.SHARE_OF_NO_AMOUNT, surface.place)
        step = 1
        if surface.rounding is not None:
            if surface.rounding.text not in STEPS or not money:
                hint = suggest(surface.rounding.text, STEPS) if money else "只有金额可以四舍五入：删去它"
                self._fail(wrong.NO_ROUNDING, surface.rounding, text=surface.rounding.text, hint=hint)
            step = STEPS[surface.rounding.text]
        elif share.denominator != 1:
            self._refuse(wrong.ROUNDING_MISSING, surface.place, share=said)
        kind = Kind.MONEY if money else Kind.INTEGER
        return nodes.Product(tuple(values), share.numerator, share.denominator, step, kind, said)

    def _number(self, operand: expressions.Derivation, surface: expressions.Computed) -> nodes.Value:
        """Return a number that is put together with others."""
        word = operand.word if isinstance(operand, expressions.Word) else None
        bound = self._any_kind(word) if word is not None else self._derive(operand)
        if not isinstance(bound, Typed) or bound.kind not in NUMBERS:
            kind = bound.kind.value if isinstance(bound, Typed) else "条件" if word is None else "历时"
            place = surface.place if word is None else word.place
            self._refuse(wrong.NOT_A_NUMBER, place, what=f"「{word.text}」" if word else "其中一项", kind=kind)
        if word is not None and word.text in self.parameters:
            return self._operand(word, bound.kind).value
        return bound.value

    def _share(self, word: Scalar) -> tuple[Fraction, str] | None:
        """Return the share that a word is, or that a parameter has, with how explanations say it."""
        text = self._written(word).text
        share = shares.read(text)
        return None if share is None else (share, text if text == word.text else f"{word.text}（{text}）")

    def _gathered(self, surface: expressions.Gathered) -> Typed:
        source = self._list(surface.name)
        if surface.word == "最长连续":
            self._order_number(source, surface.name)
        with self._within(source):
            where = self._condition(surface.where) if surface.where else nodes.TRUE
        position = 0
        if surface.field is not None:
            position = self._position(source, surface.field)
            field = source.fields[position]
            if field.kind not in NUMBERS:
                what = f"「{field.label}」"
                self._refuse(wrong.NOT_A_NUMBER, surface.field.place, what=what, kind=field.kind.value)
        return self._sized(nodes.Gathered(GATHERED[surface.word], source, position, where), surface.name.place)

    def _sized(self, node: nodes.Combined | nodes.Product | nodes.Gathered, place: Place) -> Typed:
        """Return a number as it is bound; one that may become too large is noted."""
        if max(map(abs, limits(node, self.derived))) > WIDEST:
            self._refuse(wrong.RESULT_TOO_LARGE, place)
        return Typed(node)

    def _refuse(self, diagnostic: Diagnostic, place: Place, **words: object) -> Never:
        """Note what is wrong with a derivation as a whole."""
        self.problems.add(diagnostic, place, **words)
        raise UnboundError
