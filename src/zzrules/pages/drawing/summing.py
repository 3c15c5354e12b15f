"""Sentences for boxes: a head and its items; what stands below an item is only counted, being a link away."""

from __future__ import annotations

from zzrules.policy.phrasing.sentence import Sentence, lines

_DEEPEST = 1


def summary(sentence: Sentence) -> str:
    """Return a sentence in lines, no deeper than its items.

    >>> from zzrules.policy.phrasing.sentence import joined
    >>> inner = Sentence(joined("具备下列条件之一"), (Sentence(joined("甲")), Sentence(joined("乙"))))
    >>> print(summary(Sentence(joined("同时具备下列条件"), (Sentence(joined("丙")), inner))))
    同时具备下列条件：
    （一）丙；
    （二）具备下列条件之一（2项，见正文）
    """
    told = []
    counts = [len(part.below) for part in sentence.below]
    items = iter(counts)
    for line in lines([sentence]):
        if line.depth > _DEEPEST:
            continue
        below = next(items) if line.depth == _DEEPEST else 0
        said = "".join(span.text for span in line.said)
        ending = f"（{below}项，见正文）" if below else line.ending
        told.append(f"{line.number}{said}{ending}")
    return "\n".join(told).removesuffix("。")
