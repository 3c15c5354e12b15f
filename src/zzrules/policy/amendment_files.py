"""修正, the amendments in the file of a regulation: each read, checked, and applied to the text before it."""

from __future__ import annotations

from datetime import date
from typing import get_args

from zzrules.base.amending import Amendment, Change, Kind, amended
from zzrules.base.citation import Citation
from zzrules.base.diagnostics import Proposal, citations as wrong, moved
from zzrules.base.errors import CitationError, Place, Problem
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Paragraph, Regulation, Text, Unassessed, term
from zzrules.base.regulations import Regulations
from zzrules.policy.forms import REGULATION, Form, Reader
from zzrules.policy.keys.regulations import AMENDMENT, PARAGRAPH
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

_KINDS: tuple[Kind, ...] = get_args(Kind)
_INSTEAD = {
    word: Proposal(f"「{kind}」", [kind])
    for kind, words in {
        "改为": "修改 修改为 改成 修订 修订为",
        "增加": "新增 增补 增设 添加",
        "删去": "废止 删除 废除 删",
        "改序": "改作 调整序号 顺延 移动",
    }.items()
    for word in words.split()
}
"""The changes that people call otherwise."""


def read_amendments(node: Node, regulation: Regulation, reader: Reader) -> Regulation:
    """Return a regulation with the texts that its amendments make, in the order of their days; mistakes are noted."""
    read = [one for item in reader.items(node, "修正") if (one := _Amendment.read(item, regulation, reader))]
    days: dict[date, Place] = {}
    for one in sorted(read, key=lambda one: one.first):
        if one.first in days:
            reader.note(wrong.AMENDED_ON_ONE_DAY, one.place, day=one.first, first=days[one.first])
            continue
        days[one.first] = one.place
        *before, last = regulation.texts
        texts, sound = one.applied(last, regulation)
        if sound:
            regulation = replaced(regulation, texts=(*before, *texts))
        else:
            reader.problems.unread.add(REGULATION)
    if len(read) < len(node.items if isinstance(node, Sequence) else ()):
        reader.problems.unread.add(REGULATION)
    return regulation


class _Amendment:
    """An amendment as it is written, with the places of its changes."""

    def __init__(self, number: str, first: date, form: Form, regulation: Regulation, reader: Reader) -> None:
        self.first = first
        self.place = form["施行"][1].place
        self._number = number
        self._regulation = regulation
        self._reader = reader
        self._places: dict[int, Place] = {}
        self._form = form
        found = self._read()
        self._changes = tuple(change for change in found if change is not None)
        self._whole = len(self._changes) == len(found)

    @classmethod
    def read(cls, node: Node, regulation: Regulation, reader: Reader) -> _Amendment | None:
        """Return an amendment; None, noted, where its days don't fit one another or the regulation."""
        form = reader.form(node, "修正的一次", AMENDMENT.allowed, AMENDMENT.required, _INSTEAD)
        issued = reader.date(form["印发"][1], "印发") if "印发" in form else None
        first = reader.date(form["施行"][1], "施行") if "施行" in form else None
        if issued is None or first is None:
            return None
        place = form["施行"][1].place
        if first < issued:
            reader.note(wrong.IN_FORCE_BEFORE_ISSUED, place, issued=issued, first=first)
            return None
        if not regulation.in_force < first <= regulation.last_day:
            days = term(regulation.in_force, regulation.last_day)
            reader.note(wrong.OUTSIDE_VALIDITY, place, day=first, days=days, first=regulation.in_force)
            return None
        if not form.keys() & {*_KINDS}:
            if isinstance(node, Mapping) and all(key.text in form for key, _ in node.entries):  # else it is noted
                reader.note(wrong.NOT_AMENDED, place)
            return None
        return cls(reader.text(form["文号"][1], "文号") if "文号" in form else "", first, form, regulation, reader)

    def applied(self, text: Text, regulation: Regulation) -> tuple[tuple[Text, Text], bool]:
        """Return a text with the one that follows it, and whether all changes could be made.

        What is wrong with a change is noted where it is written.
        """
        wrong_changes: list[Change] = []

        def report(change: Change, problem: Problem) -> None:
            wrong_changes.append(change)
            part = f"{change.kind}：" if problem.code == wrong.NO_ARTICLE.code else ""
            self._reader.problems.note(
                replaced(problem, message=part + problem.message, place=self._places[id(change)])
            )

        before, after = amended(text, Amendment(self._number, self.first, self._changes), report)
        amended_so_far = replaced(regulation, texts=(*regulation.texts[:-1], before, after))
        added = read_unassessed(self._form, amended_so_far, self._reader)
        after = replaced(after, unassessed=tuple(sorted((*after.unassessed, *added), key=_cited)))
        return (before, after), not wrong_changes and self._whole

    # ── changes ─────────────────────────────────────────────────────

    def _read(self) -> list[Change | None]:
        """Return the changes, None for those that cannot be read."""
        found: list[Change | None] = []
        for kind in ("改为", "增加"):
            for key, value in self._entries(kind):
                found.append(self._worded(kind, key, value))
        if "删去" in self._form:
            for word in self._reader.words(self._form["删去"][1], "删去"):
                place = self._citation(word, "删去")
                found.append(self._noted(Change("删去", place), word) if place is not None else None)
        for key, value in self._entries("改序"):
            place, to = self._citation(key, "改序"), self._citation(value, "改序")
            moves = Change("改序", place, to=to) if place is not None and to is not None else None
            found.append(self._noted(moves, key) if moves is not None else None)
        return found

    def _entries(self, kind: str) -> tuple[tuple[Scalar, Node], ...]:
        return (self._reader.entries(self._form[kind][1], kind) or ()) if kind in self._form else ()

    def _noted(self, change: Change, word: Scalar) -> Change:
        self._places[id(change)] = word.place
        return change

    def _citation(self, node: Node, part: str) -> Citation | None:
        """Return a place by its numbers alone: which text has it is seen when the amendment is applied."""
        text = self._reader.text(node, part)
        if not text:
            return None
        try:
            return self._regulation.newest.parse(text)
        except CitationError as error:
            for problem in error.problems:
                message = f"{part}：{problem.message}"
                self._reader.problems.note(replaced(moved(problem, node.place), message=message))
            return None

    def _worded(self, kind: Kind, key: Scalar, node: Node) -> Change | None:
        place = self._citation(key, kind)
        if place is None:
            return None
        shown = str(place)
        if place.item is not None and not isinstance(node, Scalar):
            self._reader.note(wrong.ITEM_WITH_ITEMS, node.place, place=shown)
            return None
        items = node.items if isinstance(node, Sequence) else (node,)
        if place.paragraph is not None and len(items) != 1:
            self._reader.note(wrong.SEVERAL_PARAGRAPHS_FOR_ONE, node.place, place=shown, count=len(items))
            return None
        read = [
            Paragraph(item.text) if isinstance(item, Scalar) else read_paragraph(item, shown, self._reader)
            for item in items
        ]
        if not all(paragraph.text for paragraph in read) or not read:
            return None
        whole = len(read) > 1 or any(isinstance(one, Mapping) and _has_items(one) for one in items)
        return self._noted(Change(kind, place, tuple(read), kind == "增加" or whole), key)


def _has_items(node: Mapping) -> bool:
    return any(key.text == "项" for key, _ in node.entries)


def _cited(one: Unassessed) -> Citation:
    return one.citation


def read_paragraph(node: Node, part: str, reader: Reader) -> Paragraph:
    """Return a 款 with its 项."""
    inner = reader.form(node, f"{part}的一款", PARAGRAPH.allowed, PARAGRAPH.required)
    words = reader.words(inner["项"][1], "项", may_be_empty=True) if "项" in inner else ()
    text = reader.text(inner["款"][1], "款") if "款" in inner else ""
    return Paragraph(text, tuple(word.text for word in words))


def read_unassessed(form: Form, regulation: Regulation, reader: Reader) -> tuple[Unassessed, ...]:
    """Return what no case can test of a regulation: places, or words of them, each with the reason."""
    reader, found = replaced(reader, regulations=Regulations(regulation)), []
    for key, value in reader.entries(form["不评价"][1], "不评价") or () if "不评价" in form else ():
        citation = reader.citation(key, "不评价")
        parts = [(quoted, why) for quoted, why in value.entries] if isinstance(value, Mapping) else [(None, value)]
        for quoted, why in parts:
            words = quoted.text if quoted is not None else ""
            reason = reader.text(why, f"「{key.text}」不评价的理由")
            if citation is None or not reason:
                continue
            if quoted is not None and words not in regulation.text(citation):
                reader.note(wrong.NOT_ITS_WORDS, quoted.place, citation=citation, words=words)
            found.append(Unassessed(citation, words, reason))
    return tuple(sorted(found, key=_cited))
