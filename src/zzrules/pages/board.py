"""A board of what is due as a page: for the screen in the office, and to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zzrules.batch.board import STATES, Board, State, weekday
from zzrules.pages.single import single

_MARKS: Final[Mapping[State, str]] = {"overdue": "▲", "breached": "▲", "today": "●", "soon": "○", "awaited": "？"}
_FEW, _SOME = 6, 12


def board_page(board: Board) -> str:
    """Return a board of what is due as a page that is one file: the same text for the same board.

    By day first, overdue before all, each entry with who owes it and its article; then how many are whose, and under
    which article. What is overdue is told by its word and a mark, not by colour alone. Raises `UsageError` (ZZ613) if
    the package jinja2 is not installed.

    >>> from datetime import date
    >>> page = board_page(Board(date(2026, 3, 12), 3, 2, "ab12", ()))
    >>> "没有逾期的，3个工作日以内也没有届满的义务。" in page
    True
    """
    entries = len(board.reminders)
    scale = "few" if entries <= _FEW else "some" if entries <= _SOME else "many"
    context = {"board": board, "scale": scale, "marks": _MARKS, "states": STATES, "weekday": weekday}
    return single("board.html", ("site.css", "board.css"), context)
