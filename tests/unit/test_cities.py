"""The two invented regulations of examples/cities: written without Python, and kept as a legal office would."""

import contextlib
import io
from pathlib import Path

import pytest

import zzrules
from zzrules.cli import main

CITIES = Path(__file__).parents[2] / "examples" / "cities"
BOTH = pytest.mark.parametrize("city", ["complaints", "hotline"])


def run(*arguments: str) -> tuple[int, str]:
    """Return the exit code of the program, and what it wrote."""
    with contextlib.redirect_stdout(io.StringIO()) as written:
        code = main(arguments)
    return code, written.getvalue()


@BOTH
def test_check_has_nothing_to_say_and_no_place_is_unaccounted_for(city):
    code, said = run("check", str(CITIES / city))
    assert code == 0
    assert said.startswith("没有发现错误。")
    assert "宜再看一眼" not in said
    assert "没有交代" not in said


@BOTH
def test_every_scenario_passes_and_each_policy_is_in_one(city):
    code, said = run("test", str(CITIES / city))
    assert code == 0, said
    written = "".join(path.read_text(encoding="utf-8") for path in (CITIES / city / "features").glob("*.feature"))
    book = zzrules.load(CITIES / city)
    unnamed = [
        policy.name
        for policy in book.plan.policies
        if f"「{policy.name}」" not in written and f"「{policy.citation}」" not in written
    ]
    assert unnamed == []


@BOTH
def test_no_python_is_needed(city):
    suffixes = {path.suffix for path in (CITIES / city).rglob("*") if path.is_file()}
    assert suffixes == {".yaml", ".feature", ".md"}


def test_the_log_of_a_call_says_at_which_minute_a_duty_ends():
    code, said = run(
        *("casefile", str(CITIES / "logs" / "热线-投诉工单.yaml"), "--on", "2026-06-24"),
        *("--policies", str(CITIES / "hotline")),
    )
    assert code == 0
    assert "- 联系诉求人：逾期未履行，期限2026-06-09（当日11:10止），已过10个工作日" in said
    assert "- 派发：已履行，期限2026-06-08（当日11:10止），2026-06-08 11:10履行（第五条）" in said


def test_a_reminder_says_the_minute():
    code, said = run(
        *("due", str(CITIES / "logs"), "--on", "2026-06-24", "--format", "csv", "--policies", str(CITIES / "hotline"))
    )
    assert code == 0
    assert "逾期未履行,2026-06-09 11:10,已过10,澜热〔2026〕1208号,联系诉求人" in said


def test_a_cell_that_is_no_moment_is_told_once(tmp_path, capfd):
    register = tmp_path / "台账.csv"
    register.write_text("受理时间\n2026/6/8 11:10\n", encoding="utf-8")
    code = main(
        (
            "evaluate",
            str(register),
            "--on",
            "2026-06-25",
            "--policies",
            str(CITIES / "hotline"),
            "-o",
            "-",
            "--about",
            "8",
        )
    )
    assert code == 1
    hint = "日期、空格、时刻，如 2026-01-01 08:30"
    assert f"台账.csv:2: ZZ402 「受理时间」不是日期时间。应改为：{hint}\n" in capfd.readouterr().err


def test_what_is_counted_or_paid_is_no_less_than_full():
    facts = {"涉及人数": 3, "主张的损失": "49,999.99元", "收到投诉日期": "2026-06-08", "受理日期": "2026-06-09"}
    scope = dict.fromkeys(("已经复议、诉讼或者仲裁", "属于检举、控告", "只不服行政决定"), "否")
    facts |= scope | {"针对政务服务事项的办理": "是", "投诉请求具体": "是", "补正告知日期": "无", "不予受理日期": "无"}
    answer = zzrules.load(CITIES / "complaints").evaluate(facts, on="2026-07-01", about=["第八条"])
    assert "对照表第3行：「涉及人数」不少于3" in answer.explain()


def test_an_amount_is_told_with_its_arithmetic():
    facts = {
        "收到投诉日期": "2026-06-01",
        "查证结论": "属实",
        "造成损失": "是",
        "因不可抗力": "否",
        "投诉人过错": "次要过错",
        "未一次性告知": "是",
        "重复往返次数": 7,
        "超过承诺时限": "否",
        "遗失、毁损材料": "否",
        "违规收费": "是",
        "所收费用": "180元",
    }
    told = zzrules.load(CITIES / "complaints").evaluate(facts, on="2026-07-01", about=["补偿"]).explain()
    assert "- 往返应补：500元＝（每次往返补偿（100元） × 「重复往返次数」7）与往返最高（500元）中取小\n" in told
    share = "「合计补偿」550元 × 次要过错的比例（百分之八十），四舍五入到分"
    assert f"- 补偿额：440元＝对照表第2行：「投诉人过错」为次要过错，{share}\n" in told
    assert "- 应付总额：620元＝「补偿额」440元加「应退费用」180元\n" in told


@BOTH
def test_the_files_are_laid_out(city):
    assert run("fmt", "--check", str(CITIES / city))[0] == 0
