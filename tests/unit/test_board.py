"""A board of what is due: how entries stand, in which order they come, and how they are tallied."""

from datetime import date

from zzrules.batch.board import Board
from zzrules.batch.reminders import Reminder

ON = date(2026, 3, 12)


def reminder(case, due, left, status="due_soon", citation="第八条", **more):
    """Return a reminder; what it says beside its place and its last day is the same for all."""
    words = {"subject": "机构", "content": "改正", "label": "", "waits_for": ""} | more
    return Reminder(case, "p", "改正", 0, "改正", status, due=due, left=left, citation=citation, **words)


BOARD = Board(
    ON,
    3,
    6,
    "ab12",
    (
        reminder("等通知", "", None, "pending", waits_for="国务院办公厅的通知", citation="《甲市规定》第三条"),
        reminder("没有期限", "", None, "breached", subject="窗口"),
        reminder("后天", "2026-03-16", 2, citation="第二十一条第（五）项"),
        reminder("今天", "2026-03-12", 0),
        reminder("几点", "2026-03-12", 0, "breached", citation="第二十条第二款", until="09:00"),
        reminder("早就", "2026-03-05", -5, "breached", subject="窗口", citation="第二十条"),
    ),
)


def test_entries_come_by_their_last_day_and_say_how_they_stand():
    told = [(entry.number, entry.reminder.case, entry.state, entry.distance) for entry in BOARD.entries]
    assert told == [
        (1, "早就", "overdue", "已过5个工作日"),
        (2, "今天", "today", "当天"),
        (3, "几点", "overdue", "已过"),
        (4, "后天", "soon", "还有2个工作日"),
        (5, "没有期限", "breached", ""),
        (6, "等通知", "awaited", ""),
    ]


def test_a_day_has_all_its_entries():
    days = [(day.day and day.day.day, [entry.number for entry in day.entries]) for day in BOARD.days]
    assert days == [(5, [1]), (12, [2, 3]), (16, [4]), (None, [5, 6])]


def test_tallies_name_each_entry_once_by_who_owes_it_and_by_article():
    agencies = {
        tally.name: {state: numbers for state, numbers in tally.numbers.items() if numbers} for tally in BOARD.by_agency
    }
    assert agencies == {
        "窗口": {"overdue": (1,), "breached": (5,)},
        "机构": {"overdue": (3,), "today": (2,), "soon": (4,), "awaited": (6,)},
    }
    assert [*agencies] == ["窗口", "机构"]
    articles = [(tally.name, tally.total) for tally in BOARD.by_article]
    assert articles == [("第八条", 2), ("第二十条", 2), ("第二十一条", 1), ("《甲市规定》第三条", 1)]
