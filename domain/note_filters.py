import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.access import Audience
from domain.errors import BadInputError
from domain.journeys import Journey
from domain.notes import KINDS_AND_PLURALS, NoteKind, find_channel, find_source
from domain.periods import PERIODS, Days, Months, Period, looks_like_period, parse_period
from domain.text import slug

# A search uses at most so many words.
MAX_SEARCH_WORDS = 20


@dataclass(frozen=True)
class NoteFilter:
    """Which notes to list; None means any. `unsorted` lists only unsorted notes.

    `mood` is one of negative, neutral, positive; `days` is when they happened; the first twenty of
    `words` have to be in the text, if the `audience` may read it (None: everyone may). `felt`
    leaves out opportunities without a declared feeling, as reviews do: they are ideas, not moods.
    `excluded` are fields with a value that a note may not have, such as ("persona", "shopper").
    """

    stage_id: int | None = None
    kind: NoteKind | None = None
    months: Months | None = None
    author: str | None = None
    persona: str | None = None
    unsorted: bool = False
    team: str | None = None
    channel: str | None = None
    mood: str | None = None
    words: str | None = None
    source: str | None = None
    touchpoint: str | None = None
    days: Days | None = None
    audience: Audience | None = None
    felt: bool = False
    excluded: tuple[tuple[str, str | int], ...] = ()


MOOD_NAMES = ("negative", "neutral", "positive", "unread")


# A word, or `key:"several words"` as capture takes them.
_TOKEN = re.compile(r'(?P<key>\w+):(?P<value>(?:"[^"]*"|“[^”]*”)[,;.]*|\S+)|\S+')


@dataclass(frozen=True)
class ParsedFilters:
    """The filters of a text. `text` is the shortest text with the same meaning."""

    filters: NoteFilter
    text: str


def parse_filters(words: str, journey: Journey, author: str, *, search: bool) -> ParsedFilters:
    """Parse filters; in a `search` every other word has to be in the text.

    Of two filters of the same kind the later counts; a period and days are the same kind. Raises
    BadInputError for a word that is no filter, outside of a search.
    """
    reader = _FilterReader(journey, author, search=search)
    filters, used, rest = NoteFilter(), [], []
    for token in _TOKEN.finditer(words):
        narrowed = reader.narrowed(filters, token)
        if narrowed is None:
            rest.append(token[0])
        else:
            filters = narrowed
            used.append(token[0])
    if rest and not search:
        raise BadInputError(_unknown_filter_text(rest[0], journey))
    # More of them are not looked for.
    rest = list(_with_letters(rest))[:MAX_SEARCH_WORDS] or rest[:1]
    if rest:
        filters = replace(filters, words=" ".join(rest))
    return ParsedFilters(filters, " ".join([*_without_repeats(used), *rest]))


def split_journey_key(words: str) -> tuple[str | None, str]:
    """Return the key after the last `in:`, None without one, and the words without it."""
    keys = [found["value"] for found in _TOKEN.finditer(words) if _is_journey_key(found)]
    if not keys:
        return None, words
    rest = [found[0] for found in _TOKEN.finditer(words) if not _is_journey_key(found)]
    return slug(keys[-1]), " ".join(rest)


def _is_journey_key(token: re.Match[str]) -> bool:
    return (token["key"] or "").casefold() == "in"


def _without_repeats(filters: list[str]) -> list[str]:
    """Remove filters that occur again later, since the later one counts."""
    return list(dict.fromkeys(reversed(filters)))[::-1]


def _with_letters(tokens: list[str]) -> Iterator[str]:
    return (token for token in tokens if any(char.isalnum() for char in token))


class _FilterReader:
    """Parses filters word by word."""

    def __init__(self, journey: Journey, author: str, *, search: bool) -> None:
        self._journey = journey
        self._author = author
        self._search = search

    def narrowed(self, filters: NoteFilter, token: re.Match[str]) -> NoteFilter | None:
        """Return the filter narrowed by a word, None if the word is no filter."""
        if token["key"]:
            value = token["value"]
            bare = (value.rstrip(",;.") or value).strip('"“”')
            way = self._ways().get(token["key"].casefold())
            return way(filters, bare) if way else None
        word = token[0]
        # In a search a word that is only nearly a stage is a word.
        return (
            self._state(filters, slug(word))
            or self._kind(filters, word)
            or self._stage(filters, word, exactly=self._search)
            or (self._period(filters, word) if looks_like_period(word) else None)
        )

    def _ways(self) -> dict[str, Callable[[NoteFilter, str], NoteFilter | None]]:
        return {
            "team": lambda filters, value: replace(filters, team=slug(value)),
            "persona": lambda filters, value: replace(filters, persona=slug(value)),
            "touchpoint": lambda filters, value: replace(filters, touchpoint=slug(value)),
            "by": lambda filters, value: replace(filters, author=_read_user(value)),
            "via": self._channel,
            "channel": self._channel,
            "source": lambda filters, value: replace(
                filters, source=find_source(value) or slug(value)
            ),
            "stage": lambda filters, value: self._stage(filters, value, exactly=False),
            "kind": self._kind,
            "mood": lambda filters, value: (
                replace(filters, mood=slug(value)) if slug(value) in MOOD_NAMES else None
            ),
            "felt": lambda filters, value: (
                replace(filters, mood=slug(value), felt=True) if slug(value) in MOOD_NAMES else None
            ),
            "period": self._period,
            "on": self._period,
        }

    def _state(self, filters: NoteFilter, plain: str) -> NoteFilter | None:
        if plain == "mine":
            return replace(filters, author=self._author)
        if plain == "unsorted":
            return replace(filters, unsorted=True)
        return replace(filters, mood=plain) if plain in MOOD_NAMES else None

    def _kind(self, filters: NoteFilter, word: str) -> NoteFilter | None:
        kind = KINDS_AND_PLURALS.get(slug(word))
        return replace(filters, kind=kind) if kind else None

    def _stage(self, filters: NoteFilter, word: str, *, exactly: bool) -> NoteFilter | None:
        match = self._journey.find_stage(word)
        stage = self._journey.stage(match.key)
        if stage is None or (exactly and not match.exact):
            return None
        return replace(filters, stage_id=stage.id)

    def _channel(self, filters: NoteFilter, value: str) -> NoteFilter:
        return replace(filters, channel=find_channel(value) or slug(value))

    def _period(self, filters: NoteFilter, word: str) -> NoteFilter | None:
        try:
            period = parse_period(word, self._journey.calendar)
        except BadInputError:
            # Looked for, nearly a period is a word like others.
            if self._search:
                return None
            raise
        if isinstance(period, Period):
            return replace(filters, months=period.months, days=None)
        return replace(filters, months=None, days=period)


def _read_user(value: str) -> str:
    """Return a Slack user id, typed as it is or as a mention."""
    return value.strip("<>@").partition("|")[0]


def _unknown_filter_text(word: str, journey: Journey) -> str:
    stages = ", ".join(stage.key for stage in journey.stages)
    return (
        f"I don't know the filter “{word[:40]}”. Use a stage ({stages}), a kind "
        f"({', '.join(kind.word for kind in NoteKind)}), {PERIODS}, `mine`, `unsorted`, negative, "
        "neutral, positive or unread, `team:` `persona:` `via:` `source:` or `touchpoint:` and a "
        "name; `/journey search` looks for words."
    )
