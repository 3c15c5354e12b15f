"""What pytest-bdd loses without a word: each rule reads a feature file and says what in it would not be tested."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from pytest_bdd.feature import get_feature

import zzrules
from zzrules import Citation
from zzrules.base.regulation import Text
from zzrules.plan.model import given_to

ROOT = Path(__file__).parents[2]
FEATURES = sorted((ROOT / "features").glob("**/*.feature"))
MARKERS = {
    marker.partition(":")[0]
    for marker in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["markers"]
}
PLACEHOLDER = re.compile("<([^<>]+)>")
SCENARIO_LINE = re.compile("\\s*(场景大纲|场景|剧本大纲|剧本)\\s*[:：]")

Node = dict[str, Any]


def feature_of(text: str) -> Node:
    """Return the tree of a feature; gherkin's own types leave out the rules."""
    return {**Parser().parse(text)["feature"]}


def scenarios_of(text: str) -> Iterator[Node]:
    """Yield every scenario, in rules or not, in the order of the text."""

    def inside(children: list[Node]) -> Iterator[Node]:
        for child in children:
            if "scenario" in child:
                yield child["scenario"]
            elif "rule" in child:
                yield from inside(child["rule"]["children"])

    yield from inside(feature_of(text)["children"])


def texts_of(step: Node) -> list[str]:
    """Return what a step says: its text and the cells of its table."""
    rows = step.get("dataTable", {}).get("rows", [])
    return [step["text"], *(cell["value"] for row in rows for cell in row["cells"])]


def written_in(path: Path) -> int:
    """Return how many scenarios a file seems to hold for a reader, whichever colon they have."""
    return sum(bool(SCENARIO_LINE.match(line)) for line in path.read_text(encoding="utf-8").splitlines())


# --- the rules: each returns what would be lost ----------------------------------------------------------------------


def not_chinese(text: str) -> list[str]:
    """Return the first line, unless it says that the keywords are Chinese."""
    first = text.partition("\n")[0]
    return [] if first == "# language: zh-CN" else [first]


def keywords_without_colon(text: str) -> list[str]:
    """Return lines that begin with a keyword but have no half-width colon: they vanish into a description."""
    wide = re.compile("\\s*(?:(?:场景大纲|场景|剧本大纲|剧本|例子|背景)(?!大纲|:)|(?:功能|规则)\\s*(?:：|\\s[^:]*$))")
    return [line.strip() for line in text.splitlines() if wide.match(line)]


def stray_descriptions(text: str) -> list[str]:
    """Return lines of scenarios' descriptions that are no prose: a first step with a misspelt keyword becomes one."""
    lines = [line.strip() for scenario in scenarios_of(text) for line in scenario["description"].splitlines()]
    return [line for line in lines if line and line[-1] not in "。，、；：）"]


def same_names(text: str) -> list[str]:
    """Return names that two scenarios share (the later replaces the earlier), or that are empty."""
    counted = Counter(scenario["name"] for scenario in scenarios_of(text))
    return [name for name, times in counted.items() if times > 1 or not name]


def untested(text: str) -> list[str]:
    """Return the scenarios that assert nothing: without a step of their own 那么, they pass."""
    return [
        scenario["name"]
        for scenario in scenarios_of(text)
        if not any(step["keyword"].strip() == "那么" for step in scenario["steps"])
    ]


def comments_in_steps(text: str) -> list[str]:
    """Return the steps that end in a # comment, which is part of the step."""
    steps = [step["text"] for scenario in scenarios_of(text) for step in scenario["steps"]]
    return [step for step in steps if re.search(r"\s#", step)]


def loose_outlines(text: str) -> list[str]:
    """Return outlines without rows or with a row twice, columns that nothing uses, placeholders without a column."""
    loose = []
    for scenario in scenarios_of(text):
        said = [scenario["name"], *(one for step in scenario["steps"] for one in texts_of(step))]
        used = {name for one in said for name in PLACEHOLDER.findall(one)}
        outlined = scenario["keyword"] in ("场景大纲", "剧本大纲")
        rows: list[tuple[str, ...]] = []
        for examples in scenario["examples"]:
            columns = [cell["value"] for cell in examples.get("tableHeader", {}).get("cells", [])]
            if set(columns) != used or len(columns) != len(set(columns)) or not examples["tableBody"]:
                loose.append(scenario["name"])
            rows += [tuple(cell["value"] for cell in row["cells"]) for row in examples["tableBody"]]
        if outlined is not bool(rows) or (used and not rows) or len(rows) != len(set(rows)):
            loose.append(scenario["name"])
    return list(dict.fromkeys(loose))


def unknown_tags(text: str) -> list[str]:
    """Return the tags that no marker of pyproject.toml registers; a feature without a tag answers to no `-m`."""
    feature = feature_of(text)
    tagged = [*feature["tags"], *(tag for scenario in scenarios_of(text) for tag in scenario["tags"])]
    tagged += [tag for child in feature["children"] if "rule" in child for tag in child["rule"]["tags"]]
    unknown = [tag["name"] for tag in tagged if tag["name"].removeprefix("@") not in MARKERS]
    return unknown or ([] if feature["tags"] else ["功能没有标签"])


RULES: list[Callable[[str], list[str]]] = [
    not_chinese,
    keywords_without_colon,
    stray_descriptions,
    same_names,
    untested,
    comments_in_steps,
    loose_outlines,
    unknown_tags,
]


# --- the real files --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def regulation() -> Text:
    return zzrules.load().regulation.newest


def test_there_are_features() -> None:
    assert any(path.name.startswith("第八条") for path in FEATURES)


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", RULES)
def test_nothing_in_a_feature_is_lost(rule: Callable[[str], list[str]], path: Path) -> None:
    assert rule(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_scenario_that_is_written_is_read(path: Path) -> None:
    assert len(get_feature(str(path.parent), path.name).scenarios) == written_in(path)


def test_every_scenario_that_is_written_is_run() -> None:
    bound = vars(import_module("tests.test_features"))
    assert sum(name.startswith("test_") for name in bound) == sum(map(written_in, FEATURES))


def test_the_features_of_an_article_quote_it_verbatim_and_have_its_tag(regulation: Text) -> None:
    quoted: dict[str, set[str]] = {}
    for path in FEATURES:
        article = path.stem.partition("-")[0]
        feature = Parser().parse(path.read_text(encoding="utf-8"))["feature"]
        if article in MARKERS and article.startswith("第"):
            described = "".join(feature["description"].split())
            lines = {line for line in regulation.text(article).splitlines() if "".join(line.split()) in described}
            assert lines, f"{path.name} quotes nothing of {article}"
            assert f"@{article}" in [tag["name"] for tag in feature["tags"]], path.name
            quoted.setdefault(article, set()).update(lines)
    for article, lines in quoted.items():
        assert set(regulation.text(article).splitlines()) - lines == set(), article


def test_every_policy_has_a_feature() -> None:
    articles = {str(Citation(policy.citation.article)) for policy in zzrules.load().plan.policies}
    assert articles <= {path.stem.partition("-")[0] for path in FEATURES}


# --- what the features show ------------------------------------------------------------------------------------------


def steps_of(path: Path) -> Iterator[str]:
    """Yield every step of a feature, its outlines filled in row by row."""
    for scenario in get_feature(str(path.parent), path.name).scenarios.values():
        rows = [row for examples in scenario.examples for row in examples.as_contexts()] or [{}]
        yield from (step.name for row in rows for step in scenario.render(row).steps)


@pytest.fixture(scope="module")
def steps() -> list[str]:
    return [step for path in FEATURES for step in steps_of(path)]


def test_every_ground_is_seen_true_false_and_unknown(steps: list[str], regulation: Text) -> None:
    names = re.compile("情形「([^」]+)」(成立|不成立|未援引|待查明)")
    cited = re.compile("「(第[^」]+项)」(成立|不成立|未援引|待查明)")
    seen = {found.groups() for step in steps if (found := names.match(step))}
    seen |= {(str(regulation.resolve(found[1])), found[2]) for step in steps if (found := cited.match(step))}
    states = {"成立": ["成立"], "不成立": ["不成立", "未援引"], "待查明": ["待查明"]}
    unseen = [
        f"{ground.name}（{ground.citation}）{state}"
        for policy in zzrules.load().plan.policies
        for ground in policy.versions[-1].grounds
        for state, words in states.items()
        if not seen & {(name, word) for name in (ground.name, str(ground.citation)) for word in words}
    ]
    assert unseen == []


def test_every_reading_is_taken_otherwise(steps: list[str]) -> None:
    seen = {found[1] for step in steps if (found := re.search("换一种口径「([^」]+)」", step))}
    unseen = [
        f"{policy.name}：{reading.name}：{other}"
        for policy in zzrules.load().plan.policies
        for reading in policy.versions[-1].readings
        for other in reading.others
        if f"{reading.name}：{other}" not in seen
    ]
    assert unseen == []


def test_every_outcome_and_every_consequence_is_seen(steps: list[str]) -> None:
    said = re.compile("(?:的结论是|有后果)「([^」]+)」$")
    seen = {found[1] for step in steps if (found := said.search(step))}
    common = {"not_applicable", "not_in_force"}
    unseen = [
        f"{policy.name}：{name}"
        for policy in zzrules.load().plan.policies
        for name in (
            *(name for code, name in policy.outcomes.items() if code not in common),
            *(consequence.name for consequence in policy.versions[-1].consequences),
        )
        if name not in seen
    ]
    assert unseen == []


def test_every_obligation_is_seen_in_every_state_that_matters(steps: list[str]) -> None:
    """Not set off, done, unknown; to be done and late, where there are dates; missed, where something can say so."""
    said = re.compile(
        "义务「([^」]+)」(?:第「\\d+」项)?(未发生|不适用|待履行|临近届满|已履行|逾期履行|逾期未履行|违反|待查明)$"
    )
    seen = {(found[1], found[2]) for step in steps if (found := said.search(step))}
    seen |= {(found[1], "未发生") for step in steps if (found := re.search("没有待履行的义务「([^」]+)」$", step))}
    unseen = []
    plan = zzrules.load().plan
    for code, name in plan.obligations:
        obligation = plan.policy(code).obligation(name)
        states = {entry.code for entry in obligation.entries}
        wanted = [("未发生", "不适用"), ("已履行",), ("待查明",)]
        wanted += [("待履行", "临近届满")] if obligation.done is not None else []
        wanted += [("逾期未履行", "违反")] if "breached" in states else []
        wanted += [("逾期履行",)] if obligation.done is not None and "fulfilled_late" in states else []
        unseen += [
            f"{name}（{obligation.citation}）{words[0]}" for words in wanted if not seen & {(name, w) for w in words}
        ]
    assert unseen == []


# --- each rule can fail ----------------------------------------------------------------------------------------------

GOOD = """# language: zh-CN
@第八条
功能: 轮换

  场景这个词在句中，不算。

  背景:
    假如 「主体」为「其他」

  规则: 款

    场景: 甲
      当 于「2026-05-06」评价
      # 说明
      那么 「第八条第二款」待查明

    @边界
    场景大纲: <日>
      那么 「<日>」是工作日

      例子:
        | 日         |
        | 2026-05-06 |
"""


@pytest.mark.parametrize("rule", RULES)
def test_a_good_feature_loses_nothing(rule: Callable[[str], list[str]]) -> None:
    assert rule(GOOD.replace("  场景这个词在句中，不算。\n", "  这个场景：不算。\n")) == []


@pytest.mark.parametrize(
    ("rule", "before", "after", "lost"),
    [
        (not_chinese, "# language: zh-CN", "# language: zh-TW", "# language: zh-TW"),
        (keywords_without_colon, "场景: 甲", "场景：甲", "场景：甲"),
        (keywords_without_colon, "场景: 甲", "场景 : 甲", "场景 : 甲"),
        (keywords_without_colon, "场景大纲: <日>", "场景大纲：<日>", "场景大纲：<日>"),
        (keywords_without_colon, "例子:", "例子：", "例子："),
        (keywords_without_colon, "背景:", "背景", "背景"),
        (keywords_without_colon, "规则: 款", "规则：款", "规则：款"),
        (keywords_without_colon, "规则: 款", "规则 款", "规则 款"),
        (stray_descriptions, "当 于", "档 于", "档 于「2026-05-06」评价"),
        (same_names, "场景大纲: <日>", "场景大纲: 甲", "甲"),
        (same_names, "场景: 甲", "场景:", ""),
        (untested, "那么 「第八条第二款」待查明", "而且 「第八条第二款」待查明", "甲"),
        (comments_in_steps, "待查明", "待查明 # 说明", "「第八条第二款」待查明 # 说明"),
        (loose_outlines, "场景: 甲", "场景大纲: 甲", "甲"),
        (loose_outlines, "「第八条第二款」待查明", "「<条>」待查明", "甲"),
        (loose_outlines, "| 日         |", "| 日期       |", "<日>"),
        (loose_outlines, "        | 2026-05-06 |\n", "", "<日>"),
        (loose_outlines, "        | 2026-05-06 |\n", "        | 2026-05-06 |\n        | 2026-05-06 |\n", "<日>"),
        (loose_outlines, "场景大纲: <日>", "场景: <日>", "<日>"),
        (unknown_tags, "@边界", "@边境", "@边境"),
        (unknown_tags, "@第八条\n", "", "功能没有标签"),
    ],
)
def test_what_a_feature_loses_is_found(rule: Callable[[str], list[str]], before: str, after: str, lost: str) -> None:
    text = GOOD.replace("  场景这个词在句中，不算。\n", "")
    assert before in text
    assert rule(text.replace(before, after, 1)) == [lost]


def test_what_governs_every_policy_is_seen_of_every_policy() -> None:
    """A new article joins the features of the one that governs all: every table there names all the others."""
    text = (ROOT / "features" / "第二十四条-参照全文.feature").read_text(encoding="utf-8")
    plan = zzrules.load().plan
    governed = {str(policy.citation) for policy in plan.policies if given_to(policy)}
    assert len(governed) == len(plan.policies) - 1
    tables = [
        set(re.findall(r"第[^\s|]+条\S*", table)) for table in re.findall(r"例子:\n +\| 条 .*\n((?: +\|.*\n)+)", text)
    ]
    assert tables
    assert [table for table in tables if table != governed] == []
