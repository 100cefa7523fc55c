"""The columns that tables share, and types that behave the same on SQLite and PostgreSQL.

Where a column on disk has an older name than its attribute, `key=` names the attribute; rows of a
result are read by the name on disk.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Named,
    String,
    TypedColumns,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

# SQLite numbers rows by itself only where the key is its own INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


Json: TypeEngine[dict[str, Any]] = JSON[dict[str, Any]]().with_variant(JSONB(), "postgresql")


JsonList: TypeEngine[list[Any]] = JSON[list[Any]](none_as_null=True).with_variant(
    JSONB(none_as_null=True), "postgresql"
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite stores no offset, so it must be the same for all."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a naive datetime cannot be stored: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class OwnedColumns(TypedColumns):
    """The columns of every other table: row id and workspace."""

    id: Named[int] = Column(RowId, primary_key=True)
    workspace_id: Named[str] = Column(String(40), ForeignKey("workspaces.id"))


def same_workspace(column: str, table: str) -> ForeignKeyConstraint:
    """Return a foreign key that cannot refer to another workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])
