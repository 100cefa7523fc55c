"""The team a person is in, and the one that is meant by a typed name."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.text import find_name

# What people type to be in no team.
NO_TEAM = ("none", "nobody", "no", "off", "-")


@dataclass(frozen=True)
class UserTeam:
    """A person's team (its key), None where they are in none of the workspace's."""

    team: str | None


def parse_team(typed: str, teams: Sequence[str]) -> str | None:
    """Return the key of a team of the workspace, None for `none`; raise NotFoundError."""
    if typed.strip().casefold() in NO_TEAM:
        return None
    match = find_name(typed, {team: team for team in teams})
    if match.key is None:
        known = ", ".join(teams)
        raise NotFoundError(
            f"There is no team “{typed.strip()[:40]}” here. The teams are {known}. "
            "`/journey settings` can add one."
        )
    return match.key
