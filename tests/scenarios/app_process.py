"""`python app.py …` as its own process."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from tests.app_process import AppProcess, run_app, start_app, stop_app

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**set_to: str) -> dict[str, str]:
    """This process's environment without anything that configures Waymark."""
    ours = ("SLACK_", "WAYMARK_", "DATABASE_URL", "HOST", "PORT", "LOG_LEVEL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**environment, **set_to}


def app(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    done = run_app(arguments, environment)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@contextmanager
def started(
    *arguments: str, environment: Mapping[str, str], log: Path
) -> Iterator[AppProcess | subprocess.Popen[bytes]]:
    """A command that goes on running; stopped at the end, its output in `log`."""
    with log.open("wb") as out:
        process = start_app(arguments, environment, None, out, out)
    try:
        yield process
    finally:
        stop_app(process)


def fetched(url: str) -> tuple[int, str]:
    """Status and body; status 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status), response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        time.sleep(0.05)
        return 0, ""
