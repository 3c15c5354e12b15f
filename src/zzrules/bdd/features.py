"""Features read before they are run: what is wrong with a file, in Chinese, with its line.

What Gherkin would pass over in silence is a mistake here: a scenario behind a full-width colon, the first of two
scenarios of one name, an outline without examples. A step has to be one of the library's, unless others may exist.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from gherkin.errors import CompositeParserException, ParserException, UnexpectedEOFException

from zzrules.base.diagnostics import folders as wrong
from zzrules.base.diagnostics.text import YAML_FILE_UNREADABLE
from zzrules.base.errors import Place, Problem
from zzrules.bdd.manual import meant, step_of
from zzrules.bdd.scenarios import (
    Node,
    Written,
    by_kind,
    columns,
    feature_of,
    filled,
    placeholders,
    scenarios_of,
    tag_name,
)
from zzrules.bdd.steps import KEYWORDS, Kind
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.yamltree import Problems, short

_LINE_END = re.compile("\r?\n")  # as Gherkin counts
_BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_LANGUAGE = re.compile(r"\s*#\s*language\s*:\s*([A-Za-z-]+)\s*")
_BLOCK_KEYWORDS: Final = ("功能", "规则", "背景", "场景大纲", "剧本大纲", "场景", "剧本", "例子")
_WIDE_COLON = re.compile(rf"\s*({'|'.join(_BLOCK_KEYWORDS)})\s*：\s*(.*?)\s*")
_NO_COLON = re.compile(rf"\s*({'|'.join(_BLOCK_KEYWORDS)})(?:[ \t\u3000]+(\S.*?))?\s*")
_HEADER = re.compile(rf"({'|'.join(_BLOCK_KEYWORDS)})\s*[:：]")
_MARKS_OF_PYTEST: Final = ("skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings")
_STEP: Final = ("*", "假如", "假设", "假定", "当", "那么", "而且", "并且", "同时", "但是")
# What people write for the keyword of a step.
_MISNOMERS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("如果", "若是", "若", "倘若", "假若", "假使", "给定", "已知", "Given", "If"), "given"),
    **dict.fromkeys(("当在", "在", "When"), "when"),
    **dict.fromkeys(("那末", "那", "则", "就", "于是", "应当", "结果", "Then"), "then"),
}
_MISNAMED = re.compile(rf"({'|'.join(sorted(_MISNOMERS, key=len, reverse=True))})[\s，,：:]*(.+)")
_TOKEN = re.compile(r"(\S{1,3})[\s，,：:]+(.+)")
_BAR: Final = ("|", "｜")
_EXPECTED: Final = {
    "#FeatureLine": "「功能: 名字」",
    "#StepLine": "以「假如」「当」「那么」起头的步骤",
    "#TableRow": "表的一行「| … |」",
    "#ScenarioLine": "「场景: 名字」",
    "#ExamplesLine": "「例子:」",
    "#DocStringSeparator": "三个双引号",
}
"""What may stand in a line, for those of Gherkin's words that help; the likeliest first."""


def problems_of(
    path: Path, source: str, *, all_steps_known: bool = True, raw: bytes | None = None
) -> tuple[Problem, ...]:
    """Return what is wrong with a feature file, in the order of its lines; ``source`` is what it is called.

    ``all_steps_known``: there are no steps but the library's, so that any other one is a mistake. ``raw`` is what is
    to be read instead of what the file holds.
    """
    problems = Problems()
    feature = _read(path, source, problems, raw)
    if feature is not None:
        tags: dict[Place, str] = {}
        _check_names(feature, source, problems)
        for written in scenarios_of(feature):
            _check_scenario(written, source, problems)
            _check_filled_in(written, source, problems)
            tags |= {_place(tag, source): tag_name(tag) for tag in written.tagged}
            if all_steps_known:
                _check_steps(written, source, problems)
        _check_tags(tags, problems, ours=all_steps_known)
    return problems.in_order()


def _read(path: Path, source: str, problems: Problems, raw: bytes | None) -> Node | None:
    """Return the feature of a file as Gherkin's parser gives it; None, with what is wrong noted."""
    try:
        raw = path.read_bytes() if raw is None else raw
    except OSError:
        problems.add(YAML_FILE_UNREADABLE, Place(source), reason="系统不让读")
        return None
    if raw.startswith(_BOM):
        problems.add(wrong.BYTE_ORDER_MARK, Place(source, 1, 1))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.add(wrong.NOT_UTF_8, Place(source, line, 1), encoding=_encoding(raw))
        return None
    lines = _LINE_END.split(text)
    _check_surface(lines, source, problems)
    _check_descriptions(lines, source, problems)
    if problems:
        return None
    try:
        feature = feature_of(text)
    except CompositeParserException as error:
        _note_syntax(error.errors[0], lines, source, problems)
        return None
    if feature is None:
        problems.add(wrong.NO_FEATURE, Place(source, 1, 1))
    return feature


def _encoding(raw: bytes) -> str:
    if raw.startswith(_UTF_16):
        return "UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "别的编码"
    return "GBK"


def _check_surface(lines: list[str], source: str, problems: Problems) -> None:
    """Note what Gherkin takes for part of a description, or for English."""
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not first:
        problems.add(wrong.NO_FEATURE, Place(source, 1, 1))
        return
    if not _LANGUAGE.fullmatch(lines[first - 1]):
        problems.add(wrong.NO_LANGUAGE, Place(source, first, 1))
    quoted = False
    for number, line in enumerate(lines, 1):
        quoted ^= line.strip().startswith(('"""', "```"))
        place = Place(source, number, len(line) - len(line.lstrip()) + 1)
        if quoted:
            continue
        if found := _WIDE_COLON.fullmatch(line):
            problems.add(wrong.WIDE_COLON, place, keyword=found[1], rest=short(found[2]))
        elif found := _NO_COLON.fullmatch(line):
            problems.add(wrong.NO_COLON, place, keyword=found[1], rest=short(found[2] or ""))


def _check_descriptions(lines: list[str], source: str, problems: Problems) -> None:
    """Note steps and tables that Gherkin takes for part of a description, because no keyword begins them."""
    describing = quoted = False
    above = ""
    for number, whole in enumerate(lines, 1):
        line = whole.strip()
        quoted ^= line.startswith(('"""', "```"))
        if quoted or not line or line.startswith(("#", "@")):
            continue
        if header := _HEADER.match(line):
            describing, above = header[1] != "例子", ""
        elif line.startswith(_STEP):
            describing = False
        elif describing:
            place = Place(source, number, len(whole) - len(whole.lstrip()) + 1)
            if line.startswith(_BAR):
                problems.add(wrong.TABLE_IN_DESCRIPTION, place, above=short(above) or "（没有）")
                describing = False
            elif step := _step_meant(line):
                problems.add(wrong.STEP_IN_DESCRIPTION, place, line=short(line), step=step)
                describing = False
            above = line


def _step_meant(line: str) -> str:
    """Return the step that a line without a keyword may have been, with its keyword; empty for other lines."""
    for kind, keyword in KEYWORDS.items():
        if step_of(line, kind) is not None:
            return f"{keyword} {line}"
    if found := _MISNAMED.fullmatch(line):
        return meant(found[2], _MISNOMERS[found[1]])
    found = _TOKEN.fullmatch(line)
    return meant(found[2], "given") if found else ""


def _note_syntax(error: ParserException, lines: list[str], source: str, problems: Problems) -> None:
    place = Place(source, error.location["line"], error.location.get("column") or 1)
    message = str(error)
    words = set(re.findall(r"#\w+", message))
    expected = "、".join(said for word, said in _EXPECTED.items() if word in words) or "空行"
    if "inconsistent cell count" in message:
        problems.add(wrong.UNEVEN_TABLE, place)
    elif "Language not supported" in message:
        problems.add(wrong.NO_LANGUAGE, place)
    elif isinstance(error, UnexpectedEOFException):  # Gherkin tells the line after the last
        problems.add(wrong.BROKEN_OFF, Place(source, len(lines), len(lines[-1]) + 1), expected=expected)
    elif lines[place.line - 1].strip().startswith("｜"):
        problems.add(wrong.WIDE_BAR, place)
    elif step := _step_meant(lines[place.line - 1].strip()):
        problems.add(wrong.STEP_WITHOUT_KEYWORD, place, line=short(lines[place.line - 1]), step=step)
    else:
        problems.add(wrong.NOT_GHERKIN, place, line=short(lines[place.line - 1]), expected=expected)


# ── scenarios ───────────────────────────────────────────────────────────


def _place(node: Node, source: str) -> Place:
    return Place(source, node["location"]["line"], node["location"].get("column") or 1)


def _check_names(feature: Node, source: str, problems: Problems) -> None:
    seen: dict[str, Place] = {}
    for written in scenarios_of(feature):
        name, place = written.name, _place(written.node, source)
        if not name:
            problems.add(wrong.UNNAMED_SCENARIO, place, keyword=written.node["keyword"])
        elif name in seen:
            problems.add(wrong.REPEATED_SCENARIO, place, scenario=short(name), first=seen[name])
        seen.setdefault(name, place)
    if not seen:
        problems.add(wrong.NO_SCENARIO, _place(feature, source))


def _check_scenario(written: Written, source: str, problems: Problems) -> None:
    scenario, name = written.node, short(written.name)
    if not written.steps:
        problems.add(wrong.NO_STEP, _place(scenario, source), scenario=name)
    if (scenario["keyword"].endswith("大纲") or scenario["examples"]) and not written.examples:
        problems.add(wrong.NO_EXAMPLES, _place(scenario, source), scenario=name)
    for examples in written.examples:
        known = columns(examples)
        for step in written.steps:
            for word in placeholders(_said(step)):
                if word not in known:
                    listed = "、".join(f"<{column}>" for column in known)
                    problems.add(wrong.NO_SUCH_COLUMN, _place(step, source), column=short(word), columns=listed)


def _check_filled_in(written: Written, source: str, problems: Problems) -> None:
    """Note the cells of tables that a person has yet to write."""
    for step in (*written.background, *written.steps):
        for row in step["dataTable"]["rows"] if "dataTable" in step else ():
            for cell in row["cells"]:
                if cell["value"] == PLACEHOLDER:
                    problems.add(wrong.TO_FILL_IN_CELL, _place(cell, source))


def _check_tags(tags: dict[Place, str], problems: Problems, *, ours: bool) -> None:
    """Note tags that are none to pytest; ``ours``: and those that it would obey, where nobody else's features are."""
    for place, tag in tags.items():
        if tag.startswith("_"):
            problems.add(wrong.TAG_UNDERSCORED, place, tag=tag, name=tag.lstrip("_") or "名字")
        elif ours and tag in _MARKS_OF_PYTEST:
            problems.add(wrong.TAG_OF_PYTEST, place, tag=tag)


def _said(step: Node) -> str:
    """Return all that a step says, the cells of its table included."""
    rows = step["dataTable"]["rows"] if "dataTable" in step else ()
    return "\n".join([step["text"], *(cell["value"] for row in rows for cell in row["cells"])])


# ── steps ───────────────────────────────────────────────────────────────


def _check_steps(written: Written, source: str, problems: Problems) -> None:
    rows = written.rows
    for steps in (written.background, written.steps):
        for kind, step in by_kind(steps):
            if kind is None:
                problems.add(wrong.BEGINS_WITH_AND, _place(step, source), keyword=step["keyword"].strip())
                break
            for text in dict.fromkeys(filled(step["text"], row) for row in rows):
                if not _check_step(step, text, kind, source, problems):
                    break


def _check_step(step: Node, text: str, kind: Kind, source: str, problems: Problems) -> bool:
    """Note what is wrong with one step, with the words of one row of the examples; return whether it is right."""
    place, found = _place(step, source), step_of(text, kind)
    tabled = "dataTable" in step
    if found is None:
        problems.note(no_such_step(text, kind, place))
    elif found.tabled and not tabled:
        problems.add(wrong.TABLE_MISSING, place, step=short(text), columns=_columns(text))
    elif tabled and not found.tabled:
        problems.add(wrong.NEEDLESS_TABLE, place, step=short(text))
    else:
        return True
    return False


def no_such_step(text: str, kind: Kind, place: Place) -> Problem:
    """Return the mistake that a step is none of the library's, with the one that may have been meant."""
    near = meant(text, kind)
    if near:
        return wrong.NO_SUCH_STEP(place, step=short(text), meant=near)
    return wrong.NO_STEP_NEAR(place, step=short(text))


def _columns(text: str) -> str:
    """Return the head of the table that belongs below a step."""
    return {"案卷如下": "事实 | 值", "流水如下": "日期 | 事件"}.get(text, "字段 | 字段")
