"""What waits in a journey's tray, with the stages it may belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.audience import Audience
from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.notes import Note
from bot.domain.roles import Role
from bot.ports import NoteFilter, People, Storage
from bot.usecases.journeys import Place, existing_journey
from bot.usecases.suggesting import suggestions

MOST_SHOWN = 20


@dataclass(frozen=True)
class Tray:
    """The newest unsorted notes of a journey, and how many there are in all.

    `suggested` holds the stage a note may belong to, by the note's id, for those where the similar
    notes are convincing.
    """

    journey: Journey
    notes: tuple[Note, ...]
    total: int
    suggested: Mapping[int, Stage] = field(default_factory=dict)


class ShowTray:
    """Shows trays."""

    def __init__(self, storage: Storage, people: People | None = None) -> None:
        self._storage = storage
        self._people = people

    def __call__(
        self, workspace: WorkspaceId, user: str, journey_id: int, channel: str | None = None
    ) -> Tray:
        """The tray of a journey.

        Raises NotFoundError where the journey is gone, NotAllowedError for a guest where it is not
        that of the channel.
        """
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is not None and role is Role.GUEST:
                journey = existing_journey(uow, journey.key, Place(channel, guest=True))
            if journey is None or journey.archived:
                raise NotFoundError("That journey is no longer there; it may have been archived.")
            wanted = NoteFilter(unsorted=True)
            notes = tuple(uow.notes.listed(journey.id, wanted, MOST_SHOWN))
            total = uow.notes.count(journey.id, wanted)
            suggested = suggestions(uow, ((journey, note) for note in notes))
        audience = Audience(channel, user)
        return Tray(journey, tuple(map(audience.seen, notes)), total, suggested)
