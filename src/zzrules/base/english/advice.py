"""ZZ9 in English: what of policies is no use, and advice that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "ALWAYS_HOLDS": (
        "{part} “{name}” always holds: {because}",
        "remove it; if it was meant to keep something out, correct the condition",
    ),
    "FOLLOWS": ("it follows from {parts}", ""),
    "SAYS_NOTHING": (
        "{part} “{name}” says nothing: {because}",
        "remove it; if something else was meant, correct the condition",
    ),
    "FOLLOWS_ANYWAY": ("it follows from {parts}", ""),
    "ENTAILS": ("where it holds, so does {parts}", ""),
    "ENTAILS_BESIDE": ("where it holds beside {beside}, so does {parts}", ""),
    "EXCLUDED_ANYWAY": ("{parts} says so already", ""),
    "CHANGES_NOTHING": ("{part} “{name}” changes nothing: {because}", "{hint}"),
    "NOT_ADVICE": ("“{code}” under 「留意」 is no code of advice", "copy what zzrules check lists, such as {known}"),
    "NOT_A_NOTED_DIGEST": (
        "“{text}” under 「留意」 is no digest of eight digits",
        "remove 「摘要」 and run zzrules check again, then write what it lists",
    ),
    "NOTED_TWICE": ("{code} of {part} was noted in line {first.line} already", "keep one"),
    "NOT_LOOKED_AT": (
        "{code} of {part} is noted (「留意」), but not for which words",
        "once you have looked at it and it may stay: zzrules check FOLDER --confirm 留意, or add “摘要: {digest}”",
    ),
    "LOOKED_AT_OTHERWISE": (
        "the words that {code} of {part} is about were changed since it was noted (「留意」)",
        "look at it again; if it may stay: zzrules check FOLDER --confirm 留意, or 「摘要」 becomes {digest}",
    ),
    "NOTED_IDLY": ("{part}, as noted (「留意」), has no advice {code}", "remove the entry; {known}"),
}
