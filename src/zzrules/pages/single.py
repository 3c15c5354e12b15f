"""A page that is one file: its styles stand in it, named by their digest, and nothing else may run or be loaded."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from zzrules.base.diagnostics.use import NO_JINJA2
from zzrules.base.packages import need
from zzrules.pages.page import HERE, environment


def single(template: str, styles: Sequence[str], context: dict[str, Any]) -> str:
    """Return a page as one file: a template that extends ``single.html``, with files of the package's assets as styles.

    Raises `UsageError` (ZZ613) if the package jinja2 is not installed.
    """
    need(NO_JINJA2, "jinja2")
    from markupsafe import Markup

    style = "\n".join((HERE / "assets" / name).read_text(encoding="utf-8") for name in styles)
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    own = {"style": Markup(style), "content_security_policy": policy}  # noqa: S704 - a file of ours, not of users
    return environment().get_template(template).render({**own, **context})
