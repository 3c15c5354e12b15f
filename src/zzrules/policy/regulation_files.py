"""The regulation's text from its YAML file."""

from __future__ import annotations

import re
from pathlib import Path

from zzrules.base.citation import Citation, from_chinese
from zzrules.base.diagnostics.citations import NOT_A_CHAPTER, NOT_AN_ARTICLE
from zzrules.base.diagnostics.policies import CORRECTED_OR_KEPT, NO_ARTICLES
from zzrules.base.errors import CitationError, PolicyError
from zzrules.base.frozen import replaced
from zzrules.base.regulation import NO_END, Chapter, Correction, Paragraph, Regulation, Text
from zzrules.policy.amendment_files import read_amendments, read_paragraph, read_unassessed
from zzrules.policy.forms import Form, Reader
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Node, Problems

_KEYS = ("法规", "文号", "发布机关", "印发", "效力", "更正", "章", "条文", "修正", "不评价")


def load_regulation(path: Path) -> Regulation:
    """Return the regulation in a file; `PolicyError` with every mistake in it."""
    problems = Problems()
    node, _ = read_file(path, path.name, problems)
    regulation = read_regulation(node, Reader(problems)) if node is not None else None
    if problems or regulation is None:
        raise PolicyError(problems.in_order())
    return regulation


def read_regulation(node: Node, reader: Reader) -> Regulation | None:
    """Return the regulation that a tree states; None, with what is wrong noted."""
    form = reader.form(node, "法规文件", _KEYS, ("法规", "文号", "发布机关", "印发", "效力", "条文"))
    validity = reader.form(
        form["效力"][1] if "效力" in form else None,
        "效力",
        ("依据", "施行", "有效期至", "说明"),
        ("依据", "施行"),
    )
    articles = _articles(form, reader)
    issued = reader.date(form["印发"][1], "印发") if "印发" in form else None
    in_force = reader.date(validity["施行"][1], "施行") if "施行" in validity else None
    last_day = reader.date(validity["有效期至"][1], "有效期至") if "有效期至" in validity else NO_END
    basis = reader.citation(validity["依据"][1]) if "依据" in validity else None
    if not issued or not in_force or not last_day or basis is None or not articles:
        return None
    title = reader.text(form["法规"][1], "法规")
    text = Text(title, 0, "", in_force, last_day, articles, _chapters(form, reader))
    try:
        basis = text.resolve(basis)
    except CitationError as error:
        for problem in error.problems:
            reader.problems.note(replaced(problem, place=validity["依据"][1].place))
    text = replaced(text, unassessed=read_unassessed(form, replaced(reader, written_for=text)))
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
    )
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
        inner = reader.form(item, "章", ("章", "名称", "起", "止"), ("章", "名称", "起", "止"))
        if inner.keys() == {"章", "名称", "起", "止"}:
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
    keys = ("位置", "原作", "更正为", "保留", "理由")
    for item in reader.items(form["更正"][1], "更正") if "更正" in form else ():
        inner = reader.form(item, "更正", keys, ("位置", "原作", "理由"))
        if ("更正为" in inner) == ("保留" in inner):
            reader.note(CORRECTED_OR_KEPT, item.place)
            continue
        texts = {name: reader.text(inner[name][1], name) for name in keys if name in inner}
        corrections.append(
            Correction(texts.get("位置", ""), texts.get("原作", ""), texts.get("更正为"), texts.get("理由", ""))
        )
    return tuple(corrections)
