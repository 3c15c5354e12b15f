"""How Sphinx makes the site of the documentation: `make docs`. Nothing on it is asked from the net."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from docs.site.searching import Bigrams
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

import zzrules

project = "zzrules"
release = zzrules.__version__
language = "zh_CN"
locale_dirs = ["locale"]
root_doc = "index"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]

myst_heading_anchors = 6
myst_links_external_new_tab = False
suppress_warnings = ["misc.highlighting_failure"]  # pages quote what people write, mistakes included

default_role = "py:obj"
autosummary_generate = False
autodoc_member_order = "bysource"
autodoc_default_options = {
    "members": True,
    "inherited-members": "object, tuple, str, Enum, StrEnum, Exception, BaseException, UserWarning, Warning",
    "undoc-members": True,  # the fields of values; whatever else is public has a docstring
}
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
add_module_names = False

html_theme = "furo"
html_title = "zzrules 文档"
html_static_path = ["_static"]
html_css_files = ["own.css"]
html_theme_options = {"navigation_with_keys": True}
html_show_sphinx = False
html_copy_source = False
html_show_copyright = False
html_show_search_summary = False  # it would be fetched, which a page opened from a folder may not do
html_last_updated_fmt = None
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "regulation.html",
        "sidebar/scroll-end.html",
    ]
}
templates_path = ["_templates"]


class ImagesAsTheyAreCalled(SphinxTransform):
    """Look for images under their names, not as addresses have them (%E5…)."""

    default_priority = 210

    def apply(self, **_: Any) -> None:
        """Change the images of a page."""
        for image in self.document.findall(nodes.image):
            image["uri"] = unquote(image["uri"])


def _signature(*said: Any) -> tuple[str, str] | None:
    """Leave out the signatures of values, which say nothing: their fields are named below."""
    return ("", "") if any(str(one).startswith("(*given") for one in said) else None


def setup(app: Sphinx) -> dict[str, Any]:
    """Search Chinese without a dictionary, and find images with Chinese names."""
    app.add_search_language(Bigrams)
    app.connect("autodoc-process-signature", _signature)
    app.add_transform(ImagesAsTheyAreCalled)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
