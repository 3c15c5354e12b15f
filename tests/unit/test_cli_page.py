"""docs/命令行.md: every command on it is run, and prints what the page says; 「…」 stands for what is left out."""

import io
import re
import shlex
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from zzrules import loading
from zzrules.base.citation import to_chinese
from zzrules.batch.decisions import DecisionLog
from zzrules.batch.files import read_cases
from zzrules.cli import main
from zzrules.cli.commands import COMMANDS
from zzrules.cli.exits import ExitCode

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "命令行.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n\$ zzrules (.+)\n((?:.*\n)*?)(?:# 退出码 (\d+)\n)?```$", PAGE, re.MULTILINE)

DRAFT = "主体: 窗口工作人员\n报请日期: 2026-5-6\n报清日期: 无\n"
LINES = '{"主体": "派驻窗口工作人员"}\n{"主体": "派驻窗口工作人员", "案号": "甲", "报请日期": "2026-5-6"}\n'
LEDGER = """\
主体,行为发生日期,主观故意.结论,主观故意.机构,主观故意.日期,主观故意.依据,先行试点探索,经办人
政务服务机构,2026-04-16,,,,,,甲
派驻窗口工作人员,2026-04-16,是,效能工作机构,2026-04-28,示例核〔2026〕9号,,乙
派驻窗口工作人员,2026-04-17,,,,,是,乙
派驻窗口工作人员,4月17日,,,,,,丙
"""
MISSPELT = """\
事实: {主体: 政务服务机构}
流水:
  - {日期: 2026-02-13, 事件: 收到差评, 实名: 是}
  - {日期: 2026-02-30, 事件: 联系评价人}
  - {日期: 2026-02-24, 事件: 核实完毕, 情况清楚: 否, 诉求合理: 是, 情况复杂一时难以解决: 是}
"""
FAILING = """\
# language: zh-CN
功能: 轮换
  场景: 未满两年离开机构
    假如 案卷如下
      | 事实     | 值           |
      | 主体     | 政务服务机构 |
      | 报请日期 | 2026-04-20   |
    当 于「2026-05-06」就「第八条第二款」评价
    那么 「第八条第二款」的结论是「予以轮换调整」
"""
MISWRITTEN = {
    "冒号.feature": "# language: zh-CN\n功能: 轮换\n  场景：甲\n    当 于「2026-05-06」评价\n",
    "步骤.feature": "# language: zh-CN\n功能: 轮换\n  场景: 甲\n    当 于「2026-05-06」评介\n",
}
UNTIDY = "# language: zh-CN\n功能: 甲\n场景: 上班的星期六\n那么   「2026-02-14」是工作日\n"
ASSUMED = "假定日历: 2026\n依据: 测算\n放假: {春节: 2026-02-16至2026-02-23}\n上班: []\n"
LAW = """\
某市人民政府
2026年2月1日
第一章 总则
第一条 为了处理投诉，制定本规定。
第二条 受理机关应当作出下列处理：
（一）属于职责范围的，予以受理：
1.书面投诉的，出具回执；
2.电话投诉的，记录在案；
（二）不属于职责范围的，告知投诉人。
受理以后应当及时
核实。
第三条 本规定自2026年3月1日起施行。
"""


@cache
def decided() -> str:
    """Return the decision log of two records."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "决定.jsonl")
        for name, place in (("rotation-request", "第八条第二款"), ("bad-review", "第二十条第二款")):
            [case] = read_cases([ROOT / "examples" / f"{name}.yaml"])
            answer = loading.load().evaluate(case.facts(), "2026-05-06", [place])
            DecisionLog(log).append(answer, source=f"examples/{name}.yaml", number=1, facts=case.facts())
        return log.read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The files that the page speaks of, as the working directory."""
    for name in ("examples", "policies", "features"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "policies", tmp_path / "我的政策")
    for folder, name, old, new in (
        ("改过的政策", "article-07-replacement.yaml", "代码: replacement", "代码: Replacement"),
        ("改过的政策", "article-08-rotation.yaml", "依据: 第八条第二款", "依据: 第八条第九款"),
        ("写错了的政策", "article-08-rotation.yaml", "政策: 窗口", "政策：窗口"),
        ("写错了的政策", "article-08-rotation.yaml", "施行: 2026-01-01", "施行: 2026/1/1"),
    ):
        bad = tmp_path / folder
        if not bad.exists():
            shutil.copytree(ROOT / "policies", bad)
        text = (bad / name).read_text(encoding="utf-8")
        assert old in text
        (bad / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copytree(ROOT / "policies", tmp_path / "去年的政策")
    (tmp_path / "去年的政策" / "calendar" / "2026.yaml").unlink()
    notice = (ROOT / "tests" / "unit" / "notices" / "2026.txt").read_text(encoding="utf-8")
    (tmp_path / "通知.txt").write_text(notice, encoding="utf-8")
    (tmp_path / "抄错的通知.txt").write_text(notice.replace("1月4日（周日）", "1月4日（周一）"), encoding="utf-8")
    amended = shutil.copytree(ROOT / "policies", tmp_path / "修正了的政策") / "regulation.yaml"
    text = amended.read_text(encoding="utf-8")
    words = next(line for line in text.splitlines() if "在两个工作日内联系核实" in line).partition('"')[2]
    head = "文号: 某政〔2027〕2号, 印发: 2027-05-20, 施行: 2027-07-01"
    changed = f'修正:\n  - {{{head}, 改为: {{第二十条第二款: "{words}}}}}\n'
    amended.write_text(text + changed.replace("两个工作日", "三个工作日"), encoding="utf-8")
    (tmp_path / "草稿.yaml").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "案卷.jsonl").write_text(LINES, encoding="utf-8")
    (tmp_path / "台账.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "写错的流水.yaml").write_text(MISSPELT, encoding="utf-8")
    (tmp_path / "场景").mkdir()
    (tmp_path / "场景" / "改错了.feature").write_text(FAILING, encoding="utf-8")
    (tmp_path / "写错的场景").mkdir()
    for name, text in MISWRITTEN.items():
        (tmp_path / "写错的场景" / name).write_text(text, encoding="utf-8")
    (tmp_path / "乱排").mkdir()
    (tmp_path / "乱排" / "甲.feature").write_text(UNTIDY, encoding="utf-8")
    (tmp_path / "假定的2026年.yaml").write_text(ASSUMED, encoding="utf-8")
    (tmp_path / "法规.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "回答.txt").write_text("2026-04-16\n公用企事业单位\n是\n", encoding="utf-8")
    (tmp_path / "改动过的.zzrules").write_text('{\n "zzrules_bundle": 1,\n "library', encoding="utf-8")
    (tmp_path / "决定.jsonl").write_text(decided(), encoding="utf-8")
    changed = decided().replace('"outcome": "rotate"', '"outcome": "no_ground"', 1)
    (tmp_path / "改过的决定.jsonl").write_text(changed, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(page: str) -> re.Pattern[str]:
    """Return what the page shows as a pattern: 「…」 in a line is any text, as a line of its own any lines."""
    lines = ["(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in page.splitlines()]
    return re.compile("".join(lines))


@pytest.mark.parametrize(
    ("command", "expected", "code"), CONSOLES, ids=[f"{n} {one[0]}" for n, one in enumerate(CONSOLES)]
)
def test_the_page_shows_what_is_printed(desk, capsys, monkeypatch, command, expected, code):
    words = shlex.split(command.replace("(", "\\(").replace(")", "\\)"))
    if "<" in words:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((desk / words[-1]).read_bytes())))
        words = words[: words.index("<")]
    if "去年的政策" in words:  # as with last year's package: this one brings the notice of 2026 for every folder
        monkeypatch.setattr(loading, "shipped_policies", lambda: desk / "去年的政策")
    assert main(words) == int(code or 0)
    printed = capsys.readouterr()
    text = (printed.out or printed.err).removeprefix("\ufeff").replace("\r\n", "\n")
    assert shown(expected).fullmatch(text)


def test_the_table_of_commands_is_that_of_the_program():
    rows = re.findall(r"^\| \[`(\w+)`\]\(#(\w+)", PAGE, re.MULTILINE)
    assert rows == [(name, name) for name in COMMANDS]
    assert f"`zzrules` 有{to_chinese(len(COMMANDS))}个命令" in PAGE


def test_the_page_says_which_commands_print_json():
    table = PAGE.partition("给程序看的，写 `--format json`：")[2].partition("\n\n`evaluate`")[0]
    told = [re.findall("`(\\w+)`", row.split("|")[1]) for row in table.splitlines() if row.startswith("| `")]
    formats = {
        name: option.settings["choices"]
        for name, command in COMMANDS.items()
        for option, field in command.options()
        if field == "format"
    }
    assert sorted(name for names in told for name in names) == sorted(n for n, one in formats.items() if "json" in one)


def test_the_page_says_which_commands_take_the_calendar_of_another_day():
    [told] = re.findall("^后两个用于 (.*)。两个都写的", PAGE, re.MULTILINE)
    for field in ("known_on", "assume"):
        taking = [name for name, command in COMMANDS.items() if field in (one for _, one in command.options())]
        assert re.findall("`(\\w+)`", told) == taking


def test_every_command_and_exit_code_is_on_the_page():
    assert {command.split()[0] for command, _, _ in CONSOLES} == set(COMMANDS)
    assert dict(re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE)) == {
        str(code): re.sub("(check|test|site|diff|replay|fmt|coverage)", r"`\1`", code.meaning) for code in ExitCode
    }


def test_links_of_the_page_lead_somewhere():
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        name, _, place = target.partition("#")
        page = (ROOT / "docs" / name).read_text(encoding="utf-8") if name else PAGE
        heads = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
        assert not place or place in {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in heads}, target
