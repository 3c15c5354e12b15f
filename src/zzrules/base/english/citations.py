"""ZZ3 in English."""

from __future__ import annotations

_NUMERAL = "a number from 1 to 9999, such as 「八」「一百二十一」 or 8, 121"
MESSAGES = {
    "ANOTHER_DOCUMENT": (
        "“{text}” does not cite {regulation}",
        "only 条, 款 and 项 of that document; to cite another one, put its text into a file under 「其他法规」",
    ),
    "NOT_A_CITATION": (
        "“{text}” cannot be read as a place in the text",
        "one place, such as “{article}”, “{paragraph}” or “{item}”",
    ),
    "NOT_AN_ORDINAL": ("“{numeral}” is not the number of a 条, 款 or 项", _NUMERAL),
    "NOT_AN_ORDINAL_IN_TEXT": ("“{numeral}” in “{text}” is not the number of a 条, 款 or 项", _NUMERAL),
    "NOT_AN_ARTICLE": ("“{key}” is not the number of an article", "{article}"),
    "NOT_A_CHAPTER": ("“{label}” is not the number of a chapter", "第一章"),
    "NO_ARTICLE": ("“{asked}” does not exist: “{title}” has no {article}", "{range}"),
    "NOT_IN_EXCERPT": (
        "“{asked}” is left out: of “{title}” there are only {articles}, and not {article}",
        "add the whole {article} to that file, as it was published, or correct the citation",
    ),
    "NO_PARAGRAPH": ("“{asked}” does not exist: {article} has {count} paragraphs only", "{range}"),
    "NO_ITEM": ("“{asked}” does not exist: {place} has {count} items only", "{range}"),
    "NO_ITEMS": ("“{asked}” does not exist: {place} has no items", "“{place}”"),
    "SEVERAL_PARAGRAPHS": ("“{place}” has {count} paragraphs, and no words above them all", "{range}"),
    "AMBIGUOUS_ITEM": ("“{asked}” is ambiguous: {owners} all have items", "say of which paragraph, as in “{example}”"),
    "NOT_ITS_WORDS": (
        "{citation} does not have the words “{words}”",
        "copy a sentence of the text, with its punctuation",
    ),
    "OTHER_WORDS": (
        "the text differs from {citation}, which reads “{words}”",
        "see first whether the citation is wrong; if not, whether the rule fits these words; then copy them",
    ),
    "WORDS_ELSEWHERE": (
        "the text differs from {citation}: these words are {now} now",
        "change the citation to “{now}”, and leave the text",
    ),
    "WORDS_CHANGED": (
        "{place} is not what it was for the rules: it reads “{words}”. It is cited by {parts}; it concerns {others}",
        (
            "an amendment goes under 「修正」, and 「条文」 stays; "
            "if the rules are right still, run zzrules check FOLDER --confirm {place}"
        ),
    ),
    "WORDS_REPLACED": (
        "{place} is gone: what was {other} stands there, “{words}”. It is cited by {parts}; it concerns {others}",
        "an amendment goes under 「修正」, and 「条文」 stays; rules that no longer rest on it are removed",
    ),
    "WORDS_NEW": (
        (
            "{place} is “{words}” from {since} on, and nobody confirmed the rules for these words: "
            "those confirmed stood there before. It is cited by {parts}; it concerns {others}"
        ),
        "look at them, and run zzrules check FOLDER --confirm {place}",
    ),
    "WORDS_AMENDED": (
        "{place} is amended from {since} on: “{old}” becomes “{words}”. It is cited by {parts}; it concerns {others}",
        "put the rules right; if they fit the old words and the new, run zzrules check FOLDER --confirm {place}",
    ),
    "WORDS_MOVED": (
        "{place} reads “{words}”; the words of the rules are {now} now. It is cited by {parts}; it concerns {others}",
        (
            "change the citation to “{now}” and run zzrules check FOLDER --confirm {now}; "
            "an amendment goes under 「修正」, and 「条文」 stays; "
            "if the rules were written for what {place} reads now, run zzrules check FOLDER --confirm {place}"
        ),
    ),
    "NOTHING_STANDS_THERE": (
        "there is no {place} any more; the words on which {part} rests are {now} now",
        "change the citation to “{now}” and run zzrules check FOLDER --confirm {now}",
    ),
    "WORDS_GONE": (
        "{place} is repealed from {since} on. It is cited by {parts}; it concerns {others}",
        "end the rules on {until}, and write those that follow; see the guide, “法规修正了怎么办”",
    ),
    "NOT_A_DIGEST": (
        "the digest of “{place}” under 「核对」 is not well formed",
        "do not write it by hand; run zzrules check FOLDER --confirm {place}",
    ),
    "NOT_ONE_LINE": (
        "「核对」 is not written one place a line, and cannot be changed",
        "remove it, and run this again",
    ),
    "NOT_APPENDED": (
        "this file is not written so that 「核对」 can be added at its end; nothing is confirmed",
        "write the file without braces around it, one key a line",
    ),
    "CHANGED_TWICE": ("“{place}” is changed twice: 「{kind}」 has “{first}” already", "write each place once"),
    "AMENDED_ON_ONE_DAY": (
        "two amendments come into force on {day}: {first} has the first",
        "make them one, or correct the date",
    ),
    "NOTHING_BEFORE": ("nothing stands before “{place}”", "the number after the amendment, “{last}” at most"),
    "NO_PARAGRAPH_FOR_ITEM": (
        "it is not clear to which paragraph “{place}” belongs",
        "name the 款; after the amendment there are {existing}",
    ),
    "MOVED_TO_OTHER_LEVEL": ("“{place}” cannot become “{to}”", "a 条 becomes a 条, a 款 a 款, a 项 a 项"),
    "WORDED_AS_BEFORE": (
        "“{place}” is to read just as it did",
        "its words after the amendment; remove it if they stay",
    ),
    "MOVED_NOWHERE": (
        "“{place}” is to have the number that it had",
        "its number after the amendment; remove it if it stays",
    ),
    "NOT_AMENDED": ("an amendment without a change", "one of 「改为」「增加」「删去」「改序」"),
    "ITEM_WITH_ITEMS": ("“{place}” is an item, and cannot have 款 or 项 of its own", "only its words"),
    "SEVERAL_PARAGRAPHS_FOR_ONE": (
        "“{place}” is one 款, and {count} are written here",
        "one only; write several 款 one by one",
    ),
    "IN_FORCE_BEFORE_ISSUED": (
        "an amendment issued on {issued} cannot come into force on {first}",
        "correct one of them: in force no earlier than issued",
    ),
    "OUTSIDE_VALIDITY": (
        "the amendment comes into force on {day}, when the regulation is not in force ({days})",
        "a day after {first} and within the validity",
    ),
    "NO_REGULATION": (
        "there is no regulation “{title}”",
        "{near}; to cite another one, put its text into a file that begins with 「其他法规」",
    ),
    "NOT_A_TITLE": ("「{key}」 is a title without 《》, and not empty", "{title}"),
    "SAME_TITLE": (
        "two regulations are called “{title}”: {first} has one already",
        "remove one of the files, or give them different 「简称」",
    ),
    "OF_WHICH_REGULATION": (
        "“{text}” does not say of which regulation it is: the policy states {regulation}",
        "“{other}{text}” or “{own}{text}”",
    ),
    "GAP_IN_TEXT": (
        "the text is not whole: there is no {missing}",
        "add it; where only the articles that are cited are there, write 「节录: 是」",
    ),
    "NOT_LAW_THEN": (
        "{regulation} is in force {days}, and rules of {others} rest on it. {place} is cited by {parts}",
        "give 「施行」 and 「有效期至」 to what rests on it, or cite what is in force then",
    ),
}
