"""What all repositories share."""

from sqlalchemy import Connection

from bot.domain.journey import WorkspaceId


class Repository:
    """Reads and writes rows of one workspace on a connection somebody else commits."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        if not workspace:
            msg = "a repository needs a workspace"
            raise ValueError(msg)
        self._connection = connection
        self._workspace = workspace
