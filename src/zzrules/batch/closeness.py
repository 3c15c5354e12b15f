"""Columns of frames that are no facts, but are almost called as one: worth a warning, and never a guess."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from zzrules.base.diagnostics.use import CLOSE_COLUMN
from zzrules.base.errors import ColumnWarning, Problem
from zzrules.batch.cells import close_to, fact_of, head_of, parts_of
from zzrules.batch.headings import CONTRADICTIONS, PROBLEMS
from zzrules.case.values import printable
from zzrules.plan import model

if TYPE_CHECKING:
    from collections.abc import Callable

_REMEMBERED = 4096


class CloseColumns:
    """Tells such columns for one plan; looks for what a name is close to only once, since that takes a while."""

    def __init__(self, plan: model.Plan) -> None:
        """Take the plan."""
        self._vocabulary = plan.vocabulary
        self._answered = {*(policy.code for policy in plan.policies), CONTRADICTIONS, PROBLEMS}

    def of(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """Return a problem (ZZ618) for each; answers of an earlier run are no such columns.

        >>> import zzrules
        >>> close = CloseColumns(zzrules.load().plan)
        >>> [problem.hint for problem in close.of(["主体", "主体类型", "经办人", "scope.outcome"])]
        ['改成「主体」']
        """
        hints = ((name, self._hint(name)) for name in names)
        return tuple(CLOSE_COLUMN(column=printable(name), close=hint) for name, hint in hints if hint)

    def warn(self, names: Iterable[str]) -> None:
        """Give a `ColumnWarning` for each, as of who called the caller through its door (`zzrules.base.doors`)."""
        for problem in self.of(names):
            warnings.warn(str(problem), ColumnWarning, stacklevel=4)

    @cached_property
    def _hint(self) -> Callable[[str], str]:
        @lru_cache(_REMEMBERED)
        def hint(name: str) -> str:
            known = fact_of(self._vocabulary, head_of(name)) or parts_of([name], self._vocabulary)
            return "" if known or name.partition(".")[0] in self._answered else close_to(name, self._vocabulary)

        return hint
