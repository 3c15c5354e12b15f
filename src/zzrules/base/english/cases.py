"""ZZ4 in English."""

from __future__ import annotations

_WRITTEN_DAY = "YYYY-MM-DD, such as 2026-01-01"
_NOT_NONE = "{value} cannot be 「无」"
_CORRECT_ONE_DAY = "correct one of the two dates"
_KEEP_ONE = "keep one of them"
_ONE_INTERVAL = "a day belongs to one interval only; join or correct them"
_EVENT_DAY = "日期: 2026-01-01, as YYYY-MM-DD"
_STATE = "only 「无」 or 「查不清」, or nothing"
_CANNOT_STAND = "“{column}” cannot be written like this"
_ITS_NUMBER = "the number of the entry that is corrected or withdrawn"

MESSAGES = {
    "NOT_A_RECORD": ("a record is a mapping of facts to values", "a dictionary {{fact: value}}, or a pydantic model"),
    "NOT_A_RECORD_IN_FILE": (
        "a record is a mapping of facts to values",
        "write each record as “fact: value”, with facts by Chinese label or code",
    ),
    "FACT_NAME_NOT_TEXT": ("the name of a fact is not text", "the code or the Chinese label of a fact as key"),
    "UNKNOWN_FACT": ("the vocabulary has no fact “{fact}”", "{known}"),
    "UNKNOWN_PART": ("{value} has an unknown key", "{known}"),
    "UNKNOWN_FIELD": ("{value} has an unknown field", "{known}"),
    "NOT_A_FLAG": ("{value} is neither 「是」 nor 「否」", "true or false, or 「是」, 「否」, 「查不清」"),
    "NOT_AN_OPTION": ("{value} is not {kind}", "{options}"),
    "NOT_OPTIONS": ("{value} is not a list of options", "a list such as [{options}]"),
    "NOT_AN_INTEGER": ("{value} is not an integer", "an integer without quotation marks, such as 12"),
    "NOT_AN_AMOUNT": (
        "{value} is not an amount of money",
        'in quotation marks, with its unit: "1,000.50元" or "5万元"',
    ),
    "BINARY_FRACTION": (
        "{value} is a number with a decimal point and without quotation marks, which is read inexactly",
        'text with its unit, such as "1,000.50元"; programs may also use Decimal',
    ),
    "NOT_A_WRITTEN_DAY": ("{value} is not a date", _WRITTEN_DAY),
    "NOT_A_DAY": ("{value} is not a date", "a date, such as 2026-01-01"),
    "DAY_WITH_TIME": ("{value} has a time of day; periods are counted in days", "the date alone, such as 2026-01-01"),
    "NOT_A_MOMENT": ("{value} is not a date with a time of day", "date, blank and time, such as 2026-01-01 08:30"),
    "MOMENT_WITHOUT_TIME": (
        "{value} has no time of day",
        "add it, such as 2026-01-01 08:30; where only the day is known, use 「不早于」 and 「不晚于」",
    ),
    "MOMENT_WITH_ZONE": (
        "{value} has a time zone; times are local",
        "the local time without a zone, such as 2026-01-01 08:30",
    ),
    "NOT_A_DURATION": ("{value} is not a duration", "a number with its unit ({units}), such as 5{unit}"),
    "NOT_A_TEXT": ("{value} is not text", "text in quotation marks"),
    "NOT_A_FINDING": ("{value} is not a finding", "{{结论: 是, 机构: …, 日期: 2026-01-01, 依据: its number}}"),
    "NOT_A_LIST": ("{value} is not a list", "a list, each item a mapping of fields to values; 「无」 if there is none"),
    "NOT_AN_ELEMENT": ("{value} is not a mapping of fields to values", "{{{fields}}}"),
    "UNREADABLE_VALUE": (
        "{value} cannot be read",
        "texts, numbers, dates, lists and mappings, no objects of your own types",
    ),
    "STATE_NOT_A_WORD": (_CANNOT_STAND, _STATE),
    "GIVEN_TWICE": ("the fact “{fact}” is given twice (by label and by code)", _KEEP_ONE),
    "EVENT_FACT_TWICE": ("“{key}” of {event} is given twice (by label and by code)", _KEEP_ONE),
    "VALUE_AND_COMPANION": (
        "“{column}” is given twice: a value, and a state or a range in the column beside it",
        _KEEP_ONE,
    ),
    "BOUND_TWICE": ("“{key}” of {value} is given twice (in Chinese and by code)", _KEEP_ONE),
    "UNKNOWN_OPTION": ("{value} is not one of the options", "{known}"),
    "UNKNOWN_AMONG_OPTIONS": ("{value} has something that is not one of the options", "{known}"),
    "FLAG_NOT_NONE": (_NOT_NONE, "否"),
    "NOT_NONE": (_NOT_NONE, "leave out what is not known; 「查不清」 for what was asked and cannot be established"),
    "STATE_NOT_NONE": (_CANNOT_STAND, _STATE),
    "OUT_OF_RANGE": ("{value} is out of range", "an integer from {low} to {high}"),
    "AMOUNT_SIZE": ("{value} is out of range", "an amount from zero to {most}"),
    "BLANK_OR_LONG_TEXT": ("{value} is blank, or has more than {longest} characters", "leave it out, or shorten it"),
    "BROKEN_CHARACTERS": ("{value} has bytes that are no characters", "enter it again as UTF-8"),
    "LONG_LIST": ("{value} has more than {longest} items", "check whether other records got into it"),
    "NO_SUCH_DAY": ("{value} is no day of the calendar", "a day that exists"),
    "NO_SUCH_MOMENT": (
        "{value} is a day or a time of day that does not exist",
        "a day that exists, and a time from 00:00 to 23:59",
    ),
    "AFTER_EVALUATION": (
        "{value} is after the day of evaluation",
        "correct the date, or evaluate on a day not before it; what has not happened is 「无」",
    ),
    "AFTER_EVENT": ("{value} is after the day of the event", _CORRECT_ONE_DAY),
    "OUTSIDE_CALENDAR": ("“{column}” has a wrong value", "see this code in docs/错误代码.md"),
    "AMOUNT_UNIT": ("{value} has no unit, or more than one", "one unit, such as 1,000.50元 or 5万元"),
    "WRONG_UNIT": ("{value} has another unit", "one of the units {units}"),
    "INTERVAL_REVERSED": ("item {number} of {value} ends before it begins", _CORRECT_ONE_DAY),
    "COLUMN_REVERSED": ("an item of “{column}” ends before it begins", _CORRECT_ONE_DAY),
    "INTERVALS_SHARE_DAY": ("items {number} and {later} of {value} overlap", _ONE_INTERVAL),
    "COLUMN_SHARES_DAY": ("two items of “{column}” overlap", _ONE_INTERVAL),
    "BOUNDS_EXCLUDE": ("nothing lies between the bounds of {value}", "correct one of them"),
    "NO_OPTION_LEFT": ("{value} leaves no option", "leave at least one"),
    "BOUNDS_IN_TWO_UNITS": ("the bounds of {value} have different units and cannot be compared", "use one unit"),
    "BOUNDS_WITHOUT_ORDER": ("{value} is {kind}: it cannot have “{key}”", "{words}"),
    "UNKNOWN_BOUND": ("{value} has an unknown key", "{known}"),
    "NOTHING_KNOWN": ("{value} does not say what is known", "{words}; leave out that of which nothing is known"),
    "PART_IN_PART": ("{value} cannot be a range", "the value; leave out the part that is not known"),
    "NOT_MORE_OR_COMPLETE": (
        "{value} cannot be written like this",
        "「是」 if items are missing, 「不详」 if some may be",
    ),
    "AMOUNT_FRACTION": (
        "{value} is not a whole number of fen, with which amounts end",
        "at most two decimals of 元, or six of 万元",
    ),
    "JSON_UNREADABLE": ("this is not JSON", "check brackets, quotation marks and commas"),
    "JSON_NO_KEY": (
        "a key in double quotation marks belongs here",
        "check for a comma too many, and for keys in single or no quotation marks",
    ),
    "JSON_EXTRA_COMMA": ("there is a comma after the last item", "remove it"),
    "JSON_NO_VALUE": (
        "a value belongs here",
        "put text in double quotation marks; leave out what is not known, or write null; check for a comma too many",
    ),
    "JSON_NO_COLON": ("there is no colon after the key", "a colon after the key"),
    "JSON_NO_COMMA": (
        "there is no comma between two items, or a bracket is not closed",
        "commas between items; brackets in pairs",
    ),
    "JSON_OPEN_STRING": ("a quotation mark is not closed", "add the double quotation mark"),
    "JSON_CONTROL_CHARACTER": ("a text holds a line break, a tab or the like", "\\n for line breaks, \\t for tabs"),
    "JSON_BACKSLASH": ("what follows the backslash is wrong", "write a backslash as \\\\"),
    "JSON_MORE_IN_FILE": (
        "something follows after the record",
        "put several records in a list [ , ]; for one in each line use .jsonl or --input jsonl",
    ),
    "JSON_MORE_IN_LINE": ("something follows after the record in this line", "one record a line, no comma at its end"),
    "JSON_RECORDS_UNSEPARATED": (
        "there is no comma between two records, or the list is not closed (records after it were not read)",
        "commas between records, and ] at the end",
    ),
    "JSON_CONSTANT": ("JSON has no value “{word}”", "leave out what is not known, or write null"),
    "JSON_NUMBER_TOO_LARGE": (
        "the number is too large; integers have at most {most} digits",
        "a number in range; write numbers of documents as text, in quotation marks",
    ),
    "LINE_TOO_LONG": (
        "this line has more than {megabytes} MB",
        "one record a line; check for a missing line break, or other content",
    ),
    "NOT_AN_EVENT": ("{event} is not a mapping of keys to values", "{{日期: 2026-01-01, 事件: …}}"),
    "WITHDRAWAL_SAYS_MORE": ("{event} is a withdrawal and cannot say anything else", "{{编号: …, 撤回: …}}"),
    "EVENT_KEY_NOT_TEXT": ("{event} has a key that is not text", "the code or the Chinese label of a fact as key"),
    "EVENT_KEY_TWICE": ("“{key}” of {event} is there twice", _KEEP_ONE),
    "NOT_A_NUMBER": ("“{key}” of {event} is not the number of an entry", "text or an integer, such as 12"),
    "NO_EVENT_KIND": ("{event} does not say what kind of event it is", "add 事件: …"),
    "NOT_A_LOG": ("a log is a list of events, or has 「流水」 and 「事实」", "流水: [{{日期: 2026-01-01, 事件: …}}]"),
    "NOT_EVENTS": ("“{key}” is not a list of events", "“- ” before each event"),
    "NOT_FACTS": ("“{key}” is not a mapping of facts to values", "事实: {{主体: …}}"),
    "NOT_ONE_LOG": (
        "there are {count} logs here",
        "one log a file; for several use zzrules due, or hand them in one by one",
    ),
    "NO_EVENTS": ("a log is a series of events", "a file, {{流水: [ … ]}}, or events one by one"),
    "UNKNOWN_LOG_KEY": ("a log has no key “{key}”", "{known}; events stand under 「流水」"),
    "UNKNOWN_EVENT_KIND": ("{event}: there is no kind of event “{kind}”", "{known}"),
    "NO_SUCH_EVENT_DAY": ("the date of {event} is no day of the calendar", "a day that exists"),
    "NO_EVENT_DAY": ("{event} has no date", _EVENT_DAY),
    "KEPT_UNTIL_NOT_A_DAY": (
        "「登记至」 is not a date; the log counts as incomplete",
        "a date such as 2026-01-01; leave the key out if the day is not known",
    ),
    "EVENT_DAY_NOT_A_DAY": ("the date of {event} is not a date", _EVENT_DAY),
    "CONTINUES_NOTHING": (
        "{event}: “{kind}” continues no other event and has no 「对」",
        "remove 「对」; use 「更正」 to correct and 「撤回」 to withdraw",
    ),
    "NOT_BROUGHT": ("{event}: “{kind}” does not bring “{key}”", "{instead}"),
    "NUMBER_TAKEN": (
        "the number of {event} is that of {earlier}, which says something else",
        "give one of them another number; use 「更正」 if it corrects the earlier one",
    ),
    "CIRCLE": ("corrections and withdrawals go round in a circle: {events}", "the number of the very first entry"),
    "CORRECTED_NOT_ON_FILE": ("what {event} corrects is not on file", _ITS_NUMBER),
    "WITHDRAWN_NOT_ON_FILE": ("what {event} withdraws is not on file", _ITS_NUMBER),
    "CORRECTED_TWICE": (
        "{event} and {earlier} correct or withdraw the same entry",
        "let the later one correct the earlier one, by its number",
    ),
    "CONTINUES_ONE_OF_SEVERAL": (
        "{event} may continue any of {waiting} entries before it",
        "add 「对」 with the number of the one",
    ),
    "CONTINUED_BEFORE": (
        "what {event} continues has been continued before",
        "「更正」 or 「撤回」 for an entry that is wrong",
    ),
    "NOT_BEGUN": (
        "{event} continues something of which no beginning is on file before it",
        "enter the beginning, or correct the date or the number under 「对」",
    ),
    "STATED_OTHERWISE": (
        "{event} and {earlier} of the same day say different things of “{fact}”",
        "give each its own date if it changed; use 「更正」 if one is wrong",
    ),
    "EVENT_INTERVAL_REVERSED": ("the interval of {event} ends before it begins", _CORRECT_ONE_DAY),
    "EVENT_INTERVALS_CLASH": (
        "the intervals of {event} and {earlier} overlap, or one ends before it begins",
        "a day belongs to one interval only; correct the dates, or enter the end",
    ),
    "CORRECTION_OUT_OF_ORDER": (
        "since {event} is corrected, it and {other} are in the wrong order: {note}",
        "correct the one that is wrong; if neither is, check that number and correction mean the same entry",
    ),
    "LOG_FOR_RECORD": ("this is a log, not a record", "zzrules casefile or zzrules due reads it"),
    "RECORD_FOR_LOG": (
        "this is a record, not a log",
        "zzrules evaluate, zzrules explain or zzrules why reads it",
    ),
    "DECISIONS_GIVEN": ("this is a decision log, neither a record nor a log", "evaluate the file of the record"),
}
