"""Import a file into the journey that the person may change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.imports.batches import BatchResult
from bot.imports.notes import NoteImport
from bot.imports.readings import ReadingImport
from bot.journeys.lookup import find_journey, find_or_create_journey
from bot.notes.capture import NoteService
from bot.notes.choices import Choice
from bot.ports import Clock, People, Scorer
from domain.access import Role, may_edit
from domain.errors import NotAllowedError, NotFoundError
from domain.import_columns import ImportType
from domain.import_rows import Row
from domain.journeys import Journey, WorkspaceId
from storage.session import Database


@dataclass(frozen=True)
class ImportTarget:
    """The journey a file would be imported into, as (key, name), and the other possible ones.

    `refusal` is the reason this person may not import into it, None if they may.
    """

    journey: Choice
    journeys: tuple[Choice, ...]
    refusal: str | None


class ImportService:
    """Imports the rows of a file, some hundred per transaction.

    Idempotent: the same file again adds only what is missing. If a batch fails, those before it
    stay. Imports raise NotFoundError for an unknown journey, with the first batch.
    """

    def __init__(
        self,
        storage: Database,
        scorer: Scorer,
        clock: Clock,
        notes: NoteService,
        people: People | None = None,
    ) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock
        self._notes = notes
        self._people = people

    def find_target(
        self, workspace: WorkspaceId, user: str, key: str | None = None
    ) -> ImportTarget:
        """Return the journey with that key, else the one the person used last, else the default.

        Creates nothing. Raises NotAllowedError for guests, NotFoundError for an unknown or
        archived journey.
        """
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot import files. Nothing was imported.")
        choices = self._notes.choices(workspace, user)
        journey_key = key or choices.journey
        with self._storage.read(workspace) as uow:
            has_journey = uow.journeys.default() is not None
            journey = find_journey(uow, journey_key) if has_journey else None
        if journey is None:
            # A workspace without a journey gets one from its first import.
            new = next((one for one in choices.journeys if one[0] == journey_key), None)
            if new is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}” here.")
            return ImportTarget(new, choices.journeys, _unknown_role_refusal(role))
        refusal = None if may_edit(journey, user, role) else _refusal(journey.name, role)
        return ImportTarget((journey.key, journey.name), choices.journeys, refusal)

    def check_target(self, workspace: WorkspaceId, user: str, key: str) -> ImportTarget:
        """Return the same target for an import; raise NotAllowedError if the person may not."""
        target = self.find_target(workspace, user, key)
        if target.refusal:
            raise NotAllowedError(target.refusal)
        return target

    def import_rows(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        content: ImportType,
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows of notes or of readings; yield the result of each batch."""
        is_notes = content is ImportType.NOTES
        import_content = self.import_notes if is_notes else self.import_readings
        return import_content(workspace, journey_key, rows, dry_run=dry_run)

    def import_notes(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows as notes; yield the result of each batch."""
        now = self._clock.now()
        journey = self._load_or_create_journey(workspace, journey_key, now, dry_run=dry_run)
        new = NoteImport(self._storage, self._scorer, workspace, journey, now, dry_run=dry_run)
        yield from new.run(rows)

    def import_readings(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows as KPI readings, creating missing KPIs; yield the result of each batch.

        A reading that exists already (same day, value, source and author) is not added again; one
        that is in the file twice is added twice. Existing KPIs are not changed.
        """
        now = self._clock.now()
        journey = self._load_or_create_journey(workspace, journey_key, now, dry_run=dry_run)
        new = ReadingImport(self._storage, self._clock, workspace, journey, dry_run=dry_run)
        yield from new.run(rows)

    def _load_or_create_journey(
        self, workspace: WorkspaceId, key: str, now: datetime, *, dry_run: bool
    ) -> Journey:
        """Return the journey with that key; create the buyer journey if the workspace has none."""
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, now)
            if not dry_run:
                uow.commit()
        return journey


def _unknown_role_refusal(role: Role) -> str | None:
    return _refusal("", role) if role is Role.UNKNOWN else None


def _refusal(journey: str, role: Role) -> str:
    if role is Role.UNKNOWN:
        return (
            "Slack did not say whether you may change this map, so nothing was imported. Send the "
            "file again in a moment. If it keeps happening, ask whoever runs Waymark to grant it "
            "the scope users:read."
        )
    return (
        f"Only its owner and the workspace's admins can import into {journey}. Nothing was "
        "imported. You can add notes and readings one by one, or ask one of them to send the file."
    )
