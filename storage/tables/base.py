"""What all tables share. Every row belongs to a workspace, and references stay inside it."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Named,
    String,
    Table,
    TypedColumns,
)

from storage.types import JsonList, RowId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class WorkspaceColumns(TypedColumns):
    """One Slack team, by its team id. `teams` and `reactions` null mean the usual ones."""

    id: Named[str] = Column(String(40), primary_key=True)
    teams: Named[list[str] | None] = Column(JsonList)
    reactions: Named[list[list[str]] | None] = Column(JsonList)
    message_sign: Named[str] = Column(String(20), server_default="reply")


workspaces = Table("workspaces", metadata, WorkspaceColumns)


class OwnedColumns(TypedColumns):
    """What every other row has: its number and its workspace."""

    id: Named[int] = Column(RowId, primary_key=True)
    workspace_id: Named[str] = Column(String(40), ForeignKey("workspaces.id"))


def same_workspace(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])
