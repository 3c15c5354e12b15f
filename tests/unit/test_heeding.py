"""留意: for which words advice was looked at is written down, and nothing else in a file changes."""

import pytest

from zzrules.base.errors import Place
from zzrules.policy.editing import Edited
from zzrules.policy.heeding import note_digests
from zzrules.policy.yamltree import Problems

HEAD = "政策: 甲  # 一个政策\n留意:\n"
REST = "结论: [{得出: 乙, 代码: b}]\n"
DIGEST = "1a2b3c4d"


@pytest.mark.parametrize(
    ("entry", "column", "after"),
    [
        (
            "  - {所在: 情形「甲」, 编号: ZZ294, 理由: 条文}  # 注\n",
            10,
            "  - {所在: 情形「甲」, 编号: ZZ294, 理由: 条文, 摘要: 1a2b3c4d}  # 注\n",
        ),
        (
            '  - {所在: 情形「甲」, 编号: ZZ294, 理由: "见 {一}"}\n',
            10,
            '  - {所在: 情形「甲」, 编号: ZZ294, 理由: "见 {一}", 摘要: 1a2b3c4d}\n',
        ),
        (
            "  - {所在: 情形「甲」, 编号: ZZ294, 摘要: 00000000, 理由: 条文}\n",
            10,
            "  - {所在: 情形「甲」, 编号: ZZ294, 摘要: 1a2b3c4d, 理由: 条文}\n",
        ),
        (
            "  - 所在: 情形「甲」\n    编号: ZZ294\n    理由: 00000000 见条文\n    摘要: '00000000'  # 旧\n",
            9,
            "  - 所在: 情形「甲」\n    编号: ZZ294\n    理由: 00000000 见条文\n    摘要: '1a2b3c4d'  # 旧\n",
        ),
        (
            "  - 所在: 情形「甲」\n    编号: ZZ294  # 注\n    理由: 条文\n\n",
            9,
            "  - 所在: 情形「甲」\n    编号: ZZ294  # 注\n    理由: 条文\n    摘要: 1a2b3c4d\n\n",
        ),
        (
            "  - {所在: 情形「甲」, 编号: ZZ294,\n     理由: 条文}\n",
            10,
            "  - {所在: 情形「甲」, 编号: ZZ294,\n     理由: 条文, 摘要: 1a2b3c4d}\n",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_digest_is_written_where_it_belongs(tmp_path, entry, column, after, ending):
    path = tmp_path / "a.yaml"
    other = "  - {所在: 情形「丁」, 编号: ZZ294, 理由: 条文}\n"
    text, wanted = (f"{HEAD}{one}{other}{REST}".replace("\n", ending) for one in (entry, after))
    path.write_bytes(text.encode())
    problems = Problems()
    edited = note_digests(tmp_path, {Place("a.yaml", 3, column): DIGEST}, problems)
    assert path.read_bytes().decode() == wanted
    assert ([*edited], [*problems.in_order()]) == ([Edited(path, 1)], [])


def test_what_is_not_there_changes_nothing(tmp_path):
    path = tmp_path / "a.yaml"
    text = f"{HEAD}  - {{所在: 情形「甲」, 编号: ZZ294, 理由: 条文}}\n{REST}"
    path.write_text(text, encoding="utf-8")
    for place in (Place("a.yaml", 4, 10), Place("b.yaml", 3, 10)):
        assert note_digests(tmp_path, {place: DIGEST}, Problems()) == ()
    assert path.read_text(encoding="utf-8") == text
