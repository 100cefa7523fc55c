"""Find the note that says the same already."""

from bot.domain.audience import EVERYBODY, Audience
from bot.domain.journey import WorkspaceId
from bot.domain.notes import Note
from bot.domain.twins import closeness, say_the_same, stems
from bot.ports import Clock, Storage

# So many of the likeliest are looked at closely.
LOOKED_AT = 60


class FindTwin:
    """Finds what somebody may have noted before."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self, workspace: WorkspaceId, note_id: int, audience: Audience = EVERYBODY
    ) -> Note | None:
        """The note of the same journey and kind, of this period or the last, that says the same.

        Null where there is none that the audience may read, and for a note that is deleted or
        merged.
        """
        with self._storage.read(workspace) as uow:
            found = uow.notes.by_id(note_id)
            journey = uow.journeys.by_id(found[0]) if found else None
            if found is None or journey is None:
                return None
            note, said = found[1], stems(found[1].text)
            if not note.stands:
                return None
            last_period = journey.period_of(self._clock.now()).shifted(-1)
            near = uow.notes.similar(
                journey.id, said or {note.text}, LOOKED_AT, since=last_period.start
            )
        same = [one for one in near if one.kind is note.kind and one.id != note.id]
        same = [one for one in same if audience.may_read(one)]
        same = [one for one in same if say_the_same(note.text, one.text)]
        # The likest; among equals the one most people have seen, then the oldest.
        return min(
            same,
            key=lambda one: (-closeness(said, stems(one.text)), -one.supporters, one.id),
            default=None,
        )
