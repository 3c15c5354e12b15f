"""What a paragraph of a law says, as far as its wording shows: who shall, may or must not do what, and in which case.

Nothing is concluded: what is proposed here, a person looks at, beside the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from zzrules.base.frozen import frozen
from zzrules.policy.fixing import PLACEHOLDER

_LONGEST: Final = 18
"""How long a name may be that is made of words of the law."""
_LONGEST_CASE: Final = 60
_LONGEST_SUBJECT: Final = 20
_SEGMENTS: Final = re.compile("[。；：]")
_CLAUSES: Final = re.compile("[，。；：]")
_MODALITY: Final = re.compile("应当|不得|可以|有权(?!机关)|参照|予以|(?<![相适响反对供])应(?![用急对答该付])")
_BY: Final = re.compile("由(.{1,18}?(?:机构|机关|部门|单位|人员|政府|中心(?!管理)|委员会))(.{2,})")
_SHALL: Final = "应当"
_NO_SUBJECT: Final = re.compile("^(?:[对在经因按依为从向并且但或以]|负责|均)|[的，、]$")
_DURING: Final = re.compile("在[^，]{1,12}中$")
_IN_FRONT: Final = re.compile("^(?:在[^，]{1,16}?中|因[^，]{1,20}?原因|并|但|或者|以及|且|对于|对)")
_LINKED: Final = re.compile("^(?:对|在|因|为|使|或者|但|以及|经|从|按照|依照|并)")
_OTHERS: Final = "其他情形"


@frozen
class Rule:
    """What a sentence says: in which case (empty: always), and who shall, may or must not do what.

    ``listed``: the case is that of the items below. Subject and content are words of the law, or 待补.
    """

    case: str
    subject: str
    modality: str
    content: str
    listed: bool = False


def rules_of(text: str) -> Iterator[Rule]:
    """Yield what the sentences of a paragraph say that have a word for it: 应当, 不得, 可以, 有权 and the like.

    >>> for rule in rules_of("对不能胜任工作的人员，管理机构有权要求更换；属于职责范围的，应当及时处理。"):
    ...     print(rule.case, rule.subject, rule.modality, rule.content)
    对不能胜任工作的人员 管理机构 有权 要求更换
    属于职责范围的 待补 应当 及时处理
    """
    for segment in filter(None, (part.strip() for part in _SEGMENTS.split(text))):
        if (rule := _rule(segment.split("，"))) is not None:
            yield rule


def _rule(clauses: list[str]) -> Rule | None:
    for position, clause in enumerate(clauses):
        if clause.endswith("的") and position < len(clauses) - 1:
            continue
        by, found = _BY.fullmatch(clause), _MODALITY.search(clause)
        later = any(_MODALITY.search(other) for other in clauses[position + 1 :])
        if (by is None and found is None) or (clause.startswith("对") and later):
            continue
        case = "，".join(clauses[:position])
        if len(case) > _LONGEST_CASE or not (case.endswith("的") or case.startswith(("对", "属于"))):
            case = ""
        if by is not None:
            subject, modality, content = by.group(1), "由", by.group(2)
        else:
            assert found is not None
            subject = _DURING.sub("", clause[: found.start()])
            modality, content = found.group(), clause[found.end() :]
            if modality == "应":
                modality = _SHALL
            if not 1 < len(subject) <= _LONGEST_SUBJECT or _NO_SUBJECT.search(subject):
                subject = PLACEHOLDER
        content = "，".join(filter(None, (content, *clauses[position + 1 :])))
        return Rule(case, subject, modality, content or PLACEHOLDER, "下列" in case or "以下" in case)
    return None


def short_name(words: str, taken: Collection[str], otherwise: str) -> str:
    """Return a short name for what words of the law say, which none has that is taken; else another one.

    >>> short_name("因辞职、辞退、工作调动等原因离开所属政务服务机构；", (), "第一项")
    '离开所属政务服务机构'
    >>> short_name("对集中办理的事项，违反规定不进驻中心办理，但关键节点在中心之外；", (), "第三项")
    '违反规定不进驻中心办理'
    >>> short_name("违反规定收取费用的，退还所收的费用。", (), "第四项")
    '违反规定收取费用'
    >>> short_name("法律、法规、规章规定的其他情形。", (), "第八项"), short_name("甲", ("甲",), "第一项")
    ('其他情形', '第一项')
    """
    whole = words.strip().rstrip("；。：，").strip()
    if whole.endswith(_OTHERS) or (whole.startswith("其他") and len(whole) > _LONGEST):
        return _OTHERS if _OTHERS not in taken else otherwise
    clauses = [clause.strip() for clause in reversed(_CLAUSES.split(whole)) if clause.strip()]
    plain = [clause for clause in clauses if not _LINKED.match(clause)]
    cases = [clause for clause in plain if clause.endswith("的")]
    without = [clause for clause in plain if not _MODALITY.search(clause)]
    for clause in (*cases, *without, *(_IN_FRONT.sub("", clause) for clause in clauses)):
        name = _bare(clause)
        if 1 < len(name) <= _LONGEST and name not in taken:
            return name
    return otherwise


def _bare(clause: str) -> str:
    """Return a clause without what ends a case, without marks, and without what stands before the last of a list."""
    name = "".join(mark for mark in clause if mark.isalnum() or mark == "、").removesuffix("的")
    if "、" in name:
        last = name.rpartition("、")[2]
        name = last if len(last) >= 4 else name.replace("、", "")  # noqa: PLR2004 - a word alone names little
    return name
