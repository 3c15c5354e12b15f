"""Cases in the words of an older vocabulary: where a fact or an option kept its code, its old name still counts.

Both sides are asked by codes then, which they share. What changed its code, or its type, is left as it is recorded:
each side reads it, or says that it cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.frozen import replaced
from zzrules.engines.columnar.exact import col
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

_CHOSEN: Final = (Kind.OPTION, Kind.OPTIONS, Kind.BODY)
_BETWEEN: Final = "、"


class Renamed:
    """What two vocabularies call by different names and the same code."""

    def __init__(self, before: Vocabulary, after: Vocabulary) -> None:
        """Take both vocabularies."""
        self._after = after
        self._facts: dict[str, str] = {}
        """The codes of facts by the names that only one vocabulary has."""
        self._options: dict[str, dict[str, str]] = {}
        """The same of options, for each fact by its code."""
        self._bodies = _renamed(before.bodies, after.bodies)
        for old in before.facts:
            new = after.by_name.get(old.name)
            if new is None or new.kind is not old.kind:
                continue
            if old.label not in after.by_label:
                self._facts[old.label] = old.name
            if new.label not in before.by_label:
                self._facts[new.label] = old.name
            if old.kind in _CHOSEN and (options := _renamed(old.options, new.options)):
                self._options[old.name] = options

    def __bool__(self) -> bool:
        """Return whether anything is called otherwise."""
        return bool(self._facts or self._options or self._bodies)

    @property
    def vocabulary(self) -> Vocabulary:
        """The newer vocabulary, by which records may also be read that use the old names."""
        after = self._after
        facts = [replaced(fact, options={**fact.options, **self._options.get(fact.name, {})}) for fact in after.facts]
        by_name = {fact.name: fact for fact in facts}
        labels = {fact.label: fact for fact in facts} | {name: by_name[code] for name, code in self._facts.items()}
        bodies = {**after.bodies, **self._bodies}
        return replaced(after, facts=tuple(facts), by_name=by_name, by_label=labels, bodies=bodies)

    def read(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Return a frame of cases with codes in place of the old names."""
        if not self:
            return frame
        schema = frame.collect_schema()
        taken = {*schema}
        columns = []
        for name, dtype in schema.items():
            head, dot, rest = name.partition(".")
            code = self._facts.get(head, head)
            called = code + dot + rest
            fact = self._after.by_name.get(code) or self._after.by_label.get(code)
            expr = col(name) if fact is None else self._coded(col(name), dtype, fact, rest)
            columns.append(expr.alias(called if called not in taken else name))
        return frame.select(columns)

    def _coded(self, column: pl.Expr, dtype: Any, fact: Fact, part: str) -> pl.Expr:
        """Return a column of a fact, or of what stands beside it, with the codes of options and bodies."""
        import polars as pl

        options = self._options.get(fact.name, {})
        text = dtype == pl.String or isinstance(dtype, pl.Enum | pl.Categorical)
        if isinstance(dtype, pl.Struct) and self._bodies and any(one.name == "body" for one in dtype.fields):
            return column.struct.with_fields(pl.field("body").cast(pl.String).replace(self._bodies))
        if not options or part == "state":
            return column
        if text:
            listed = column.cast(pl.String).str.split(_BETWEEN)
            return listed.list.eval(pl.element().replace(options)).list.join(_BETWEEN)
        if isinstance(dtype, pl.List) and dtype.inner == pl.String:
            return column.list.eval(pl.element().replace(options))
        return column


def _renamed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return the names that only one side has, of codes that both have."""
    shared = {*before.values()} & {*after.values()}
    alone = before.keys() ^ after.keys()
    return {label: code for label, code in {**before, **after}.items() if label in alone and code in shared}
