"""How the search of the site splits words: Chinese by every two characters, without a dictionary."""

from __future__ import annotations

import re
from itertools import pairwise

from sphinx.search import SearchLanguage

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class Bigrams(SearchLanguage):
    """Words of Latin letters and numbers as they are; of Chinese, each character and each two that are neighbours.

    What is asked is split in the same way, so that a page is found that has all the pairs of a word of any length.
    """

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = f"""
var splitQuery = (query) =>
  (query.match(/[{_HAN}]+|[^\\s\\p{{P}}\\p{{S}}{_HAN}]+/gu) || []).flatMap((run) =>
    /^[{_HAN}]{{2}}/.test(run) ? Array.from(run).slice(1).map((second, at) => run[at] + second) : [run]);
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - as it is called there
        """Return the words of a text."""
        words: list[str] = []
        for run in _RUNS.findall(input):
            words += [*run, *map("".join, pairwise(run))] if re.match(rf"[{_HAN}]", run) else [run.lower()]
        return words
