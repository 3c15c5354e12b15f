"""zzrules in a program of one's own: a case system that asks for what is missing and keeps a table.

Run it with ``python examples/integrate.py``; it needs nothing but zzrules.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from pydantic import BaseModel

import zzrules

# Load once, when the program starts: a rulebook is immutable, so every request and thread may share it.
BOOK = zzrules.load()
ON = date(2026, 5, 6)  # always an argument: the library never looks at the clock


class RotationCase(BaseModel):
    """A row of one's own system. The names are those of `zzrules facts`; None is what nobody has recorded yet."""

    subject: str = "window_staff"
    level: str | None = None
    window_start_date: date | None = None
    leaves_agency: bool | None = None
    leave_reason: str | None = None
    report_date: date | str | None = None  # a str for 无: known not to have happened
    approval: dict[str, Any] | str | None = None


def judge(case: BaseModel | Mapping[str, Any], about: str) -> zzrules.PolicyAnswer | None:
    """Return the answer of one policy; None after telling the clerk what is wrong with the record."""
    try:
        return BOOK.evaluate(case, on=ON, about=[about])[about]
    except zzrules.RecordError as error:
        for problem in error.problems:  # every mistake at once; code, message, hint and place are attributes
            print(f"  请更正　{problem.code} {problem.message}。{problem.hint}")
        return None


def ask_until_decided(record: dict[str, Any], about: str, ask: Callable[[str], Any]) -> zzrules.PolicyAnswer:
    """Ask the questions that could decide, the most useful first, and never more than needed."""
    asked: set[str] = set()
    while True:
        answer = BOOK.evaluate(record, on=ON, about=[about])[about]
        open_questions = [fact for fact in answer.missing if fact.name and fact.name not in asked]
        if answer.decided or not open_questions:
            return answer
        fact = open_questions[0]
        asked.add(fact.name)
        print(f"  问：{fact.question}")
        reply = ask(fact.name)
        print(f"  答：{reply}")
        record[fact.name] = reply


def one_record() -> None:
    """Evaluate a pydantic model and read the answer."""
    case = RotationCase(
        level="city",
        window_start_date=date(2025, 3, 10),
        leaves_agency=True,
        leave_reason="resignation",
        report_date=date(2026, 4, 7),
        approval={
            "conclusion": True,
            "body": "management_body",
            "level": "city",
            "date": date(2026, 4, 14),
            "basis": "示例审〔2026〕9号",
        },
    )
    answer = judge(case, "第八条第二款")
    assert answer is not None
    print(f"  {answer.citation}　{answer.outcome_name}（{answer.outcome}）")
    for ground in answer.grounds.values():
        if ground.truth:
            print(f"  {ground.citation}：{ground.text}")
    for consequence in answer.consequences:
        print(f"  后果：{consequence.subject}　{consequence.content}（{consequence.citation}）")


def bad_record() -> None:
    """Hand in a record with three mistakes."""
    judge({"主体": "窗口人员", "到窗口工作日期": "2025-02-30", "报请日其": "2026-04-07"}, "第八条第二款")


def missing_facts() -> None:
    """Start from two facts and ask for the others."""
    replies = {
        "report_date": "无",
        "window_start_date": "2025-03-10",
        "leaves_agency": "否",
        "unfit_reason": "无",
        "business_changed_by_reform": "是",
        "headcount_reduction": "是",
        "approval": "无",
    }
    record = {"主体": "派驻窗口工作人员", "所属层级": "市级"}
    answer = ask_until_decided(record, "第八条第二款", lambda name: replies.get(name, "查不清"))
    print(f"  结论：{answer.outcome_name or answer.outcome_class or '待查明'}，问了 {len(record) - 2} 项")


def many_records() -> None:
    """Evaluate a batch on several threads and write one row for each record."""
    accepted = ["2026-02-06", "2026-02-09", "2026-02-10"]
    records = [
        {
            "主体": "政务服务机构",
            "行为发生日期": "2026-03-02",
            "事项类别": "行政许可",
            "受理日期": day,
            "承诺时限": "10工作日",
            "特别程序期间": "无",
            "办结日期": "2026-03-02",
        }
        for day in accepted
    ]
    with ThreadPoolExecutor(max_workers=4) as pool:
        determinations = pool.map(lambda record: BOOK.evaluate(record, on=ON, about=["第二十一条第（五）项"]), records)
        rows = [{"受理日期": day, **d.row()} for day, d in zip(accepted, determinations, strict=True)]
    columns = ["受理日期", "on", "liability.超过承诺时限"]
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def follow_a_case() -> None:
    """Keep a case as the events of one's own system, and ask on any day what is left to do."""
    events = [
        {"date": "2026-02-13", "event": "review_received", "real_name": True},
        {"date": "2026-02-14", "event": "reviewer_contacted"},
    ]
    case = BOOK.casefile(events, facts={"subject": "agency"})  # a value too: threads may share it
    for day in ("2026-02-13", "2026-02-24", "2026-02-25"):  # Spring Festival in between
        show_what_is_left(case.on(day))
    found = {"situation_clear": True, "claim_reasonable": True, "complex_situation": False}
    later = case.with_event({"date": "2026-02-24", "event": "review_verified", **found})  # `case` stays as it was
    show_what_is_left(later.on("2026-02-25"))
    later = later.with_event({"date": "2026-02-30", "event": "rectified"})
    for problem in later.problems:  # nothing is raised: what cannot be read is unknown, the rest counts
        print(f"  请更正　{problem.code} {problem.message}。{problem.hint}")
    show_what_is_left(later.on("2026-02-25"))


def show_what_is_left(answer: zzrules.CaseAnswer) -> None:
    """Print what is left to do or to find out, the most pressing first."""
    for duty in answer:
        when = f"，{duty.when}" if duty.when else ""
        asked = "".join(f"　问：{fact.question}" for fact in duty.missing)
        print(f"  {answer.day}　{duty.subject}应当{duty.content}：{duty.label}{when}{asked}")


def main() -> None:
    """Show each of them."""
    for title, show in (
        ("一份案卷", one_record),
        ("写错的案卷", bad_record),
        ("缺什么，问什么", missing_facts),
        ("一批案卷", many_records),
        ("一份流水", follow_a_case),
    ):
        print(f"── {title}")
        show()
    print(f"政策版本 {BOOK.digest[:12]}")


if __name__ == "__main__":
    main()
