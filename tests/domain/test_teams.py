"""The team that a typed name means."""

import pytest

from domain.errors import NotFoundError
from domain.teams import parse_team

TEAMS = ("marketing", "sales", "customer-success")


@pytest.mark.parametrize(
    ("typed", "team"),
    [
        ("sales", "sales"),
        ("Sales", "sales"),
        ("slaes", "sales"),
        ("market", "marketing"),
        ("customer success", "customer-success"),
        ("none", None),
        ("None", None),
    ],
)
def test_a_team_is_found_by_its_name(typed: str, team: str | None) -> None:
    assert parse_team(typed, TEAMS) == team


@pytest.mark.parametrize("typed", ["plumbing", "", "s", "!!!"])
def test_another_name_is_refused_with_the_teams_there_are(typed: str) -> None:
    with pytest.raises(NotFoundError, match="The teams are marketing, sales, customer-success"):
        parse_team(typed, TEAMS)
