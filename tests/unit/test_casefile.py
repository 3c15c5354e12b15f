"""Case files as callers meet them: what one answers on a day, and what becomes of mistakes."""

from __future__ import annotations

from typing import Any

import pytest

import zzrules
from zzrules.casefile import CaseAnswer, CaseFile

AGENCY = {"主体": "政务服务机构"}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def event(day: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"日期": day, "事件": kind, **more}


def standing(answer: CaseAnswer, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.title, one.label, one.events) for one in answer[name]]


# ── a file that grows answers as one made at once ───────────────────────


def test_elements_that_move_keep_their_own_numbers(book):
    """What is remembered of an element is told of it where it stands now, also while their order is not known."""
    events = [
        event("2026-03-01", "提供加班报务"),
        event("2026-03-08", "提供加班服务"),
        event("2026-03-03", "提供加班服务"),
    ]
    growing: CaseFile = book.casefile(events[:2], facts=AGENCY)
    assert len(growing.on("2026-03-20")["给予相应补休"]) == 2
    growing = growing.with_event(events[2])
    at_once = book.casefile(events, facts=AGENCY)
    told = standing(growing.on("2026-03-20"), "给予相应补休")
    assert told == standing(at_once.on("2026-03-20"), "给予相应补休")
    assert [title for title, _, _ in told] == [f"给予相应补休（第{number}项）" for number in (1, 2, 3)]


# ── what is missing ─────────────────────────────────────────────────────


def test_a_determination_of_which_obligations_alone_speak_has_its_witnesses(book):
    """A determination that nothing but an obligation reads is asked for with what either finding would decide."""
    record = AGENCY | {"评价等次": "差评", "实名": "是", "机构收到评价日期": "2026-02-12", "核实日期": "2026-02-13"}
    record |= {"情况清楚": "是", "诉求合理": "是", "整改完成日期": "无"}
    (one,) = [
        duty for duty in book.evaluate(record, on="2026-03-01")["第二十条第二款"].obligations if duty.name == "立即整改"
    ]
    (asked,) = one.missing
    assert asked.label == "未立即整改"
    assert dict(asked.would_decide) == {
        "有权机构认定为是": "逾期未履行",
        "有权机构认定为否": "待履行",
        "无": "待履行",
    }
