"""ZZ3: citations of the regulation."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

ANOTHER_DOCUMENT = Diagnostic("ZZ301", "「{text}」引用的不是{regulation}", "只写该文件的条、款、项")
NOT_A_CITATION = Diagnostic("ZZ301", "「{text}」不能读作一处条款", "写明一处，如「{article}」「{paragraph}」「{item}」")
NOT_AN_ORDINAL = Diagnostic(
    "ZZ301", "「{numeral}」不是条、款、项的序号", "一至九十九的数，如「八」「二十一」或「8」「21」"
)
NOT_AN_ORDINAL_IN_TEXT = Diagnostic(
    "ZZ301", "「{text}」中的「{numeral}」不是条、款、项的序号", "一至九十九的数，如「八」「二十一」或「8」「21」"
)
NOT_AN_ARTICLE = Diagnostic("ZZ301", "「{key}」不是条的序号", "{article}")
NOT_A_CHAPTER = Diagnostic("ZZ301", "「{label}」不是章的序号", "第一章")
NO_ARTICLE = Diagnostic("ZZ302", "「{asked}」不存在：《{title}》没有{article}", "{range}")
NO_PARAGRAPH = Diagnostic("ZZ302", "「{asked}」不存在：{article}只有{count}款", "{range}")
NO_ITEM = Diagnostic("ZZ302", "「{asked}」不存在：{place}只有{count}项", "{range}")
NO_ITEMS = Diagnostic("ZZ302", "「{asked}」不存在：{place}没有项", "「{place}」")
SEVERAL_PARAGRAPHS = Diagnostic("ZZ302", "「{place}」有{count}款，没有统领各款的文字", "{range}")
AMBIGUOUS_ITEM = Diagnostic("ZZ302", "「{asked}」所指不明：{owners}都有项", "写明是哪一款的项，如「{example}」")
NOT_ITS_WORDS = Diagnostic("ZZ303", "{citation}没有「{words}」这几个字", "照抄条文里的一句，标点也照抄")
OTHER_WORDS = Diagnostic("ZZ303", "原文与{citation}不符", "「{words}」；或删去这一行，再运行 zzrules check --fill")
