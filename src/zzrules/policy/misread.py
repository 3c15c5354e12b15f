"""What a line that YAML's parser cannot read was most likely meant to be, by what stands out in it.

The parser tells one sentence in English and a place, often behind the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zzrules.base.diagnostics import Diagnostic, text as wrong
from zzrules.base.errors import Place, Problem
from zzrules.policy.indents import uneven
from zzrules.policy.ranges import without_texts
from zzrules.policy.slips import first_slip

# What stands out at the beginning of a line, or of a value, whatever else is wrong.
_SURE = (
    (r"^\s*\t", wrong.TAB),
    (r"^\s*-(?=[^\s\d-])", wrong.NO_SPACE_AFTER_DASH),
    (r"^\s*[－–—](?![－–—])", wrong.WIDE_DASH),
    (
        r"^\s*(?:[•·●▪◦◆■]|[0-9]{1,2}[.、．)）]|[(（][0-9一二三四五六七八九十]{1,3}[)）])(?=\s*(?:\{|[^\s:]+:\s))",
        wrong.NOT_A_DASH,
    ),
    (r"^ *\u3000", wrong.WIDE_SPACE_IN_INDENT),
    (r":\u3000", wrong.WIDE_SPACE_AFTER_COLON),
    (r"(?:[:,{\[-]\s+|^\s*)[&*][^\s&*]", wrong.ANCHOR_OR_ALIAS),
    (r":\s+!", wrong.RECORD_TAG),
)
# What stands out in a line that cannot be read, the surest first. A group is in what does not: no stretch of the line
# is looked at from each of its characters.
_LIKELY = (
    (r"[｛｝［］]|[:：]\s*[【〔]", wrong.WIDE_BRACKET),
    (r"[:,{\[-]\s+[>|][^\s]*\s*\S", wrong.BLOCK_MARK),
    (r"[{\[,]\s*\?|\?\s*[,}\]]", wrong.QUESTION_MARK_IN_BRACKETS),
    (r":\s*[@`%]", wrong.RESERVED_MARK),
)
# The same of what may stand in a text, too.
_POSSIBLE = (
    (r"(?<=[^\s{}\[\]:,])\{[^{}:,]*\}|\{[^{}:,]*\}(?=[^\s{}\[\],])", wrong.BRACES_IN_TEXT),
    (r"：", wrong.WIDE_COLON_IN_LINE),
    (r"[\[{][^\]}，、]*(?:[，、]|())", wrong.WIDE_COMMA_IN_BRACKETS),
)


def likeliest(
    lines: Sequence[str], source: str, line: int, opened: tuple[int, int] | None, said: str
) -> Problem | None:
    """Return the mistake that an error of the parser most likely comes from; None if none stands out.

    ``line`` is where it was met, ``opened`` (line, column) where what it is in begins, ``said`` the parser's sentence.
    """
    around = [line, line - 1] + ([opened[0]] if opened else [])
    likely = (
        _standing_out(lines, source, around, _SURE)
        or first_slip(lines, source)
        or _standing_out(lines, source, around, _LIKELY)
        or (uneven(lines, line, source) if "did not find expected" in said else None)
        or _standing_out(lines, source, around, _POSSIBLE)
    )
    if likely is None and opened is not None and "could not find expected ':'" in said:
        number, column = opened
        bracketed = lines[number - 1][column - 1 :].startswith(("{", "["))  # as an item of a list
        return (wrong.NOT_A_DASH if bracketed else wrong.MISSING_COLON)(Place(source, number, column))
    return likely


def _standing_out(
    lines: Sequence[str], source: str, numbers: Sequence[int], mistakes: Sequence[tuple[str, Diagnostic]]
) -> Problem | None:
    """Return the likeliest mistake in the first of some lines in which one stands out."""
    for number in dict.fromkeys(numbers):
        bare = without_texts(lines[number - 1]) if 1 <= number <= len(lines) else ""
        for pattern, diagnostic in mistakes:
            for match in re.finditer(pattern, bare):
                if match.lastindex is not None:
                    continue
                if diagnostic is wrong.WIDE_COMMA_IN_BRACKETS:
                    return diagnostic(Place(source, number, match.end()), mark=match.group()[-1])
                at = match.end() - len(match.group().lstrip(" "))
                return diagnostic(Place(source, number, at + 1))
    return None


def syntax_hint(problem: str) -> str:
    """Return what to write instead; libyaml has no kinds of errors, only English sentences."""
    if "expected ',' or" in problem or "flow" in problem:
        return "检查这一行前后的括号是否成对、逗号是否是半角的；文字里有逗号、冒号、问号的，加双引号"
    if "mapping values are not allowed" in problem:
        return "一行只写一个「键: 内容」；检查上一行的缩进，或给有冒号的文字加双引号"
    if "could not find expected ':'" in problem:
        return "在键后面写「: 」（半角冒号和一个空格）"
    if "indent" in problem or "block" in problem:
        return "同一层的键左边对齐，列表项用「- 」起头"
    if "character" in problem or "escape" in problem or "quot" in problem:
        return "检查引号是否成对；反斜杠写在单引号里"
    return "检查括号、引号和缩进"
