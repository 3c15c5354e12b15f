"""Writing down that a person confirmed rules for the words that they cite: lines under 「核对」 in policy files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping as AbstractMapping, Sequence
from pathlib import Path

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.citations import NOT_APPENDED, NOT_ONE_LINE
from zzrules.base.errors import CitationError
from zzrules.base.regulations import Regulations
from zzrules.policy.anchors import Citing, Standing, cited_by, standings
from zzrules.policy.cited import Anchor
from zzrules.policy.citing import read_anchors
from zzrules.policy.editing import Edited, edit_policies, lines_of
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar

CHECKED = "核对"
EVERYTHING = "全部"
_Alike = tuple[Citation, ...]
NOTE = "# 规则写成时所据条文的摘要，由 zzrules check --confirm 记下，不要手改。"
_LINE = re.compile(r"(?P<key>\s*[^:#]+: +)(?P<value>[^#]*?)(?P<rest>\s*(?: #.*)?)")


def confirm_folder(
    folder: Path,
    places: Sequence[str],
    law: Regulations,
    bodies: AbstractMapping[str, str],
    problems: Problems,
) -> tuple[Edited, ...]:
    """Write down in policy and vocabulary files that their rules fit the words of some places; return those changed.

    A place is cited as it stands in any text of the file's days; 全部 stands for all. Where the words change while the
    file is in force, they are confirmed as they read before and after. What a file no longer cites is struck with 全部.
    A file whose 「核对」 is not written one place a line, or that cannot be given one, is noted (ZZ307) and stays.
    """

    def edit(text: str, tree: Mapping) -> tuple[str, int]:
        reader = Reader(Problems(), law)
        policy: Citing | None = read_policy(tree, dict(bodies), reader)
        if policy is None:
            policy = next(iter(read_vocabulary([tree], reader).files), None)
        if policy is None or not lines_of(text):
            return text, 0
        standing: dict[Citation, list[Standing]] = {}
        for cited, span in cited_by(policy):
            there = (one for one in standings(policy, cited, span, law) if one.place is not None)
            standing.setdefault(cited.undated, []).extend(there)
        wanted: dict[_Alike, tuple[str, ...]] = {}
        for alike in _groups(standing):
            stood = [one for place in alike for one in standing[place]]
            if any(_is_one_of(one, places, law) for one in stood):
                wanted[alike] = tuple(dict.fromkeys(one.digest for one in stood))
        cited_here = {one.citation for one in policy.cited} if EVERYTHING in places else None
        edited = _with_anchors(text, tree, wanted, cited_here, law)
        if edited is None:
            written = next((key.place for key, _ in tree.entries if key.text == CHECKED), None)
            problems.add(*((NOT_APPENDED, tree.place) if written is None else (NOT_ONE_LINE, written)))
            return text, 0
        return edited, _changed(tree, _read(edited), law) if edited != text else 0

    return edit_policies(folder, edit, problems, ("政策", "词汇"))


def _groups(places: Iterable[Citation]) -> tuple[_Alike, ...]:
    """Return places in groups, sorted: one line under 「核对」 stands for those of a group, as `Anchor.means` says.

    The first of a group is one that leaves out an item's paragraph, if there is any: its line means all the others.
    """
    groups: dict[Citation, list[Citation]] = {}
    for place in sorted(places):
        key = next((known for known in groups if Anchor(known, ()).means(place)), place)
        groups.setdefault(key, []).append(place)
    return tuple(map(tuple, groups.values()))


def _is_one_of(one: Standing, places: Sequence[str], law: Regulations) -> bool:
    if EVERYTHING in places:
        return True
    for place in places:
        try:
            asked = law.parse(place)
            if asked.of == one.text.name and one.text.resolve(asked) == one.place:
                return True
        except CitationError:
            continue
    return False


def _with_anchors(
    text: str,
    tree: Mapping,
    wanted: AbstractMapping[_Alike, tuple[str, ...]],
    cited: set[Citation] | None,
    law: Regulations,
) -> str | None:
    """Return a file with the digests of places under 「核对」; None where its lines don't allow that.

    ``cited``: the places that the file cites; what else is confirmed there is struck. None leaves it. Each group of
    places ends up with one line.
    """
    form = {key.text: (key, value) for key, value in tree.entries}
    lines = lines_of(text)
    ending = "\r" if lines[0].endswith("\r") else ""
    kept = _anchors(tree, law)
    if CHECKED in form and not _in_lines(form[CHECKED][1], lines):
        return None
    stays = {alike: _line_of(alike, kept) for alike in wanted}
    gone = [one for one in kept if cited is not None and not any(one.means(place) for place in cited)]
    gone += [one for one in kept for alike, own in stays.items() if one is not own and any(map(one.means, alike))]
    if gone:
        struck = {one.place.line for one in gone}
        if len(struck) == len(kept):
            head = form[CHECKED][0].place.line
            struck |= {head, head - 1} if lines[head - 2].rstrip("\r") == NOTE else {head}
        left = "\n".join(line for number, line in enumerate(lines, 1) if number not in struck)
        return _with_anchors(left, _read(left), wanted, None, law)
    inserted: dict[int, list[str]] = {}
    for alike, digests in sorted(wanted.items()):
        place, known = alike[0], stays[alike]
        value = digests[0] if len(digests) == 1 else f"[{', '.join(digests)}]"
        if known is not None:
            number = known.place.line - 1
            found = _LINE.fullmatch(lines[number].rstrip("\r"))
            assert found is not None  # `_in_lines` has seen it
            lines[number] = f"{found['key']}{value}{found['rest']}{ending}"
            continue
        before = max((one.place.line for one in kept if one.citation < place), default=0)
        number = before or (form[CHECKED][0].place.line if CHECKED in form else len(lines))
        indent = " " * (kept[0].place.column - 1) if kept else "  "
        inserted.setdefault(number, []).append(f"{indent}{place}: {value}{ending}")
    if inserted and CHECKED not in form:
        while lines and not lines[-1].strip():
            lines.pop()
        added = [
            ending,
            f"{NOTE}{ending}",
            f"{CHECKED}:{ending}",
            *(line for each in inserted.values() for line in each),
            "",
        ]
        if ending and not lines[-1].endswith("\r"):
            lines[-1] += ending
        inserted = {}
        lines += added
    edited = "\n".join(part for number, line in enumerate(lines, 1) for part in (line, *inserted.get(number, ())))
    return edited if _says(edited, tree, wanted, law) else None


def _line_of(alike: _Alike, anchors: Sequence[Anchor]) -> Anchor | None:
    """Return the anchor that goes on standing for a group of places: that of its first, else any that means them."""
    meaning = [one for one in anchors if all(map(one.means, alike))]
    return next((one for one in meaning if one.citation == alike[0]), meaning[0] if meaning else None)


def _in_lines(node: Node, lines: Sequence[str]) -> bool:
    """Return whether a mapping is written one entry a line."""
    if not isinstance(node, Mapping):
        return False
    numbers = [key.place.line for key, _ in node.entries]
    return (
        len({*numbers}) == len(numbers)
        and lines[node.place.line - 1][node.place.column - 1] != "{"
        and all(_LINE.fullmatch(lines[number - 1].rstrip("\r")) for number in numbers)
    )


def _read(text: str) -> Mapping:
    tree = read_text(text, "", Problems())
    assert isinstance(tree, Mapping)
    return tree


def _changed(before: Mapping, after: Mapping, law: Regulations) -> int:
    """Return how many places are confirmed otherwise, struck ones among them."""
    was, now = ({one.citation: one.digests for one in _anchors(tree, law)} for tree in (before, after))
    return sum(was.get(place) != now.get(place) for place in was.keys() | now.keys())


def _anchors(tree: Mapping, law: Regulations) -> tuple[Anchor, ...]:
    form = {key.text: (key, value) for key, value in tree.entries}
    return read_anchors(form, Reader(Problems(), law))


def _says(edited: str, before: Mapping, wanted: AbstractMapping[_Alike, tuple[str, ...]], law: Regulations) -> bool:
    """Return whether an edited file says what it said, and confirms what it should."""
    problems = Problems()
    tree = read_text(edited, "", problems)
    if problems or not isinstance(tree, Mapping):
        return False

    def rest(whole: Mapping) -> list[tuple[Scalar, Node]]:
        return [(key, value) for key, value in whole.entries if key.text != CHECKED]

    anchors = _anchors(tree, law)
    confirms = {place: [one.digests for one in anchors if one.means(place)] for alike in wanted for place in alike}
    return rest(tree) == rest(before) and all(
        confirms[place] == [digests] for alike, digests in wanted.items() for place in alike
    )
