"""Decision tables (对照表): rows of cells, one for each column, that say which cases a row takes, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zzrules.base.diagnostics import policies as wrong
from zzrules.base.frozen import replaced
from zzrules.policy.expressions import Condition, Derivation, Row, Table, Test
from zzrules.policy.forms import Reader
from zzrules.policy.keys.clauses import HIT_POLICIES, TABLE
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

ANY = "任意"
# What people write in a cell for what may be anything.
_MEANS_ANY = ("-", "—", "－", "/", "不限", "均可", "全部", "不论")

ReadTest = Callable[[Scalar, Node, Reader], Condition | None]
ReadResult = Callable[[Node, Reader], Derivation | None]


def read_table(
    key: Scalar, node: Node, reader: Reader, read_test: ReadTest, read_result: ReadResult
) -> Derivation | None:
    """Return the table that a node states; None, with what is wrong noted.

    ``read_test`` reads what is asked of a column, ``read_result`` what a row gives.
    """
    form = reader.form(node, key.text, TABLE.allowed, TABLE.required)
    columns = reader.words(form["列"][1], "列") if "列" in form else ()
    results = reader.words(form["得"][1], "得") if "得" in form else ()
    hit = reader.choice(form["取"][1], "取", HIT_POLICIES) if "取" in form else None
    names = [word.text for word in (*columns, *results)]
    for position, word in enumerate((*columns, *results)):
        if word.text in names[:position]:
            reader.note(wrong.COLUMN_TWICE, word.place, name=word.text)
    items = reader.items(form["行"][1], "行") if "行" in form else ()
    if reader.shapes is not None and "行" in form:
        reader.shapes.rows.add(form["行"][1].place)
    rows = [
        _row(number, item, columns, results, reader, read_test, read_result) for number, item in enumerate(items, 1)
    ]
    known = tuple(row for row in rows if row is not None)
    if not columns or hit is None or not known or len(known) < len(rows) or len({*names}) < len(names):
        reader.problems.lost |= {word.text for word in results}
        return None
    return Table(columns, results, hit == "single", known, key.place)


def _row(
    number: int,
    node: Node,
    columns: tuple[Scalar, ...],
    results: tuple[Scalar, ...],
    reader: Reader,
    read_test: ReadTest,
    read_result: ReadResult,
) -> Row | None:
    cells = reader.items(node, f"第{number}行")
    gives = len(results) or 1
    if not cells:
        return None
    if len(cells) != len(columns) + gives:
        heads = "、".join(word.text for word in columns)
        given = "、".join(word.text for word in results) or "所得的一格"
        words = {"row": number, "cells": len(cells), "wanted": len(columns) + gives}
        reader.note(wrong.ROW_LENGTH, node.place, **words, columns=f"{heads}，{given}")
        return None
    taken = [_cell(column, cell, reader, read_test) for column, cell in zip(columns, cells, strict=False)]
    given_ = [read_result(cell, reader) for cell in cells[len(columns) :]]
    known = tuple(cell for cell in taken if cell is not None)
    derivations = tuple(one for one in given_ if one is not None)
    if len(known) < len(columns) or len(derivations) < gives:
        return None
    return Row(known, derivations, node.place)


def _cell(column: Scalar, node: Node, reader: Reader, read_test: ReadTest) -> tuple[Test, ...] | None:
    """Return what a cell asks of its column: one test, several that all have to hold, or none."""
    head = replaced(column, place=node.place)
    match node:
        case Scalar(text) if text == ANY:
            return ()
        case Scalar(text, plain) if plain and text in _MEANS_ANY:
            reader.note(wrong.NOT_ANY, node.place, text=text)
            return None
        case Sequence(items):
            words = tuple(word for item in items if (word := reader.word(item, column.text)) is not None)
            if not items:
                reader.note(wrong.EMPTY_LIST, node.place, part=column.text)
            return (Test(head, "属于", words),) if words and len(words) == len(items) else None
        case Mapping(entries) if len(entries) > 1:
            parts: list[Node] = [Mapping((entry,), place=node.place) for entry in entries]
        case _:
            parts = [node]
    tests = [read_test(head, part, reader) for part in parts]
    for test in tests:
        if test is not None and not isinstance(test, Test):
            reader.note(wrong.LIST_IN_TABLE, node.place, name=column.text)
    known = tuple(test for test in tests if isinstance(test, Test))
    return known if len(known) == len(tests) else None


def named_results(derived: Iterable[tuple[Scalar, Derivation]]) -> tuple[tuple[Scalar, Derivation], ...]:
    """Return derived values with a table's results each under its own name."""
    return tuple(pair for name, derivation in derived for pair in _apart(name, derivation))


def _apart(name: Scalar, derivation: Derivation) -> Iterator[tuple[Scalar, Derivation]]:
    if not (isinstance(derivation, Table) and derivation.results):
        yield name, derivation
        return
    for position, result in enumerate(derivation.results):
        rows = tuple(replaced(row, results=(row.results[position],)) for row in derivation.rows)
        yield result, replaced(derivation, results=(), rows=rows)
