"""Records and logs as the text of files, as people write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

_BARE: Final = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w（）]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")


def case_yaml(facts: Mapping[str, Any], events: Sequence[Mapping[str, Any]] = (), kept_until: str | None = None) -> str:
    """Return a record as the text of a file; with events, a log with its facts that have no date.

    >>> print(case_yaml({"审核同意": {"结论": "是", "机构": "某局"}, "补正": [{"日期": "2026-03-02"}]}))
    审核同意: {结论: 是, 机构: 某局}
    补正:
      - {日期: 2026-03-02}
    <BLANKLINE>
    >>> print(case_yaml({}, [{"日期": "2026-03-02", "事件": "收到差评"}], "2026-03-10"))
    流水:
      - {日期: 2026-03-02, 事件: 收到差评}
    登记至: 2026-03-10
    <BLANKLINE>
    """
    if not events:
        return "\n".join(_lines(facts) if facts else ["{}"]) + "\n"
    log: dict[str, Any] = {"流水": list(events), **({"事实": facts} if facts else {})}
    return "\n".join(_lines({**log, "登记至": kept_until} if kept_until is not None else log)) + "\n"


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    for key, value in record.items():
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            yield f"{scalar(key)}:"
            yield from (f"  - {_flow(item)}" for item in value)
        else:
            yield f"{scalar(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """Return a value as YAML: bare if it is a word or a day, else as JSON, which is YAML too."""
    if isinstance(value, date):
        return str(value)
    if isinstance(value, str) and _BARE.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
