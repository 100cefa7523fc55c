"""List the notes of a journey."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.audience import Audience
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.notes import Note
from bot.ports import Clock, People, Storage
from bot.usecases.journeys import existing_journey, place_of
from bot.usecases.note_filters import journey_named, read_filters
from bot.usecases.suggesting import suggestions
from bot.usecases.theme_lookup import ThemeRef

PAGE = 8


@dataclass(frozen=True)
class NotesListed:
    """The newest notes that match, and how many there are in all. No journey before first use.

    `asked` is what was typed, without what adds nothing, `page` counts from 0, `user` is who asked.
    `suggested` holds the stage an unsorted note may belong to, by the note's id. `theme` is the
    theme whose notes they are, where they are one's, and `title` what it is called.
    """

    journey: Journey | None
    notes: tuple[Note, ...]
    total: int
    asked: str = ""
    page: int = 0
    user: str = ""
    search: bool = False
    suggested: Mapping[int, Stage] = field(default_factory=dict)
    theme: ThemeRef | None = None
    title: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


class ListNotes:
    """Lists notes by filters typed as words."""

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self,
        workspace: WorkspaceId,
        author: str,
        words: str,
        channel: str | None = None,
        *,
        page: int = 0,
        search: bool = False,
    ) -> NotesListed:
        """A page of the newest notes matching every word that was typed.

        `in:KEY` names the journey. A word is a stage, a kind, a period, `mine`, `unsorted`, a
        mood, or `team:` `persona:` `via:` `source:` `touchpoint:` and a name; in a `search` all
        other words have to stand in the text. Raises BadInputError for any other word where
        nothing is searched for. Words of a private channel are shown, and searched, for who may
        read them alone.
        """
        place, audience = (
            place_of(self._people, workspace, author, channel),
            Audience(channel, author),
        )
        with self._storage.read(workspace) as uow:
            key, words = journey_named(words)
            journey = existing_journey(uow, key, place)
            if journey is None:
                return NotesListed(None, (), 0)
            typed = read_filters(words, journey, author, search=search)
            wanted = replace(typed.wanted, audience=audience)
            total = uow.notes.count(journey.id, wanted)
            # What was placed or removed since may have been all of the last page.
            page = max(0, min(page, (total - 1) // PAGE))
            found = uow.notes.listed(journey.id, wanted, PAGE, page * PAGE)
            notes = tuple(audience.seen(note) for note in found)
            tray = ((journey, note) for note in notes if note.stage is None)
            suggested = suggestions(uow, tray)
        asked = f"in:{key} {typed.asked}".rstrip() if key else typed.asked
        return NotesListed(journey, notes, total, asked, page, author, search, suggested)
