"""ZZ5 in English."""

from __future__ import annotations

MESSAGES = {
    "NOT_COVERED": (
        "{day} is beyond the calendar of working days; it waits for “{notice}”",
        "add that notice to the calendar, then count",
    ),
    "BEFORE_FIRST_NOTICE": (
        "the calendar begins on {first}: {day} is not covered",
        "check the date; if it is right, add “{notice}” to the calendar and compute again",
    ),
    "SUSPENSIONS_OVERLAP": ("the suspensions “{first}” and “{second}” overlap", ""),
    "SUSPENSION_REVERSED": ("the suspension “{span}” ends before it begins", ""),
    "NOT_A_COUNT": ("the number of working days, “{number}”, is not a whole number from 0", "0 or a positive integer"),
    "NOT_A_DATE": ("“{day}” is not a date", "a date without a time, such as 2026-05-06"),
    "YEAR_MISSING": (
        "the calendar has no notice for {years}",
        "add the notice of that year; years must not be skipped",
    ),
    "OFF_AND_ON": ("the notice “{numbers}” makes {day} both a day off and a working day", "keep one of the two"),
    "ORDINARY_WORKING_DAY": (
        "the make-up day {day} of the notice “{number}” is a working day anyway",
        "a Saturday or Sunday that is worked",
    ),
    "SPAN_OUTSIDE_YEAR": (
        "“{name}” of the notice “{number}”, {first} to {last}, is reversed or not in {year} (from December before)",
        "check its first and last day",
    ),
    "ISSUED_IN_OTHER_YEAR": ("the notice “{number}” was issued in {issued}; it cannot arrange {year}", ""),
    "NOTICE_OF_OTHER_YEAR": (
        "the notice was issued in {issued}; it cannot arrange {year}",
        "correct the date of issue, or the year at the head of the file",
    ),
    "BAD_NUMBER": ("the number of the notice “{number}” is empty or repeated", "give each notice its number"),
    "CLOSURE_WITHOUT_NUMBER": ("the closure on {day} has no document", "give the number of the document"),
    "BEYOND_LAST_DATE": ("{number} working days from {start} end after the year 9999", ""),
}
