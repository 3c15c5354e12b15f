"""ZZ3: citations of the regulation."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

ANOTHER_DOCUMENT = Diagnostic(
    "ZZ301",
    "「{text}」引用的不是{regulation}",
    "只写该文件的条、款、项；要引用别的法规的，把它的条文写成「其他法规」文件",
)
NOT_A_CITATION = Diagnostic("ZZ301", "「{text}」不能读作一处条款", "写明一处，如「{article}」「{paragraph}」「{item}」")
_NUMERAL = "一至九千九百九十九的数，如「八」「一百二十一」或「8」「121」"
NOT_AN_ORDINAL = Diagnostic("ZZ301", "「{numeral}」不是条、款、项的序号", _NUMERAL)
NOT_AN_ORDINAL_IN_TEXT = Diagnostic("ZZ301", "「{text}」中的「{numeral}」不是条、款、项的序号", _NUMERAL)
NOT_AN_ARTICLE = Diagnostic("ZZ301", "「{key}」不是条的序号", "{article}")
NOT_A_CHAPTER = Diagnostic("ZZ301", "「{label}」不是章的序号", "第一章")
NO_ARTICLE = Diagnostic("ZZ302", "「{asked}」不存在：《{title}》没有{article}", "{range}")
NOT_IN_EXCERPT = Diagnostic(
    "ZZ302",
    "「{asked}」没有收：《{title}》只节录了{articles}，没有{article}",
    "照公布的文本把{article}全条补进那份法规文件；不是引用这一条的，改正依据",
)
NO_PARAGRAPH = Diagnostic("ZZ302", "「{asked}」不存在：{article}只有{count}款", "{range}")
NO_ITEM = Diagnostic("ZZ302", "「{asked}」不存在：{place}只有{count}项", "{range}")
NO_ITEMS = Diagnostic("ZZ302", "「{asked}」不存在：{place}没有项", "「{place}」")
SEVERAL_PARAGRAPHS = Diagnostic("ZZ302", "「{place}」有{count}款，没有统领各款的文字", "{range}")
AMBIGUOUS_ITEM = Diagnostic("ZZ302", "「{asked}」所指不明：{owners}都有项", "写明是哪一款的项，如「{example}」")
NOT_ITS_WORDS = Diagnostic("ZZ303", "{citation}没有「{words}」这几个字", "照抄条文里的一句，标点也照抄")
OTHER_WORDS = Diagnostic(
    "ZZ303",
    "原文与{citation}不符，那里写的是「{words}」",
    "先看依据有没有写错；没有写错的，看规则合不合这些文字，再照抄",
)
WORDS_ELSEWHERE = Diagnostic("ZZ303", "原文与{citation}不符：这段文字现在是{now}", "把依据改为「{now}」，原文不动")

# ── what rules were written for ─────────────────────────────────────────

WORDS_CHANGED = Diagnostic(
    "ZZ304",
    "{place}与写规则时不同，现在是「{words}」。依据它的：{parts}；牵涉的：{others}",
    "是法规修正了的，「条文」不动，写进「修正」；规则仍然对的，运行 zzrules check 文件夹 --confirm {place}",
)
WORDS_REPLACED = Diagnostic(
    "ZZ304",
    "写规则时所据的{place}没有了，现在那里是原来的{other}：「{words}」。依据它的：{parts}；牵涉的：{others}",
    "是法规修正了的，「条文」不动，写进「修正」；不再依据它的，删去规则",
)
WORDS_NEW = Diagnostic(
    "ZZ304",
    "{place}自{since}起是「{words}」，还没有人确认规则合这些文字：核对的是在它之前的文字。"
    "依据它的：{parts}；牵涉的：{others}",
    "看过以后，运行 zzrules check 文件夹 --confirm {place}",
)
WORDS_AMENDED = Diagnostic(
    "ZZ304",
    "{place}自{since}起改了：原来是「{old}」，以后是「{words}」。依据它的：{parts}；牵涉的：{others}",
    "逐一看过，改好规则；规则合新旧文字的，运行 zzrules check 文件夹 --confirm {place}",
)
WORDS_MOVED = Diagnostic(
    "ZZ305",
    "{place}现在是「{words}」；写规则时所据的那段文字现在是{now}。依据它的：{parts}；牵涉的：{others}",
    "把依据改为「{now}」，再运行 zzrules check 文件夹 --confirm {now}；是法规修正了的，「条文」不动，写进「修正」；"
    "规则本来就依据{place}现在的文字的，运行 zzrules check 文件夹 --confirm {place}",
)
NOTHING_STANDS_THERE = Diagnostic(
    "ZZ305",
    "没有{place}了；{part}所据的那段文字现在是{now}",
    "把依据改为「{now}」，再运行 zzrules check 文件夹 --confirm {now}",
)
WORDS_GONE = Diagnostic(
    "ZZ306",
    "{place}自{since}起删去了。依据它的：{parts}；牵涉的：{others}",
    "依据它的规则写到{until}为止，以后的另写，见指南“法规修正了怎么办”",
)
NOT_A_DIGEST = Diagnostic(
    "ZZ307", "核对里「{place}」的摘要写得不对", "不要手写，运行 zzrules check 文件夹 --confirm {place}"
)
NOT_ONE_LINE = Diagnostic("ZZ307", "「核对」没有写成一处一行，不能代为修改", "删去「核对」这一节，再运行一次")
NOT_APPENDED = Diagnostic("ZZ307", "文件的写法不能在后面加上「核对」，没有记下", "整个文件不要写在花括号里，一个键一行")

# ── amendments ──────────────────────────────────────────────────────────

CHANGED_TWICE = Diagnostic("ZZ308", "「{place}」改了两次：「{kind}」已经写了「{first}」", "一处只写一次")
AMENDED_ON_ONE_DAY = Diagnostic("ZZ308", "两次修正都自{day}起施行：{first} 已经写了一次", "合成一次，或者改正日期")
NOTHING_BEFORE = Diagnostic("ZZ309", "「{place}」的前面是空的", "按修正以后的序号写，最后可以是「{last}」")
NO_PARAGRAPH_FOR_ITEM = Diagnostic("ZZ309", "「{place}」不知道是哪一款的项", "写明款，修正以后有：{existing}")
MOVED_TO_OTHER_LEVEL = Diagnostic("ZZ309", "「{place}」不能改为「{to}」", "条改为条，款改为款，项改为项")
WORDED_AS_BEFORE = Diagnostic(
    "ZZ309", "「{place}」改为的文字和原来一字不差", "写上修正以后的文字；没有改的，删去这一处"
)
MOVED_NOWHERE = Diagnostic("ZZ309", "「{place}」改序以后还是原来的序号", "写上修正以后的序号；没有移动的，删去这一处")
NOT_AMENDED = Diagnostic("ZZ309", "修正里一处改动也没有", "写「改为」「增加」「删去」「改序」中的一种")
ITEM_WITH_ITEMS = Diagnostic("ZZ309", "「{place}」是一项，不能再分款、项", "只写它的文字")
SEVERAL_PARAGRAPHS_FOR_ONE = Diagnostic("ZZ309", "「{place}」是一款，这里写了{count}款", "只写一款；几款的，逐款写")
IN_FORCE_BEFORE_ISSUED = Diagnostic(
    "ZZ310", "{issued}印发的修正不能自{first}起施行", "改正其中一个日期：施行不早于印发"
)
OUTSIDE_VALIDITY = Diagnostic("ZZ310", "修正自{day}起施行，不在法规的有效期（{days}）内", "{first}以后、有效期里的一天")

# ── several regulations ─────────────────────────────────────────────────

NO_REGULATION = Diagnostic(
    "ZZ311", "没有叫《{title}》的法规文件", "{near}；要引用别的法规的，把它的条文写成「其他法规」文件"
)
NOT_A_TITLE = Diagnostic("ZZ311", "「{key}」写法规的名称，不带书名号，不能空着", "{title}")
SAME_TITLE = Diagnostic("ZZ311", "两部法规都叫《{title}》：{first} 已经有了", "删去一份；确是两部的，写「简称」区别开")
OF_WHICH_REGULATION = Diagnostic(
    "ZZ311", "「{text}」没有写明是哪一部法规的：这个政策的依据是{regulation}的", "「{other}{text}」或者「{own}{text}」"
)
GAP_IN_TEXT = Diagnostic("ZZ312", "条文不全：没有{missing}", "补上；只收了引用到的几条的，写「节录: 是」，免得当成全文")
NOT_LAW_THEN = Diagnostic(
    "ZZ313",
    "{regulation}{days}有效，{others}的规则却依据它。依据{place}的：{parts}",
    "给依据它的写上「施行」「有效期至」；另有现行规定的，改写依据",
)
