"""List the notes of a journey."""

from dataclasses import dataclass, replace

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.names import slug
from bot.domain.notes import KINDS, Note
from bot.domain.quarters import Quarter
from bot.ports import Clock, NoteFilter, People, Storage
from bot.usecases.journeys import existing_journey, place_of

PAGE = 10


@dataclass(frozen=True)
class NotesListed:
    """The newest notes that match, and how many there are in all. No journey before first use."""

    journey: Journey | None
    notes: tuple[Note, ...]
    total: int


class ListNotes:
    """Lists notes by filters typed as words."""

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self, workspace: WorkspaceId, author: str, words: str, channel: str | None = None
    ) -> NotesListed:
        """The newest notes matching every word: a stage, a kind, a quarter, `mine`, `unsorted`.

        Raises BadInputError for a word that is none of these.
        """
        place = place_of(self._people, workspace, author, channel)
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, None, place)
            if journey is None:
                return NotesListed(None, (), 0)
            wanted = NoteFilter()
            for word in words.split():
                wanted = _narrowed(wanted, word, journey, author)
            notes = uow.notes.listed(journey.id, wanted, PAGE)
            return NotesListed(journey, tuple(notes), uow.notes.count(journey.id, wanted))


def _narrowed(wanted: NoteFilter, word: str, journey: Journey, author: str) -> NoteFilter:
    plain = slug(word)
    if plain == "mine":
        return replace(wanted, author=author)
    if plain == "unsorted":
        return replace(wanted, unsorted=True)
    if plain.rstrip("s") in KINDS:
        return replace(wanted, kind=KINDS[plain.rstrip("s")])
    if plain == "opportunities":
        return replace(wanted, kind=KINDS["opportunity"])
    stage = journey.stage(journey.find_stage(word).key)
    if stage is not None:
        return replace(wanted, stage_id=stage.id)
    if word[:1].isdigit():
        return replace(wanted, quarter=Quarter.parse(word).index)
    stages = ", ".join(stage.key for stage in journey.stages)
    raise BadInputError(
        f"“{word[:40]}” is no filter. Use a stage ({stages}), a kind (touchpoint, painpoint, "
        "opportunity), a quarter like 2026-Q3, `mine` or `unsorted`."
    )
