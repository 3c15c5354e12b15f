"""What the scenarios of a folder show of its policies: run in a process of its own, since that takes seconds.

``python -m zzrules.editor.showing 政策文件夹 -- 场景文件 …`` prints it as JSON: what came of each scenario, how many
scenarios show of each ground that it holds, fails or is open, and the advice on the policies.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zzrules.base.errors import Place, Problem, ZzrulesError

GROUND: Final = "情形"
_THEN: Final = "--"


@dataclass(frozen=True)
class Shown:
    """What was shown: by file and line what came of a scenario; by policy and ground how many scenarios show what."""

    scenarios: dict[str, dict[int, str]]
    grounds: dict[str, dict[str, dict[str, int]]]
    advice: list[Problem]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Shown:
        """Return what was printed."""
        lines = {file: {int(line): why for line, why in runs.items()} for file, runs in data["scenarios"].items()}
        return cls(lines, data["grounds"], [_problem(**one) for one in data["advice"]])

    def of_ground(self, policy: str, ground: str) -> str:
        """Return in Chinese what scenarios show of a ground of a policy (code).

        >>> Shown({}, {"rotation": {"甲": {"": 3, "成立": 2, "待查明": 1}}}, []).of_ground("rotation", "甲")
        '3 个场景：成立 2，不成立 0，待查明 1'
        """
        counted = self.grounds.get(policy, {}).get(ground, {})
        said = "，".join(f"{word} {counted.get(word, 0)}" for word in _WAYS)
        return f"{counted.get('', 0)} 个场景：{said}"


_WAYS: Final = ("成立", "不成立", "待查明")


def _problem(code: str, message: str, hint: str, position: dict[str, Any], **_: object) -> Problem:
    """Return a problem that was printed as data."""
    place = Place(position["source"], position["line"], position["column"])
    return Problem(code, message, place.until(position["end_line"] or 0, position["end_column"] or 0), hint)


def command(layers: Sequence[Path], features: Sequence[Path]) -> list[str]:
    """Return the command line that finds what features show of a folder, the last of some laid over one another."""
    return [sys.executable, "-m", __name__, *map(str, layers), _THEN, *map(str, features)]


def show(layers: Sequence[Path], features: Sequence[Path]) -> dict[str, Any]:
    """Return what features show of the policies of a folder, as plain data. Raises `PolicyError` for mistakes."""
    from zzrules.bdd.evidence import Evidence
    from zzrules.bdd.features import problems_of
    from zzrules.bdd.running import run
    from zzrules.loading import load

    book = load(layers[0], over=layers[1] if len(layers) > 1 else None)
    evidence = Evidence(book)
    run([path for path in features if not problems_of(path, str(path))], lambda _: book, evidence.note)
    scenarios: dict[str, dict[int, str]] = {}
    showing: dict[str, dict[str, dict[str, set[tuple[str, int]]]]] = {}
    for one in evidence.ran:
        runs = scenarios.setdefault(one.file, {})
        runs[one.line] = runs.get(one.line) or one.why
        for point in one.points:
            way = next((word for word in _WAYS if point.way.startswith(word)), "")
            if point.kind == GROUND and way:
                ways = showing.setdefault(point.policy, {}).setdefault(point.name, {})
                for counted in ("", way):
                    ways.setdefault(counted, set()).add((one.file, one.line))
    return {
        "scenarios": scenarios,
        "grounds": {
            policy: {ground: {way: len(ones) for way, ones in ways.items()} for ground, ways in grounds.items()}
            for policy, grounds in showing.items()
        },
        "advice": [problem.to_dict() for problem in book.advice],
    }


def main(arguments: Sequence[str]) -> None:
    """Print what features show of a folder; nothing while it has mistakes."""
    if hasattr(os, "nice"):
        os.nice(5)
    then = arguments.index(_THEN)
    layers, features = ([Path(path) for path in part] for part in (arguments[:then], arguments[then + 1 :]))
    try:
        shown = show(layers, features)
    except (ZzrulesError, ImportError):
        return
    print(json.dumps(shown))  # noqa: T201 - this is what is asked for


if __name__ == "__main__":
    main(sys.argv[1:])
