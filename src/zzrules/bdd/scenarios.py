"""The scenarios of a folder of features, read without being run: what each asserts, row by row of its examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gherkin.parser import Parser

from zzrules.answer.witnesses import Scenario


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
        scenario
        for path in sorted(folder.rglob("*.feature"))
        for scenario in _of_text(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
    )


def _of_text(file: str, text: str) -> Iterator[Scenario]:
    feature: Any = Parser().parse(text)["feature"]
    tags = tuple(tag["name"].removeprefix("@") for tag in feature["tags"])
    for child in feature["children"]:
        if "scenario" in child:
            yield _scenario(file, tags, "", child["scenario"])
        for inner in child["rule"]["children"] if "rule" in child else ():
            if "scenario" in inner:
                yield _scenario(file, tags, child["rule"]["name"], inner["scenario"])


def _scenario(file: str, tags: tuple[str, ...], rule: str, scenario: Any) -> Scenario:
    rows = list(_rows(scenario)) or [{}]
    steps: dict[str, dict[str, None]] = {"Context": {}, "Action": {}, "Outcome": {}}
    kind = "Context"
    for step in scenario["steps"]:
        kind = kind if step["keywordType"] == "Conjunction" else step["keywordType"]
        steps[kind] |= dict.fromkeys(_filled(step["text"], row) for row in rows)
    return Scenario(file, tags, rule, scenario["name"], tuple(steps["Action"]), tuple(steps["Outcome"]))


def _rows(scenario: Any) -> Iterator[dict[str, str]]:
    for examples in scenario["examples"]:
        columns = [cell["value"] for cell in examples["tableHeader"]["cells"]]
        for row in examples["tableBody"]:
            yield dict(zip(columns, (cell["value"] for cell in row["cells"]), strict=True))


def _filled(step: str, row: dict[str, str]) -> str:
    for column, value in row.items():
        step = step.replace(f"<{column}>", value)
    return step
