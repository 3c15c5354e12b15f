"""Cases in the words of an older vocabulary: what kept its code, a fact, a field of a list, an option, is still read.

Both sides are asked by codes then, which they share. What changed its code, or its type, is left as it is recorded:
each side reads it, or says that it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.frozen import replaced
from zzrules.engines.columnar.exact import col, fields
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

_CHOSEN: Final = (Kind.OPTION, Kind.OPTIONS, Kind.BODY)
_BETWEEN: Final = "、"


class _Names:
    """What facts, or the fields of a list, are called on one side only, where they kept their codes."""

    def __init__(self, before: Sequence[Fact], after: Sequence[Fact]) -> None:
        self.facts: dict[str, str] = {}
        """The codes of facts by the names that only one side has."""
        self.options: dict[str, dict[str, str]] = {}
        """The same of options, for each fact by its code."""
        self.fields: dict[str, _Names] = {}
        """The same of the fields of a list, by its code."""
        self._after = {word: fact for fact in after for word in (fact.name, fact.label)}
        by_code, labels = {fact.name: fact for fact in after}, {fact.label for fact in before}
        for old in before:
            new = by_code.get(old.name)
            if new is None or new.kind is not old.kind:
                continue
            if old.label not in self._after:
                self.facts[old.label] = old.name
            if new.label not in labels:
                self.facts[new.label] = old.name
            if old.kind in _CHOSEN and (options := _renamed(old.options, new.options)):
                self.options[old.name] = options
            if old.kind is Kind.LIST and (inside := _Names(old.fields, new.fields)):
                self.fields[old.name] = inside

    def __bool__(self) -> bool:
        return bool(self.facts or self.options or self.fields)

    def code(self, word: str) -> str:
        return self.facts.get(word, word)

    def fact(self, word: str) -> Fact | None:
        """Return the newer fact of a name, a code or a name of old."""
        return self._after.get(self.code(word))

    def known(self, fact: Fact) -> Fact:
        """Return a newer fact with the options, the fields and the names of fields that only the older one has."""
        options = {**fact.options, **self.options.get(fact.name, {})}
        inside = self.fields.get(fact.name)
        if inside is None:
            return replaced(fact, options=options)
        others = {
            field.name: [name for name, code in inside.facts.items() if code == field.name] for field in fact.fields
        }
        own = (replaced(inside.known(field), other_names=tuple(others[field.name])) for field in fact.fields)
        return replaced(fact, options=options, fields=tuple(own))


class Renamed:
    """What two vocabularies call by different names and the same code."""

    def __init__(self, before: Vocabulary, after: Vocabulary) -> None:
        """Take both vocabularies."""
        self._after = after
        self._names = _Names(before.facts, after.facts)
        self._bodies = _renamed(before.bodies, after.bodies)

    def __bool__(self) -> bool:
        """Return whether anything is called otherwise."""
        return bool(self._names or self._bodies)

    @property
    def vocabulary(self) -> Vocabulary:
        """The newer vocabulary, by which records may also be read that use the old names."""
        after = self._after
        facts = [self._names.known(fact) for fact in after.facts]
        by_name = {fact.name: fact for fact in facts}
        labels = {fact.label: fact for fact in facts}
        labels |= {name: by_name[code] for name, code in self._names.facts.items()}
        bodies = {**after.bodies, **self._bodies}
        return replaced(after, facts=tuple(facts), by_name=by_name, by_label=labels, bodies=bodies)

    def read(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Return a frame of cases with codes in place of the old names."""
        if not self:
            return frame
        schema = frame.collect_schema()
        return frame.select(self._coded({name: (col(name), dtype) for name, dtype in schema.items()}, self._names))

    def _coded(self, columns: Mapping[str, tuple[pl.Expr, Any]], names: _Names) -> Iterator[pl.Expr]:
        """Yield columns, or the fields of a list's elements, with codes in place of the old names."""
        for name, (column, dtype) in columns.items():
            head, dot, rest = name.partition(".")
            called, fact = names.code(head) + dot + rest, names.fact(head)
            expr = column if fact is None else self._chosen(column, dtype, names, fact, rest)
            yield expr.alias(called if called not in columns else name)

    def _chosen(self, column: pl.Expr, dtype: Any, names: _Names, fact: Fact, part: str) -> pl.Expr:
        """Return a column of a fact, or of what stands beside it, with the codes of options, bodies and fields."""
        import polars as pl

        options, inside = names.options.get(fact.name, {}), names.fields.get(fact.name)
        if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct) and inside is not None:
            types = {field.name: field.dtype for field in dtype.inner.fields}
            element = pl.element()
            given = {name: (field, types[name]) for name, field in fields(element, [*types]).items()}
            coded = pl.struct(self._coded(given, inside))
            return column.list.eval(pl.when(element.is_not_null()).then(coded))
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
