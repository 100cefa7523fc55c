"""What is kept of a person: last choices, team, and whether reminders are off."""

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, UniqueConstraint

from storage.schema.columns import OwnedColumns, RowId, UtcDateTime, metadata, same_workspace


class HabitColumns(OwnedColumns):
    """What a person chose last, offered first the next time."""

    user_id: Named[str] = Column(String(40))
    team: Named[str | None] = Column(String(60))
    journey_id: Named[int | None] = Column(RowId)


habits = Table(
    "habits",
    metadata,
    HabitColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "user_id"),
)


class UserTeamColumns(OwnedColumns):
    """The team of a person; None: they were asked, and are in none."""

    user_id: Named[str] = Column(String(40))
    team: Named[str | None] = Column(String(60))


user_teams = Table(
    "user_teams",
    metadata,
    UserTeamColumns,
    UniqueConstraint("workspace_id", "user_id"),
)


class OptOutColumns(OwnedColumns):
    """A person who opted out of reminders, in all journeys."""

    user_id: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


opt_outs = Table(
    "reminder_opt_outs",
    metadata,
    OptOutColumns,
    UniqueConstraint("workspace_id", "user_id"),
)
