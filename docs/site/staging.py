"""What the site is made from: the pages of this folder as they lie, and a page for each public name of the library."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import zzrules

ROOT = Path(__file__).parents[2]
_FILES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "tests/README.md", "editors/vscode/README.md")
_FOLDERS = ("docs", "examples", "features", "policies")
_LEFT_OUT = shutil.ignore_patterns("site", "__pycache__", ".*")
_LINKED_FOLDER = re.compile(r"(\]\()((?![a-z]+:|#|/)[^()\s#]*)/\)")
_MODULES = {
    "zzrules.bdd": "场景的步骤，给 pytest-bdd 用",
    "zzrules.papers": "文书和网页",
    "zzrules.spark": "集群",
    "zzrules.sql": "写成 SQL",
}
"""Public modules that are imported by their own names."""


def stage(folder: Path) -> None:
    """Copy the pages, with what they link to, into an empty folder, and write the others."""
    shutil.copyfile(Path(__file__).with_name("index.md"), folder / "index.md")
    shutil.copytree(Path(__file__).with_name("locale"), folder / "locale")
    for name in _FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT, dirs_exist_ok=True)
    for page in [*folder.rglob("*.md")]:
        _list_folders(page)
    (folder / "api").mkdir()
    for name, text in _api():
        (folder / "api" / f"{name}.rst").write_text(text, encoding="utf-8")


def _list_folders(page: Path) -> None:
    """Let the links of a page to folders lead to pages that list their files."""
    text = page.read_text(encoding="utf-8")

    def listed(link: re.Match[str]) -> str:
        folder = page.parent / link[2]
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        lines = ["---", "orphan: true", "---", f"# {folder.name}", "", *(f"- [{name}](<{name}>)" for name in names)]
        (folder / "index.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
        return f"{link[1]}{link[2]}/index.md)"

    page.write_text(_LINKED_FOLDER.sub(listed, text), encoding="utf-8")


# ── the API ─────────────────────────────────────────────────────────────


def _api() -> Iterator[tuple[str, str]]:
    """Yield the pages of the API, each with its name: what the public names are, from their docstrings."""
    public = [name for name in zzrules.__all__ if not name.startswith("_")]
    classes = [name for name in public if isinstance(getattr(zzrules, name), type)]
    errors = [name for name in classes if issubclass(getattr(zzrules, name), Exception)]
    groups = {
        "入口": [name for name in public if name not in classes],
        "类": [name for name in classes if name not in errors],
        "错误": errors,
    }
    lines = [*_titled("API"), "公开的名字都从 ``zzrules`` 导入；说明取自代码里的文档字符串，例子由测试照着运行过。", ""]
    for title, names in groups.items():
        lines += [*_titled(title, "-"), ".. currentmodule:: zzrules", "", ".. autosummary::", ""]
        lines += [*(f"   {name}" for name in names), ""]
    lines += [
        *_titled("模块", "-"),
        *(f"- :doc:`{module} <{module}>`：{what}" for module, what in _MODULES.items()),
        "",
    ]
    lines += [*_titled("各个函数", "-"), *(f".. autofunction:: {name}\n" for name in groups["入口"])]
    lines += [".. toctree::", "   :hidden:", "", *(f"   {name}" for name in (*classes, *_MODULES)), ""]
    yield "index", "\n".join(lines)
    for name in classes:
        kind = "autoexception" if name in errors else "autoclass"
        yield name, "\n".join([*_titled(name), ".. currentmodule:: zzrules", "", f".. {kind}:: {name}", ""])
    for module in _MODULES:
        yield module, "\n".join([*_titled(module), f".. automodule:: {module}", ""])


def _titled(title: str, line: str = "=") -> list[str]:
    return [title, line * (2 * len(title)), ""]
