"""A round of `tests.faults.two_replicas`, which plays as many as one likes."""

from tests.databases import Postgres
from tests.faults.two_replicas import play

# Slack breaks a post and a look-up; one replica is killed while it draws, the other pauses right
# before it posts, for longer than the settle time.
SEED = 12


def test_there_is_exactly_one_of_everything(postgres: Postgres) -> None:
    assert play(1, SEED, postgres, is_quiet=True) == []
