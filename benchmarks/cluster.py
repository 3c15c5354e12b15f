"""A Spark cluster on this machine, for tests and benchmarks: two executors, as Spark starts them on two machines.

Each executor is a Java process with Python workers of its own. The driver runs in a process of its own, in a folder
that gets every file that Spark writes; when it has ended, no process of the cluster is left.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXECUTORS = 2
JAVA = 17
_LOGGING = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n%ex
"""


def lacking() -> str:
    """Return why no cluster can be started here; empty if one can."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        return "there is no Java"
    reply = subprocess.run(  # noqa: S603 - the Java that Spark would take
        [java, "-XX:-UsePerfData", "-version"], capture_output=True, text=True, check=False
    ).stderr
    release = re.search(r'version "(\d+)', reply)
    return "" if release and int(release[1]) >= JAVA else f"Spark 4 needs Java {JAVA}: {reply.splitlines()[:1]}"


def run_driver(script: str, folder: Path, timeout: float = 600) -> None:
    """Run Python text as a driver in a folder; when it returns, every process of the driver has ended."""
    import pyspark

    home = folder / "spark"  # Spark writes the logs of its executors where it lives: here it lives in the folder
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "log4j2.properties").write_text(_LOGGING, encoding="ascii")
    for name in ("bin", "jars"):
        (home / name).symlink_to(Path(pyspark.__file__).parent / name, target_is_directory=True)
    for name in ("local", "tmp"):
        (folder / name).mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "COV_"))}
    environment |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder / "local")}
    environment |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
    environment |= {"SPARK_LAUNCHER_OPTS": "-XX:-UsePerfData", "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "driver.log").open("wb") as log:
        driver = subprocess.Popen(  # noqa: S603 - its own text
            [sys.executable, "-c", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            code = driver.wait(timeout)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(driver.pid, signal.SIGKILL)  # also the Java processes that it started
            driver.wait()
    assert code == 0, (folder / "driver.log").read_text(encoding="utf-8", errors="replace")[-6000:]


@contextmanager
def session(folder: Path, options: str = "", **settings: str) -> Iterator[Any]:
    """Yield a session on a cluster of two executors with a core each; both have started.

    ``options`` go to every Java process; ``settings`` are Spark's, with ``__`` for a dot.
    """
    from pyspark.sql import SparkSession

    options = f"{options} -XX:-UsePerfData -Djava.io.tmpdir={folder / 'tmp'}"
    usual: Mapping[str, str] = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": options,
        "spark.executor.extraJavaOptions": options,
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]").appName("zzrules")
    for name, value in {**usual, **{name.replace("__", "."): value for name, value in settings.items()}}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
