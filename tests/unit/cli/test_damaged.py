"""A damaged file is told in one line of ours, whatever the readers of other packages print of it."""

import os
import subprocess
import sys

import polars as pl

# Bytes, from the end, of whose first bit Polars' threads print a backtrace when it is another.
ARROW, PARQUET = (-180, -160), (-426,)
_SCRIPT = """
import sys
from zzrules.cli import main
result, *files = sys.argv[1:]
for file in files:
    print(main(["evaluate", file, "--on", "2026-05-06", "--about", "第八条", "-o", result]), flush=True)
print("ours", file=sys.stderr)
"""


def test_nothing_but_our_own_words_reaches_the_terminal(tmp_path):
    frame = pl.DataFrame({"行为发生日期": ["2026-03-02"] * 20, "主体": ["政务服务机构"] * 20})
    frame.write_ipc(tmp_path / "whole.arrow")
    frame.write_parquet(tmp_path / "whole.parquet", compression="uncompressed")
    damaged = []
    for form, places in (("arrow", ARROW), ("parquet", PARQUET)):
        whole = (tmp_path / f"whole.{form}").read_bytes()
        for at in places:
            file = tmp_path / f"{form}{at}.{form}"
            file.write_bytes(bytes(byte ^ 0x80 * (number == len(whole) + at) for number, byte in enumerate(whole)))
            damaged.append(str(file))
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "结论.csv"), *damaged],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "RUST_BACKTRACE": "1"},
    )
    *said, last = done.stderr.splitlines()
    assert done.stdout.split() == ["1"] * len(damaged)
    assert [line.split(": ")[:1] + line.split()[1:2] for line in said] == [[file, "ZZ626"] for file in damaged]
    assert last == "ours"  # Python's own standard error is the process's again
