"""What policies are made into: sentences as an office would write them, which a person read and approved."""

import typing
from collections.abc import Iterator

import pytest
from tests.unit.sentences import APPROVED, FOLDERS, RARE, said, written

from zzrules.base.frozen import Value
from zzrules.base.office import OfficeHours
from zzrules.policy import expressions, syntax
from zzrules.policy.clauses import read_condition
from zzrules.policy.expressions import Condition, Derivation
from zzrules.policy.forms import Reader
from zzrules.policy.phrasing.conditions import Clauses
from zzrules.policy.phrasing.naming import Names
from zzrules.policy.phrasing.policies import say
from zzrules.policy.phrasing.sentence import SECTIONS, Mention, lines, text
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems


def test_the_sentences_are_those_that_were_approved():
    """If not: ``python -m tests.unit.sentences``, and read the difference."""
    found = dict(said())
    assert {*APPROVED.rglob("*.txt")} == found.keys()
    assert {file: file.read_text(encoding="utf-8") for file in found} == found


def _within(part: object) -> Iterator[Value]:
    if isinstance(part, Value):
        yield part
        for name in type(part).__match_args__:
            yield from _within(getattr(part, name))
    elif isinstance(part, tuple):
        for inner in part:
            yield from _within(inner)


def test_every_kind_of_condition_and_of_value_was_approved():
    nodes = {*typing.get_args(Condition), *typing.get_args(Derivation), expressions.Suspension, expressions.Row}
    nodes |= {syntax.Division, syntax.CatchAll, syntax.Implication, syntax.Governance, syntax.BodiesByReading}
    nodes |= {syntax.Recurrence, syntax.Order, syntax.Contradiction, syntax.Question}
    nodes |= {syntax.Presumption, syntax.Override, OfficeHours}
    seen = set()
    for folder in (*FOLDERS, RARE):
        policies, vocabulary = written(folder)
        seen |= {type(node) for node in _within((policies, vocabulary.derived))}
    assert nodes - seen == set()


def test_what_sentences_mention_is_there():
    """Each name that a policy uses is mentioned as what it is, so that a page can link it."""
    policies, vocabulary = written("policies")
    parts = {
        part.means for policy in policies for section in say(policy, vocabulary, policies) for part in section.parts
    }
    shared = {name.text for name, _ in vocabulary.derived}
    mentioned = {
        (policy.code, mention)
        for policy in policies
        for section in say(policy, vocabulary, policies)
        for part in section.parts
        for sentence in part.sentences
        for mention in sentence.mentions()
    }
    for code, mention in mentioned:
        if mention.kind in ("fact", "field"):
            source = vocabulary.by_label[mention.source or mention.name]
            assert mention.kind == "fact" or source.field_by_label(mention.name) is not None
        elif mention.kind == "derived" and not mention.policy:
            assert mention.name in shared
        elif mention.kind in SECTIONS:
            assert mention in parts, (code, mention)
    assert {mention.kind for _, mention in mentioned} >= {
        *SECTIONS.keys() & {"ground", "outcome", "reading", "parameter"}
    }


_QUOTING = {"口径", "问", "推出", "矛盾", "先后", "适用", "统辖"}
"""Sections in which policies say something in words of their own."""


def test_no_name_stands_in_brackets_without_being_mentioned():
    policies, vocabulary = written("policies")
    for policy in policies:
        for section in say(policy, vocabulary, policies):
            if section.key in _QUOTING:
                continue
            for part in section.parts:
                for line in lines(part.sentences):
                    assert not [span for span in line.said if span.means is None and "「" in span.text], line


SCOPE = """
全部:
  - 甲: 是
  - 任一: [乙: {不早于: 丙}, 非: {丁: {属于: [戊, 己]}}]
"""


def _clause(words: str):
    problems = Problems()
    node = read_text(words, "", problems)
    assert node is not None
    condition = read_condition(node, Reader(problems))
    assert condition is not None
    return condition


def test_lists_are_numbered_and_ended_as_laws_do():
    assert text([Clauses(Names()).framed("", _clause(SCOPE), "，成立")], "  ").splitlines() == [
        "同时具备下列条件的，成立：",
        "  （一）「甲」为是；",
        "  （二）具备下列条件之一：",
        "    1.「乙」不早于「丙」；",
        "    2.并非「丁」是戊、己之一。",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("审核同意: 是", "有权机构认定「审核同意」"),
        ("审核同意: 否", "有权机构认定并非「审核同意」"),
        ("非: {审核同意: 是}", "有权机构确未认定「审核同意」"),
        ("审核同意: 无", "有权机构确未就「审核同意」作出认定"),
        ("审核同意: 有", "有权机构已就「审核同意」作出认定"),
        ("实名: 是", "「实名」属实"),
        ("实名: 否", "「实名」不属实"),
        ("离开原因: 无", "确无「离开原因」"),
        ("离开机构: 不成立", "情形「离开机构」不成立"),
        ("在窗口工作时间: {以上: 轮换年限}", "「在窗口工作时间」已满「轮换年限」（两年）"),
        ("在窗口工作时间: {未满: 3年}", "「在窗口工作时间」未满三年"),
        ("报请日期: {早于: 2026-07-01}", "「报请日期」早于2026年7月1日"),
        ("报请日期: 工作日", "「报请日期」为工作日"),
        ("非: {结论: [予以轮换调整, 没有所列情形]}", "本政策的结论不是「予以轮换调整」或者「没有所列情形」"),
        (
            "补正告知: {每一次: {遗漏应告知内容: 否}}",
            "「补正告知」的每一次都是「遗漏应告知内容」不属实（一次也没有的，视为都具备）",
        ),
        ("资格资质规定: {次数: {以上: 2}}", "「资格资质规定」中有2项以上"),
    ],
)
def test_each_state_of_a_fact_has_words_of_its_own(words, told):
    """Unknown is none of them: what is not on record satisfies neither what is said nor its opposite."""
    policies, vocabulary = written("policies")
    rotation = next(policy for policy in policies if policy.code == "rotation")
    sentence = Clauses(Names.of(rotation, vocabulary, policies)).clause(_clause(words))
    assert sentence.text == told
    assert not sentence.below


def test_the_names_of_a_field_and_of_the_days_that_every_record_has_are_told_apart():
    policies, vocabulary = written("policies")
    liability = next(policy for policy in policies if policy.code == "liability")
    condition = _clause("责令改正: {有一次: {责令限期: {早于: 评价日}}}")
    mentions = [*Clauses(Names.of(liability, vocabulary, policies)).clause(condition).mentions()]
    assert mentions == [
        Mention("fact", "责令改正"),
        Mention("field", "责令限期", source="责令改正"),
        Mention("word", "评价日", "liability"),
    ]
