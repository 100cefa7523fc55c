"""`app.py sandbox`: a local copy of Slack and the bot in it, each in its own process."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import IO

ROOT = Path(__file__).parents[2]

FOLDER = ROOT / ".sandbox"

SAMPLE = ROOT / "sandbox/sample"

PORT = 4000

START_SECONDS = 120


def run(port: int, *, empty: bool, socket_mode: bool) -> int:
    """Start both, load the sample journey, post its last review, and wait for Ctrl-C."""
    if not _is_free(port):
        sys.stderr.write(
            f"Port {port} on 127.0.0.1 is taken. Choose another: "
            f"python app.py sandbox --port {port + 1}\n"
        )
        return 1
    folder = FOLDER / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bot_port = _free_port()
    url, bot_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bot_port}"
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": f"xoxb-sandbox-{secrets.token_hex(12)}",
        "SLACK_SIGNING_SECRET": secrets.token_hex(16),
        "SLACK_APP_TOKEN": f"xapp-sandbox-{secrets.token_hex(12)}" if socket_mode else "",
        "SLACK_API_URL": f"{url}/api/",
        "DATABASE_URL": f"sqlite:///{folder}/waymark.db",
        "HOST": "127.0.0.1",
        "PORT": str(bot_port),
        "WAYMARK_TICK_SECONDS": "2",
        "WAYMARK_SETTLE_SECONDS": "15",
        "WAYMARK_CLOCK_URL": f"{url}/sandbox/clock",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sandbox = [
        *_python("-m", "sandbox", "--port", str(port), "--manifest", str(ROOT / "app.yaml")),
        *("--people", str(SAMPLE / "people.json")),
        *(["--socket-mode"] if socket_mode else ["--request-url", f"{bot_url}/slack/events"]),
    ]
    try:
        return _run_both(sandbox, url, bot_url, environment, empty=empty)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"{' '.join(error.cmd[1:])} failed; its error is above.\n")
        return 1


def _run_both(
    sandbox: list[str], url: str, bot_url: str, environment: Mapping[str, str], *, empty: bool
) -> int:
    with _running(sandbox, environment) as workspace:
        _wait_for(url, workspace)
        # Migrates, then serves: a process for each would import everything once more.
        with _running(_python("app.py", "run"), environment) as bot:
            _wait_for(f"{bot_url}/readyz", bot)
            if not empty:
                _load_sample(url, environment)
            sys.stdout.write(f"\nWaymark's sandbox is at {url}  (Ctrl-C stops it)\n")
            sys.stdout.flush()
            return _until_stopped(workspace, bot)


def _load_sample(url: str, environment: Mapping[str, str]) -> None:
    """Type and sort a year of notes as the sample people, then post the last quarter's review."""
    play = _python("-m", "sandbox.play", "--url", url, "--history", str(SAMPLE / "history.jsonl"))
    period = _run([*play, "--forms", str(SAMPLE / "map.jsonl")], environment).split()[-1]
    _run(_python("app.py", *sort_command()), environment)
    _run(
        _python("app.py", "review", "buyer", "--period", period, "--publish"),
        environment,
        stdout=sys.stdout,
    )


def sort_command() -> list[str]:
    """Return the command that sorts the sample's pain points into themes, as its head of support.

    Those of the running quarter are left for whoever tries it.
    """
    return ["themes", "buyer", "--sort", str(SAMPLE / "themes.csv"), "--by", "U0MARA"]


def _run(
    command: list[str], environment: Mapping[str, str], stdout: IO[str] | int = subprocess.PIPE
) -> str:
    """Run a command to its end; return its output if it is piped. Raises CalledProcessError."""
    done = subprocess.run(
        command, env=dict(environment), cwd=ROOT, check=True, stdout=stdout, text=True
    )
    return done.stdout or ""


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _is_free(port: int) -> bool:
    with socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - always 127.0.0.1
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(process.poll() or 1)


def _until_stopped(*processes: subprocess.Popen[bytes]) -> int:
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)
    return next(process.poll() or 1 for process in processes if process.poll() is not None)
