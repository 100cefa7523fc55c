"""A few rounds of `tests.faults.two_replicas`, which plays as many as one likes."""

from tests.databases import Postgres
from tests.faults.two_replicas import play


def test_there_is_exactly_one_of_everything(postgres: Postgres) -> None:
    assert play(2, 7, postgres, is_quiet=True) == []
