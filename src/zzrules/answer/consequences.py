"""What follows from an outcome beside it: who shall, may or must not do what, and until when."""

from __future__ import annotations

from zzrules.answer.figures import with_amounts
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import ConsequenceAnswer
from zzrules.answer.sheets import VersionSheet
from zzrules.answer.view import View
from zzrules.answer.wording import day_text
from zzrules.case.values import NONE
from zzrules.engines.judgement import TRUTHS


def consequences(inquiry: Inquiry, code: str) -> tuple[ConsequenceAnswer, ...]:
    """Return the consequences of a policy that follow, or may."""
    names, truths = inquiry.catalogue.sheet(code).consequences, inquiry.raws[inquiry.catalogue.index[code]][4]
    follows = {name: TRUTHS[truth] for name, truth in zip(names, truths, strict=True) if truth}
    answers: dict[str, ConsequenceAnswer] = {}
    for sheet, view in inquiry.views(code) if follows else ():
        for consequence in sheet.version.consequences:
            if consequence.name in follows:
                by, dated = _by(sheet, view, consequence.name)
                answers[consequence.name] = ConsequenceAnswer(
                    consequence.name,
                    str(consequence.citation),
                    follows[consequence.name],
                    consequence.subject,
                    consequence.modality,
                    with_amounts(consequence.content, sheet, view),
                    by,
                    consequence.forms,
                    dated,
                )
    return tuple(answers.values())


def _by(sheet: VersionSheet, view: View, name: str) -> tuple[str, bool]:
    """Return the last day, and whether it is one: an open term is none, nor is one of which only bounds are known."""
    deadline = sheet.deadlines[name]
    by = deadline if isinstance(deadline, str) else deadline(view)
    if isinstance(by, str):
        return by, False
    if by is NONE:
        return "", False
    return (day_text(by), True) if type(by) is int else (sheet.within[name](view) or "尚不能确定", False)
