"""What the benchmarks measure, and what stands in for Slack, each as a process on 127.0.0.1.

    python -m benchmarks.local_servers slack PORT            a Slack API that agrees to everything
    python -m benchmarks.local_servers bare PORT             the least that answers a command

The bare responder is the reference of the rows about commands: it checks Slack's signature and
commits one INSERT into the SQLite file that BENCHMARK_DATABASE names, on the HTTP server and with
the database settings that Waymark has. Its settings are written here again, so that the reference
stays the same when Waymark changes.
"""

import asyncio
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from benchmarks.slack_commands import CHANNEL, SIGNING_SECRET

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).parents[1]
READY_SECONDS = 60.0
COMMAND_TIMEOUT_SECONDS = 900.0
THREADS = 4
DATABASE_VARIABLE = "BENCHMARK_DATABASE"
BUSY_TIMEOUT_SECONDS = 30.0


class Server(NamedTuple):
    """A server that runs, and the process it was started as."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """CPU time of the process and its children until now, all threads together.

        Other programs on the machine make a server slower; this they change little. Linux only.
        """
        parent_of: dict[int, int] = {}
        spent: dict[int, int] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The name in parentheses may hold spaces: what follows it does not.
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            pid = int(entry.parent.name)
            parent_of[pid], spent[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
        family = {self.pid}
        while more := {pid for pid, up in parent_of.items() if up in family} - family:
            family |= more
        return sum(spent.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database: Path, slack_port: int, port: int = 0) -> dict[str, str]:
    """Return the variables of a Waymark process, without the developer's own configuration."""
    passed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **passed,
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "DATABASE_URL": f"sqlite:///{database}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }


def app(arguments: list[str], given: Mapping[str, str]) -> None:
    """Run `python app.py …` to its end. Raise CalledProcessError where it fails."""
    command = [sys.executable, "app.py", *arguments]
    subprocess.run(
        command,
        env=dict(given),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=COMMAND_TIMEOUT_SECONDS,
    )


@contextmanager
def waymark(database: Path, slack_port: int) -> Iterator[Server]:
    """Serve Waymark as it is served for Slack."""
    port = free_port()
    given = environment(database, slack_port, port)
    url = f"http://127.0.0.1:{port}/readyz"
    with _process([sys.executable, "app.py", "serve"], given, url) as pid:
        yield Server(port, pid)


@contextmanager
def slack() -> Iterator[Server]:
    """Run the Slack API."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api/api.test"
    with _process(_module("slack", port), dict(os.environ), url) as pid:
        yield Server(port, pid)


@contextmanager
def bare(database: Path) -> Iterator[Server]:
    """Run the bare responder."""
    port = free_port()
    given = {**os.environ, DATABASE_VARIABLE: str(database)}
    with _process(_module("bare", port), given, f"http://127.0.0.1:{port}/") as pid:
        yield Server(port, pid)


def _module(name: str, port: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.local_servers", name, str(port)]


@contextmanager
def _process(command: list[str], given: dict[str, str], ready_url: str) -> Iterator[int]:
    with subprocess.Popen(command, env=given, cwd=ROOT) as process:
        try:
            _wait_until_ready(process, ready_url)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - on loopback
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer")


# The bare responder.


def bare_web() -> "WSGIApplication":
    """Return the bare responder; what the HTTP server's worker loads."""
    from slack_sdk.signature import SignatureVerifier

    verifier = SignatureVerifier(SIGNING_SECRET)
    local = threading.local()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(local, "connection", None)
        if found is None:
            found = local.connection = _open(os.environ[DATABASE_VARIABLE])
        return found

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            start_response("200 OK", [("Content-Length", "0")])
            return [b""]
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        valid = verifier.is_valid(
            body,
            environ["HTTP_X_SLACK_REQUEST_TIMESTAMP"],
            environ["HTTP_X_SLACK_SIGNATURE"],
        )
        if not valid:
            start_response("401 Unauthorized", [("Content-Length", "0")])
            return [b""]
        _, _, text = parse_qs(body.decode())["text"][0].partition(": ")
        with connection() as writing:
            writing.execute("INSERT INTO notes (text) VALUES (?)", (text,))
        answer = json.dumps({"response_type": "ephemeral", "text": f"Saved: {text}"}).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
        start_response("200 OK", headers)
        return [answer]

    return serve


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS)
    connection.execute("PRAGMA journal_mode=WAL")
    # As Waymark's: what was acknowledged survives a power cut.
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _run_bare(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    with _open(os.environ[DATABASE_VARIABLE]) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"
        )
    Granian(
        "benchmarks.local_servers:bare_web",
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=port,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        websockets=False,
    ).serve()


# The Slack API.


def _slack_answer(method: str, port: int, number: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"ok": True}
    if method == "users.info":
        profile = {"real_name": "Mara Lindqvist"}
        answer["user"] = {"id": "U1", "name": "mara", "tz": "Europe/Berlin", "profile": profile}
    elif method == "conversations.info":
        answer["channel"] = {"id": CHANNEL, "name": "customer-journey", "is_private": False}
    elif method in ("conversations.history", "conversations.replies"):
        answer |= {"messages": [], "has_more": False}
    elif method == "files.getUploadURLExternal":
        url = f"http://127.0.0.1:{port}/upload"
        answer |= {"upload_url": url, "file_id": f"F{number}"}
    else:
        answer |= {"channel": CHANNEL, "ts": f"1700000000.{number:06d}", "files": []}
    return answer


async def _serve_slack(port: int) -> None:
    number = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal number
        number += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            lengths = [line for line in lines if line.lower().startswith("content-length:")]
            if lengths:
                await reader.readexactly(int(lengths[0].partition(":")[2]))
            method = lines[0].split(" ")[1].rpartition("/")[2].partition("?")[0]
            body = json.dumps(_slack_answer(method, port, number)).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", port, limit=1 << 20, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        _run_bare(int(sys.argv[2]))
    else:
        asyncio.run(_serve_slack(int(sys.argv[2])))
