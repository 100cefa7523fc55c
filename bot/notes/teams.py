"""The teams of people: shown, changed, and added to the note after which they were asked."""

from dataclasses import dataclass

from bot.journeys.editing import MapEditor
from bot.journeys.lookup import ANY_CHANNEL, RequestScope, find_journey
from bot.notes.edit import editable_note
from domain.access import Actor
from domain.journeys import DEFAULT_TEAMS, WorkspaceId
from domain.map_history import FieldChange
from domain.note_changes import NoteChange, NoteChangeType
from domain.teams import parse_team


@dataclass(frozen=True)
class PersonTeam:
    """A person's team, None without one, and the teams there are."""

    team: str | None
    teams: tuple[str, ...]
    is_changed: bool = False


class TeamService(MapEditor):
    """Keeps the teams of people."""

    def find(
        self, workspace: WorkspaceId, user: str, scope: RequestScope = ANY_CHANNEL
    ) -> PersonTeam:
        """Return a person's team."""
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, scope)
            found = uow.user_teams.find(user)
        return PersonTeam(
            found.team if found else None, journey.teams if journey else DEFAULT_TEAMS
        )

    def choose(
        self, workspace: WorkspaceId, user: str, typed: str, scope: RequestScope = ANY_CHANNEL
    ) -> PersonTeam:
        """Save the team that a person typed, `none` for no team; raises NotFoundError."""
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            journey = find_journey(uow, None, scope)
            teams = journey.teams if journey else DEFAULT_TEAMS
            team = parse_team(typed, teams)
            uow.user_teams.save(user, team)
            uow.commit()
        return PersonTeam(team, teams, is_changed=True)

    def answer(self, by: Actor, note_id: int, typed: str) -> PersonTeam:
        """Save a person's team, and add it to their note if that has none. Idempotent.

        Raises NotFoundError for a note or team that is gone.
        """
        role, now = self.find_role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role, locked=True)
            team = parse_team(typed, journey.teams)
            uow.user_teams.save(by.user, team)
            if team and note.details.team is None:
                uow.notes.set_team(note_id, team)
                edit = FieldChange("team", None, team)
                change = NoteChange(now, by.user, NoteChangeType.EDITED, (edit,))
                uow.note_history.add_change(note_id, change)
            uow.commit()
        return PersonTeam(team, journey.teams, is_changed=True)
