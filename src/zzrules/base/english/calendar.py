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
    "NOTHING_KNOWN": (
        "no notice was issued by {day}; the first was issued on {first}",
        "a day from {first} on",
    ),
    "NO_MEASURES": (
        "no measures are in force on {day} that tell whether it is a statutory holiday",
        "write the measures on public holidays into the folder of the calendar (放假办法)",
    ),
    "HOLIDAY_UNREADABLE": (
        "the days off of “{name}”, “{text}”, cannot be read",
        "write them like 「1月1日」, 「10月1日至3日」, 「除夕至初三」 or 「当日」",
    ),
    "FESTIVAL_WITHOUT_DAY": (
        "“{name}” has days off in {year}, and 「节日」 has no day for it in that year",
        "add that day to “{name}” under 「节日」",
    ),
    "STATUTORY_DAY_WORKED": (
        "{day} is a statutory holiday, “{name}”, and the notice for {year} does not give it off",
        "check the notice; if the statutory holidays have changed, change 「放假办法」",
    ),
    "NOTICE_UNREADABLE": ("“{text}” in the notice cannot be read", "{hint}"),
    "NOTICE_CONTRADICTS": (
        "“{text}” in the notice is not so: {actual}",
        "check this sentence against the notice as published",
    ),
    "NOTICE_INCOMPLETE": ("the notice lacks {part}", "{hint}"),
    "YEAR_HAS_NOTICE": (
        "the calendar of {year} has the notice “{number}”",
        "one notice is added once; to change what is there, change “{file}”, or delete that notice first",
    ),
    "YEAR_INHERITED": (
        "the calendar of {year} has “{number}”, which comes with the program",
        "it need not be added; for other arrangements, give the folder a calendar of that year in “{file}”",
    ),
    "NOT_EXTENDED": (
        "this file is not written so that a notice can be added to it",
        "make 「通知」 a list in block style at the end of the file; or write the notice by hand, as the guide says",
    ),
    "NOTHING_TO_ASSUME": ("{year} has “{number}” and cannot be assumed otherwise", "delete this assumption"),
    "MEASURES_TWICE": (
        "{first} states measures on holidays already",
        "make them one file, each revision under 「放假办法」; one that takes its place needs the same file name",
    ),
    "FESTIVALS_ALONE": (
        "“{key}” belongs into the file with 「放假办法」",
        "move it there",
    ),
}
