"""Follow one placed note through Waymark: its statements, transactions and project files.

    python -m benchmarks.note_trace FILE.db SLACK_PORT [--list]

Drives the WSGI application that `app.py serve` loads, in this process, with a signed command, once
everything is warm. What runs on the thread that answers counts as until the answer; what other
threads do for the note counts as after it. Prints JSON: a `NoteTrace` as a dictionary; with
`--list` the statements one by one with their milliseconds instead.

Statements are counted as SQLAlchemy sends them, without BEGIN and COMMIT, which are counted as
transactions; files are those of the project in which a function ran.
"""

import argparse
import io
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, event

from benchmarks.internals import web_application
from benchmarks.local_servers import environment
from benchmarks.slack_commands import (
    REQUEST_PATH,
    command_body,
    is_acknowledged,
    note_texts,
    signed_headers,
)

ROOT = Path(__file__).parents[1]
ENVIRONMENT = (ROOT / ".venv", ROOT / "benchmarks")
WARM_UP_NOTES = 20
QUIET_SECONDS = 0.5


@dataclass
class NoteTrace:
    """What one note costs. Each list has first what is until the answer, then what is after it."""

    statements: list[int]
    transactions: list[int]
    files: list[int]


@dataclass
class _Recorder:
    """Collects while `on`; other threads than the calling one are identified by number."""

    on: bool = False
    thread: int = field(default_factory=threading.get_ident)
    statements: list[tuple[bool, str, float]] = field(default_factory=list)
    transactions: list[bool] = field(default_factory=list)
    files: set[tuple[bool, str]] = field(default_factory=set)

    @property
    def is_answering(self) -> bool:
        return threading.get_ident() == self.thread

    def install(self) -> None:
        """Watch every engine, and every thread that begins from now on."""
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)
        event.listen(Engine, "begin", self._begin)
        threading.setprofile(self._profile)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Collect what happens meanwhile, and soon after."""
        self.statements, self.transactions, self.files = [], [], set()
        self.on = True
        sys.setprofile(self._profile)
        try:
            yield
            sys.setprofile(None)
            self._wait_until_quiet()
        finally:
            sys.setprofile(None)
            self.on = False

    def _wait_until_quiet(self) -> None:
        seen = -1
        while seen != len(self.statements):
            seen = len(self.statements)
            time.sleep(QUIET_SECONDS)

    def _before(self, connection: Connection, *_: Any) -> None:
        connection.info["benchmark_started"] = time.perf_counter()

    def _after(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if self.on:
            took = 1_000 * (time.perf_counter() - connection.info["benchmark_started"])
            self.statements.append((self.is_answering, statement, took))

    def _begin(self, _: Connection) -> None:
        if self.on:
            self.transactions.append(self.is_answering)

    def _profile(self, frame: FrameType, what: str, _: Any) -> None:
        if self.on and what == "call" and frame.f_code.co_name != "<module>":
            self.files.add((self.is_answering, frame.f_code.co_filename))


class TracedApp:
    """Waymark in this process, with a trace of the work for each note."""

    def __init__(self, database: Path, slack_port: int) -> None:
        self._recorder = _Recorder()
        self._recorder.install()
        given = environment(database, slack_port) | {"WAYMARK_TICK_SECONDS": "86400"}
        self._wsgi = web_application(given)
        self._texts = note_texts(1)
        self._number = 0

    def save(self) -> None:
        """Have one note saved. Raise RuntimeError unless the answer holds it."""
        self._number += 1
        text = next(self._texts)
        body = command_body(text, self._number, user=1)
        headers = {
            f"HTTP_{name.upper().replace('-', '_')}": value
            for name, value in signed_headers(body).items()
        }
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": REQUEST_PATH,
            "QUERY_STRING": "",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body.encode()),
            "wsgi.errors": sys.stderr,
            **headers,
        }
        answer = b"".join(self._wsgi(environ, lambda *_: lambda _: None))
        if not is_acknowledged(text, answer.decode()):
            raise RuntimeError(f"the note was not saved: {answer[:300].decode()}")

    def trace(self) -> NoteTrace:
        """Save one more note and count. Raise RuntimeError where another thread saved it."""
        with self._recorder.recording():
            self.save()
        if not any("INTO notes" in statement for _, statement in self.until_answer()):
            raise RuntimeError("the note was not saved by the thread that answered")
        counted = self._recorder
        files = {(early, name) for early, name in counted.files if _is_ours(Path(name))}
        answering = {name for early, name in files if early}
        after = {name for _, name in files} - answering
        transactions = counted.transactions
        early = len(self.until_answer())
        return NoteTrace(
            statements=[early, len(counted.statements) - early],
            transactions=[transactions.count(True), transactions.count(False)],
            files=[len(answering), len(after)],
        )

    def until_answer(self) -> list[tuple[float, str]]:
        """Milliseconds and text of each statement of the last note until its answer."""
        return [(took, text) for early, text, took in self._recorder.statements if early]

    def after_answer(self) -> list[tuple[float, str]]:
        """The same of those after its answer."""
        return [(took, text) for early, text, took in self._recorder.statements if not early]

    def file_names(self) -> list[str]:
        """Names of the project files of the last note, those after the answer marked by +."""
        early = {Path(name) for is_early, name in self._recorder.files if is_early}
        late = {Path(name) for is_early, name in self._recorder.files if not is_early} - early
        marked = [("  ", path) for path in early] + [("+ ", path) for path in late]
        return sorted(f"{mark}{path.relative_to(ROOT)}" for mark, path in marked if _is_ours(path))


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and not any(map(path.is_relative_to, ENVIRONMENT))


def main() -> int:
    """Trace one note and print what it cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database", type=Path)
    parser.add_argument("slack_port", type=int)
    parser.add_argument("--list", action="store_true")
    wanted = parser.parse_args()
    traced = TracedApp(wanted.database, wanted.slack_port)
    for _ in range(WARM_UP_NOTES):
        traced.save()
    time.sleep(QUIET_SECONDS)
    trace = traced.trace()
    if wanted.list:
        parts = (("until the answer", traced.until_answer()), ("after", traced.after_answer()))
        for when, statements in parts:
            sys.stdout.write(f"{when}: {len(statements)} statements\n")
            for took, text in statements:
                sys.stdout.write(f"  {took:6.2f} ms  {' '.join(text.split())[:160]}\n")
        sys.stdout.write("\n".join(traced.file_names()) + "\n")
    sys.stdout.write(json.dumps(asdict(trace)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
