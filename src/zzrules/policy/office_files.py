"""办公时间, of a policy or of the vocabulary: from which day on an office is open when."""

from __future__ import annotations

import re
from itertools import pairwise

from zzrules.base import clock
from zzrules.base.diagnostics import meanings as wrong, policies
from zzrules.base.office import OfficeHours, Opening
from zzrules.policy.forms import Form, Reader, no_time
from zzrules.policy.keys import common as keys
from zzrules.policy.meant import opening_instead, proposed
from zzrules.policy.yamltree import Node, Scalar, Sequence, short

_OPENING = re.compile(r"\s*([0-9:]+)\s*(?:-|–|—|~|～|至)\s*([0-9:]+)\s*")
OFFICE = "办公时间"


def read_office(form: Form, reader: Reader) -> OfficeHours | None:
    """Return the office hours that a file states; None if it states none, or what is wrong has been noted."""
    if OFFICE not in form:
        return None
    if _alone(form[OFFICE][1], OFFICE, "依据，也没有写从哪一天起", OFFICE + ": {{依据: …, 取值: {{{}}}}}", reader):
        return None
    inner = reader.form(form[OFFICE][1], OFFICE, keys.OFFICE.allowed, keys.OFFICE.required)
    if "取值" in inner and _alone(inner["取值"][1], f"{OFFICE}的取值", "从哪一天起", "取值: {{{}}}", reader):
        return None
    basis = reader.text(inner["依据"][1], f"{OFFICE}的依据") if "依据" in inner else ""
    periods: dict[int, tuple[Opening, ...]] = {}
    for day, node in reader.entries(inner["取值"][1], f"{OFFICE}的取值") or () if "取值" in inner else ():
        first = reader.date(day, f"{OFFICE}的起用日期")
        openings = _openings(node, reader)
        if first is not None and openings:
            periods[first.toordinal()] = openings
    if not periods:
        reader.problems.unread.add(OFFICE)
        return None
    return OfficeHours(basis, tuple(sorted(periods.items())))


def _alone(node: Node, part: str, lacking: str, instead: str, reader: Reader) -> bool:
    """Return whether openings stand where more than they has to be written, and note it; ``instead`` holds them."""
    words = node.items if isinstance(node, Sequence) else (node,)
    written = [word.text for word in words if isinstance(word, Scalar)]
    openings = [word if _OPENING.fullmatch(word) else opening_instead(word) for word in written]
    if not openings or len(written) < len(words) or not all(openings):
        return False
    dated = f"2026-01-01: [{', '.join(openings)}]"
    reader.note(policies.OFFICE_HOURS_ALONE, node.place, part=part, lacking=lacking, instead=instead.format(dated))
    reader.problems.unread.add(OFFICE)
    return True


def _openings(node: Node, reader: Reader) -> tuple[Opening, ...]:
    """Return when an office is open on a day, in order; nothing if anything of it is wrong, which is noted."""
    openings: list[tuple[Opening, str]] = []
    flawed = False
    for word in reader.words(node, OFFICE):
        text, match = short(word.text), _OPENING.fullmatch(word.text)
        times = [clock.read_time(part) for part in match.groups()] if match else []
        if match is None:
            hint = proposed(opening_instead(word.text)) or "写成起-止，24 小时制，如 8:30-12:00"
            reader.note(wrong.NOT_AN_OPENING, word.place, text=text, hint=hint)
        elif None in times:
            part = next(part for part, time in zip(match.groups(), times, strict=True) if time is None)
            reader.problems.note(no_time(part, word.place))
        else:
            opens, closes = (time for time in times if time is not None)
            if opens < closes:
                openings.append(((opens, closes), text))
                continue
            reader.note(wrong.OPENING_REVERSED, word.place, text=text)
        flawed = True
    openings.sort()
    for (one, written), (other, following) in pairwise(openings):
        if other[0] < one[1]:
            reader.note(wrong.OPENINGS_OVERLAP, node.place, first=written, second=following)
            flawed = True
    return () if flawed else tuple(opening for opening, _ in openings)
