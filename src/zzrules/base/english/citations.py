"""ZZ3 in English."""

from __future__ import annotations

_NUMERAL = "a number from one to ninety-nine, such as 「八」「二十一」 or 8, 21"
MESSAGES = {
    "ANOTHER_DOCUMENT": ("“{text}” does not cite {regulation}", "only 条, 款 and 项 of that document"),
    "NOT_A_CITATION": (
        "“{text}” cannot be read as a place in the text",
        "one place, such as “{article}”, “{paragraph}” or “{item}”",
    ),
    "NOT_AN_ORDINAL": ("“{numeral}” is not the number of a 条, 款 or 项", _NUMERAL),
    "NOT_AN_ORDINAL_IN_TEXT": ("“{numeral}” in “{text}” is not the number of a 条, 款 or 项", _NUMERAL),
    "NOT_AN_ARTICLE": ("“{key}” is not the number of an article", "{article}"),
    "NOT_A_CHAPTER": ("“{label}” is not the number of a chapter", "第一章"),
    "NO_ARTICLE": ("“{asked}” does not exist: “{title}” has no {article}", "{range}"),
    "NO_PARAGRAPH": ("“{asked}” does not exist: {article} has {count} paragraphs only", "{range}"),
    "NO_ITEM": ("“{asked}” does not exist: {place} has {count} items only", "{range}"),
    "NO_ITEMS": ("“{asked}” does not exist: {place} has no items", "“{place}”"),
    "SEVERAL_PARAGRAPHS": ("“{place}” has {count} paragraphs, and no words above them all", "{range}"),
    "AMBIGUOUS_ITEM": ("“{asked}” is ambiguous: {owners} all have items", "say of which paragraph, as in “{example}”"),
    "NOT_ITS_WORDS": (
        "{citation} does not have the words “{words}”",
        "copy a sentence of the text, with its punctuation",
    ),
    "OTHER_WORDS": ("the text differs from {citation}", "“{words}”; or remove this line and run zzrules check --fill"),
}
