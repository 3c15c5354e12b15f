"""A new folder of policies, made from the text of a law: regulation, vocabulary, one policy, one feature, README.

The policy is an example: the items of one paragraph, each a fact that is there or not. It is right of itself, so that
whoever goes on from it begins with a folder in which nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from zzrules.base.citation import Citation, to_chinese
from zzrules.base.diagnostics.folders import NO_LAST_DAY, NOT_STATED
from zzrules.base.errors import Place
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Chapter, Correction, Paragraph, digest_of
from zzrules.policy.confirming import CHECKED, NOTE
from zzrules.policy.editing import quoted
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.lawtext import LawText, read_law
from zzrules.policy.yamltree import Problems, short

_HERE: Final = Path(__file__).parent
_ONE_OF: Final = "下列情形之一"

_EARLIEST: Final = date(2000, 1, 1)


def sample() -> bytes:
    """Return the text of an invented law, for a folder that is made without one."""
    return (_HERE / "law.txt").read_bytes()


def folder_of(raw: bytes | None, title: str, folder: str, source: str, problems: Problems) -> Mapping[str, str] | None:
    """Return the files of a new folder by their names; None, with problems noted, if the text has no article.

    Without a text, an invented one stands in for it. All that is doubtful in the text, or that it does not say, is
    noted with its line.
    """
    law = read_law(raw if raw is not None else sample(), source, problems)
    if law is None:
        return None
    law = _complete(law, source, problems if raw is not None else Problems())
    place, shown = _shown(law)
    items = shown.items or (shown.text,)
    return {
        "regulation.yaml": _regulation(law, title, source if raw is not None else ""),
        "vocabulary.yaml": _vocabulary(title, place, items),
        "example.yaml": _policy(place, shown),
        "features/示例.feature": _feature(law, place, items),
        "README.md": (_HERE / "README.md").read_text(encoding="utf-8").format(title=title, folder=folder, place=place),
    }


def _complete(law: LawText, source: str, problems: Problems) -> LawText:
    """Return the law with something in the place of what its text does not say, and note what."""

    def stands(what: str, value: str) -> str:
        problems.add(NOT_STATED, Place(source), what=what, value=value)
        return value

    issued = law.issued or law.in_force or _EARLIEST
    in_force = law.in_force or issued
    if law.issued is None:
        stands("印发日期", str(issued))
    if law.in_force is None:
        stands("施行日期", str(in_force))
    if law.validity_words and law.last_day is None:
        problems.add(NO_LAST_DAY, Place(source), words=short(law.validity_words))
    return replaced(
        law,
        number=law.number or stands("文号", PLACEHOLDER),
        issuer=law.issuer or stands("发布机关", PLACEHOLDER),
        issued=issued,
        in_force=in_force,
        validity=law.validity or Citation(max(law.articles)),
    )


def _shown(law: LawText) -> tuple[Citation, Paragraph]:
    """Return the paragraph that the example is about: with items of which one is enough, if there is one."""
    places = [
        (Citation(number, position if len(paragraphs) > 1 else None), paragraph)
        for number, paragraphs in law.articles.items()
        for position, paragraph in enumerate(paragraphs, 1)
    ]
    listed = [(place, paragraph) for place, paragraph in places if paragraph.items]
    alternatives = [(place, paragraph) for place, paragraph in listed if _ONE_OF in paragraph.text]
    return (alternatives or listed or places)[0]


# ── the regulation ──────────────────────────────────────────────────────


def _regulation(law: LawText, title: str, source: str) -> str:
    origin = f"由 zzrules new 从 {PurePath(source).name} 读出" if source else "示例：换成公布的文本"
    lines = [
        f"# 《{title}》全文，供各政策引用、核对。{origin}，请对照公布的文本校对。",
        "# 条文逐字照录，按条、款、项分列；项不写序号，第几行就是第几项。",
        f"法规: {quoted(title)}",
        f"文号: {quoted(law.number)}",
        f"发布机关: {quoted(law.issuer)}",
        f"印发: {law.issued}",
        "效力:",
        f"  依据: {law.validity}",
        f"  施行: {law.in_force}",
        *([f"  有效期至: {law.last_day}"] if law.last_day is not None else []),
        *([f"  说明: {quoted(law.validity_words)}"] if law.validity_words else []),
        *(["", "更正:"] if law.corrections else []),
        *map(_correction, law.corrections),
        *(["", "章:"] if law.chapters else []),
        *map(_chapter, law.chapters),
        "",
        "条文:",
    ]
    for number, paragraphs in law.articles.items():
        lines.append(f"  {Citation(number)}:")
        lines += [line for paragraph in paragraphs for line in _paragraph(paragraph)]
    if law.left_out:
        lines += ["", "# 没有记入的条文，照录在这里：法规文件没有这样的条号。"]
        lines += [f"#   {line}" for line in law.left_out]
    return "\n".join(lines) + "\n"


def _correction(one: Correction) -> str:
    words = {"位置": one.where, "原作": one.published, "更正为": one.corrected or "", "理由": one.reason}
    return f"  - {{{', '.join(f'{key}: {quoted(word)}' for key, word in words.items())}}}"


def _chapter(one: Chapter) -> str:
    return f"  - {{章: {one.label}, 名称: {quoted(one.name)}, 起: {one.first}, 止: {one.last}}}"


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    yield f"    - 款: {quoted(paragraph.text)}"
    if paragraph.items:
        yield "      项:"
        yield from (f"        - {quoted(item)}" for item in paragraph.items)


# ── the vocabulary, the policy and the feature ──────────────────────────


def _facts(items: tuple[str, ...]) -> list[str]:
    if len(items) == 1:
        return ["有所列情形"]
    return [f"有第{to_chinese(number)}项情形" for number in range(1, len(items) + 1)]


def _vocabulary(title: str, place: Citation, items: tuple[str, ...]) -> str:
    lines = [
        "# 词汇：案卷里可以记载哪些事实。每一事实有一个代码（程序用）和一个中文名（政策、场景、说明用）。",
        f"词汇: {quoted(f'{title}案卷')}",
        "",
        "# 谁可以作出认定。没有认定的，也至少写一个机构。",
        "机构:",
        "  主管部门: department",
        "",
        "事实:",
        "  案号: {代码: case_number, 类型: 文本, 问: 本案卷的编号是什么？}",
        "  行为发生日期: {代码: conduct_date, 类型: 日期, 问: 行为发生在哪一天？}",
        f"  # {place}所列的情形：示例，照条文改写成能够查明的事实",
    ]
    for number, (fact, item) in enumerate(zip(_facts(items), items, strict=True), 1):
        words = item.rstrip("；。：").replace("{", "〔").replace("}", "〕")  # in braces would stand a name
        question = quoted(f"是不是有这样的情形：{words}？")
        lines.append(f"  {fact}: {{代码: listed_{number}, 类型: 是否, 问: {question}}}")
    return "\n".join(lines) + "\n"


def _policy(place: Citation, shown: Paragraph) -> str:
    items, cited = shown.items or (shown.text,), {place: digest_of("\n".join(shown.lines()))}
    lines = [
        f"# 示例：{place}。照条文改写，或者删去；一条（或者一款）一个文件。",
        "政策: 示例",
        "代码: example",
        f"依据: {place}",
        "行为日期: {取: 行为发生日期}",
        "",
        "情形:",
    ]
    for number, fact in enumerate(_facts(items), 1):
        several = len(items) > 1
        basis = replaced(place, item=number) if several else place
        name = f"合于第{to_chinese(number)}项" if several else "合于本款"
        lines.append(f"  {name}: {{依据: {basis}, 条件: {{{fact}: 是}}}}")
        if several:
            cited[basis] = digest_of(items[number - 1])
    lines += [
        "",
        "结论:",
        "  - {得出: 有所列情形之一, 代码: listed, 条件: {情形: 有其一}}",
        "  - {得出: 没有所列情形, 代码: not_listed}",
        "",
        NOTE,
        f"{CHECKED}:",
        *(f'  {where}: "{digest}"' for where, digest in cited.items()),
    ]
    return "\n".join(lines) + "\n"


def _feature(law: LawText, place: Citation, items: tuple[str, ...]) -> str:
    day, facts = str(law.in_force), _facts(items)
    first, others = facts[0], facts[1:]
    lines = [
        "# language: zh-CN",
        f"功能: 示例（{place}）",
        "",
        *_scenario("有其中一种情形", {"行为发生日期": day, first: "是"}, day, "「示例」的结论是「有所列情形之一」"),
        *_scenario(
            "所列的情形一种也没有",
            {"行为发生日期": day} | dict.fromkeys(facts, "否"),
            day,
            "「示例」的结论是「没有所列情形」",
        ),
        *_scenario(
            "还有没有查明的情形",
            {"行为发生日期": day} | dict.fromkeys(others, "否"),
            day,
            "「示例」待查明",
            f"「示例」尚缺「{first}」",
        ),
        "  场景: 工作日照国务院办公厅的通知，不用自备日历",
        "    那么 「2026-02-14」是工作日",
        "    而且 「2026-02-16」不是工作日",
    ]
    return "\n".join(lines) + "\n"


def _scenario(name: str, facts: Mapping[str, str], day: str, *asserted: str) -> Iterator[str]:
    yield f"  场景: {name}"
    yield "    假如 案卷如下"
    yield "      | 事实 | 值 |"
    yield from (f"      | {fact} | {value} |" for fact, value in facts.items())
    yield f"    当 于「{day}」就「示例」评价"
    for number, one in enumerate(asserted):
        yield f"    {'而且' if number else '那么'} {one}"
    yield ""
