"""The scenarios of features, read without being run: the one walk over Gherkin's tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gherkin.parser import Parser

from zzrules.answer.witnesses import Scenario
from zzrules.policy.whereabouts import features_below

if TYPE_CHECKING:
    from zzrules.bdd.steps import Kind

Node = dict[str, Any]
"""A node of the tree as Gherkin's parser gives it."""
_PLACEHOLDER = re.compile("<(.+?)>")
_KINDS: Final[dict[str, Kind]] = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario as it is written: its node, the feature and the rule in which it stands, the steps before its own."""

    node: Node
    feature: Node
    rule: Node | None
    background: tuple[Node, ...]

    @property
    def name(self) -> str:
        """Its name."""
        name: str = self.node["name"]
        return name

    @property
    def steps(self) -> list[Node]:
        """Its own steps."""
        steps: list[Node] = self.node["steps"]
        return steps

    @property
    def examples(self) -> list[Node]:
        """Its tables of examples that have a row."""
        return [examples for examples in self.node["examples"] if examples.get("tableBody")]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of its examples; of a scenario without any, one that fills nothing in."""
        rows = [
            dict(zip(columns(examples), (cell["value"] for cell in row["cells"]), strict=True))
            for examples in self.examples
            for row in examples["tableBody"]
        ]
        return rows or [{}]

    @property
    def tagged(self) -> Iterator[Node]:
        """Its tags and those of what it stands in and of its examples, as nodes."""
        for one in (self.feature, self.rule or {}, self.node, *self.node["examples"]):
            yield from one.get("tags", ())


def feature_of(text: str) -> Node | None:
    """Return the feature of a text; None if it has none. Raises what Gherkin's parser does."""
    document: Any = Parser().parse(text)
    feature: Node | None = document.get("feature")
    return feature


def scenarios_of(feature: Node) -> Iterator[Written]:
    """Yield the scenarios of a feature, in the order of its text."""
    shared: tuple[Node, ...] = ()
    for child in feature["children"]:
        if "background" in child:
            shared = tuple(child["background"]["steps"])
        elif "scenario" in child:
            yield Written(child["scenario"], feature, None, shared)
        else:
            own = shared
            for inner in child["rule"]["children"]:
                if "background" in inner:
                    own = (*shared, *inner["background"]["steps"])
                else:
                    yield Written(inner["scenario"], feature, child["rule"], own)


def by_kind(steps: Sequence[Node]) -> Iterator[tuple[Kind | None, Node]]:
    """Yield steps, each with the keyword under which it stands: 而且 goes on with the one above; None if none is."""
    kind: Kind | None = None
    for step in steps:
        kind = _KINDS.get(step["keywordType"], kind)
        yield kind, step


def columns(examples: Node) -> list[str]:
    """Return the columns of a table of examples."""
    return [cell["value"] for cell in examples["tableHeader"]["cells"]]


def placeholders(text: str) -> list[str]:
    """Return the columns that a text names between angle brackets, each once.

    >>> placeholders("「<日期>」是<什么>日，<日期>")
    ['日期', '什么']
    """
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def filled(text: str, row: dict[str, str]) -> str:
    """Return a text with the words of a row of examples in it.

    >>> filled("「<日期>」是<什么>", {"日期": "2026-03-02"})
    '「2026-03-02」是<什么>'
    """
    return _PLACEHOLDER.sub(lambda found: row.get(found[1], found[0]), text)


def tag_name(tag: Node) -> str:
    """Return the name of a tag, without its mark."""
    name: str = tag["name"]
    return name.removeprefix("@")


# ── what they assert ────────────────────────────────────────────────────


def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    r"""Return the scenarios of the features in a folder, in the order of the files and of their text.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     text = "# language: zh-CN\n功能: 轮换\n  场景: 甲\n    那么 「第八条」待查明\n"
    ...     _ = Path(folder, "轮换.feature").write_text(text, encoding="utf-8")
    ...     [(one.file, one.name, one.asserted) for one in read_scenarios(Path(folder))]
    [('轮换.feature', '甲', ('「第八条」待查明',))]
    """
    return tuple(
        _asserting(path.relative_to(folder).as_posix(), written)
        for path in features_below(folder)
        for written in scenarios_of(feature_of(path.read_text(encoding="utf-8")) or {"children": []})
    )


def _asserting(file: str, written: Written) -> Scenario:
    steps: dict[Kind | None, dict[str, None]] = {}
    for kind, step in by_kind(written.steps):
        steps.setdefault(kind, {}).update(dict.fromkeys(filled(step["text"], row) for row in written.rows))
    asked, asserted = tuple(steps.get("when", ())), tuple(steps.get("then", ()))
    tags = tuple(tag_name(tag) for tag in written.feature["tags"])
    rule = written.rule["name"] if written.rule is not None else ""
    line = written.node["location"]["line"]
    return Scenario(file, tags, rule, written.name, asked, asserted, line)
