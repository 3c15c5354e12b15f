"""A process that is forked while other threads judge can judge itself: no child waits for what it has no thread of."""

import os
import subprocess
import sys

import pytest
from tests.chains import needs_durable_rules
from tests.needs import lacking

FORKED = """
import os, signal, sys, threading, time, warnings
warnings.simplefilter("ignore")
import zzrules
book = zzrules.load()
events = [{"日期": "2026-01-05", "事件": "收到差评"}]
def judge(book=book):
    book.casefile(events).on("2026-02-01").explain()
    return book.evaluate({"主体": "派驻窗口工作人员"}, on="2026-05-06").readings()
judge()  # whatever is imported late is there
held = [book, book._evaluator, book.follower, *([book.follower.chain()] if sys.argv[1:] else [])]
for one in held:
    threading.Thread(target=one._lock.acquire, daemon=True).start()
if sys.argv[1:]:
    chain, inside = held[-1], held[-1]._ruleset
    chain._current = object()
time.sleep(0.1)
assert all(one._lock.locked() for one in held)
child = os.fork()
if not child:
    signal.alarm(120)
    judge()
    os._exit(7 if sys.argv[1:] and chain._ruleset is inside else 0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize(
    "words", [pytest.param((), id="answers"), pytest.param(("chain",), id="chain", marks=needs_durable_rules)]
)
def test_a_child_does_not_wait_for_what_threads_of_its_parent_held(words):
    lacking("" if hasattr(os, "fork") else "this system does not fork")
    done = subprocess.run([sys.executable, "-c", FORKED, *words], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


INSIDE = """
import os, signal, sys, threading, time, warnings
warnings.simplefilter("ignore")
import zzrules
book = zzrules.load()
judge = lambda: book.casefile([{"日期": "2026-01-05", "事件": "收到差评"}]).on("2026-02-01").explain()
judge()
properties = [one for kind in (zzrules.Rulebook, zzrules.CaseFile, zzrules.CaseAnswer, zzrules.Determination)
              for one in vars(kind).values() if hasattr(one, "lock")]
assert len(properties) > 1 or sys.version_info >= (3, 12)
for one in properties:
    threading.Thread(target=one.lock.acquire, daemon=True).start()
time.sleep(0.1)
child = os.fork()
if not child:
    signal.alarm(120)
    book = zzrules.load()
    judge()
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_child_does_not_wait_for_what_threads_of_its_parent_were_working_out():
    lacking("" if hasattr(os, "fork") else "this system does not fork")
    done = subprocess.run([sys.executable, "-c", INSIDE], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


IMPORTING = """
import os, signal, sys, threading, time, warnings
warnings.simplefilter("ignore")
import zzrules
zzrules.load()
zzrules.__path__.append(sys.argv[1])
def late():
    import zzrules.slow
threading.Thread(target=late).start()
while "zzrules.slow" not in sys.modules:
    time.sleep(0.01)
child = os.fork()
if not child:
    signal.alarm(120)
    late()
    os._exit(sys.modules["zzrules.slow"].there - 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_child_does_not_wait_for_a_module_that_its_parent_was_importing(tmp_path):
    lacking("" if hasattr(os, "fork") else "this system does not fork")
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(1)\nthere = 1\n", "utf-8")
    done = subprocess.run([sys.executable, "-c", IMPORTING, tmp_path], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


FORKING_IMPORT = """
import os, sys, time
import zzrules
zzrules.load()
zzrules.__path__.append(sys.argv[1])
start = time.monotonic()
import zzrules.forking
print(zzrules.forking.ended, time.monotonic() - start < 10)
"""


def test_an_import_that_forks_itself_goes_on(tmp_path):
    lacking("" if hasattr(os, "fork") else "this system does not fork")
    text = "import os\nchild = os.fork()\nif not child: os._exit(0)\nended = os.waitpid(child, 0)[1]\n"
    (tmp_path / "forking.py").write_text(text, "utf-8")
    done = subprocess.run([sys.executable, "-c", FORKING_IMPORT, tmp_path], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0 True\n", "")
