"""The teams that people are in."""

from sqlalchemy import select, update

from domain.teams import UserTeam
from storage.repository import Repository
from storage.schema.people import user_teams


class UserTeamRepository(Repository):
    """Who in one workspace is in which team."""

    def find(self, user: str) -> UserTeam | None:
        """Return a person's team, None where they were never asked."""
        mine = (user_teams.c.workspace_id == self._workspace) & (user_teams.c.user_id == user)
        row = self._connection.execute(select(user_teams.c.team).where(mine)).one_or_none()
        return UserTeam(row.team) if row else None

    def save(self, user: str, team: str | None) -> None:
        """Save a person's team; None: they were asked and have none."""
        mine = (user_teams.c.workspace_id == self._workspace) & (user_teams.c.user_id == user)
        values = {"workspace_id": self._workspace, "user_id": user, "team": team}
        if not self._inserted_first(user_teams, **values):
            self._connection.execute(update(user_teams).where(mine).values(team=team))
