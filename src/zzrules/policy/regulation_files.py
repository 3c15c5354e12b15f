"""The regulation's text from its YAML file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from zzrules.base.citation import Citation, from_chinese
from zzrules.base.diagnostics import citations as wrong, moved
from zzrules.base.diagnostics.citations import NOT_A_CHAPTER, NOT_AN_ARTICLE
from zzrules.base.diagnostics.policies import CORRECTED_OR_KEPT, NO_ARTICLES
from zzrules.base.errors import CitationError, PolicyError
from zzrules.base.frozen import replaced
from zzrules.base.regulation import NO_END, Chapter, Correction, Paragraph, Regulation, Text
from zzrules.base.regulations import Regulations
from zzrules.policy.amendment_files import read_amendments, read_paragraph, read_unassessed
from zzrules.policy.forms import REGULATION, Form, Reader
from zzrules.policy.keys import regulations as keys
from zzrules.policy.keys.regulations import OTHER
from zzrules.policy.keys.shape import Keys
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Node, Problems, Scalar


def load_regulation(path: Path) -> Regulation:
    """Return the regulation in a file; `PolicyError` with every mistake in it."""
    problems = Problems()
    node, _ = read_file(path, path.name, problems)
    regulation = read_regulation(node, Reader(problems)) if node is not None else None
    if problems or regulation is None:
        raise PolicyError(problems.in_order())
    return regulation


def read_regulations(own: Node, others: Iterable[Node], reader: Reader) -> Regulations | None:
    """Return the regulations that trees state, the folder's own first; None if that cannot be read.

    What is wrong is noted, a title that one of them has already among it.
    """
    read = [(node, read_other(node, reader)) for node in others]
    if any(regulation is None for _, regulation in read):
        reader.problems.unread.add(REGULATION)
    first = read_regulation(own, reader)
    if first is None:
        return None
    law, places = Regulations(first), {first.title: own.place}
    for node, other in read:
        if other is None:
            continue
        taken = law.named(other.title) or law.named(other.name)
        if taken is not None:
            title = other.title if taken is law.named(other.title) else other.name
            reader.note(wrong.SAME_TITLE, node.place, title=title, first=places[taken.title])
            reader.problems.unread.add(REGULATION)
            continue
        places[other.title] = node.place
        law = Regulations(first, tuple(sorted((*law.others, other), key=lambda one: one.name)))
    return law


def read_other(node: Node, reader: Reader) -> Regulation | None:
    """Return a regulation that is cited by its title; None, with what is wrong noted.

    Of an excerpt (节录) only the articles that are cited are there; any other has all its articles.
    """
    form = reader.form(node, "其他法规文件", keys.OTHER_REGULATION.allowed, keys.OTHER_REGULATION.required)
    title = _title(form, OTHER, reader)
    name = _title(form, "简称", reader) if "简称" in form else title
    excerpt = "节录" in form and reader.flag(form["节录"][1], "节录")
    regulation = _regulation(form, title, reader, keys.VALIDITY_OF_OTHER, {"name": name, "excerpt": excerpt})
    if regulation is not None and "节录" not in form:
        articles = sorted(regulation.texts[0].articles)
        gaps = [(before + 1, number - 1) for before, number in pairwise((0, *articles)) if number > before + 1]
        missing = "、".join("至".join(dict.fromkeys(str(Citation(number)) for number in gap)) for gap in gaps)
        if missing:
            reader.note(wrong.GAP_IN_TEXT, form["条文"][0].place, missing=missing)
    return regulation


def _title(form: Form, key: str, reader: Reader) -> str:
    """Return a title by which a regulation is cited; one that cannot stand in 《》 is noted."""
    title = reader.text(form[key][1], key).strip() if key in form else ""
    if key in form and isinstance(form[key][1], Scalar) and (not title or set(title) & set("《》")):
        bare = title.strip("《》").replace("《", "〈").replace("》", "〉")
        reader.note(wrong.NOT_A_TITLE, form[key][1].place, key=key, title=bare or "某省政务服务规定")
        return bare
    return title


def read_regulation(node: Node, reader: Reader) -> Regulation | None:
    """Return the folder's own regulation, as a tree states it; None, with what is wrong noted."""
    form = reader.form(node, "法规文件", keys.REGULATION.allowed, keys.REGULATION.required)
    title = reader.text(form["法规"][1], "法规") if "法规" in form else ""
    return _regulation(form, title, reader, keys.VALIDITY, {})


def _regulation(form: Form, title: str, reader: Reader, stated: Keys, named: dict[str, Any]) -> Regulation | None:
    node = form["效力"][1] if "效力" in form else None
    validity = reader.form(node, "效力", stated.allowed, stated.required)
    articles = _articles(form, reader)
    issued = reader.date(form["印发"][1], "印发") if "印发" in form else None
    in_force = reader.date(validity["施行"][1], "施行") if "施行" in validity else None
    last_day = reader.date(validity["有效期至"][1], "有效期至") if "有效期至" in validity else NO_END
    basis = reader.citation(validity["依据"][1]) if "依据" in validity else None
    if not issued or not in_force or not last_day or not title or not articles:
        return None
    if basis is None and "依据" in stated.required:
        return None
    text = replaced(Text(title, 0, "", in_force, last_day, articles, _chapters(form, reader)), **named)
    try:
        basis = text.resolve(basis) if basis is not None else None
    except CitationError as error:
        for problem in error.problems:
            reader.problems.note(moved(problem, validity["依据"][1].place))
    regulation = Regulation(
        title=title,
        number=reader.text(form["文号"][1], "文号") if "文号" in form else "",
        issuer=reader.text(form["发布机关"][1], "发布机关") if "发布机关" in form else "",
        issued=issued,
        in_force=in_force,
        last_day=last_day,
        validity_basis=basis,
        validity_note=reader.text(validity["说明"][1], "说明") if "说明" in validity else "",
        corrections=_corrections(form, reader),
        texts=(text,),
        **named,
    )
    unassessed = read_unassessed(form, regulation, reader)
    regulation = replaced(regulation, texts=(replaced(text, unassessed=unassessed),))
    return read_amendments(form["修正"][1], regulation, reader) if "修正" in form else regulation


def _articles(form: Form, reader: Reader) -> dict[int, tuple[Paragraph, ...]]:
    articles: dict[int, tuple[Paragraph, ...]] = {}
    for key, value in reader.entries(form["条文"][1], "条文") or () if "条文" in form else ():
        try:
            number = Citation.parse(key.text).article
        except CitationError:
            reader.note(NOT_AN_ARTICLE, key.place, key=key.text, article=Citation(1))
            continue
        paragraphs = tuple(read_paragraph(item, key.text, reader) for item in reader.items(value, key.text))
        if paragraphs:
            articles[number] = paragraphs
    if not articles and "条文" in form:
        reader.note(NO_ARTICLES, form["条文"][0].place, article=Citation(1))
    return articles


def _chapters(form: Form, reader: Reader) -> tuple[Chapter, ...]:
    chapters = []
    for item in reader.items(form["章"][1], "章") if "章" in form else ():
        inner = reader.form(item, "章", keys.CHAPTER.allowed, keys.CHAPTER.required)
        if inner.keys() == {*keys.CHAPTER.of}:
            first, last = reader.integer(inner["起"][1], "起"), reader.integer(inner["止"][1], "止")
            label, name = reader.text(inner["章"][1], "章"), reader.text(inner["名称"][1], "名称")
            if not _is_chapter(label):
                reader.note(NOT_A_CHAPTER, inner["章"][1].place, label=label)
            elif first and last:
                chapters.append(Chapter(label, name, first, last))
    return tuple(chapters)


def _is_chapter(label: str) -> bool:
    match = re.fullmatch("第(.+)章", label)
    try:
        return match is not None and from_chinese(match.group(1)) > 0
    except CitationError:
        return False


def _corrections(form: Form, reader: Reader) -> tuple[Correction, ...]:
    corrections = []
    for item in reader.items(form["更正"][1], "更正") if "更正" in form else ():
        inner = reader.form(item, "更正", keys.CORRECTION.allowed, keys.CORRECTION.required)
        if ("更正为" in inner) == ("保留" in inner):
            reader.note(CORRECTED_OR_KEPT, item.place)
            continue
        texts = {name: reader.text(inner[name][1], name) for name in inner}
        corrections.append(
            Correction(texts.get("位置", ""), texts.get("原作", ""), texts.get("更正为"), texts.get("理由", ""))
        )
    return tuple(corrections)
