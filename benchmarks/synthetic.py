"""A regulation of any size with twice as many policies as articles, to measure how cost grows; all of it is invented.

Its articles are of two kinds in turns: an approval with a deadline, and a complaint with liability. What is written of
an article is in `benchmarks/large/`, where 题目 stands for what the article is about and 此处 for its number. It has
the mix of grounds, readings, findings, duties and facts of the shipped policies, and as much text for each article.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

from zzrules.base.citation import Citation

_TEMPLATES = Path(__file__).parent / "large"
_KINDS = (("approval", "deadline"), ("complaint", "liability"))
_OBJECTS = "场地 设备 档案 证照 车位 摊位 管线 绿地 展厅 仓库 码头 渡口 路灯 水表 公厕 泳池 球场 礼堂 书屋 菜场".split()  # noqa: SIM905 - reads better
_ACTS = "预约 借用 租赁 迁移 停用 改建 共享 移交 报废 巡查 养护 登记 年检 扩建 加固".split()  # noqa: SIM905 - reads better
_FIRST = 3
"""The first article with policies of its own: the first says what the regulation is for, the second its scope."""
_ARTICLES = (
    """\
    - 款: "{about}的，申请人应当提出申请；有下列情形之一的，由承办机构报请主管机构审核同意："
      项:
        - "因停业、歇业等原因不再需要{about}；"
        - "主管机构研究认定的其他情形。"
    - 款: "承办机构应当自受理{about}之日起五个工作日内办结；检测、评审所需的时间不计算在内。"
""",
    """\
    - 款: "主管机构、承办机构应当自收到对{about}的投诉之日起十五个工作日内核实；属实的应当处理，不实的应当回复投诉人。"
    - 款: "{about}有下列情形之一的，责令限期改正；拒不改正的，应当移交复核机构："
      项:
        - "滥用职权的；"
        - "先行审查、口头拒绝的。"
""",
)
_REGULATION = """\
法规: 甲市综合管理规定
文号: 甲政规〔2025〕9号
发布机关: 甲市人民政府
印发: 2025-11-20
效力: {{依据: {last}, 施行: 2026-01-01, 有效期至: 2035-12-31, 说明: 自2026年1月1日起施行，有效期十年}}
不评价:
  第一条: 立法目的，没有可以对一件事检验的要件
  第二条第一款: 各条都适用于本市，不单独得出结论
条文:
  第一条:
    - 款: "为了规范综合管理，制定本规定。"
  第二条:
    - 款: "本市的综合管理，适用本规定。"
    - 款: "其他组织开展的活动与本市管理相关联的，参照本规定执行。"
{articles}  {last}:
    - 款: "本规定自2026年1月1日起施行，有效期十年。"
"""


def write_folder(folder: Path, articles: int) -> Path:
    """Write the policies of a regulation of so many articles into a folder, and return it.

    All but three articles have two policies, one for each paragraph.
    """
    subjects = ["".join(pair) for pair in product(_OBJECTS, _ACTS)]
    texts = []
    (folder / "vocabulary").mkdir(parents=True)
    for name in ("vocabulary", "scope"):
        (folder / f"{name}.yaml").write_text((_TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8"), "utf-8")
    for number in range(_FIRST, articles):
        about, which = subjects[number], number % len(_KINDS)
        kinds, words = _KINDS[which], {"题目": about, "此处": str(Citation(number)), "n_": f"article_{number}_"}
        texts.append(f"  {Citation(number)}:\n{_ARTICLES[which].format(about=about)}")
        (folder / "vocabulary" / f"article-{number:03}.yaml").write_text(
            _filled(f"{kinds[0]}-vocabulary", words), "utf-8"
        )
        for kind in kinds:
            (folder / f"article-{number:03}-{kind}.yaml").write_text(_filled(kind, words), "utf-8")
    regulation = _REGULATION.format(articles="".join(texts), last=Citation(articles))
    (folder / "regulation.yaml").write_text(regulation, "utf-8")
    return folder


def _filled(template: str, words: dict[str, str]) -> str:
    text = (_TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
    for word, meant in words.items():
        text = text.replace(word, meant)
    return text
