"""A database of the version before people had teams, brought to this one."""

from sqlalchemy import Engine, text

from domain.journeys import WorkspaceId
from domain.teams import UserTeam
from storage.migrations import version
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade


def fill(engine: Engine) -> None:
    """Bring an empty database to the version before, with what two people chose last."""
    upgrade(engine, "0018")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO workspaces (id) VALUES ('T1')"))
        connection.execute(
            text("INSERT INTO habits (workspace_id, user_id, team) VALUES ('T1', :user, :team)"),
            [{"user": "U1", "team": "support"}, {"user": "U2", "team": None}],
        )


def test_the_team_that_a_person_chose_last_is_theirs(old_databases: OldDatabases) -> None:
    engine = old_databases.copy("teams 0016", fill)
    assert version.migrate(engine) == ("0018", version.newest())
    with Database(engine).write(WorkspaceId("T1")) as uow:
        found = [uow.user_teams.find(user) for user in ("U1", "U2", "U3")]
        assert found == [UserTeam("support"), None, None]
        for team in ("sales", None):
            uow.user_teams.save("U2", team)
            assert uow.user_teams.find("U2") == UserTeam(team)
