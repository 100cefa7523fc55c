"""`python app.py …` as its own process."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.app_process import run_app

ROOT = Path(__file__).parents[2]


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
