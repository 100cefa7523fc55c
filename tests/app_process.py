"""`python app.py …` as its own process, forked from one that has imported everything.

Importing takes a process seconds. `python -m tests.app_process SOCKET` imports once, for all
processes of a test run, and forks for each command; the command then runs app.py as `__main__` with
the environment, the folder and the files it was given, and ends as any process of Python does.
"""

import array
import atexit
import contextlib
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from filelock import FileLock

ROOT = Path(__file__).parents[1]
TIMEOUT_SECONDS = 60

# Names the folder that all processes of a test run share. In it: the socket of the process that
# forks, and a pipe that is open for as long as the run lasts, see `tests/conftest.py`.
RUN_FOLDER = "WAYMARK_TEST_FOLDER"
SOCKET = "apps"
RUN_LASTS = "run-lasts"

STANDARD_FILES = 3
STDERR = 2
# What Python reads when it starts, so that a forked process would not notice it.
READ_AT_START = ("PYTHON", "LC_", "TZ")
# Of which these make no difference here, or `_become` does what they say.
IO_ENCODING = "PYTHONIOENCODING"
HARMLESS = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", IO_ENCODING)


class AppProcess:
    """A running `python app.py …`, with what tests need of `subprocess.Popen`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.pid = int(_line(connection))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the process runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it ended. Raises TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("app.py", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._connection], [], [], timeout)[0]:
            self.returncode = int(_line(self._connection))
            self._connection.close()
        return self.returncode


def stop_app(process: "AppProcess | subprocess.Popen[bytes]") -> None:
    """End a process and those it started: killed at once, it would leave its workers behind."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start_app(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: IO[bytes] | None,
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> "AppProcess | subprocess.Popen[bytes]":
    """Start `python app.py …` with those files; without `stdin` there is nothing to read."""
    with Path(os.devnull).open("rb") as nothing:
        files = [(one or nothing).fileno() for one in (stdin, stdout, stderr)]
        if any(map(_is_read_at_start, environment)):
            command = [sys.executable, "app.py", *arguments]
            return subprocess.Popen(
                command,
                env=dict(environment),
                cwd=ROOT,
                stdin=files[0],
                stdout=files[1],
                stderr=files[2],
            )
        request = json.dumps([list(arguments), dict(environment)]).encode()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(_server())
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))
        connection.sendmsg([b"%d\n" % len(request)], [rights])
        connection.sendall(request)
    return AppProcess(connection)


@contextlib.contextmanager
def started(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> "Iterator[AppProcess | subprocess.Popen[bytes]]":
    """`python app.py …` while it runs, its output written to `log`; stopped at the end."""
    with log.open("wb") as out:
        process = start_app(arguments, environment, None, out, out)
    try:
        yield process
    finally:
        stop_app(process)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_app(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: bytes = b"",
    timeout: float = TIMEOUT_SECONDS,
    stdout: IO[bytes] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run `python app.py …` to its end; what goes to `stdout` is not in the result.

    Raises TimeoutExpired.
    """
    with (
        tempfile.TemporaryFile() as typed,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        typed.write(stdin)
        typed.seek(0)
        process = start_app(arguments, environment, typed, stdout or output, errors)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(list(arguments), code, output.read(), errors.read())


def _is_read_at_start(name: str) -> bool:
    return name.startswith(READ_AT_START) and name not in HARMLESS


@cache
def _server() -> str:
    """Return the socket of the process that forks; the first to need one starts it."""
    run = os.environ.get(RUN_FOLDER)
    if run is None:
        # It ends with this process, whose end of its standard input then closes.
        return _start(Path(tempfile.mkdtemp(prefix="waymark-apps-")), subprocess.PIPE)
    folder = Path(run)
    with FileLock(folder / "apps.lock"):
        if (folder / SOCKET).exists():
            return str(folder / SOCKET)
        with (folder / RUN_LASTS).open("rb", buffering=0) as run_lasts:
            return _start(folder, run_lasts.fileno())


def _start(folder: Path, stdin: int) -> str:
    """Start the process that forks, which ends when `stdin` does; return its socket."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.app_process", str(folder / SOCKET)],
        cwd=ROOT,
        stdin=stdin,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n", "app.py cannot be imported"
    process.stdout.close()
    # ModelNote: collected, it would warn that it still runs.
    _STARTED.append(process)
    return str(folder / SOCKET)


_STARTED: "list[subprocess.Popen[bytes]]" = []


def _line(connection: socket.socket) -> bytes:
    """Return the next line, without its end."""
    line = b""
    while not line.endswith(b"\n"):
        byte = connection.recv(1)
        if not byte:
            raise ConnectionError("the process that forks has ended")
        line += byte
    return line[:-1]


def _serve(address: str) -> None:
    """Fork for every connection until the standard input closes."""
    import app  # noqa: F401, PLC0415 - all that a command may need, once
    from bot.sentiment.scorer import WaymarkScorer  # noqa: PLC0415
    from bot.themes.encoder import load_encoder  # noqa: PLC0415

    # Loads TextBlob, the model and the languages; the encoder takes more than a second.
    WaymarkScorer().score("Good morning, the invoice is wrong.")
    if encoder := load_encoder():
        encoder.encode(["The invoice is wrong."])
    # What was imported is never freed: collecting it in each command would copy its memory.
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        connection = listener.accept()[0]
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _run(connection)
            return
        connection.close()


def _run(connection: socket.socket) -> None:
    """Fork once more: the child is the command, this process tells how it ended."""
    head, rights, _, _ = connection.recvmsg(1, socket.CMSG_SPACE(STANDARD_FILES * 4))
    files = array.array("i")
    files.frombytes(rights[0][2])
    size = int(head + _line(connection))
    arguments, environment = json.loads(connection.recv(size, socket.MSG_WAITALL))
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(arguments, environment, files)
        return
    for file in files:
        os.close(file)
    connection.sendall(b"%d\n" % pid)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % code)
    os._exit(0)


def _become(arguments: list[str], environment: dict[str, str], files: Sequence[int]) -> None:
    """Run app.py as `python app.py …` does, and end this process.

    Python would free every module before it ends, which copies the memory this process shares and
    takes longer than most commands; so it ends right after its threads and exit functions.
    """
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin, sys.stdout, sys.stderr = (_text(number) for number in range(STANDARD_FILES))
    sys.argv = ["app.py", *arguments]
    try:
        runpy.run_path("app.py", run_name="__main__")
    except SystemExit as stop:
        if not isinstance(stop.code, int):
            raise
        _end(stop.code)


def _end(code: int) -> None:
    """Do what Python does at its end, without freeing what is left."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if not stream.closed:
            stream.flush()
    os._exit(code)


def _text(number: int) -> Any:
    """Open a standard file, encoded as `PYTHONIOENCODING` says, as Python does."""
    encoding, _, errors = os.environ.get(IO_ENCODING, "").partition(":")
    if number == STDERR or not errors:
        errors = "backslashreplace" if number == STDERR else "strict"
    buffering = 1 if number == STDERR else -1
    mode = "w" if number else "r"
    return open(number, mode, buffering, encoding=encoding or "utf-8", errors=errors)


if __name__ == "__main__":
    _serve(sys.argv[1])
