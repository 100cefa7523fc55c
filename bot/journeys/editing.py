"""One change of a map inside its transaction: allowed, checked against others', remembered."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.ports import Clock, People
from domain.access import Role, may_edit
from domain.errors import NotAllowedError, NotFoundError, WaymarkError
from domain.journey_map import Persona, Touchpoint
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import Kpi
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

GONE = "That is no longer there: somebody took it away meanwhile. Nothing was changed."


class ChangedMeanwhileError(WaymarkError):
    """Somebody else changed the same part since it was opened; `versions` say what and who."""

    def __init__(self, versions: Sequence[Version], number: int) -> None:
        super().__init__(
            "Somebody changed this while you were writing. Nothing of yours is lost: look at what "
            "changed, then save again."
        )
        self.versions = tuple(versions)
        self.number = number


@dataclass(frozen=True)
class SavedChange:
    """A change that is saved; `version` is null when nothing was different."""

    journey: Journey
    name: str
    change_type: ChangeType
    version: Version | None


def load_map_parts(uow: UnitOfWork, journey: Journey) -> MapParts:
    """The journey with everything on its map."""
    return MapParts(
        journey=journey,
        personas=tuple(uow.parts.personas(journey.id)),
        touchpoints=tuple(uow.parts.touchpoints(journey.id)),
        kpis=tuple(uow.kpis.of_journey(journey.id, archived=True)),
    )


class EditSession:
    """Where one person changes one map. The journey is kept from other writers meanwhile.

    `user` is null for a command, behind which nobody of the workspace is known.
    """

    def __init__(self, uow: UnitOfWork, journey: Journey, user: str | None, now: datetime) -> None:
        self.uow = uow
        self.now = now
        self.user = user
        self.parts = load_map_parts(uow, journey)

    @property
    def journey(self) -> Journey:
        """The journey as it was when the session was opened."""
        return self.parts.journey

    @property
    def today(self) -> date:
        """The journey's local date."""
        return self.journey.calendar.today(self.now)

    def stage(self, key: str | None) -> Stage:
        """The stage in use with that key; raises NotFoundError."""
        stage = self.journey.stage(key)
        if stage is None:
            raise NotFoundError(GONE)
        return stage

    def check_unchanged(self, subject: Subject, part_id: int, seen: int) -> None:
        """Raise ChangedMeanwhileError if the part was changed after version `seen`."""
        found = self.uow.history.since(self.journey.id, seen, subject, part_id)
        # Its beginning may have been written down later, with the first change of another part.
        later = [version for version in found if version.change_type is not ChangeType.CREATED]
        if later:
            raise ChangedMeanwhileError(later, self.uow.history.last_number(self.journey.id))

    def record_change(
        self, change_type: ChangeType, subject: Subject, before: MapPart | None, after: MapPart
    ) -> Version | None:
        """Keep the change as a version with the whole map after it; null if nothing differs."""
        edits = diff_parts(before, after)
        if change_type is ChangeType.EDITED and not edits:
            return None
        begins = subject is Subject.JOURNEY and change_type is ChangeType.CREATED
        number = self.uow.history.last_number(self.journey.id)
        if number == 0 and not begins:
            number = self._record_initial_version()
        whose = subject, after.id, part_name(after)
        return self._keep(Version(number + 1, self.now, self.user, change_type, *whose, edits))

    def record_review_change(
        self, change_type: ChangeType, period: Period, edits: tuple[FieldChange, ...]
    ) -> Version:
        """Keep what was done to the day of a period's review, as a version like others."""
        number = self.uow.history.last_number(self.journey.id) or self._record_initial_version()
        whose = Subject.REVIEW, period.months.first, period.label
        return self._keep(Version(number + 1, self.now, self.user, change_type, *whose, edits))

    def _keep(self, version: Version) -> Version:
        journey = self.uow.journeys.by_id(self.journey.id)
        if journey is None:
            raise NotFoundError(GONE)
        kept = build_snapshot(load_map_parts(self.uow, journey))
        self.uow.history.add(self.journey.id, version, kept)
        return version

    def _record_initial_version(self) -> int:
        """The map as it stood before anybody changed it, so that the past can be shown too."""
        begun = self.journey.created_at or self.now
        version = Version(
            number=1,
            at=begun,
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
    """What everybody who changes maps needs."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    @contextmanager
    def edit(self, workspace: WorkspaceId, user: str, journey_id: int) -> Iterator[EditSession]:
        """A session for that journey; what is done on it is kept when the block ends.

        Raises NotFoundError, or NotAllowedError for who may not change this map.
        """
        # Asked before the write begins: Slack must not keep other writers waiting.
        role = self.find_role(workspace, user)
        with self._storage.write(workspace) as uow:
            journey = uow.journeys.locked(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            check_may_edit(journey, user, role)
            yield EditSession(uow, journey, user, self._clock.now())
            uow.commit()

    def find_role(self, workspace: WorkspaceId, user: str) -> Role:
        """What somebody is in the workspace; everybody is a member where nobody can be asked."""
        return self._people.role(workspace, user) if self._people else Role.MEMBER


def check_may_edit(journey: Journey, user: str, role: Role) -> None:
    """Raise NotAllowedError unless they may change the journey's map."""
    if may_edit(journey, user, role):
        return
    if role is Role.UNKNOWN:
        raise NotAllowedError(
            "Slack did not say whether you may change this map, so nothing was changed. Try again "
            "in a moment; if it goes on, whoever runs Waymark should grant it the scope users:read."
        )
    if role is Role.GUEST:
        raise NotAllowedError("Guests can add notes, but not change the map. Nothing was changed.")
    raise NotAllowedError(
        f"Only its owner and the workspace's admins change the map of {journey.name}. "
        "Nothing was changed. You can add notes and readings."
    )


P = TypeVar("P", Persona, Touchpoint, Kpi)


D = TypeVar("D")


class MapPartService(MapEditor, Generic[P, D]):
    """Changes one kind of part. Every method raises NotAllowedError for who may not."""

    subject: Subject

    @abstractmethod
    def _found(self, session: EditSession, part_id: int) -> P | None:
        """The part with that id, archived or not."""

    @abstractmethod
    def _drafted(self, session: EditSession, draft: D, before: P | None) -> P:
        """The part as it is to be kept; raises BadFieldError for what a field cannot hold."""

    @abstractmethod
    def _saved(self, session: EditSession, part: P) -> int:
        """Keep it; returns its id."""

    def _renamed(self, session: EditSession, before: P, after: P) -> None:
        """Have the notes that name the part by its key follow it."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: D,
        part_id: int | None = None,
        seen: int = 0,
    ) -> SavedChange:
        """Add a part, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = self._there(session, part_id) if part_id else None
            if before:
                session.check_unchanged(self.subject, before.id, seen)
            after = self._drafted(session, draft, before)
            after = replace(after, id=self._saved(session, after))
            if before and before.key != after.key:
                self._renamed(session, before, after)
            change_type = ChangeType.EDITED if before else ChangeType.CREATED
            version = session.record_change(change_type, self.subject, before, after)
        return SavedChange(session.journey, part_name(after), change_type, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, part_id: int, *, away: bool
    ) -> SavedChange:
        """Archive a part, or restore one; a stage it stands in has to be in use."""
        change_type = ChangeType.ARCHIVED if away else ChangeType.RESTORED
        with self.edit(workspace, user, journey_id) as session:
            before = self._there(session, part_id)
            if before.archived is away:
                return SavedChange(session.journey, part_name(before), change_type, None)
            after = replace(before, archived=away)
            self._saved(session, after)
            version = session.record_change(change_type, self.subject, before, after)
        return SavedChange(session.journey, part_name(before), change_type, version)

    def _there(self, session: EditSession, part_id: int) -> P:
        part = self._found(session, part_id)
        if part is None:
            raise NotFoundError(GONE)
        return part
