"""Which notes somebody means by the words they typed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.journeys.lookup import build_request_scope, find_journey
from bot.notes.inbox import suggestions
from bot.ports import Clock, People
from domain.access import Audience
from domain.errors import BadInputError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.names import slug
from domain.note_filters import MAX_COUNTED, NoteFilter
from domain.notes import KINDS, Note, NoteKind, channel_named, source_named
from domain.periods import PERIODS, Period, looks_like_period, parse_period
from domain.themes import ThemeRef
from storage.session import Database

MOODS = ("negative", "neutral", "positive", "unread")


NAMED_KINDS = {
    **KINDS,
    **{f"{word}s": kind for word, kind in KINDS.items()},
    "opportunities": NoteKind.OPPORTUNITY,
}


# A word, or `key:"several words"` as capture takes them.
_TOKEN = re.compile(r'(?P<key>\w+):(?P<value>(?:"[^"]*"|“[^”]*”)[,;.]*|\S+)|\S+')


@dataclass(frozen=True)
class TypedFilters:
    """Words read as a filter. `asked` means the same in as few words, to be asked again."""

    wanted: NoteFilter
    asked: str


def parse_filters(words: str, journey: Journey, author: str, *, search: bool) -> TypedFilters:
    """Read filters; in a `search` every other word has to stand in the text.

    Of two filters of a sort the later counts; a period and days are of one sort. Raises
    BadInputError for a word that is no filter where nothing is searched for.
    """
    reader = _Reader(journey, author, search=search)
    wanted, kept, rest = NoteFilter(), [], []
    for token in _TOKEN.finditer(words):
        narrowed = reader.narrowed(wanted, token)
        if narrowed is None:
            rest.append(token[0])
        else:
            wanted = narrowed
            kept.append(token[0])
    if rest and not search:
        raise BadInputError(_no_filter(rest[0], journey))
    # More of them are not looked for.
    rest = list(_with_words(rest))[:MAX_COUNTED] or rest[:1]
    if rest:
        wanted = replace(wanted, words=" ".join(rest))
    return TypedFilters(wanted, " ".join([*_once(kept), *rest]))


def journey_named(words: str) -> tuple[str | None, str]:
    """The key after the last `in:`, null without one, and the words without it."""
    keys = [found["value"] for found in _TOKEN.finditer(words) if _names_journey(found)]
    if not keys:
        return None, words
    rest = [found[0] for found in _TOKEN.finditer(words) if not _names_journey(found)]
    return slug(keys[-1]), " ".join(rest)


def _names_journey(token: re.Match[str]) -> bool:
    return (token["key"] or "").casefold() == "in"


def _once(filters: list[str]) -> list[str]:
    """Without those that come again later, for the later one counts."""
    return list(dict.fromkeys(reversed(filters)))[::-1]


def _with_words(tokens: list[str]) -> Iterator[str]:
    return (token for token in tokens if any(char.isalnum() for char in token))


class _Reader:
    """Reads word by word."""

    def __init__(self, journey: Journey, author: str, *, search: bool) -> None:
        self._journey = journey
        self._author = author
        self._search = search

    def narrowed(self, wanted: NoteFilter, token: re.Match[str]) -> NoteFilter | None:
        """The filter narrowed by a word, null where the word is no filter."""
        if token["key"]:
            value = token["value"]
            bare = (value.rstrip(",;.") or value).strip('"“”')
            way = self._ways().get(token["key"].casefold())
            return way(wanted, bare) if way else None
        word = token[0]
        # In a search a word that is only nearly a stage is a word.
        return (
            self._state(wanted, slug(word))
            or self._kind(wanted, word)
            or self._stage(wanted, word, exactly=self._search)
            or (self._period(wanted, word) if looks_like_period(word) else None)
        )

    def _ways(self) -> dict[str, Callable[[NoteFilter, str], NoteFilter | None]]:
        return {
            "team": lambda wanted, value: replace(wanted, team=slug(value)),
            "persona": lambda wanted, value: replace(wanted, persona=slug(value)),
            "touchpoint": lambda wanted, value: replace(wanted, touchpoint=slug(value)),
            "via": self._channel,
            "channel": self._channel,
            "source": lambda wanted, value: replace(
                wanted, source=source_named(value) or slug(value)
            ),
            "stage": lambda wanted, value: self._stage(wanted, value, exactly=False),
            "kind": self._kind,
            "mood": lambda wanted, value: (
                replace(wanted, mood=slug(value)) if slug(value) in MOODS else None
            ),
            "period": self._period,
            "on": self._period,
        }

    def _state(self, wanted: NoteFilter, plain: str) -> NoteFilter | None:
        if plain == "mine":
            return replace(wanted, author=self._author)
        if plain == "unsorted":
            return replace(wanted, unsorted=True)
        return replace(wanted, mood=plain) if plain in MOODS else None

    def _kind(self, wanted: NoteFilter, word: str) -> NoteFilter | None:
        kind = NAMED_KINDS.get(slug(word))
        return replace(wanted, kind=kind) if kind else None

    def _stage(self, wanted: NoteFilter, word: str, *, exactly: bool) -> NoteFilter | None:
        match = self._journey.find_stage(word)
        stage = self._journey.stage(match.key)
        if stage is None or (exactly and not match.exact):
            return None
        return replace(wanted, stage_id=stage.id)

    def _channel(self, wanted: NoteFilter, value: str) -> NoteFilter:
        return replace(wanted, channel=channel_named(value) or slug(value))

    def _period(self, wanted: NoteFilter, word: str) -> NoteFilter | None:
        try:
            period = parse_period(word, self._journey.calendar)
        except BadInputError:
            # Looked for, nearly a period is a word like others.
            if self._search:
                return None
            raise
        if isinstance(period, Period):
            return replace(wanted, months=period.months, days=None)
        return replace(wanted, months=None, days=period)


def _no_filter(word: str, journey: Journey) -> str:
    stages = ", ".join(stage.key for stage in journey.stages)
    return (
        f"“{word[:40]}” is no filter. Use a stage ({stages}), a kind (touchpoint, painpoint, "
        f"opportunity), {PERIODS}, `mine`, `unsorted`, negative, neutral, positive or unread, "
        "`team:` `persona:` `via:` `source:` or `touchpoint:` and a name; `/journey search` looks "
        "for words."
    )


NOTES_PAGE = 8


@dataclass(frozen=True)
class NotesPage:
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
        return max(1, -(-self.total // NOTES_PAGE))


class ListNotes:
    """Lists notes by filters typed as words."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
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
    ) -> NotesPage:
        """A page of the newest notes matching every word that was typed.

        `in:KEY` names the journey. A word is a stage, a kind, a period, `mine`, `unsorted`, a
        mood, or `team:` `persona:` `via:` `source:` `touchpoint:` and a name; in a `search` all
        other words have to stand in the text. Raises BadInputError for any other word where
        nothing is searched for. Words of a private channel are shown, and searched, for who may
        read them alone.
        """
        place, audience = (
            build_request_scope(self._people, workspace, author, channel),
            Audience(channel, author),
        )
        with self._storage.read(workspace) as uow:
            key, words = journey_named(words)
            journey = find_journey(uow, key, place)
            if journey is None:
                return NotesPage(None, (), 0)
            typed = parse_filters(words, journey, author, search=search)
            wanted = replace(typed.wanted, audience=audience)
            total = uow.notes.count(journey.id, wanted)
            # What was placed or removed since may have been all of the last page.
            page = max(0, min(page, (total - 1) // NOTES_PAGE))
            found = uow.notes.listed(journey.id, wanted, NOTES_PAGE, page * NOTES_PAGE)
            notes = tuple(audience.seen(note) for note in found)
            tray = ((journey, note) for note in notes if note.stage is None)
            suggested = suggestions(uow, tray)
        asked = f"in:{key} {typed.asked}".rstrip() if key else typed.asked
        return NotesPage(journey, notes, total, asked, page, author, search, suggested)
