"""A database that cannot be opened or reached: one line, no traceback, no password."""

import pytest

from tests.scenarios.app_process import app, clean_environment


@pytest.mark.parametrize("command", [("migrate",), ("review", "buyer"), ("serve",)])
@pytest.mark.parametrize(
    "url",
    ["sqlite:////no/such/folder/waymark.db", "postgresql://me:hunter2@127.0.0.1:9/waymark"],
)
def test_it_is_said_in_one_line(command: tuple[str, ...], url: str) -> None:
    done = app(
        *command,
        environment=clean_environment(
            DATABASE_URL=url, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s"
        ),
    )
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "hunter2" not in done.stderr
