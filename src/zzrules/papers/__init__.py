"""Papers for people to check and sign: drafts in the layout of GB/T 9704, from templates that an office may replace.

`opinion` makes one of a determination, `write_papers` those that the cases of a register need. `to_html` is the same
determination as one page.

>>> import zzrules
>>> determination = zzrules.load().evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"])
>>> opinion(determination, "示例案卷")[:2]
b'PK'
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zzrules.answer.determination import Determination
from zzrules.base.doors import door
from zzrules.papers import fields
from zzrules.papers.kinds import SHIPPED
from zzrules.papers.template import Template
from zzrules.papers.writing import Papers, Written, write_papers

__all__ = ["SHIPPED", "Papers", "Template", "Written", "opinion", "opinion_template", "to_html", "write_papers"]


@door
def opinion(
    determination: Determination,
    name: str = "",
    template: str | Path | Template | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return a determination as a 评价意见: the bytes of a .docx, a draft for a person to sign.

    ``name`` is what the record is called; ``template`` is one of an office's own; ``more`` fills in fields that no
    record has, such as 主送机关, 署名 and 成文日期. Raises `UsageError` for a template that may not be used (ZZ697), or
    asks for fields that there are not (ZZ698).
    """
    chosen = template if isinstance(template, Template) else opinion_template(determination, template)
    return chosen.filled(fields.opinion(determination, name, more or {}))


@door
def to_html(determination: Determination, name: str = "") -> str:
    """Return a determination as one page, which needs no other file and no network; ``name`` is that of the record.

    Raises `UsageError` (ZZ613) if the package jinja2 is not installed.
    """
    from zzrules.pages import determination as page

    return page.to_html(determination, name)


@door
def opinion_template(determination: Determination, path: str | Path | None = None) -> Template:
    """Return the template of an opinion, checked; by default that of the program.

    Raises `UsageError` (ZZ697, ZZ698).
    """
    vocabulary = determination.inquiry.catalogue.plan.vocabulary
    return Template.read(path or SHIPPED / "评价意见.docx", fields.schema_with(fields.OPINION, vocabulary))
