"""Amounts of money as programs, columns, registers and workbooks hand them in: exact, or refused."""

import decimal
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import python_calamine
from hypothesis import given, settings, strategies as st
from tests.conformance_update import HOME, base, loaded

import zzrules
from zzrules.base import money
from zzrules.base.errors import RecordError, UsageError
from zzrules.batch.mapping.draft import draft
from zzrules.batch.workbook.shown import said as shown
from zzrules.bdd.case import read_cell
from zzrules.policy.clauses import read_derivation
from zzrules.policy.forms import Reader
from zzrules.policy.phrasing import derived
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

DAY = "2026-05-06"
CASE = HOME / "money" / "good" / "amounts-compared"


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return loaded(CASE)


def read(book: zzrules.Rulebook, value: Any) -> Any:
    """Return the amount that a record holds of a value, or the code of what is wrong with it."""
    try:
        return book.evaluate({"paid": value}, on=DAY).record.values["paid"]
    except RecordError as error:
        return error.problems[0].code


@pytest.mark.parametrize(
    "context",
    [
        decimal.Context(prec=3),
        decimal.Context(prec=1, traps=[decimal.Inexact, decimal.Rounded, decimal.Overflow, decimal.Subnormal]),
        decimal.Context(Emax=1, Emin=-1, traps=[decimal.Overflow, decimal.Underflow, decimal.Clamped]),
        decimal.Context(rounding=decimal.ROUND_UP, prec=2, traps=[]),
    ],
    ids=["short", "strict", "narrow", "lax"],
)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1000.50", 100050),
        ("999999999999.99", 99999999999999),
        ("1E+12", money.CEILING),
        ("1000000000000.01", money.Flaw.SIZE),
        ("1E+999999", money.Flaw.SIZE),
        ("0.00500000000000000000000000000000000001", money.Flaw.FRACTION),
        ("1000.50000000000000000000000000000000001", money.Flaw.FRACTION),
        ("1000.50000000000000000000000000000000000", 100050),
        ("1E-999999", money.Flaw.FRACTION),
        ("0E-999999", 0),
        ("0E+999999", 0),
        ("-0", 0),
        ("-0.01", money.Flaw.SIZE),
    ],
)
def test_amounts_are_exact_whatever_the_callers_decimal_context_says(context, value, expected):
    number = Decimal(value)
    with decimal.localcontext(context):
        amount = money.of_number(number)
        assert amount == expected
        if isinstance(amount, int):
            assert str(money.decimal(amount)) == f"{amount // 100}.{amount % 100:02}"
            assert money.in_fen(money.decimal(-amount)) == -amount


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1,000.50元", 100050),
        ("0.000001万元", 1),
        (1000, 100000),
        (Decimal("1000.500"), 100050),
        (Decimal("1000.505"), "ZZ414"),
        (Decimal("NaN"), "ZZ402"),
        (Decimal("Infinity"), "ZZ402"),
        (-1, "ZZ406"),
        (10**12, money.CEILING),
        (10**12 + 1, "ZZ406"),
        ("1,000,000,000,000.01元", "ZZ406"),
        ("9" * 40 + "元", "ZZ406"),
        (1000.5, "ZZ402"),
        (True, "ZZ402"),
        ("-5元", "ZZ402"),
        ("1,00元", "ZZ402"),
        ("１元", "ZZ402"),
        ("1000.50", "ZZ409"),
        ("1元5角", "ZZ409"),
    ],
)
def test_a_record_takes_what_is_exact(book, value, expected):
    assert read(book, value) == expected


def test_a_cell_of_a_feature_is_written_as_a_record_is(book):
    fact = book.vocabulary.by_name["paid"]
    assert [read_cell(text, fact, book.vocabulary) for text in ("1,000.50元", "5万元")] == ["1,000.50元", "5万元"]


def test_a_binary_fraction_is_told_by_what_to_write_instead(book):
    with pytest.raises(RecordError, match="写成文字，加引号、带单位") as raised:
        book.evaluate({"paid": 0.1}, on=DAY)
    assert "0.1" not in str(raised.value)


_NUMBERS = st.one_of(
    st.integers(0, 10**16).map(str),
    st.decimals(0, 10**13, allow_nan=False, places=3).map(str),
    st.integers(0, 10**12).map(lambda number: f"{number:,}"),
    st.text("0123456789,.", max_size=9),
)
_UNITS = st.sampled_from(("元", "万元", "", "角", "元5角", " 元"))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(_NUMBERS, _UNITS).map("".join), min_size=20))
def test_a_column_of_text_is_read_as_a_record_is(texts):
    book = loaded(CASE)
    answers = book.frame(pl.DataFrame({"paid": texts}), on=DAY, columns=["problems", "grounds"])
    for text, row in zip(texts, answers.iter_rows(named=True), strict=True):
        amount = read(book, text)
        codes = [problem["code"] for problem in row["problems"] or ()]
        assert codes == ([amount] if isinstance(amount, str) else []), text
        if not codes:
            assert row["test.所失满千"] is None


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (pl.Series([Decimal("1000.50"), None], dtype=pl.Decimal(18, 2)), ["", ""]),
        (pl.Series([Decimal("1000.5"), Decimal("-0.1")], dtype=pl.Decimal(9, 1)), ["", "ZZ406"]),
        (pl.Series([Decimal("1000.505"), Decimal("1000.500")], dtype=pl.Decimal(18, 3)), ["ZZ414", ""]),
        (pl.Series([Decimal(10**30), Decimal(10**12)], dtype=pl.Decimal(38, 0)), ["ZZ406", ""]),
        (pl.Series([1000, -1, 10**12 + 1]), ["", "ZZ406", "ZZ406"]),
        (pl.Series([255, None], dtype=pl.UInt8), ["", ""]),
        (pl.Series([2**64 - 1, 5], dtype=pl.UInt64), ["ZZ406", ""]),
    ],
)
def test_columns_of_numbers_are_in_yuan(book, column, codes):
    frame = pl.DataFrame({"已付金额": column})
    told = book.frame(frame, on=DAY, columns=["problems"])["problems"].to_list()
    assert [one[0]["code"] if one else "" for one in told] == codes
    for value, code in zip(column.to_list(), codes, strict=True):
        if value is not None:
            assert isinstance(read(book, value), int) is (code == "")


def test_a_column_of_binary_fractions_is_refused(book):
    with pytest.raises(UsageError, match="ZZ606"):
        book.frame(pl.DataFrame({"已付金额": [0.5]}), on=DAY)


def test_an_amount_is_exact_on_both_sides_of_a_bound(book):
    frame = pl.DataFrame(
        {
            "行为发生日期": [date(2026, 3, 31)] * 3,
            "损失金额": pl.Series([Decimal("49999.99"), Decimal("50000.00"), None], dtype=pl.Decimal(12, 2)),
            "损失金额.以上": [None, None, "5万元"],
        }
    )
    assert book.frame(frame, on=DAY, columns=["grounds"])["test.大额"].to_list() == [False, True, True]


# ── registers and workbooks ─────────────────────────────────────────────


def test_the_mapping_says_the_unit_of_a_column(tmp_path, book):
    path = tmp_path / "对照.yaml"
    columns = "{损失（万元）: {事实: 损失金额, 单位: 万元}, 已付: 已付金额}"
    path.write_text(f"对照: 台账\n列: {columns}\n各行相同: {{行为发生日期: 2026-03-31}}\n", encoding="utf-8")
    register = pl.DataFrame({"损失（万元）": ["5", "0.1", "1,000元", "0.0000001"], "已付": ["1元", "5", "1元", "1元"]})
    answers = book.frame(register, on=DAY, mapping=path, columns=["grounds", "problems"])
    assert answers["test.没有多付"].to_list() == [True, None, True, None]
    assert answers["problems"].is_not_null().to_list() == [False, True, False, True]


def test_a_draft_says_the_unit_that_the_name_of_a_column_has(tmp_path, book):
    register = tmp_path / "台账.csv"
    register.write_text("案由,已付金额,损失金额（万元）\n甲,1000.50,5\n", encoding="utf-8")
    lines = draft(register, book.vocabulary).splitlines()
    assert "  已付金额: {事实: 已付金额}  # 只有数的，写明以什么计：单位: 元，或者 单位: 万元" in lines
    assert "  # 损失金额（万元）: {事实: 损失金额, 单位: 万元}  # 像是「损失金额」" in lines


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("案由: {事实: 案由, 单位: 元}", "ZZ704 列「案由」：「案由」的类型是文本，不写「单位」"),
        ("损失: {事实: 损失金额, 单位: 美元}", "ZZ704 列「损失」：金额的单位不能是「美元」。应改为：「元」或「万元」"),
    ],
)
def test_a_unit_that_a_column_cannot_have(tmp_path, book, column, message):
    path = tmp_path / "对照.yaml"
    path.write_text(f"对照: 台账\n列: {{{column}}}\n", encoding="utf-8")
    with pytest.raises(zzrules.PolicyError, match=message):
        book.mapping(path)


def test_files_give_amounts_back_as_they_were_read(tmp_path: Path, book):
    cases = tmp_path / "案卷.jsonl"
    cases.write_text('{"已付金额": "1,000.50元"}\n{"已付金额": 12}\n', encoding="utf-8")
    book.evaluate_files(cases, tmp_path / "结论.parquet", on=DAY)
    kept = pl.read_parquet(tmp_path / "结论.parquet")
    assert kept["已付金额"].to_list() == [Decimal("1000.50"), Decimal("12.00")]
    book.evaluate_files(tmp_path / "结论.parquet", tmp_path / "结论.csv", on=DAY)
    assert "1000.50" in (tmp_path / "结论.csv").read_text(encoding="utf-8-sig")


def test_a_workbook_shows_amounts_with_their_unit(book):
    assert shown(book.vocabulary.by_name["paid"], Decimal("1000.50")) == "1,000.50元"
    assert shown(book.vocabulary.by_name["paid"], "5万元") == "5万元"


SHARE = HOME / "money" / "good" / "a-share-with-a-ceiling"


def test_an_explanation_shows_the_arithmetic():
    record = {"行为发生日期": "2026-03-02", "损失金额": 7500, "已付金额": "5,999.99元"}
    told = loaded(SHARE).evaluate(record, on=DAY).explain()
    share = "（「损失金额」7,500元 × 赔偿比例（百分之八十），四舍五入到分）与最高赔偿（5万元）中取小"
    assert f"「赔偿」等于6000元（6,000元＝{share}）" in told
    assert "「尚欠」超过0元（0.01元＝「赔偿」6,000元减「已付金额」5,999.99元）" in told
    partly = loaded(SHARE).evaluate(record | {"损失金额": {"以上": "8万元"}}, on=DAY).explain()
    assert "5万元＝（「损失金额」至少8万元 × " in partly


def test_a_question_names_the_amounts_that_decide():
    record = {"行为发生日期": "2026-03-02", "票据": [{"有发票": "是"}]}
    [gap] = loaded(HOME / "money" / "good" / "what-a-list-comes-to").evaluate(record, on=DAY).policy("test").missing
    assert (gap.label, gap.why) == ("票据第1项的票面金额", "element")
    paid = {"行为发生日期": "2026-03-02", "已付金额": "6万元"}
    [loss] = loaded(SHARE).evaluate(paid, on=DAY).policy("test").missing
    assert loss.would_decide == (("0元", "有"), ("无", "没有"))


@pytest.mark.parametrize(
    ("derivation", "said"),
    [
        (
            "{取小: [{乘: [损失金额, 百分之八十], 四舍五入: 到分}, 5万元]}",
            "（「损失金额」 × 百分之八十，四舍五入到分）与5万元中较小的",
        ),
        ("{减: [损失金额, {加: [已付金额, 1元]}]}", "「损失金额」减（「已付金额」加1元）"),
        (
            "{合计: {列表: 票据, 取: 票面金额, 其中: {有发票: 是}}}",
            "「票据」各项「票面金额」的合计（只看「有发票」为是的）",
        ),
        ("{计数: {列表: 票据}}", "「票据」的项数"),
    ],
)
def test_arithmetic_is_put_into_words(derivation, said):
    problems = Problems()
    node = read_text(derivation, "", problems)
    assert node is not None
    read_ = read_derivation(node, Reader(problems))
    assert read_ is not None
    assert [text for _, text in derived(read_)] == [said]


def test_an_explanation_says_amounts_as_an_office_does(book):
    told = book.evaluate({"行为发生日期": "2026-03-31", "损失金额": Decimal("50000.00")}, on=DAY).explain()
    assert "损失金额" in told
    assert "5万元" in told


# ── amounts that policies derive ────────────────────────────────────────


def test_what_a_policy_derives_is_told_by_determinations_and_columns(tmp_path):
    own = loaded(SHARE)
    record = {"行为发生日期": "2026-03-02", "损失金额": "62,499.99元", "已付金额": "5万元"}
    expected = {
        "赔偿": "49999.99",
        "尚欠": "-0.01",
        "一共": "112599.99",
        "至少": "62499.99",
        "三倍": "187499.97",
        "到元": "62500.00",
    }
    amounts = {f"amount.{name}": Decimal(text) for name, text in expected.items()}
    assert own.evaluate(record, on=DAY).policy("test").amounts == amounts
    row = own.frame(pl.DataFrame(record), on=DAY, columns=["amounts"]).row(0, named=True)
    assert {name: row[f"test.{name}"] for name in amounts} == amounts
    unknown = own.evaluate({"行为发生日期": "2026-03-02", "损失金额": "无"}, on=DAY).policy("test").amounts
    assert set(unknown.values()) == {None}
    cases, columns = tmp_path / "案卷.jsonl", ["amounts"]
    cases.write_text('{"conduct_date": "2026-03-02", "loss": "62,499.99元"}\n', encoding="utf-8")
    for name, text in (("结论.jsonl", '"49999.99"'), ("结论.csv", "49999.99")):
        own.evaluate_files(cases, tmp_path / name, on=DAY, about=["test"], columns=columns)
        assert text in (tmp_path / name).read_text(encoding="utf-8-sig")
    own.evaluate_files(cases, tmp_path / "结论.xlsx", on=DAY, about=["test"], columns=columns)
    sheet = python_calamine.load_workbook(tmp_path / "结论.xlsx").get_sheet_by_index(0).to_python()
    assert any("49,999.99元" in line for line in sheet)


# ── texts that name an amount ───────────────────────────────────────────

REFUND = """\
政策: 退款
代码: refund
依据: 第八条
行为日期: {取: 行为发生日期}
参数:
  比例: {依据: 第八条, 取值: {2026-01-01: 百分之八十}}
  时限: {依据: 第八条, 取值: {2026-01-01: 3工作日}}
推算:
  应退金额: {乘: [实付金额, 比例], 四舍五入: 到分}
  次数加一: {加: [补正次数, 1]}
结论:
  - {得出: 退, 代码: pay, 条件: {离开本机构: 是}}
  - {得出: 不退, 代码: keep}
后果:
  退款:
    依据: 第八条
    主体: 机构
    情态: 应当
    内容: "在{时限}内退还{应退金额}"
    条件: {结论: 退}
"""
PAID = """\
词汇: 退款
事实:
  实付金额: {代码: paid, 类型: 金额, 可无: 是, 问: 付了多少？}
"""


@pytest.fixture(scope="module")
def refund(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refund")
    (folder / "refund.yaml").write_text(REFUND, "utf-8")
    (folder / "paid.yaml").write_text(PAID, "utf-8")
    return zzrules.load(base(), over=folder)


@pytest.mark.parametrize(
    ("paid", "said"), [("1,000.50元", "800.40元"), ("5万元", "4万元"), (None, "「应退金额」"), ("无", "「应退金额」")]
)
def test_a_consequence_names_an_amount_that_the_policy_derives(refund, paid, said):
    record = {"行为发生日期": "2026-03-02", "离开本机构": "是"} | ({} if paid is None else {"实付金额": paid})
    answer = refund.evaluate(record, on=DAY)
    assert answer["refund"].consequences[0].content == f"在三个工作日内退还{said}"
    assert f"机构应当在三个工作日内退还{said}（第八条）" in answer.explain()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("退还{应退金额}", "退还{应还金额}"),
        ("退还{应退金额}", "第{次数加一}次退还"),
        ("得出: 不退", "得出: '不退{应退金额}'"),
    ],
)
def test_only_an_amount_and_only_in_what_follows(tmp_path, old, new):
    assert old in REFUND
    (tmp_path / "refund.yaml").write_text(REFUND.replace(old, new), "utf-8")
    (tmp_path / "paid.yaml").write_text(PAID, "utf-8")
    assert [one.code for one in zzrules.check(base(), over=tmp_path)] == ["ZZ251"]
