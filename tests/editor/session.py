"""A session of the language server over standard input and output, as an editor holds it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from coverage import Coverage

PATIENCE = 60.0
Message = dict[str, Any]
ROOT = Path(__file__).parents[2]


def _measured() -> list[str]:
    """Return the words before a module that measure its coverage where that of the tests is measured."""
    measuring = Coverage.current() is not None
    return ["-m", "coverage", "run", "--parallel-mode", f"--rcfile={ROOT / 'pyproject.toml'}"] if measuring else []


class Session:
    """An editor that has started the server: opens documents, changes them, asks."""

    def __init__(self, folder: Path, *, options: Message | None = None, encodings: tuple[str, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *_measured(), "-m", "zzrules", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1", "COVERAGE_FILE": str(ROOT / ".coverage")},
        )
        self.folder = folder
        self.versions: dict[Path, int] = {}
        self.told: dict[str, tuple[int | None, list[Message]]] = {}
        self.logged: list[str] = []
        self.refreshed: list[str] = []
        self._answers: dict[int, Queue[Message]] = {}
        self._news = threading.Condition()
        self._number = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        general = {"general": {"positionEncodings": [*encodings]}} if encodings else {}
        capabilities = {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
            "workspace": {"codeLens": {"refreshSupport": True}},
            **general,
        }
        self.capabilities = self.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name}],
            capabilities=capabilities,
            initializationOptions=options or {},
        )["capabilities"]
        self.say("initialized")

    # ── the wire ────────────────────────────────────────────────────

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            size = int(line.split(b":")[1])
            while stream.readline().strip():
                pass
            self._take(json.loads(stream.read(size)))

    def _take(self, message: Message) -> None:
        method = message.get("method")
        if method is None:
            self._answers[message["id"]].put(message)
        elif "id" in message:
            self._send(id=message["id"], result=None)
            with self._news:
                self.refreshed += [method] * (method == "workspace/codeLens/refresh")
                self._news.notify_all()
        elif method == "window/logMessage":
            self.logged.append(message["params"]["message"])
        elif method == "textDocument/publishDiagnostics":
            told = message["params"]
            with self._news:
                self.told[told["uri"]] = told.get("version"), told["diagnostics"]
                self._news.notify_all()

    def say(self, method: str, **params: Any) -> None:
        """Notify the server."""
        self._send(method=method, params=params)

    def ask(self, method: str, **params: Any) -> Any:
        """Return what the server answers."""
        self._number += 1
        queue = self._answers[self._number] = Queue()
        self._send(id=self._number, method=method, params=params)
        try:
            answer = queue.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError(f"no answer to {method}; the server ended with {self.process.poll()}") from None
        assert "error" not in answer, answer["error"]
        return answer["result"]

    # ── documents ───────────────────────────────────────────────────

    def open(self, path: Path, text: str | None = None) -> list[Message]:
        """Open a document; return what is told of it."""
        self.told.pop(path.as_uri(), None)  # of the time before it was closed
        self.versions[path] = 1
        written = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": written}
        self.say("textDocument/didOpen", textDocument=document)
        return self.problems(path)

    def change(self, path: Path, text: str) -> None:
        """Change a document."""
        self.versions[path] += 1
        document = {"uri": path.as_uri(), "version": self.versions[path]}
        self.say("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def type(self, path: Path, text: str) -> list[Message]:
        """Change a document; return what is told of it then."""
        self.change(path, text)
        return self.problems(path)

    def close(self, path: Path) -> None:
        """Close a document."""
        self.say("textDocument/didClose", textDocument={"uri": path.as_uri()})

    def problems(self, path: Path) -> list[Message]:
        """Return what is told of the text of a document as it is now, once that was checked."""
        self.until(lambda: self.told.get(path.as_uri(), (None, []))[0] == self.versions[path])
        return self.told[path.as_uri()][1]

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until what the server told makes something hold."""
        with self._news:
            assert self._news.wait_for(holds, PATIENCE), (self.process.poll(), self.logged, [*self.told])

    def at(self, path: Path, method: str, place: tuple[int, int], **params: Any) -> Any:
        """Ask something about a position (line and UTF-16 unit from 0) in a document."""
        position = {"line": place[0], "character": place[1]}
        return self.ask(method, textDocument={"uri": path.as_uri()}, position=position, **params)

    def end(self) -> int:
        """End the session; return the exit code."""
        self.ask("shutdown")
        self.say("exit")
        code = self.process.wait(PATIENCE)
        self.quit()
        return code

    def quit(self) -> None:
        """Leave the server, whatever it does."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def session_in(folder: Path, **settings: Any) -> Iterator[Session]:
    """Yield a session in a folder, which has to end well, with nothing said in the log."""
    session = Session(folder, **settings)
    try:
        yield session
        assert session.end() == 0
        assert session.logged == []
    finally:
        session.quit()


def place_of(text: str, words: str, behind: int = 0) -> tuple[int, int]:
    """Return the position of some words in a text, so many characters behind their beginning, in UTF-16 units."""
    offset = text.index(words) + behind
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return line, len(text[start:offset].encode("utf-16-le")) // 2
