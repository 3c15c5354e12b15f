"""A .docx in a test: made from a body, taken apart, and read."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.papers import shipped

W = f"{{{shipped.W}}}"
DRAFT = shipped.paragraph("{{草稿}}")


def template(tmp_path: Path, body: str, name: str = "模板.docx", **parts: str | bytes) -> Path:
    """Write a template with a body; ``parts`` are added, by their paths with __ for / and - for a dot."""
    path = tmp_path / name
    path.write_bytes(changed(shipped.packed(body), {key.replace("__", "/"): part for key, part in parts.items()}))
    return path


def changed(data: bytes, parts: dict[str, str | bytes]) -> bytes:
    """Return a .docx with other parts."""
    known = {
        **parts_of(data),
        **{name: part.encode() if isinstance(part, str) else part for name, part in parts.items()},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in known.items():
            archive.writestr(name, part)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree_of(data: bytes, part: str = "word/document.xml") -> Any:
    return ET.fromstring(parts_of(data)[part])  # noqa: S314 - made by ourselves


def lines_of(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the paragraphs of a part as lines; a break of a line is a vertical bar."""
    lines = []
    for paragraph in tree_of(data, part).iter(f"{W}p"):
        words = [
            one.text or "" if one.tag == f"{W}t" else "|" for one in paragraph.iter() if one.tag in (f"{W}t", f"{W}br")
        ]
        lines.append("".join(words))
    return lines
