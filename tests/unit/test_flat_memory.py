"""Counting what a change does to a register takes memory that does not grow with it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.unit.test_changes import CASES, CHANGES, LEAVING, LIMIT, USUAL, books

FLAT = 1.2
_SCRIPT = """
import sys
import zzrules
from zzrules.batch import changes, streaming
base, folder, rows, size = sys.argv[1:]
streaming.PIECE = changes.PIECE = int(size)
old, new = (zzrules.load(base, over=f"{folder}/{side}") for side in "旧新")
told = new.changes(old, rows, "2026-11-18", output=f"{folder}/变化.parquet")
status = open("/proc/self/status", encoding="ascii").read().split()
print(told.rows, told.policies[0].changed, status[status.index("VmHWM:") + 1])
"""


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_register(tmp_path):
    """Four times the rows, each with a long text that nobody reads: Polars' reader alone would hold all of them."""
    from tests.conformance_update import base

    books(tmp_path, CHANGES[LIMIT], CHANGES[LEAVING])
    kinds = pl.DataFrame([{**USUAL, **facts} for facts, _ in CASES.values()])

    def highest(rows: int) -> int:
        file = tmp_path / f"{rows}.parquet"
        times = rows // len(kinds)
        numbered = pl.concat([kinds] * times).with_row_index("编号")
        numbered.with_columns(备注=pl.format("{}经办说明", "编号").str.pad_end(900, "。")).write_parquet(
            file, row_group_size=5_000
        )
        command = [sys.executable, "-c", _SCRIPT, str(base()), str(tmp_path), str(file), "1000"]
        alone = {**os.environ, "POLARS_MAX_THREADS": "1"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=alone)
        judged, changed, memory = map(int, done.stdout.split())
        assert (judged, changed) == (times * len(kinds), times * 4)
        assert Path(tmp_path / "变化.parquet").exists()
        return memory

    assert highest(160_000) <= FLAT * highest(40_000)
