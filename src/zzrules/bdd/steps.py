"""The steps there are: each is noted as it is declared, so that a feature can be read before it is run.

``given``, ``when`` and ``then`` are those of pytest-bdd, which also note the step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import pytest_bdd
from pytest_bdd import parsers

if TYPE_CHECKING:
    from zzrules.bdd.case import Case

Kind = Literal["given", "when", "then"]
_Function = TypeVar("_Function", bound=Callable[..., Any])
KEYWORDS: Final[dict[Kind, str]] = {"given": "假如", "when": "当", "then": "那么"}


@dataclass(frozen=True)
class Step:
    """A step that features may use: its keyword, which text it reads, whether a table stands below it, what it does."""

    kind: Kind
    parser: parsers.StepParser
    tabled: bool
    function: Callable[..., Any]

    def reads(self, text: str) -> bool:
        """Return whether a text is one of this step."""
        return self.parser.is_matching(text)

    def do(self, text: str, case: Case, table: list[list[str]]) -> None:
        """Do what a text of this step says, with the rows below it. Raises what `zzrules.bdd.case.fail` does."""
        words = self.parser.parse_arguments(text) or {}
        self.function(**words, case=case, **({"datatable": table} if self.tabled else {}))


NOTED: Final[list[Step]] = []
"""Every step that was declared so far, in that order."""


def given(name: str | parsers.StepParser) -> Callable[[_Function], _Function]:
    """Declare a step under 假如."""
    return _noting("given", pytest_bdd.given, name)


def when(name: str | parsers.StepParser) -> Callable[[_Function], _Function]:
    """Declare a step under 当."""
    return _noting("when", pytest_bdd.when, name)


def then(name: str | parsers.StepParser) -> Callable[[_Function], _Function]:
    """Declare a step under 那么."""
    return _noting("then", pytest_bdd.then, name)


def _noting(
    kind: Kind, declare: Callable[..., Any], name: str | parsers.StepParser
) -> Callable[[_Function], _Function]:
    parser = parsers.string(name) if isinstance(name, str) else name

    def decorated(function: _Function) -> _Function:
        NOTED.append(Step(kind, parser, "datatable" in signature(function).parameters, function))
        declared: _Function = declare(parser, stacklevel=2)(function)
        return declared

    return decorated
