"""The skeleton of a policy: what the words of an article show of it, and 待补 for what a person has to decide.

The words themselves stand beside it as comments. Items become grounds; sentences with 应当, 不得, 可以 become
consequences; each ground gets a fact of its own, which the vocabulary is to say how to find.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from zzrules.base.citation import Citation, to_chinese
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import Paragraph, Regulation, Text
from zzrules.base.regulations import Regulations
from zzrules.base.widths import pad, width
from zzrules.policy.editing import scalar, scalar_in_brackets
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.formatting import formatted
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.scaffold.clauses import Rule, rules_of, short_name
from zzrules.policy.shapes import Shapes
from zzrules.policy.vocabulary import RESERVED
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Node, Problems

_WIDTH: Final = 56
"""How many characters of the law a line of comment has."""
_DATES: Final = 6
_ONE_OF: Final = "之一"
_NOT: Final = "不得"
_CLOSING: Final = "；。，、：”）》"


@frozen
class Standing:
    """A place of a regulation as it reads in the last of its texts that has it.

    ``first`` is the day from which it reads so, if not always, ``last`` the last day, if an amendment ended it.
    """

    regulation: Regulation
    text: Text
    place: Citation
    first: date | None
    last: date | None

    @property
    def words(self) -> str:
        """The words of the place, a line for each paragraph and item."""
        return self.text.text(self.place)


@frozen
class Words:
    """What a folder's vocabulary has: names with their places, codes with their names, and the names of dates."""

    labels: Mapping[str, Place]
    codes: Mapping[str, str]
    dates: tuple[str, ...]


@frozen
class Skeleton:
    """The files of a policy that is begun: the policy, the vocabulary (empty if nothing is asked) and the feature."""

    policy: str
    vocabulary: str
    feature: str


@frozen
class _Case:
    """A ground: what it is called, the fact that shows it, its place, its words, and whether it is an item."""

    name: str
    fact: str
    place: Citation
    words: str
    listed: bool

    @property
    def holds(self) -> str:
        return f"{self.name}: 成立"


@frozen
class _Paragraph:
    """A paragraph, its grounds, and what it says in which of them (None: always; empty: in any of its items)."""

    place: Citation
    wording: Paragraph
    cases: tuple[_Case, ...]
    rules: tuple[tuple[Rule, str | None], ...]


def standing(law: Regulations, words: str) -> Standing:
    """Return where words cite a place, in the last text that has it. Raises `CitationError` if none has."""
    asked = law.parse(words)
    regulation = law.of(asked)
    for text in reversed(regulation.texts):
        try:
            place = text.resolve(asked)
        except CitationError:
            continue
        since = regulation.texts[place.since].first if place.since else None
        gone = regulation.texts[text.number + 1].first if text is not regulation.newest else None
        return Standing(regulation, text, place, since, gone - timedelta(days=1) if gone else None)
    regulation.newest.resolve(asked)
    raise AssertionError("a place that no text has is refused")


def skeleton_of(at: Standing, law: Regulations, words: Words, name: str, code: str) -> Skeleton:
    """Return the files of a policy on a place, in the layout of all files, called ``name`` and ``code``.

    What it calls grounds and facts is none of the names that there are.
    """
    paragraphs = tuple(_paragraphs(at, words.labels))
    cases = [case for paragraph in paragraphs for case in paragraph.cases]
    policy = _laid_out(_policy(at, paragraphs, words.dates, name, code), law, lambda one, by: read_policy(one, {}, by))
    vocabulary = ""
    if cases:
        lines = _vocabulary(at, cases, words.codes, name, code)
        vocabulary = _laid_out(lines, law, lambda one, by: read_vocabulary([one], by))
    return Skeleton(policy, vocabulary, _feature(at, name, cases))


def _laid_out(lines: Iterable[str], law: Regulations, read: Callable[[Node, Reader], object]) -> str:
    """Return a file in the layout of all of them."""
    text = "".join(f"{line}\n" for line in lines)
    shapes, noted = Shapes(), Problems()
    tree = read_text(text, "", noted)
    assert tree is not None
    assert not noted
    read(tree, Reader(noted, law, shapes=shapes))
    return formatted(text, "", shapes)


# ── what the article says ───────────────────────────────────────────────


def _paragraphs(at: Standing, labels: Collection[str]) -> Iterator[_Paragraph]:
    taken = {*labels, *RESERVED}
    article = at.text.articles[at.place.article]
    for number, wording in enumerate(article, 1):
        if at.place.paragraph not in (None, number) or (at.place.item is not None and not wording.items):
            continue
        place = replaced(at.place, paragraph=number if len(article) > 1 else None, item=None)
        cases = list(_items(at.place.item, place, wording, taken))
        rules: list[tuple[Rule, str | None]] = []
        for rule in rules_of(wording.text):
            holds: str | None = None
            if rule.listed and cases:
                holds = ""
            elif rule.case:
                case = _case(rule.case, place, f"第{to_chinese(len(cases) + 1)}种情形", taken, listed=False)
                cases.append(case)
                holds = case.name
            rules.append((rule, holds))
        yield _Paragraph(place, wording, tuple(cases), tuple(rules))


def _items(wanted: int | None, place: Citation, wording: Paragraph, taken: set[str]) -> Iterator[_Case]:
    for item, words in enumerate(wording.items, 1):
        if wanted in (None, item):
            otherwise = f"第{to_chinese(item)}项情形"
            yield _case(words, replaced(place, item=item), otherwise, taken, listed=True)


def _case(words: str, place: Citation, otherwise: str, taken: set[str], *, listed: bool) -> _Case:
    name = short_name(words, taken, _free(otherwise, taken))
    taken.add(name)
    fact = _free(f"{name}属实", taken)
    taken.add(fact)
    return _Case(name, fact, place, words, listed)


def _free(name: str, taken: set[str]) -> str:
    """Return a name, with a number behind it if it is taken."""
    return next(one for one in (name, *(f"{name}{to_chinese(number)}" for number in range(2, 999))) if one not in taken)


# ── the policy ──────────────────────────────────────────────────────────


def _policy(
    at: Standing, paragraphs: Sequence[_Paragraph], dates: Sequence[str], name: str, code: str
) -> Iterator[str]:
    cases = [case for paragraph in paragraphs for case in paragraph.cases]
    yield f"# {at.place}：由 zzrules new 照条文起草。写「{PLACEHOLDER}」的都要由人填写，zzrules check 逐处列出；"
    yield "# 起草的名字、情形、后果只照字面分，对照下面的条文改定；政策里用不着的删去。"
    for paragraph in paragraphs:
        yield "#"
        lines = paragraph.wording.lines() if at.place.item is None else [at.words]
        for number, line in enumerate(lines):
            yield from _comment(f"{'' if number or len(paragraphs) == 1 else f'{paragraph.place}　'}{line}")
    yield f"政策: {scalar(name)}"
    yield f"代码: {code}"
    yield f"依据: {at.place}"
    if at.first is not None:
        yield f"施行: {at.first}"
    if at.last is not None:
        yield f"有效期至: {at.last}"
    shown = f"{'、'.join(dates[:_DATES])}{'等' if len(dates) > _DATES else ''}"
    yield f"# 词汇里的日期：{shown}" if dates else "# 词汇里还没有日期：先写进词汇"
    yield f"行为日期: {{取: {PLACEHOLDER}}}"
    yield ""
    yield "# 只管一部分人、一部分事的，在这里写「适用」：一项一个条件，不满足的理由写在「否则」里。"
    yield ""
    if cases:
        yield "情形:"
        for case in cases:
            yield from (f"  {line}" for line in _comment(_marked(case)))
            yield f"  {case.name}: {{依据: {case.place}, 条件: {{{case.fact}: 是}}}}"
        yield ""
    yield "# 从上往下读，第一个成立的就是结论。"
    yield "结论:"
    told = [(paragraph, condition) for paragraph in paragraphs if (condition := _holding(paragraph, cases))]
    for number, (paragraph, condition) in enumerate(told, 1):
        outcome = "stated" if len(told) == 1 else f"stated_{paragraph.place.paragraph or number}"
        yield f"  - {{得出: {PLACEHOLDER}, 代码: {outcome}, 条件: {condition}}}"
    yield ("  - {得出: 没有所列情形, 代码: no_ground}" if told else f"  - {{得出: {PLACEHOLDER}, 代码: stated}}")
    if any(paragraph.rules for paragraph in paragraphs):
        yield ""
        yield "# 要看到哪一天为止做了没有的，移到「义务」，写「起」「时限」「履行」，不写情态。"
        yield "后果:"
        taken: set[str] = set()
        for paragraph in paragraphs:
            yield from _consequences(paragraph, cases, taken)


def _marked(case: _Case) -> str:
    return f"（{to_chinese(case.place.item)}）{case.words}" if case.place.item is not None else case.words


def _holding(paragraph: _Paragraph, every: Sequence[_Case]) -> str:
    """Return the condition that the grounds of a paragraph hold; empty if it has none."""
    own = [case for case in paragraph.cases if case.listed] or list(paragraph.cases)
    if not own:
        return ""
    together = bool(paragraph.wording.items) and _ONE_OF not in paragraph.wording.text and len(own) > 1
    if len(own) == len(every) and not together:
        return "{情形: 有其一}"
    if len(own) == 1:
        return f"{{{own[0].holds}}}"
    return f"{{{'全部' if together else '任一'}: [{', '.join(case.holds for case in own)}]}}"


def _consequences(paragraph: _Paragraph, every: Sequence[_Case], taken: set[str]) -> Iterator[str]:
    for number, (rule, holds) in enumerate(paragraph.rules, 1):
        first = rule.content.partition("，")[0]
        name = f"第{to_chinese(number)}项后果"
        if first != PLACEHOLDER:
            name = short_name(first, taken, name)
        name = _free(f"{_NOT if rule.modality == _NOT else ''}{name}", taken)
        taken.add(name)
        condition = ""
        if holds is not None:
            condition = f", 条件: {f'{{{holds}: 成立}}' if holds else _holding(paragraph, every)}"
        subject, content = (_said(words) for words in (rule.subject, rule.content))
        yield (
            f"  {name}: {{依据: {paragraph.place}, 主体: {subject}, 情态: {rule.modality}, 内容: {content}{condition}}}"
        )


def _said(words: str) -> str:
    """Return words of the law as a value: braces would stand for a parameter."""
    return scalar_in_brackets(words.translate(str.maketrans("{}", "〔〕")))


def _comment(text: str) -> Iterator[str]:
    """Yield words of the law as lines of comment, none of which begins with a mark that ends something."""
    while text:
        end = _WIDTH
        while text[end : end + 1] and text[end] in _CLOSING:
            end += 1
        yield f"# {text[:end]}"
        text = text[end:]


# ── the vocabulary and the feature ──────────────────────────────────────


def _vocabulary(at: Standing, cases: Sequence[_Case], codes: Collection[str], name: str, code: str) -> Iterator[str]:
    yield f"# {at.place}用到的事实：起草的，逐项照条文改写成查得清的事实；词汇里已经有的用已有的，用不着的删去。"
    yield "# 有没有这回事，类型写「是否」；要由人判断的写「认定」，并在政策的「有权认定」里写明由谁认定。"
    yield "# 代码、名字用开以后不要再改。"
    yield f"词汇: {scalar(f'{name}案卷')}"
    yield ""
    yield "事实:"
    for number, case in enumerate(cases, 1):
        fact = next(one for one in (f"{code}_fact_{number + more}" for more in range(0, 9999, 100)) if one not in codes)
        words = _said(f"是不是有这样的情形：{case.words.rstrip('；。：，').removesuffix('的')}？")
        yield f"  # {case.place}"
        yield f"  {case.fact}: {{代码: {fact}, 类型: {PLACEHOLDER}, 问: {words}}}"


def _feature(at: Standing, name: str, cases: Sequence[_Case]) -> str:
    day = at.first or at.text.first
    lines = [
        "# language: zh-CN",
        "# 由 zzrules new 起草：政策里待补的都填好以后才能运行，改了名字的这里照改。",
        "# 每个情形要有成立、不成立、待查明的场景，每个期限要有当天和次日的场景；",
        f"# 填好以后，zzrules new 场景 --依据 {at.place} 给出各种结论的现成场景。",
        f"功能: {name}",
        "",
    ]
    if cases:
        lines += [
            "  # 填上政策的「行为日期」所取的事实。",
            "  背景:",
            *_facts((PLACEHOLDER, str(day))),
            "",
        ]
    for case in cases:
        for told, value in (("成立", "是"), ("不成立", "否")):
            lines += [
                f"  场景: {case.name}，{told}",
                *_facts((case.fact, value)),
                f"    当 于「{day}」就「{at.place}」评价",
                f"    那么 情形「{case.name}」{told}",
                "",
            ]
    if not cases:
        asked = f"    当 于「{day}」就「{at.place}」评价"
        lines += ["  场景: 什么都没有查明", asked, f"    那么 「{at.place}」待查明", ""]
    return "\n".join(lines[:-1]) + "\n"


def _facts(row: tuple[str, str]) -> Iterator[str]:
    """Yield the step that states a fact, with its table."""
    rows = (("事实", "值"), row)
    wide = [max(width(one[column]) for one in rows) for column in (0, 1)]
    yield "    假如 案卷如下"
    yield from (
        f"      | {' | '.join(pad(cell, size) for cell, size in zip(one, wide, strict=True))} |" for one in rows
    )
