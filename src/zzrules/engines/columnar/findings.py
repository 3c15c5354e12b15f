"""Which findings of a frame stand: they count if they are complete and by a body with authority, else are unknown."""

from __future__ import annotations

from zzrules.engines.columnar.combining import one_of
from zzrules.engines.columnar.context import Context
from zzrules.engines.columnar.intake import codes_of
from zzrules.engines.columnar.terms import Part, Term, all_of, any_of, apply, is_true, negate, present, where
from zzrules.plan import nodes
from zzrules.policy.vocabulary import Fact


def stands(node: nodes.Found, context: Context) -> Term:
    """Return whether a body with authority found what a condition asks for."""
    columns = context.columns
    concluded = _concluded(node, context)
    term = concluded if node.expected else negate(concluded)
    if node.constitutive:
        term = all_of((term, negate(columns.value(node.fact).none)))
    if node.presumed is not None:
        unclear = columns.unclear(node.fact)
        presumed = node.presumed is node.expected
        term = any_of((term, unclear)) if presumed else all_of((term, negate(unclear)))
    return term


def made_by_able(node: nodes.Found, context: Context) -> Term:
    """Return whether a finding lacks nothing but a level of the record that it could be compared with."""
    return all_of((_complete(node, context), present(context.columns.finding(node.fact, "level"))))


def _concluded(node: nodes.Found, context: Context) -> Term:
    """Return what a finding that counts concludes."""
    key = "concluded", node.fact.name, node.bodies, node.same_level.name if node.same_level else ""
    if key not in context.memo:
        columns = context.columns
        able = [_complete(node, context)]
        if node.same_level is not None:
            able.append(_level(columns.finding(node.fact, "level"), node.same_level, context))
        concluded = where(is_true(all_of(able)), columns.finding(node.fact, "conclusion"))
        context.memo[key] = context.layers.let_term(concluded)
    known: Term = context.memo[key]
    return known


def _complete(node: nodes.Found, context: Context) -> Term:
    """Return whether a finding is complete and by a body with authority, whatever its level."""
    columns, parts = context.columns, ("conclusion", "body", "date", "basis")
    conclusion, body, day, basis = (columns.finding(node.fact, part) for part in parts)
    known = list(dict.fromkeys(columns.vocabulary.bodies.values()))
    able = one_of(body, [known.index(code) for code in node.bodies if code in known])
    return is_true(all_of((present(conclusion), present(day), present(basis), able)))


def _level(level: Part | None, fact: Fact, context: Context) -> Term:
    """Return whether a finding's level is the record's."""
    import polars as pl

    own = context.columns.value(fact).known
    if level is None or own is None:
        return None
    levels = list(dict.fromkeys(context.columns.vocabulary.levels.values()))
    codes = codes_of(fact)
    table = pl.Series([codes.index(code) if code in codes else None for code in levels], dtype=pl.UInt16)
    return apply(lambda given, wanted: pl.lit(table).gather(given) == wanted, level, own)
