"""List the notes of a journey."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.names import slug
from bot.domain.notes import KINDS, Note, channel_named
from bot.domain.quarters import Quarter
from bot.ports import Clock, NoteFilter, People, Storage
from bot.usecases.journeys import existing_journey, place_of
from bot.usecases.suggesting import suggestions

PAGE = 8


@dataclass(frozen=True)
class NotesListed:
    """The newest notes that match, and how many there are in all. No journey before first use.

    `asked` is what was typed, `page` counts from 0, `user` is who asked. `suggested` holds the
    stage an unsorted note may belong to, by the note's id.
    """

    journey: Journey | None
    notes: tuple[Note, ...]
    total: int
    asked: str = ""
    page: int = 0
    user: str = ""
    search: bool = False
    suggested: Mapping[int, Stage] = field(default_factory=dict)

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

        A word is a stage, a kind, a quarter, `mine`, `unsorted`, a mood, or `team:` `persona:`
        `via:` and a name; in a `search` all other words have to stand in the text. Raises
        BadInputError for a word that is none of these where nothing is searched for.
        """
        place = place_of(self._people, workspace, author, channel)
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, None, place)
            if journey is None:
                return NotesListed(None, (), 0)
            wanted, rest = NoteFilter(), []
            for word in words.split():
                narrowed = _narrowed(wanted, word, journey, author, search=search)
                if narrowed is None:
                    rest.append(word)
                wanted = narrowed or wanted
            if rest:
                _check(rest[0], journey, search=search)
                wanted = replace(wanted, words=" ".join(rest))
            total = uow.notes.count(journey.id, wanted)
            # What was placed or removed since may have been all of the last page.
            page = max(0, min(page, (total - 1) // PAGE))
            notes = tuple(uow.notes.listed(journey.id, wanted, PAGE, page * PAGE))
            tray = ((journey, note) for note in notes if note.stage is None)
            suggested = suggestions(uow, tray)
        return NotesListed(journey, notes, total, words, page, author, search, suggested)


MOODS = ("negative", "neutral", "positive")


def _narrowed(
    wanted: NoteFilter, word: str, journey: Journey, author: str, *, search: bool
) -> NoteFilter | None:
    """The filter narrowed by a word, null where the word is no filter."""
    plain = slug(word)
    name, colon, value = word.partition(":")
    if colon and value:
        return _named(wanted, name.casefold(), value)
    if plain in ("mine", "unsorted", *MOODS):
        return _state(wanted, plain, author)
    if plain.rstrip("s") in KINDS or plain == "opportunities":
        kind = KINDS["opportunity"] if plain == "opportunities" else KINDS[plain.rstrip("s")]
        return replace(wanted, kind=kind)
    match = journey.find_stage(word)
    stage = journey.stage(match.key)
    # In a search a word that is only nearly a stage is a word.
    if stage is not None and (match.exact or not search):
        return replace(wanted, stage_id=stage.id)
    if word[:1].isdigit() and "q" in plain and (not search or _is_quarter(word)):
        return replace(wanted, quarter=Quarter.parse(word).index)
    return None


def _is_quarter(word: str) -> bool:
    try:
        Quarter.parse(word)
    except BadInputError:
        return False
    return True


def _state(wanted: NoteFilter, word: str, author: str) -> NoteFilter:
    if word == "mine":
        return replace(wanted, author=author)
    if word == "unsorted":
        return replace(wanted, unsorted=True)
    return replace(wanted, mood=word)


def _named(wanted: NoteFilter, name: str, value: str) -> NoteFilter | None:
    key = slug(value)
    if name == "team":
        return replace(wanted, team=key)
    if name == "persona":
        return replace(wanted, persona=key)
    if name in ("via", "channel"):
        return replace(wanted, channel=channel_named(value) or key)
    return None


def _check(word: str, journey: Journey, *, search: bool) -> None:
    if search:
        return
    stages = ", ".join(stage.key for stage in journey.stages)
    raise BadInputError(
        f"“{word[:40]}” is no filter. Use a stage ({stages}), a kind (touchpoint, painpoint, "
        "opportunity), a quarter like 2026-Q3, `mine`, `unsorted`, negative, neutral or positive, "
        "`team:` `persona:` or `via:` and a name; `/journey search` looks for words."
    )
