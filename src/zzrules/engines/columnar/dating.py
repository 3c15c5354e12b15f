"""Days of conduct that nobody has recorded and that follow from other facts, by column."""

from __future__ import annotations

from collections import Counter

from zzrules.engines.columnar import within
from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.context import Context, key_of
from zzrules.engines.columnar.days import Days
from zzrules.engines.columnar.elements import Rows
from zzrules.engines.columnar.terms import Layers, Part, all_of, is_true, negate
from zzrules.engines.columnar.within import Extent
from zzrules.plan import model, nodes


def derive_days(plan: model.Plan, columns: Columns, layers: Layers, days: Days, on: Part) -> None:
    """Take the days of conduct that policies derive for recorded, in rows that have none."""
    for policy in plan.policies:
        if policy.derives_day:  # nothing read before stays as it was
            _derive(policy, Context(columns, layers, days, on, Counter()))


def _derive(policy: model.Policy, context: Context) -> None:
    days = []
    for version in policy.versions:
        assert version.derived_day is not None
        rows = Rows(context, version, Extent(), key_of(policy, version))
        if not _open(version.derived_day, rows, policy):
            days.append((True, rows.extent(version.derived_day)))
    if len(days) == len(policy.versions):
        day = within.covering(days)
        certain = is_true(all_of((negate(day.none), negate(day.absent))))
        context.columns.derive(policy.conduct, day.low, day.high, certain)


def _open(day: nodes.Value, rows: Rows, policy: model.Policy) -> bool:
    """Return whether a day is the recorded one unless something holds of which no row says anything."""
    *cases, (_, rest) = model.cases_of(day, rows.version.derived)
    return rest == nodes.FactValue(policy.conduct) and all(rows.condition(when) is None for when, _ in cases)
