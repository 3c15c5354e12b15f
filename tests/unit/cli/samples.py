"""Records, logs and the rulebook that the tests of the command line share."""

from pathlib import Path

from zzrules import loading
from zzrules.batch.files import read_cases
from zzrules.rulebook import Rulebook

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "rotation-request.yaml"
DAY = "2026-05-06"

ROTATED = """\
案号: 轮换-1
主体: 派驻窗口工作人员
所属层级: 市级
行为发生日期: 2026-04-22
到窗口工作日期: 2024-09-02
离开所属政务服务机构: 否
不适合原因: 身体状况
不适合继续在窗口工作: {结论: 是, 机构: 政务服务机构, 日期: 2026-04-20, 依据: 秘密纪要8号}
因改革等使业务取消或者调整: 否
研究认定其他情形: 无
本人申请日期: 2026-04-10
报请日期: 2026-04-22
审核同意: {结论: 是, 机构: 政务服务中心管理机构, 层级: 市级, 日期: 2026-04-28, 依据: 秘密批复3号}
"""

OPEN = ROTATED.replace("审核同意: {结论: 是,", "审核同意: {")

# 2026-02-13 is a Friday, the 14th a working Saturday; Spring Festival lasts until the 23rd: two working days end on the
# 24th.
REVIEWED = """\
案号: 差评-1
事实: {主体: 政务服务机构}
流水:
  - {编号: 1, 日期: 2026-02-13, 事件: 收到差评, 实名: 是}
  - {编号: 2, 日期: 2026-02-14, 事件: 联系评价人}
"""

VERIFIED = "  - {日期: 2026-02-24, 事件: 核实完毕, 情况清楚: 是, 诉求合理: 是, 情况复杂一时难以解决: 否}\n"

RECTIFIED = "  - {日期: 2026-02-26, 事件: 整改完毕}\n  - {日期: 2026-03-05, 事件: 跟踪回访}\n"

# Accepted on the last Friday but one before the calendar ends on 2026-12-28: ten working days end in 2027.
BEYOND = """\
案号: 许可-2
事实: {主体: 政务服务机构, 行为发生日期: 2026-12-18}
流水:
  - {日期: 2026-12-18, 事件: 受理, 事项类别: 行政许可, 承诺时限: 10工作日, 承诺载明不含特别程序: 否}
"""

# Four events, one a line; promised within five working days of Monday 2026-03-02: until Monday the 9th.
LICENSED = """\
{"案号": "许可-1", "事实": {"主体": "政务服务机构", "行为发生日期": "2026-03-02"}}
{"日期": "2026-03-02", "事件": "受理", "事项类别": "行政许可", "承诺时限": "5工作日", "承诺载明不含特别程序": "否"}
"""

BROKEN = """\
事实: {主体: 秘密人}
流水:
  - {日期: 2026-02-13, 事件: 收到差评, 实名: 秘密}
  - {日期: 2026-02-30, 事件: 联系评价人}
  - {日期: 2026-02-14, 事件: 秘密事}
  - 秘密
"""


def shipped() -> Rulebook:
    """Return the rulebook of the shipped policies, which commands share (tests/conftest.py)."""
    return loading.load()


def records(path):
    """Return the records of a file."""
    return [case.facts() for case in read_cases([path])]
