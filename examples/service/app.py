"""An HTTP service over zzrules: evaluate, explain, schema, batches; policies are exchanged while it answers.

Run it with several workers; each has a rulebook of its own, and they share the decision log and the folder of batches:

    uvicorn --app-dir examples/service app:app --workers 2

Settings are environment variables, all of them optional: see README.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Form, HTTPException, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict

import zzrules

FOLDER = os.environ.get("ZZRULES_POLICIES") or None  # none: the shipped policies
LOG = os.environ.get("ZZRULES_DECISION_LOG")
BATCHES = Path(os.environ.get("ZZRULES_BATCHES") or Path(tempfile.gettempdir(), "zzrules-batches"))
LOOK_EVERY = float(os.environ.get("ZZRULES_LOOK_EVERY", "5"))  # seconds
KEEP = float(os.environ.get("ZZRULES_KEEP_BATCHES", "86400"))  # seconds
LARGEST = int(os.environ.get("ZZRULES_LARGEST_UPLOAD", str(256 << 20)))  # bytes
FORMS = ("csv", "xlsx", "parquet", "jsonl", "arrow")
CHUNK = 1 << 20

log = logging.getLogger("uvicorn.error")


# ── policies ────────────────────────────────────────────────────────────


class Serving:
    """A rulebook that has been tried, with what is worked out of it once."""

    def __init__(self, book: zzrules.Rulebook) -> None:
        """Take a rulebook and ask it once for everything, so that no caller waits for what is made then."""
        self.book = book
        book.evaluate({}, on="2026-05-06").to_dict()

    @cached_property
    def schema(self) -> bytes:
        """The JSON Schema of a record."""
        return json.dumps(self.book.record_schema(), ensure_ascii=False).encode()


class Shelf:
    """The rulebook that serves now. It is exchanged as a whole, for one that was read without a mistake."""

    def __init__(self) -> None:
        self._seen = self._stamp()
        self.now = Serving(zzrules.load(FOLDER))
        self.refused: tuple[str, ...] = ()

    def look(self) -> None:
        """Take what is new in the folder; if it is wrong, keep what serves and say why."""
        stamp = self._stamp()
        if stamp == self._seen:
            return
        try:
            fresh = Serving(zzrules.load(FOLDER))
        except zzrules.PolicyError as error:
            self.refused = tuple(map(str, error.problems))
            log.warning("policies not taken over: %d mistakes, first %s", len(self.refused), self.refused[0])
        else:
            self.now, self.refused = fresh, ()
            log.info("policies taken over: %s", fresh.book.digest)
        self._seen = stamp  # as of before they were read: what changed meanwhile is seen the next time

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        if FOLDER is None:
            return ()
        files = sorted(Path(FOLDER).rglob("*.yaml"))
        return tuple((str(file), told.st_mtime_ns, told.st_size) for file in files if (told := file.stat()))


shelf: Shelf


@asynccontextmanager
async def life(_app: FastAPI) -> AsyncIterator[None]:
    """Load the policies before the first question, then look for new ones while questions are answered."""
    global shelf  # noqa: PLW0603 - one for each worker, and there is none before
    shelf = Shelf()
    looking = asyncio.create_task(look_again())
    yield
    looking.cancel()


async def look_again() -> None:
    """Look for new policies, in a thread, for as long as the service lives."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await asyncio.to_thread(shelf.look)
        except Exception:  # a folder that is being exchanged
            log.exception("policies could not be looked at")


app = FastAPI(title="zzrules", lifespan=life)


# ── mistakes ────────────────────────────────────────────────────────────

RECORD = "record"
ASKED_WRONGLY = {"ZZ601": "on", "ZZ602": "about", "ZZ603": "about"}


@app.exception_handler(zzrules.ZzrulesError)
async def refused(request: Request, error: zzrules.ZzrulesError) -> JSONResponse:
    """Answer 422 with every mistake: where in the request, its code, what is wrong, what to write instead."""
    whole = RECORD if request.url.path != "/batch" else "file"
    return JSONResponse({"detail": [told(problem, whole) for problem in error.problems]}, status_code=422)


def told(problem: zzrules.Problem, whole: str) -> dict[str, Any]:
    """Return a mistake as FastAPI tells its own; ``whole`` is the part of the request in which its path begins."""
    where = ["body", ASKED_WRONGLY.get(problem.code, whole), *problem.path]
    return {"loc": where, "type": problem.code, "msg": problem.message, "hint": problem.hint}


# ── questions ───────────────────────────────────────────────────────────


class Question(BaseModel):
    """A record, the day of evaluation, and what is asked about (nothing: everything)."""

    model_config = ConfigDict(extra="forbid")

    record: dict[str, Any]
    on: str
    about: list[str] | None = None


def answer(question: Question) -> zzrules.Determination:
    """Return what the policies say. Raises `RecordError` with the path of each fact that is wrong."""
    return shelf.now.book.evaluate(question.record, question.on, question.about)


@app.post("/evaluate")
async def evaluate(question: Question) -> Response:
    """Return the whole determination as JSON."""
    determination = answer(question)
    whole = determination.to_dict()
    noted = note(determination)
    return Response(json.dumps(whole, ensure_ascii=False), media_type="application/json", headers={"X-Decision": noted})


@app.post("/explain")
async def explain(question: Question) -> Response:
    """Return the determination in words."""
    determination = answer(question)
    said = determination.explain()
    return PlainTextResponse(said, headers={"X-Decision": note(determination)})


@app.get("/schema")
async def schema() -> Response:
    """Return the JSON Schema of a record."""
    return Response(shelf.now.schema, media_type="application/schema+json")


@app.get("/health")
async def health() -> dict[str, Any]:
    """Return which policies serve, and what is wrong with those that were not taken over."""
    return {"rulebook": shelf.now.book.digest, "refused": shelf.refused, "worker": os.getpid()}


def note(determination: zzrules.Determination) -> str:
    """Write a line into the decision log, if there is one, and return its number. No fact of the record is in it.

    One write to the end of the file, which the system never mixes with that of another worker. An answer that cannot
    be noted is not given.
    """
    number = uuid.uuid4().hex
    if LOG is None:
        return number
    line = {
        "decision": number,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "on": str(determination.evaluated_on),
        "record": determination.record_digest,
        "rulebook": determination.rulebook_digest,
        "outcomes": {one.code: one.outcome if one.decided else None for one in determination},
    }
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    try:
        file = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            whole = os.write(file, data) == len(data)
        finally:
            os.close(file)
    except OSError:
        whole = False
    if not whole:
        raise HTTPException(503, "the decision log cannot be written")
    return number


# ── batches ─────────────────────────────────────────────────────────────


@app.post("/batch", status_code=201)
async def batch(
    file: UploadFile,
    on: Annotated[str, Form()],
    about: Annotated[list[str] | None, Form()] = None,
    result: Annotated[Literal["csv", "xlsx", "parquet", "jsonl", "arrow"], Form()] = "csv",
) -> dict[str, Any]:
    """Judge a file of records (its extension says of which form), and say where the answers are."""
    form = Path(file.filename or "").suffix.lower().lstrip(".")
    if form not in FORMS:
        raise HTTPException(422, [{"loc": ["body", "file"], "msg": f"one of {', '.join(FORMS)} by its extension"}])
    number = uuid.uuid4().hex
    folder = await run_in_threadpool(room_for, number)
    source = folder / f"records.{form}"
    try:
        await receive(file, source)
        summary = await run_in_threadpool(
            shelf.now.book.evaluate_files, source, folder / f"answers.{result}", on, about, bad=folder / "bad.csv"
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    source.unlink()
    links = {"answers": f"/batch/{number}/answers.{result}"} | (
        {"bad": f"/batch/{number}/bad.csv"} if summary.bad else {}
    )
    counted = summary.to_dict()
    for name in ("sources", "output", "bad_file"):  # paths of this machine
        del counted[name]
    return {"batch": number, "links": links, "summary": counted}


async def receive(file: UploadFile, path: Path) -> None:
    """Write what is sent into a file. Raises 413 if it is too large."""
    size = 0
    with path.open("wb") as out:
        while chunk := await file.read(CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise HTTPException(413, f"at most {LARGEST} bytes")
            out.write(chunk)


def room_for(number: str) -> Path:
    """Return a new folder for a batch; those that are old are removed."""
    BATCHES.mkdir(parents=True, exist_ok=True)
    for old in BATCHES.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > KEEP:
                shutil.rmtree(old)
    folder = BATCHES / number
    folder.mkdir()
    return folder


@app.get("/batch/{number}/{name}")
async def fetch(number: str, name: str) -> FileResponse:
    """Return the answers of a batch, or its bad rows; any worker can."""
    known = re.fullmatch("[0-9a-f]{32}", number) and name in ("bad.csv", *(f"answers.{form}" for form in FORMS))
    path = BATCHES / number / name
    if not known or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, filename=name)
