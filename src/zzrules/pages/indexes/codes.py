"""The index of error codes: what is said under each, in Chinese and in English, from the table of diagnostics."""

from __future__ import annotations

import string
from collections.abc import Iterator
from importlib import import_module

from zzrules.base.diagnostics import MODULES, Diagnostic
from zzrules.base.frozen import frozen

TITLES = (
    "文件的写法",
    "政策、词汇、日历的内容",
    "条文的引用",
    "案卷和流水",
    "工作日历",
    "怎样提问",
    "对照",
    "自己的文件夹",
    "提醒和留意",
)
"""What the codes of each family are about, in the order of their first digit."""


@frozen
class Sentence:
    """What is said of a mistake, and what to write instead; in English, too. What is filled in is an ellipsis."""

    message: str
    hint: str
    english: str
    english_hint: str


@frozen
class Code:
    """A code with its sentences."""

    code: str
    sentences: tuple[Sentence, ...]


@frozen
class Family:
    """The codes of a family: the beginning that they share, what they are about."""

    prefix: str
    title: str
    codes: tuple[Code, ...]


def families() -> Iterator[Family]:
    """Yield the families of codes, in order.

    >>> family = list(families())[4]
    >>> family.prefix, family.title, family.codes[0].code, family.codes[0].sentences[0].message
    ('ZZ5', '工作日历', 'ZZ501', '工作日历未覆盖…，须待《…》')
    """
    for (digit, names), title in zip(MODULES.items(), TITLES, strict=True):
        modules = [import_module(f"zzrules.base.diagnostics.{name}") for name in names]
        codes: dict[str, list[Sentence]] = {}
        for one in (value for module in modules for value in vars(module).values()):
            if isinstance(one, Diagnostic):
                english, hint = one.english()
                told = (one.message, one.hint, english, hint)
                codes.setdefault(one.code, []).append(Sentence(*map(blanked, told)))
        listed = (Code(code, tuple(dict.fromkeys(said))) for code, said in sorted(codes.items()))
        yield Family(f"ZZ{digit}", title, tuple(listed))


def blanked(template: str) -> str:
    """Return a sentence with an ellipsis for each word that is filled in.

    >>> blanked("键「{key}」重复，第 {first.line} 行已经有了")
    '键「…」重复，第 … 行已经有了'
    """
    pieces = string.Formatter().parse(template)
    return "".join(literal + ("…" if field is not None else "") for literal, field, _, _ in pieces)
