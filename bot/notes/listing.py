"""List notes by filters that people type."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.journeys.lookup import build_request_scope, find_journey
from bot.notes.inbox import suggest_note_stages
from bot.ports import Clock, People
from domain.access import Audience
from domain.journeys import Journey, Stage, WorkspaceId
from domain.note_filters import parse_filters, split_journey_key
from domain.notes import Note
from domain.themes import ThemeRef
from storage.session import Database

NOTES_PAGE = 8


@dataclass(frozen=True)
class NotePage:
    """The newest notes that match, and their total number. No journey before first use.

    `asked` is the request in its shortest form, `page` counts from 0, `user` is who asked.
    `suggested` maps the id of an unsorted note to the stage it may belong to. `theme` is the theme
    whose notes they are, if any, and `title` its title.
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
        """Return the number of pages."""
        return max(1, -(-self.total // NOTES_PAGE))


class NoteListService:
    """Lists notes."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def list_notes(
        self,
        workspace: WorkspaceId,
        author: str,
        words: str,
        channel: str | None = None,
        *,
        page: int = 0,
        search: bool = False,
    ) -> NotePage:
        """Return a page of the newest notes that match all filters.

        `in:KEY` names the journey. A word is a stage, a kind, a period, `mine`, `unsorted`, a
        mood, or `team:` `persona:` `via:` `source:` `touchpoint:` and a name; in a `search` all
        other words have to be in the text. Raises BadInputError for any other word where
        nothing is searched for. Words of a private channel are shown, and searched, for who may
        read them alone.
        """
        place, audience = (
            build_request_scope(self._people, workspace, author, channel),
            Audience(channel, author),
        )
        with self._storage.read(workspace) as uow:
            key, words = split_journey_key(words)
            journey = find_journey(uow, key, place)
            if journey is None:
                return NotePage(None, (), 0)
            typed = parse_filters(words, journey, author, search=search)
            filters = replace(typed.filters, audience=audience)
            total = uow.notes.count(journey.id, filters)
            # What was placed or removed since may have been all of the last page.
            page = max(0, min(page, (total - 1) // NOTES_PAGE))
            found = uow.notes.list_newest(journey.id, filters, NOTES_PAGE, page * NOTES_PAGE)
            notes = tuple(audience.redact(note) for note in found)
            unsorted_notes = ((journey, note) for note in notes if note.stage is None)
            suggested = suggest_note_stages(uow, unsorted_notes)
        asked = f"in:{key} {typed.text}".rstrip() if key else typed.text
        return NotePage(journey, notes, total, asked, page, author, search, suggested)
