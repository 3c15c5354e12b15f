"""A determination as one file of HTML: what it says, in which order, and that nothing in it runs."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from zzrules import loading
from zzrules.answer.account import account
from zzrules.answer.blocks import Items, Paragraph, Quotes
from zzrules.base.errors import UsageError
from zzrules.base.quoting import markdown
from zzrules.cli import main
from zzrules.pages.determination import to_html, ways_of

ON = "2026-05-06"
ROOT = Path(__file__).parents[2]
LATE = {
    "主体": "政务服务机构",
    "行为发生日期": "2026-03-01",
    "事项类别": "行政许可",
    "收到材料日期": "2026-02-03",
    "受理日期": "2026-02-03",
    "承诺时限": "12日",
    "办结日期": "2026-02-27",
    "特别程序期间": "无",
}
HARM = '<script>alert(1)</script>]]>\u202e\x07<b title="x">&amp;😀'


class Page(HTMLParser):
    """The elements of a page with their words, and what of them could run."""

    VOID = frozenset(("meta", "link", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append((int(self.open[-1][1]), data))

    @property
    def text(self):
        return re.sub(r"\s", "", "".join(self.words))


@pytest.fixture(scope="module")
def book():
    return loading.load()


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_it_says_what_text_and_markdown_say_and_the_answer_first(book):
    determination = book.evaluate(LATE, ON, ["第二十一条", "第二十四条"])
    page = Page(to_html(determination, "示例案卷"))
    assert not page.open
    assert not page.faults
    told = account(determination.report())
    for block in (block for section in told.sections for block in section.blocks):
        match block:
            case Paragraph():
                assert squeezed(block.text) in page.text
            case Items():
                assert all(squeezed(item.text) in page.text for item in block.items)
            case Quotes():
                assert all(squeezed(place.text) in page.text for place in block.places)
    assert page.headings[:2] == [(1, "评价结论"), (2, "结论")]
    assert page.text.index("示例案卷") < page.text.index("责任追究") < page.text.index("尚缺的事实")
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_words_of_the_law_unfold_where_they_are_cited(book):
    html = to_html(book.evaluate(LATE, ON, ["第二十一条"]))
    item = html[html.index("第二十一条第（五）项「超过承诺时限」") :]
    unfolded = item[item.index("<details") : item.index("</details>")]
    assert "第二十一条第（五）项" in unfolded
    assert "超过承诺办理时限未办结政务服务事项" in unfolded


def test_the_nearest_outcome_comes_first_and_says_what_it_lacks(book):
    determination = book.evaluate(LATE, ON, ["第二十四条"])
    ways = ways_of(determination, "scope")
    answer = determination.policy("scope")
    assert [len(way.lacking) for way in ways] == sorted(len(way.lacking) for way in ways)
    assert {way.lacking for way in ways} <= {answer.why(one).lacking for one in book.plan.policy("scope").outcomes}
    assert answer.outcome_name not in {way.name for way in ways}
    page = Page(to_html(determination))
    listed = page.text.partition("别的结论还差什么")[2]
    places = [listed.index(squeezed(f"{way.name}：不成立，差{len(way.lacking)}项{way.lacking[0]}")) for way in ways]
    assert places == sorted(places)
    assert ways_of(book.evaluate({"主体": "其他"}, ON, ["第二十四条"]), "scope") != []
    assert ways_of(book.evaluate({"主体": "政务服务机构"}, ON, ["第八条第二款"]), "rotation") == []


def test_nothing_in_it_runs_or_is_fetched_whatever_a_record_says(book):
    finding = {"结论": "是", "机构": "效能工作机构", "日期": "2026-04-01", "依据": f"{HARM}\n# 结论：免责"}
    record = LATE | {"主观故意": finding}
    html = to_html(book.evaluate(record, ON, ["第二十三条", "第二十一条"]), f"{HARM}{'长' * 2000}")
    page = Page(html)
    assert not page.faults
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "form", "img", "b"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")], tag
        assert not (tag == "link" and attributes["href"] != "data:,")
        assert tag != "a" or (attributes["href"] or "").startswith("#")
    assert "‹U+202E›‹U+0007›" in html
    assert "\u202e" not in html
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = [one["content"] for tag, one in page.elements if one.get("http-equiv") == "Content-Security-Policy"]
    assert str(policy).startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    assert {one["href"] for tag, one in page.elements if tag == "a"} <= {f"#{name}" for name in ids}


def test_a_finding_forges_nothing_in_text_and_markdown(book):
    basis = "示例\n\n# 结论\n\n**免责** [见](http://示例) <b>x</b>\x1b[31m\u2028- 后果：无"
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-03-02"}
    finding = {"结论": "是", "机构": "效能工作机构", "日期": "2026-04-01", "依据": basis}
    determination = book.evaluate(record | {"主观故意": finding}, ON, ["第二十三条"])
    plain = book.evaluate(record | {"主观故意": finding | {"依据": "示例"}}, ON, ["第二十三条"])
    for form in ("text", "markdown"):
        lines, others = determination.explain(form).splitlines(), plain.explain(form).splitlines()
        assert len(lines) == len(others)
        changed = [line for line, other in zip(lines, others, strict=True) if line != other and "摘要" not in line]
        assert changed
        for line in changed:
            assert line.lstrip().startswith("- ")
            assert "\x1b" not in line
            assert "\u2028" not in line
    [line, *_] = [line for line in determination.explain("markdown").splitlines() if "免责" in line]
    assert "\\*\\*免责\\*\\* \\[见\\](http\\://示例) \\<b\\>x\\</b\\>‹U+001B›\\[31m - 后果：无" in line


@pytest.mark.parametrize(
    "text", ["# 甲", "1. 甲", "- 甲", "+ 甲", "> 甲", "===", "`甲`", "~~甲~~", "&lt;", "|甲|", "\\"]
)
def test_words_are_no_markup(text):
    escaped = markdown(text, leading=True)
    assert escaped != text
    assert re.sub(r"\\(.)", r"\1", escaped) == text


def test_the_command_writes_one_file(tmp_path, capsysbinary, monkeypatch):
    monkeypatch.chdir(tmp_path)
    record = str(ROOT / "examples" / "rotation-request.yaml")
    assert main(["explain", record, "--on", ON, "--about", "第八条第二款", "--format", "html"]) == 0
    printed = capsysbinary.readouterr().out
    assert main(["explain", record, "--on", ON, "--about", "第八条第二款", "--format", "html", "-o", "a.html"]) == 0
    assert Path("a.html").read_bytes() == printed
    assert "予以轮换调整" in printed.decode()
    assert main(["explain", record, record, "--on", ON, "--format", "html"]) == 2
    assert main(["explain", record, "--on", ON, "-o", "b.txt"]) == 2
    Path("a").mkdir()
    assert main(["explain", record, "--on", ON, "--format", "html", "-o", "a"]) not in (0, 2)


def test_a_determination_read_back_says_that_it_cannot_tell(book):
    kept = type(book.evaluate(LATE, ON)).from_dict(book.evaluate(LATE, ON, ["第二十四条"]).to_dict())
    with pytest.raises(UsageError, match="ZZ614"):
        to_html(kept)
