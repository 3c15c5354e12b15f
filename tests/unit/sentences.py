"""The sentences of policies as a person read and approved them, one file for each policy, under ``tests/approved``.

``python -m tests.unit.sentences`` writes them anew after a change of policies or of their wording: read the difference
(``git diff tests/approved``) as a lawyer would before it is committed. Does each sentence say what the condition asks?
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zzrules
from zzrules.policy import syntax
from zzrules.policy.phrasing.policies import Section, say, say_shared
from zzrules.policy.phrasing.sentence import text
from zzrules.policy.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
APPROVED = ROOT / "tests" / "approved" / "sentences"
FOLDERS = (
    "policies",
    "examples/amended-policies",
    "examples/amount-policies",
    "examples/cities/complaints",
    "examples/cities/hotline",
    "examples/recurring-policies",
    "examples/several-regulations",
)

RARE = "tests/approved/rare"
"""A folder over the shipped one, with what no other policy has."""


def written(folder: str) -> tuple[tuple[syntax.Policy, ...], Vocabulary]:
    """Return the policies of a folder as they are written, and its vocabulary."""
    book = zzrules.load(ROOT / folder) if folder != RARE else zzrules.load(ROOT / "policies", over=ROOT / folder)
    return book.written, book.vocabulary


def page(title: str, sections: tuple[Section, ...]) -> str:
    """Return sections as the text of a file."""
    lines = [title]
    for section in sections:
        lines += ["", f"【{section.key}】{section.note}"]
        lines += [text(part.sentences) for part in section.parts]
    return "\n".join(lines) + "\n"


def said() -> Iterator[tuple[Path, str]]:
    """Yield every file with the text that it is to have."""
    for folder in (*FOLDERS, RARE):
        policies, vocabulary = written(folder)
        home = APPROVED / folder.rpartition("/")[2]
        own = {file.name for file in (ROOT / folder).rglob("*.yaml")}
        for policy in policies:
            if Path(policy.place.source).name not in own:
                continue
            later = (
                f"-{policy.in_force}" if any(policy.code == one.code and policy is not one for one in policies) else ""
            )
            title = f"{policy.name}（{policy.citation}）"
            yield home / f"{policy.code}{later}.txt", page(title, say(policy, vocabulary, policies))
        if folder != RARE and (shared := say_shared(vocabulary)):
            yield home / "各政策共用.txt", page("各政策共用", shared)


if __name__ == "__main__":
    texts = dict(said())
    for stale in {*APPROVED.rglob("*.txt")} - texts.keys():
        stale.unlink()
    for file, content in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
