"""What maps were: every change, with the whole map after it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select

from bot.domain.history import Deed, Edit, Snapshot, Subject, Version
from storage.repositories.base import Repository
from storage.tables import versions

# Everything of a version but the map: lists of versions need not carry maps about.
SAID = tuple(column for column in versions.c if column.key != "map")


class SqlHistory(Repository):
    """The versions of one workspace's maps."""

    def add(self, journey_id: int, version: Version, kept: Snapshot) -> None:
        """Keep a change and the map after it."""
        self._connection.execute(
            insert(versions).values(
                workspace_id=self._workspace,
                journey_id=journey_id,
                number=version.number,
                at=version.at,
                author=version.author,
                action=version.deed.value,
                subject_kind=version.subject.value,
                subject=version.subject_id,
                subject_name=version.subject_name,
                edits=[asdict(edit) for edit in version.edits],
                map=kept,
            )
        )

    def last_number(self, journey_id: int) -> int:
        """The number of the journey's last version, 0 before the first."""
        last = select(func.max(versions.c.number)).where(*self._of(journey_id))
        return self._connection.execute(last).scalar_one() or 0

    def since(
        self, journey_id: int, number: int, subject: Subject, subject_id: int
    ) -> Sequence[Version]:
        """What was done to one part after a version, oldest first."""
        rows = self._connection.execute(
            select(*SAID)
            .where(
                *self._of(journey_id),
                versions.c.number > number,
                versions.c.subject_kind == subject.value,
                versions.c.subject == subject_id,
            )
            .order_by(versions.c.number)
        )
        return [_version(row) for row in rows]

    def listed(self, journey_id: int, limit: int, offset: int = 0) -> Sequence[Version]:
        """The changes of a journey, newest first."""
        rows = self._connection.execute(
            select(*SAID)
            .where(*self._of(journey_id))
            .order_by(versions.c.number.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_version(row) for row in rows]

    def as_of(self, journey_id: int, instant: datetime) -> Snapshot | None:
        """The map as it stood just before an instant, null where no version is so old."""
        before = (
            select(versions.c.map)
            .where(*self._of(journey_id), versions.c.at < instant)
            .order_by(versions.c.number.desc())
            .limit(1)
        )
        return self._connection.execute(before).scalar_one_or_none()

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return versions.c.workspace_id == self._workspace, versions.c.journey_id == journey_id


def _version(row: Row[*tuple[Any, ...]]) -> Version:
    return Version(
        number=row.number,
        at=row.at,
        author=row.author,
        deed=Deed(row.action),
        subject=Subject(row.subject_kind),
        subject_id=row.subject,
        subject_name=row.subject_name,
        edits=tuple(Edit(**edit) for edit in row.edits),
    )
