"""待补, without quotation marks: what a file leaves to be filled in, each named once, and read as not there."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from typing import Final, assert_never

from zzrules.base.diagnostics import policies as wrong
from zzrules.base.frozen import replaced
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.keys.policies import MODALITIES
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

_WANTED: Final[AbstractMapping[str, str]] = {
    "取": "词汇里的一个日期事实：它是哪一天，就适用哪一天有效的条文",
    "类型": f"{'、'.join(kind.value for kind in Kind)}之一；要由人判断的，写{Kind.FINDING.value}",
    "代码": "小写字母起头，小写字母、数字、下划线，如 report_date",
    "问": "缺这个事实时拿来问人的话",
    "选项": "{中文名: 代码, …}",
    "得出": "条文所说的结果",
    "依据": "实有的条、款、项",
    "主体": "条文所说的谁",
    "情态": "、".join(MODALITIES),
    "内容": "条文所说的做什么、不做什么",
    "条件": "{事实: 是} 这样的条件",
}
"""What is to be written under a key."""
_OTHERWISE: Final = "照条文填写；用不着的，删去这一处"
_CONDITIONS: Final = ("条件", "全部", "任一", "非", "其中")
_OF_A_CONDITION: Final = "写成 {事实: 值}，事实是词汇里的；用不着的，删去这一处"
_NAME: Final = Scalar("名字")
_ESSENTIAL: Final = ("条件", "选项", "单位")
"""Keys without which a part would be read as another one."""


def without_placeholders(tree: Node, problems: Problems) -> Node:
    r"""Return a file's tree without what is left to be filled in, which is noted: once for each place.

    >>> from zzrules.policy.yamlreading import read_text
    >>> noted = Problems()
    >>> tree = read_text("政策: 甲\n行为日期: {取: 待补}\n", "甲.yaml", noted)
    >>> [key.text for key, _ in without_placeholders(tree, noted).entries]
    ['政策', '行为日期']
    >>> print(*noted.in_order())
    甲.yaml:2:11: ZZ229 「行为日期」的「取」待补。应改为：词汇里的一个日期事实：它是哪一天，就适用哪一天有效的条文
    """
    return _Filling(problems).node(tree, ()) or tree


def is_placeholder(node: Node) -> bool:
    """Return whether a value is still to be written."""
    return isinstance(node, Scalar) and node.plain and node.text == PLACEHOLDER


class _Filling:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def node(self, node: Node, keys: tuple[Scalar, ...]) -> Node | None:
        """Return a node without placeholders; None if it is one, or a list that is not known without them."""
        match node:
            case Scalar():
                return None if self._is_noted(node, keys) else node
            case Sequence(items):
                kept = [self.node(item, keys) for item in items]
                known = tuple(item for item in kept if item is not None)
                return replaced(node, items=known) if len(known) == len(kept) else None
            case Mapping(entries):
                left: list[tuple[Scalar, Node]] = []
                gone: list[Scalar] = []
                for key, value in entries:
                    filled = None if self._is_noted(key, (*keys, _NAME)) else self.node(value, (*keys, key))
                    if filled is None:
                        gone.append(key)
                    else:
                        left.append((key, filled))
                if not gone:
                    return replaced(node, entries=tuple(left))
                self.problems.lost |= {key.text for key in gone}
                if any(key.text in _ESSENTIAL for key in gone):
                    self.problems.lost |= {value.text for _, value in left if isinstance(value, Scalar)}
                    return None
                return replaced(node, entries=tuple(left), whole=False)
            case _:
                assert_never(node)

    def _is_noted(self, word: Scalar, keys: tuple[Scalar, ...]) -> bool:
        """Return whether a word is a placeholder, which is noted with the keys that it stands under."""
        if not is_placeholder(word):
            return False
        *around, key = keys or (word,)
        within = around[-1].text if around else ""
        part = f"「{within}」的「{key.text}」" if within else f"「{key.text}」"
        hint = _OF_A_CONDITION if within in _CONDITIONS else _WANTED.get(key.text, _OTHERWISE)
        self.problems.add(wrong.TO_FILL_IN, word.place, part=part, hint=hint)
        return True
