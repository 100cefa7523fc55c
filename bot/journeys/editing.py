"""Change a map in one transaction: check rights and concurrent edits, record the history."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Generic, TypeVar

from bot.ports import Clock, People
from domain.access import Role, may_edit
from domain.errors import NotAllowedError, NotFoundError, WaymarkError
from domain.journey_map import Persona, Touchpoint
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import Kpi
from domain.map_fields import FormValues
from domain.map_history import (
    ChangeType,
    FieldChange,
    MapPart,
    MapParts,
    Subject,
    Version,
    build_snapshot,
    diff_parts,
    part_name,
)
from domain.periods import Period
from storage.session import Database, UnitOfWork

GONE = "That is no longer there: someone removed it in the meantime. Nothing was changed."


class ChangedMeanwhileError(WaymarkError):
    """The part was changed by others after the form was opened; `versions` are their changes.

    `number` is the map's latest version.
    """

    def __init__(self, versions: Sequence[Version], number: int) -> None:
        super().__init__(
            "Someone changed this while you were writing. Nothing of yours is lost: look at what "
            "changed, then save again."
        )
        self.versions = tuple(versions)
        self.number = number


@dataclass(frozen=True)
class SavedChange:
    """A saved change; `version` is None if nothing was different."""

    journey: Journey
    name: str
    change_type: ChangeType
    version: Version | None


def load_map_parts(uow: UnitOfWork, journey: Journey) -> MapParts:
    """Return the journey with everything on its map."""
    return MapParts(
        journey=journey,
        personas=tuple(uow.parts.personas(journey.id)),
        touchpoints=tuple(uow.parts.touchpoints(journey.id)),
        kpis=tuple(uow.kpis.of_journey(journey.id, archived=True)),
    )


def check_may_edit(journey: Journey, user: str, role: Role) -> None:
    """Raise NotAllowedError unless they may change the journey's map."""
    if may_edit(journey, user, role):
        return
    if role is Role.UNKNOWN:
        raise NotAllowedError(
            "Slack did not say whether you may change this map, so nothing was changed. Try again "
            "in a moment; if it goes on, the admin of Waymark should grant it the scope users:read."
        )
    if role is Role.GUEST:
        raise NotAllowedError("Guests can add notes, but not change the map. Nothing was changed.")
    raise NotAllowedError(
        f"Only its owner and the workspace's admins change the map of {journey.name}. "
        "Nothing was changed. You can add notes and readings."
    )


class EditSession:
    """One person's edits of one map inside a transaction; `user` is None on the command line."""

    def __init__(self, uow: UnitOfWork, journey: Journey, user: str | None, now: datetime) -> None:
        self.uow = uow
        self.now = now
        self.user = user
        self.parts = load_map_parts(uow, journey)

    @property
    def journey(self) -> Journey:
        """The journey as it was when the session began."""
        return self.parts.journey

    @property
    def today(self) -> date:
        """The journey's local date."""
        return self.journey.calendar.today(self.now)

    def stage(self, key: str | None) -> Stage:
        """Return the stage in use with that key; raises NotFoundError."""
        stage = self.journey.stage(key)
        if stage is None:
            raise NotFoundError(GONE)
        return stage

    def check_unchanged(self, subject: Subject, part_id: int, seen: int) -> None:
        """Raise ChangedMeanwhileError if the part was changed after version `seen`."""
        found = self.uow.history.since(self.journey.id, seen, subject, part_id)
        # Its creation may have been recorded later, with the first change of another part.
        later = [version for version in found if version.change_type is not ChangeType.CREATED]
        if later:
            raise ChangedMeanwhileError(later, self.uow.history.last_number(self.journey.id))

    def record_change(
        self, change_type: ChangeType, subject: Subject, before: MapPart | None, after: MapPart
    ) -> Version | None:
        """Write a version with a snapshot of the map; None if an edit changed nothing."""
        edits = diff_parts(before, after)
        if change_type is ChangeType.EDITED and not edits:
            return None
        is_first = subject is Subject.JOURNEY and change_type is ChangeType.CREATED
        number = self.uow.history.last_number(self.journey.id)
        if number == 0 and not is_first:
            number = self._record_initial_version()
        part = subject, after.id, part_name(after)
        return self._record(Version(number + 1, self.now, self.user, change_type, *part, edits))

    def record_review_change(
        self, change_type: ChangeType, period: Period, edits: tuple[FieldChange, ...]
    ) -> Version:
        """Write a version for a change of the day of a period's review."""
        number = self.uow.history.last_number(self.journey.id) or self._record_initial_version()
        review = Subject.REVIEW, period.months.first, period.label
        return self._record(Version(number + 1, self.now, self.user, change_type, *review, edits))

    def record_kpi_change(self, kpi: Kpi, edits: tuple[FieldChange, ...]) -> Version:
        """Write a version for a change of a KPI's readings."""
        number = self.uow.history.last_number(self.journey.id) or self._record_initial_version()
        part = Subject.KPI, kpi.id, part_name(kpi)
        version = Version(number + 1, self.now, self.user, ChangeType.EDITED, *part, edits)
        return self._record(version)

    def _record(self, version: Version) -> Version:
        journey = self.uow.journeys.by_id(self.journey.id)
        if journey is None:
            raise NotFoundError(GONE)
        snapshot = build_snapshot(load_map_parts(self.uow, journey))
        self.uow.history.add(self.journey.id, version, snapshot)
        return version

    def _record_initial_version(self) -> int:
        """Write the map before its first change as version 1, so that the past can be shown."""
        version = Version(
            number=1,
            at=self.journey.created_at or self.now,
            author=None,
            change_type=ChangeType.CREATED,
            subject=Subject.JOURNEY,
            subject_id=self.journey.id,
            subject_name=self.journey.name,
            edits=(),
        )
        self.uow.history.add(self.journey.id, version, build_snapshot(self.parts))
        return version.number


class MapEditor:
    """Base of the services that change maps."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    @contextmanager
    def edit(self, workspace: WorkspaceId, user: str, journey_id: int) -> Iterator[EditSession]:
        """Lock the journey and commit what is changed when the block ends.

        Raises NotFoundError, or NotAllowedError for a person who may not change this map.
        """
        # Asked before the write begins: Slack must not keep other writers waiting.
        role = self.find_role(workspace, user)
        with self._storage.write(workspace) as uow:
            journey = uow.journeys.lock(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            check_may_edit(journey, user, role)
            yield EditSession(uow, journey, user, self._clock.now())
            uow.commit()

    def find_role(self, workspace: WorkspaceId, user: str) -> Role:
        """Return the person's role; MEMBER where no directory is connected."""
        return self._people.role(workspace, user) if self._people else Role.MEMBER


P = TypeVar("P", Persona, Touchpoint, Kpi)


class MapPartService(MapEditor, Generic[P]):
    """Changes one kind of part. Every method raises NotAllowedError and NotFoundError."""

    subject: ClassVar[Subject]

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        values: FormValues,
        part_id: int | None = None,
        seen: int = 0,
    ) -> SavedChange:
        """Add a part, or save an edited one whose form was opened at version `seen`.

        Raises BadFieldError or ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = self._get(session, part_id) if part_id else None
            if before:
                session.check_unchanged(self.subject, before.id, seen)
            after = self._build(session, values, before)
            after = replace(after, id=self._store(session, after))
            if before and before.key != after.key:
                self._rename_in_notes(session, before, after)
            change_type = ChangeType.EDITED if before else ChangeType.CREATED
            version = session.record_change(change_type, self.subject, before, after)
        return SavedChange(session.journey, part_name(after), change_type, version)

    def archive(
        self, workspace: WorkspaceId, user: str, journey_id: int, part_id: int
    ) -> SavedChange:
        """Archive a part. Idempotent."""
        return self._set_archived(workspace, user, journey_id, part_id, archived=True)

    def restore(
        self, workspace: WorkspaceId, user: str, journey_id: int, part_id: int
    ) -> SavedChange:
        """Restore an archived part; its stage has to be in use. Idempotent."""
        return self._set_archived(workspace, user, journey_id, part_id, archived=False)

    def _set_archived(
        self, workspace: WorkspaceId, user: str, journey_id: int, part_id: int, *, archived: bool
    ) -> SavedChange:
        change_type = ChangeType.ARCHIVED if archived else ChangeType.RESTORED
        with self.edit(workspace, user, journey_id) as session:
            before = self._get(session, part_id)
            if before.archived is archived:
                return SavedChange(session.journey, part_name(before), change_type, None)
            after = replace(before, archived=archived)
            self._store(session, after)
            version = session.record_change(change_type, self.subject, before, after)
        return SavedChange(session.journey, part_name(before), change_type, version)

    def _get(self, session: EditSession, part_id: int) -> P:
        part = self._find(session, part_id)
        if part is None:
            raise NotFoundError(GONE)
        return part

    @abstractmethod
    def _find(self, session: EditSession, part_id: int) -> P | None:
        """Return the part with that id, archived or not, or None."""

    @abstractmethod
    def _build(self, session: EditSession, values: FormValues, before: P | None) -> P:
        """Return the part to store; raises BadFieldError."""

    @abstractmethod
    def _store(self, session: EditSession, part: P) -> int:
        """Insert or update the part; return its id."""

    def _rename_in_notes(self, session: EditSession, before: P, after: P) -> None:
        """Replace the key of a renamed part in the notes that name it."""
