"""The layout of a document, as `zzrules fmt` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zzrules.editor.diagnostics import feature_problems
from zzrules.editor.workspace import Desk
from zzrules.policy.formatting import formatted


def laid_out(desk: Desk, name: str | None, path: Path, documents: Mapping[Path, str]) -> str | None:
    """Return the text of a document as it should be laid out; None while there are mistakes in it.

    ``name`` is that of a policy file in its folder, None for a feature.
    """
    text = documents.get(path)
    if text is None:
        return None
    if name is None:
        if feature_problems(path, text):
            return None
        from zzrules.bdd.formatting import formatted_feature

        return formatted_feature(text)
    study = desk.study(documents)
    return formatted(text, name, study.shapes) if not study.problems.get(name) else None
