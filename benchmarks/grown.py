"""Inputs of any size that once cost more than they are large: policies, and texts with mistakes.

`tests/unit/test_growth.py` and `tests/unit/test_hostile.py` hold that each takes linear time;
`benchmarks.hardening` measures by how much it grows.
"""

from __future__ import annotations

from pathlib import Path

from zzrules.batch.formats import RecordForm

LAW = """\
法规: 甲市规定
文号: 甲政规〔2025〕9号
发布机关: 甲市人民政府
印发: 2025-11-20
效力: {依据: 第二条, 施行: 2026-01-01, 说明: 自2026年1月1日起施行}
条文: {第一条: [{款: 应当办结。}], 第二条: [{款: 本规定自2026年1月1日起施行。}]}
"""
WORDS = """\
词汇: 案卷
事实:
  行为发生日期: {代码: conduct_date, 类型: 日期, 问: 何时？}
  实名: {代码: real, 类型: 是否, 问: 是否实名？}
  收到日期: {代码: got, 类型: 日期, 可无: 是, 问: 何时收到？}
  告知日期: {代码: told, 类型: 日期, 可无: 是, 问: 何时告知？}
"""
HEAD = "政策: 办结\n代码: p\n依据: 第一条\n施行: 2026-01-01\n行为日期: {取: 行为发生日期}\n"
KNOWN = {"行为发生日期": "2026-03-02"}
FULL = KNOWN | {"实名": "是", "收到日期": "2026-03-03", "告知日期": "2026-03-05"}
FIRST = "policy-0000.yaml"
"""The file of the policy in a folder that `write` makes."""


def outcomes(condition: str) -> str:
    return f"结论:\n  - {{得出: 甲, 代码: a, 条件: {condition}}}\n  - {{得出: 乙, 代码: b}}\n"


def conditions(links: int) -> str:
    """Derived conditions, each of which names the one before it twice."""
    chain = [
        f"  推{at}: {{条件: {{任一: [{{全部: [推{at - 1}: 成立, 实名: 是]}}, "
        f"{{全部: [推{at - 1}: 不成立, 实名: 否]}}]}}}}\n"
        for at in range(1, links + 1)
    ]
    return f"{HEAD}推算:\n  推0: {{条件: {{实名: 是}}}}\n{''.join(chain)}{outcomes(f'{{推{links}: 成立}}')}"


def days(links: int) -> str:
    chain = [
        f"  推{at}: {{最晚: [推{at - 1}, 次{at}]}}\n  次{at}: {{期限: {{起: 推{at - 1}, 加: 1日}}}}\n"
        for at in range(1, links + 1)
    ]
    first = "  推0: {最晚: [收到日期, 告知日期]}\n"
    return f"{HEAD}推算:\n{first}{''.join(chain)}{outcomes(f'{{推{links}: {{晚于: 评价日}}}}')}"


def choices(links: int) -> str:
    chain = [
        f"  推{at}:\n    按情形:\n      - {{条件: {{推{at - 1}: {{晚于: 告知日期}}}}, 取: 推{at - 1}}}\n"
        "      - {取: 告知日期}\n"
        for at in range(1, links + 1)
    ]
    first = "  推0: {按序取: [收到日期, 告知日期]}\n"
    return f"{HEAD}推算:\n{first}{''.join(chain)}{outcomes(f'{{推{links}: {{晚于: 评价日}}}}')}"


def readings(links: int) -> str:
    stated = [f"  口{at}: {{采: 前说, 另说: [后说], 依据: 条文, 说明: 不同}}\n" for at in range(1, links + 1)]
    chain = [
        f"  推{at}: {{按口径: 口{at}, 前说: 推{at - 1}, 后说: {{期限: {{起: 推{at - 1}, 加: 1日}}}}}}\n"
        for at in range(1, links + 1)
    ]
    first = "  推0: {按序取: [收到日期, 告知日期]}\n"
    end = outcomes(f"{{推{links}: {{晚于: 评价日}}}}")
    return f"{HEAD}口径:\n{''.join(stated)}推算:\n{first}{''.join(chain)}{end}"


def parts(count: int) -> str:
    of_each = (f"        - 收到日期: {{晚于: {2000 + at // 28}-03-{1 + at % 28:02}}}\n" for at in range(count))
    either = f"结论:\n  - 得出: 甲\n    代码: a\n    条件:\n      任一:\n{''.join(of_each)}"
    return f"{HEAD}{either}  - {{得出: 乙, 代码: b}}\n"


def grounds(count: int) -> str:
    of_each = (
        f"  情{at}: {{依据: 第一条, 条件: {{收到日期: {{晚于: {2000 + at // 28}-03-{1 + at % 28:02}}}}}}}\n"
        for at in range(count)
    )
    return f"{HEAD}情形:\n{''.join(of_each)}{outcomes('{情形: 有其一}')}"


def write(folder: Path, policy: str, *more: str) -> Path:
    """Write a folder of policies beside their law and their facts, and return it."""
    folder.mkdir()
    policies = {f"policy-{at:04}": one for at, one in enumerate((policy, *more))}
    texts = {"regulation": LAW, "vocabulary": WORDS} | policies
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def overlapping(count: int) -> list[str]:
    """Return so many policies of one and the same place."""
    one = f"{HEAD}{outcomes('{实名: 是}')}"
    return [one.replace("办结", f"办结{at}").replace("代码: p", f"代码: p{at}") for at in range(count)]


# ── texts ───────────────────────────────────────────────────────────────

OPEN = '{"a": {"b": 1, "b": 2}, "c": "'
TEXTS: dict[str, tuple[RecordForm, str, str, str]] = {
    "JSON, a string that is not closed": ("json", OPEN, "x", ""),
    "JSON, quotation marks in a string that is not closed": ("json", OPEN, r"\"", ""),
    "JSON, brackets that are not closed": ("json", "", "[", ""),
    "JSON, one key again and again": ("json", '{"a": 1', ', "a": 1', "}"),
    "JSON, bad records": ("json", "[1", ', {"a": 1, "a": 2}', "]"),
    "JSON Lines, bad records": ("jsonl", "", '{"a": 1, "a": 2}\n', ""),
    "YAML, a string that is not closed": ("yaml", 'a: "', "x", ""),
    "YAML, quotation marks in a string that is not closed": ("yaml", 'a: "', r"\"", ""),
    "YAML, quotation marks": ("yaml", "a: 'x", '"', ""),
    "YAML, brackets in a string that is not closed": ("yaml", "a: 'x", "[", ""),
    "YAML, marks that mean something": ("yaml", "a: 'x", " ?:#&*>|", ""),
    "YAML, lines of a string that is not closed": ("yaml", "a: 'x", "\n b", ""),
    "YAML, one key again and again": ("yaml", "", "a: 1\n", ""),
    "YAML, tabs": ("yaml", "", "a\t: 1\n", ""),
    "YAML, bad records": ("yaml", "", "- {a: 1, a: 2}\n", ""),
}
