"""Strong Kleene logic over ``True``, ``False`` and ``None`` (unknown).

An answer is known only if no completion of the unknown parts could change it
(S. C. Kleene, *Introduction to Metamathematics*, 1952, §64).
"""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the Kleene conjunction: false wins, then unknown; true for no operand.

    >>> all_of([True, None, False]), all_of([True, None]), all_of([])
    (False, None, True)
    """
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the Kleene disjunction: true wins, then unknown; false for no operand.

    >>> any_of([False, None, True]), any_of([False, None]), any_of([])
    (True, None, False)
    """
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def negate(truth: Truth) -> Truth:
    """Return the Kleene negation: the negation of unknown is unknown.

    >>> negate(True), negate(False), negate(None)
    (False, True, None)
    """
    return None if truth is None else not truth
