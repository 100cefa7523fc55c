"""Which notes somebody means by the words they typed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey
from bot.domain.names import slug
from bot.domain.notes import KINDS, NoteKind, channel_named, source_named
from bot.domain.periods import Period
from bot.domain.typed_period import PERIODS, looks_like_period, read_period
from bot.ports import MOST_SEARCHED, NoteFilter

MOODS = ("negative", "neutral", "positive", "unread")
NAMED_KINDS = {
    **KINDS,
    **{f"{word}s": kind for word, kind in KINDS.items()},
    "opportunities": NoteKind.OPPORTUNITY,
}
# A word, or `key:"several words"` as capture takes them.
_TOKEN = re.compile(r'(?P<key>\w+):(?P<value>(?:"[^"]*"|“[^”]*”)[,;.]*|\S+)|\S+')


@dataclass(frozen=True)
class Typed:
    """Words read as a filter. `asked` means the same in as few words, to be asked again."""

    wanted: NoteFilter
    asked: str


def read_filters(words: str, journey: Journey, author: str, *, search: bool) -> Typed:
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
    rest = list(_with_words(rest))[:MOST_SEARCHED] or rest[:1]
    if rest:
        wanted = replace(wanted, words=" ".join(rest))
    return Typed(wanted, " ".join([*_once(kept), *rest]))


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
            period = read_period(word, self._journey.calendar)
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
