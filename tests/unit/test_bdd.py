"""The steps' own promises: each fails, in Chinese, when what it says is not so; another project can use them."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import zzrules
from zzrules.bdd import Case, calendar, casefiles, consequences, outcomes, record
from zzrules.loading import shipped_policies

BOOK = zzrules.load()
FACTS = {
    "主体": "派驻窗口工作人员",
    "所属层级": "市级",
    "到窗口工作日期": "2024-04-25",
    "离开所属政务服务机构": "是",
    "离开原因": "辞职",
    "不适合原因": "身体状况",
    "不适合继续在窗口工作": "是，政务服务机构，2026-04-10，岗位认定〔2026〕1号",
    "本人申请日期": "2026-04-13",
    "因改革等使业务取消或者调整": "否",
    "报请日期": "2026-04-20",
    "审核同意": "是，政务服务中心管理机构（市级），2026-04-28，轮换审核〔2026〕3号",
}


def judged(on: str = "2026-05-06", about: str = "第八条第二款", **changed: str) -> Case:
    """Return a case that was evaluated: a rotation that is granted, unless facts are changed."""
    case = Case(BOOK)
    for label, value in (FACTS | changed).items():
        case.put(label, value)
    case.evaluate(on, [about])
    return case


GRANTED = judged()
OPEN = judged(审核同意="查不清", 本人申请日期="")
EARLY = judged(审核同意="是，政务服务中心管理机构（市级），2026-04-19，轮换审核〔2026〕3号")
REASON_OPEN = judged(
    离开所属政务服务机构="否", 离开原因="无", 不适合原因="无", 审核同意="", 本人申请日期="无", 不适合继续在窗口工作="无"
)
CONFLICT = judged(
    about="第二十三条",
    行为发生日期="2026-04-15",
    滥用职权="是，纪检监察机关，2026-04-28，审查意见〔2026〕1号",
    主观故意="否，纪检监察机关，2026-04-28，审查意见〔2026〕1号",
)
WRONG = judged(报请日期="2026-05-07")
AMOUNTS = zzrules.load(Path(__file__).parents[2] / "examples" / "amount-policies")


def paid(*receipts: str) -> Case:
    """Return a case that was evaluated by a policy that derives amounts."""
    case = Case(AMOUNTS)
    case.put("差错日期", "2026-03-02")
    case.put("造成损失", "是")
    case.put("损失票据", [{"票面金额": receipt} for receipt in receipts])
    case.evaluate("2026-05-06")
    return case


PAID = paid("1000.50元")
UNPAID = paid()
BEFORE = Case(BOOK)


def refusal(step: Callable[..., None], *said: str, case: Case) -> str:
    with pytest.raises(pytest.fail.Exception) as refused:
        step(*said, case)
    return str(refused.value)


@pytest.mark.parametrize(
    ("case", "step", "said", "found"),
    [
        (GRANTED, outcomes.outcome_is, ("第八条第二款", "没有所列情形"), "的结论是「予以轮换调整」"),
        (
            GRANTED,
            outcomes.outcome_is,
            ("第八条第二款", "可以轮换"),
            "没有结论「可以轮换」；有「参照适用，需人工判断」",
        ),
        (GRANTED, outcomes.outcome_is, ("第八条第二款第（一）项", "成立"), "是一个情形，不是一个政策"),
        (GRANTED, outcomes.outcome_is, ("第二十三条", "没有所列容错情形"), "这次没有问"),
        (GRANTED, outcomes.outcome_is, ("第九十条", "成立"), "第九十条"),
        (GRANTED, outcomes.outcome_is, ("轮换", "成立"), "没有政策「轮换」"),
        (OPEN, outcomes.outcome_is, ("第八条第二款", "予以轮换调整"), "待查明，可能的结论是「予以轮换调整」"),
        (WRONG, outcomes.outcome_is, ("第八条第二款", "予以轮换调整"), "「报请日期」晚于评价日"),
        (BEFORE, outcomes.outcome_is, ("第八条第二款", "予以轮换调整"), "还没有评价"),
        (
            GRANTED,
            outcomes.outcomes_possible,
            ("第八条第二款", "「予以轮换调整」「没有所列情形」"),
            "的结论是「予以轮换调整」",
        ),
        (OPEN, outcomes.outcomes_possible, ("第八条第二款", "「予以轮换调整」"), "待查明，可能的结论是"),
        (OPEN, outcomes.class_is, ("第八条第二款", "不予轮换"), "归类应为「不予轮换」，然而「窗口工作人员轮换」待查明"),
        (OPEN, outcomes.class_is, ("第八条第二款", "不轮换"), "没有归类「不轮换」；有「予以轮换」「不予轮换」"),
        (
            REASON_OPEN,
            outcomes.class_is,
            ("第八条第二款", "予以轮换"),
            "的归类是「不予轮换」，可能的结论是「审核不同意",
        ),
        (REASON_OPEN, outcomes.classes_possible, ("第八条第二款", "「予以轮换」「不予轮换」"), "然而是「不予轮换」；"),
        (REASON_OPEN, outcomes.only_for_the_reason, ("主体", "第八条第二款"), "然而只影响理由的是「审核同意」；"),
        (GRANTED, outcomes.not_applicable, ("第八条第二款", "未满"), "的结论是「予以轮换调整」"),
        (
            judged(主体="政务服务机构"),
            outcomes.not_applicable,
            ("第八条第二款", "已满"),
            "因为「不是派驻窗口工作人员」",
        ),
        (
            judged(主体="政务服务机构"),
            outcomes.not_applicable_only,
            ("第八条第二款", "不是派驻"),
            "因为「不是派驻窗口工作人员」",
        ),
        (GRANTED, outcomes.not_in_force, ("第八条第二款",), "应当不在有效期内，然而"),
        (GRANTED, outcomes.why_not, ("第八条第二款", "予以轮换调整", "报请"), "并未排除"),
        (OPEN, outcomes.why_not, ("第八条第二款", "予以轮换调整", "审核同意"), "并未排除"),
        (GRANTED, outcomes.why_not, ("第八条第二款", "没有所列情形", "年龄"), "结论是「予以轮换调整」"),
        (GRANTED, outcomes.ground_is, ("离开机构", "不成立"), "应当不成立，然而成立"),
        (GRANTED, outcomes.ground_is, ("业务取消调整", "成立"), "应当成立，然而不成立"),
        (GRANTED, outcomes.ground_is, ("其他情形", "待查明"), "然而不成立（未援引）"),
        (GRANTED, outcomes.ground_is, ("离开机构", "未援引"), "已经援引，成立"),
        (GRANTED, outcomes.ground_is, ("离开单位", "成立"), "没有情形「离开单位」；有「离开机构」"),
        (judged(离开原因=""), outcomes.ground_is, ("离开机构", "成立"), "然而待查明，尚缺「离开原因」"),
        (GRANTED, outcomes.ground_with_procedure, ("不适合", "手续未齐"), "应当手续未齐，然而手续齐备"),
        (OPEN, outcomes.ground_with_procedure, ("不适合", "手续齐备"), "应当手续齐备，然而手续待查明"),
        (GRANTED, outcomes.ground_with_procedure, ("离开机构", "手续齐备"), "没有另外规定手续"),
        (GRANTED, outcomes.cited_ground_is, ("第八条第二款第（一）项", "不成立"), "应当不成立，然而成立"),
        (GRANTED, outcomes.cited_ground_is, ("第八条第二款", "成立"), "是一个政策，不是一个情形"),
        (GRANTED, outcomes.cited_ground_is, ("第八条第二款", "待查明"), "应当待查明，然而"),
        (GRANTED, outcomes.reasons_include, ("第八条第二款", "年龄"), "情形「离开机构」（第八条第二款第（一）项）成立"),
        (GRANTED, outcomes.finding_does_not_count, ("审核同意", "无权"), "不算数的是（没有）"),
        (EARLY, outcomes.finding_does_not_count, ("审核同意", "无权"), "是因为「作出得早了"),
        (OPEN, outcomes.lacks, ("第八条第二款", "主体"), "尚缺的是「审核同意」"),
        (OPEN, outcomes.asks_first, ("第八条第二款", "本人申请日期"), "依次是「审核同意」"),
        (OPEN, outcomes.lacks_nothing, ("第八条第二款",), "尚缺「审核同意」"),
        (OPEN, outcomes.lacks_because, ("审核同意", "没有记载"), "是因为「记载为查不清」"),
        (OPEN, outcomes.lacks_because, ("主体", "没有记载"), "并不缺少「主体」；尚缺「审核同意」"),
        (GRANTED, consequences.consequence_is, ("第八条第二款", "没有", "轮换调整"), "应当没有此后果，然而有此后果"),
        (GRANTED, consequences.consequence_is, ("第八条第二款", "有", "报请审核"), "应当有此后果，然而没有此后果"),
        (GRANTED, consequences.consequence_is, ("第八条第二款", "没有", "处分"), "没有写后果「处分」；写有"),
        (GRANTED, consequences.consequence_is_open, ("第八条第二款", "轮换调整"), "应当此后果待查明，然而有此后果"),
        (GRANTED, consequences.consequence_is_open, (None, "轮换调整"), "应当待查明，然而有此后果"),
        (GRANTED, consequences.consequence_due, ("轮换调整", "2026-05-30"), "然而是「」"),
        (GRANTED, consequences.consequence_due, ("报请审核", "及时"), "没有后果「报请审核」；有「轮换调整」"),
        (GRANTED, consequences.consequence_forms, ("轮换调整", "「轮岗」"), "的形式应当是「轮岗」，然而是（没有）"),
        (PAID, consequences.amount_is, ("第一条", "赔付额", "800元"), "应当是800元，然而是800.40元"),
        (PAID, consequences.amount_is, ("第一条", "赔付额", "五万"), "「五万」不是金额；写数和单位，如 5万元"),
        (PAID, consequences.amount_is, ("第一条", "损失", "5万元"), "推算的金额有「有票据的损失」「赔付额」"),
        (PAID, consequences.no_amount, ("第一条", "赔付额"), "应当没有算出金额「赔付额」，然而是800.40元"),
        (UNPAID, consequences.amount_is, ("第一条", "赔付额", "5万元"), "然而没有算出"),
        (GRANTED, consequences.contradicts, ("滥用职权即有故意",), "指出的是（没有）"),
        (CONFLICT, consequences.contradicts_nothing, (), "滥用职权即有故意：认定滥用职权"),
        (GRANTED, consequences.cites, ("第九条第一款",), "依据应当包括「第九条第一款」，然而是「第七条第一款」"),
        (GRANTED, consequences.cites, ("第九条第八款",), "第九条只有3款"),
        (GRANTED, consequences.no_reading_matters, (), "任期算至：审核同意日 → 本款不适用"),
        (
            GRANTED,
            consequences.outcome_by_other_reading,
            ("任期算至：审核同意日", "第八条第二款", "的", "「予以轮换调整」"),
            "结论应为「予以轮换调整」，然而是「本款不适用」",
        ),
        (
            GRANTED,
            consequences.outcome_by_other_reading,
            ("任期：连续", "第八条第二款", "的", "「予以轮换调整」"),
            "没有口径「任期：连续」",
        ),
        (
            GRANTED,
            consequences.outcome_by_other_reading,
            ("届满之日：对应日次日", "第八条第二款", "的", "「予以轮换调整」「没有所列情形」"),
            "写成：「第八条第二款」可能的结论是",
        ),
        (GRANTED, consequences.record_is_wrong, ("晚于评价日",), "案卷应当有误（晚于评价日），然而照常评价了"),
        (BEFORE, consequences.record_is_wrong, ("晚于评价日",), "还没有评价"),
        (WRONG, consequences.record_is_wrong, ("早于评价日",), "案卷的差错里没有「早于评价日」，有：\nZZ408"),
        (BEFORE, record.without_fact, ("报批日期",), "词汇里没有事实「报批日期」"),
        (BEFORE, calendar.working_day, ("2026-02-14", "不是", None), "应当不是工作日，然而工作日历上是「调休上班」"),
        (BEFORE, calendar.working_day, ("2026-03-02", "是", "国办发明电〔2025〕7号"), "没有通知，照星期"),
        (BEFORE, calendar.working_day, ("2027-03-01", "是", None), "2027年部分节假日安排的通知"),
        (BEFORE, calendar.working_day, ("2026-02-30", "是", None), "「2026-02-30」不是日期"),
        (BEFORE, calendar.nth_working_day, ("2026-02-13", None, "2", "2026-02-17"), "然而是2026-02-24"),
        (BEFORE, calendar.nth_working_day, ("2026-12-28", None, "1", "2026-12-29"), "2027年部分节假日安排的通知"),
        (BEFORE, calendar.nth_working_day_unknown, ("2026-02-13", "2", "2027年"), "应当尚不能确定，然而是2026-02-24"),
        (BEFORE, calendar.nth_working_day_unknown, ("2026-12-28", "1", "2028年"), "应当等待「2028年」，然而"),
        (BEFORE, calendar.working_days_between, ("2026-02-13", "2026-02-24", "3"), "然而有2个"),
        (BEFORE, calendar.working_days_between, ("2026-12-28", "2026-12-30", "2"), "2027年部分节假日安排的通知"),
        (BEFORE, calendar.not_covered, ("2026-03-02", "2026年"), "的日历已经公布"),
        (BEFORE, calendar.kind_of_day, ("2026-02-16", "调休放假"), "应当属于「调休放假」，然而属于「法定节假日」"),
        (BEFORE, calendar.kind_of_day, ("2026-02-16", "假日"), "没有「假日」这种日子；有「工作日」「调休上班」"),
        (BEFORE, calendar.kind_of_day, ("2027-03-01", "工作日"), "2027年部分节假日安排的通知"),
        (BEFORE, calendar.known_then, ("2006-12-13",), "到2006-12-13还没有印发过通知"),
        (BEFORE, calendar.not_covered, ("2027-03-01", "2026年"), "然而等待「国务院办公厅关于2027年"),
    ],
)
def test_a_step_that_is_not_so_fails_with_what_was_found(
    case: Case, step: Callable[..., None], said: tuple[str, ...], found: str
) -> None:
    assert found in refusal(step, *said, case=case)


def test_the_whole_answer_is_needed_to_tell_names_apart() -> None:
    case = judged(
        不能胜任工作="是，政务服务中心管理机构，2026-03-10，窗口考评〔2026〕2号",
        更换日期="2026-03-18",
        要求更换日期="无",
    )
    case.evaluate("2026-05-06", ["第七条", "第八条第二款"])
    assert "几个政策都有后果「接替人员符合派驻标准」" in refusal(
        consequences.consequence_due, "接替人员符合派驻标准", "", case=case
    )


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ([["事实", "记载"], ["主体", "其他"]], "表头应当是 | 事实 | 值 |，写的是 | 事实 | 记载 |"),
        ([["事实", "值"], ["主体", "其他"], ["主体", "其他"]], "案卷里重复：「主体」"),
    ],
)
def test_a_table_that_is_no_case_is_refused(table: list[list[str]], found: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=found.replace("|", "\\|")):
        record.given_facts(Case(BOOK), table)


def test_a_list_without_a_row_is_refused() -> None:
    with pytest.raises(pytest.fail.Exception, match="已知没有的，写：「补正告知」为「无」"):
        record.given_list("补正告知", Case(BOOK), [["告知日期"]])


def test_a_fact_recorded_after_the_evaluation_asks_for_another() -> None:
    case = judged()
    record.given_fact("离开原因", "辞退", case)
    assert "还没有评价" in refusal(outcomes.outcome_is, "第八条第二款", "予以轮换调整", case=case)


CHANGES: dict[str, Callable[[Case], None]] = {
    "calendar": lambda case: calendar.known_then("2020-01-01", case),
    "policies": lambda case: setattr(case, "policies", zzrules.load()),
    "no fact": lambda case: record.without_fact("离开原因", case),
    "list": lambda case: record.given_list("补正告知", case, [["告知日期"], ["2026-04-13"]]),
    "log": lambda case: casefiles.given_log(case, [["日期", "事件"], ["2026-02-13", "收到差评"]]),
    "event": lambda case: casefiles.happens("2026-02-14", "联系评价人", "", case),
    "kept until": lambda case: casefiles.kept_until("2026-03-01", case),
    "somebody's own": lambda case: case.facts.update({"离开原因": "辞退"}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_after_the_evaluation_asks_for_another(change: Callable[[Case], None]) -> None:
    """So too a step of somebody's own that changes the case itself; a determination of what was is none of what is."""
    case = judged()
    outcomes.outcome_is("第八条第二款", "予以轮换调整", case)
    change(case)
    assert "上次评价以后" in refusal(outcomes.outcome_is, "第八条第二款", "予以轮换调整", case=case)
    wrong = judged(报请日期="2026-05-07")
    change(wrong)
    assert "上次评价以后" in refusal(consequences.record_is_wrong, "晚于评价日", case=wrong)


def test_what_was_wrong_and_not_mentioned_is_not_forgotten() -> None:
    case = judged(报请日期="2026-05-07")
    record.given_fact("报请日期", "2026-04-20", case)
    assert "「报请日期」晚于评价日" in refusal(record.evaluate, "2026-05-06", case=case)
    case = Case(BOOK)
    casefiles.given_log(case, [["日期", "事件"], ["2026-02-30", "收到差评"], ["2026-02-13", "没有的事"]])
    casefiles.log_is_wrong("不是历法上有的日子", case)
    assert len(case.log_problems()) == 2
    [seen] = case.log_problems_seen
    assert "没有的事" not in seen


def test_the_day_that_the_calendar_was_known_stays_with_other_policies() -> None:
    case = Case(BOOK)
    calendar.known_then("2025-11-03", case)
    case.policies = zzrules.load()
    calendar.not_covered("2026-03-02", "国务院办公厅关于2026年部分节假日安排的通知", case)
    calendar.known_then("2025-11-04", case)
    calendar.working_day("2026-03-02", "是", None, case)


def test_cells_become_what_a_record_holds() -> None:
    case = Case(BOOK)
    record.given_list("补正告知", case, [["告知日期", "新增内容首次即可发现"], ["2026-04-13", ""], ["", "查不清"]])
    record.given_facts(
        case, [["事实", "值"], ["后果形态", "无"], ["主观故意", "查不清"], ["谋取私利", "否，，2026-04-28"]]
    )
    record.given_fact("没有这一事实", "是，否", case)
    assert case.record() == {
        "补正告知": [{"告知日期": "2026-04-13"}, {"新增内容首次即可发现": "查不清"}],
        "后果形态": "无",
        "主观故意": "查不清",
        "谋取私利": {"结论": "否", "日期": "2026-04-28"},
        "没有这一事实": "是，否",
    }


THREE_YEARS = """# language: zh-CN
功能: 别处的轮换

  背景:
    假如 案卷如下
      | 事实           | 值               |
      | 主体           | 派驻窗口工作人员 |
      | 到窗口工作日期 | 2023-06-01       |
      | 报请日期       | 无               |

  场景: 夹具指定的政策
    当 于「2026-03-02」就「轮换」评价
    那么 「rotation」不适用，因为「已满」

  场景: 文件夹里的政策
    假如 采用"三年"中的政策
    当 于「2026-03-02」就「第八条第二款」评价
    那么 「第八条第二款」待查明

  场景: 写错的案卷
    假如 「到窗口工作日期」为「2027-06-01」
    当 于「2026-03-02」就「第八条第二款」评价
    那么 「2026-03-02」是工作日
"""


def test_another_project_uses_the_steps_with_its_own_policies(tmp_path: Path) -> None:
    for folder, text in (("两年", "政策: 轮换"), ("三年", "政策: 三年轮换")):
        shutil.copytree(shipped_policies(), tmp_path / folder)
        article = tmp_path / folder / "article-08-rotation.yaml"
        policy = article.read_text(encoding="utf-8").replace("政策: 窗口工作人员轮换", text)
        article.write_text(policy.replace("2年}", "2年}" if folder == "两年" else "3年}"), encoding="utf-8")
    (tmp_path / "a.feature").write_text(THREE_YEARS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "import pytest, zzrules\n"
        "pytest_plugins = ['zzrules.bdd']\n"
        "@pytest.fixture(scope='session')\n"
        "def rulebook():\n"
        "    return zzrules.load('两年')\n",
        encoding="utf-8",
    )
    (tmp_path / "test_a.py").write_text("from pytest_bdd import scenarios\nscenarios('a.feature')\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed, 1 error" in done.stdout, done.stdout
    assert "案卷有误，而场景没有说到：\na.feature:21:5: ZZ408 「到窗口工作日期」晚于评价日" in done.stdout


def test_a_consequence_with_a_term_is_not_without_one(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "政策: 甲\n代码: own\n依据: 第十四条第一款\n行为日期: {取: 行为发生日期}\n结论:\n  - {得出: 其余, 代码: rest}\n"
        "后果:\n  公布结果: {依据: 第十四条第一款, 主体: 管理机构, 情态: 应当, 内容: 公布, 时限: 及时}\n",
        encoding="utf-8",
    )
    case = Case(zzrules.load(over=tmp_path))
    case.put("行为发生日期", "2026-04-15")
    case.evaluate("2026-05-06", ["own"])
    assert "应当没有规定期限，然而期限是「及时」" in refusal(
        consequences.consequence_without_term, "公布结果", case=case
    )


def test_an_explanation_gives_the_amounts_that_are_known() -> None:
    told = str(PAID.determination.explain())
    assert "金额：\n- 有票据的损失：1,000.50元\n- 赔付额：800.40元＝（「有票据的损失」1,000.50元 × 赔付比例（" in told
    assert "金额：" not in str(UNPAID.determination.explain())
    assert AMOUNTS.advice == ()


def test_what_was_done_in_time_is_not_passed_over():
    case = Case(zzrules.load())
    case.put("主体", "派驻窗口工作人员")
    case.put("受理日期", "2026-03-02")
    case.put("拟提出否决意见日期", "2026-03-05")
    case.put("拟否决的理由", "缺少要件")
    case.put("申请人异议日期", "2026-03-10")
    case.put("启动呈报日期", "2026-03-11")
    case.evaluate("2026-05-06", ["第十五条第二款"])
    said = refusal(partial(casefiles.obligation_passed_over, None, None, "启动呈报", None), "早于", case=case)
    assert "义务「启动呈报」应当因为「早于」不算履行，然而" in said
    assert said.endswith("，有（没有）")
