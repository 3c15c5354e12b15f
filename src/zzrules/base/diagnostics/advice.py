"""ZZ9: what of policies is no use, as is proven, and advice that was looked at (留意)."""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic

ALWAYS_HOLDS = Diagnostic("ZZ901", "{part}「{name}」总是成立：{because}", "删去它；本来要用它把关的，改正条件")
FOLLOWS = Diagnostic("ZZ901", "由{parts}已经推出它")
SAYS_NOTHING = Diagnostic("ZZ902", "{part}「{name}」写不写都一样：{because}", "删去它；本来另有所指的，改正条件")
FOLLOWS_ANYWAY = Diagnostic("ZZ902", "由{parts}已经推出它")
ENTAILS = Diagnostic("ZZ902", "它成立，{parts}就成立")
ENTAILS_BESIDE = Diagnostic("ZZ902", "它和{beside}成立，{parts}就成立")
EXCLUDED_ANYWAY = Diagnostic("ZZ902", "已由{parts}说明")
CHANGES_NOTHING = Diagnostic("ZZ903", "{part}「{name}」不起作用：{because}", "{hint}")
# ── 留意 ─────────────────────────────────────────────────────────────

NOT_ADVICE = Diagnostic("ZZ910", "留意的「{code}」不是提醒的编号", "照抄 zzrules check 所列的编号，如 {known}")
NOT_A_NOTED_DIGEST = Diagnostic(
    "ZZ910", "留意的摘要「{text}」不是八位的摘要", "删去「摘要」，再运行 zzrules check，照所列的写"
)
NOTED_TWICE = Diagnostic("ZZ910", "{part}的 {code} 在第 {first.line} 行已经留意过", "只留一处")
NOT_LOOKED_AT = Diagnostic(
    "ZZ911",
    "{part}的 {code} 写了留意，还没有记下看的是哪些文字",
    "看过了不用改的，运行 zzrules check 文件夹 --confirm 留意，或者加上「摘要: {digest}」",
)
LOOKED_AT_OTHERWISE = Diagnostic(
    "ZZ911",
    "{part}的 {code} 留意过以后，有关的文字改了",
    "再看一遍；还是不用改的，运行 zzrules check 文件夹 --confirm 留意，或者摘要改为 {digest}",
)
NOTED_IDLY = Diagnostic("ZZ912", "留意的{part}没有 {code} 这一提醒", "删去这一项留意；{known}")
