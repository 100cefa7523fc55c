"""Themes: recurring pains that people sort notes into, ranked and compared across periods."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from unicodedata import category

from domain.errors import BadFieldError, BadInputError
from domain.text import clean_text, shorten

MAX_THEME_NAME = 150

MAX_TRACKED_WORDS = 20

# Fewer notes of a period are no theme of it: they are “said once”.
MIN_THEME_NOTES = 2

# What a file says of a note that people sorted into no theme; no theme can have this name.
SAID_ONCE = "said once"


class SortedAs(StrEnum):
    """How it was decided which theme a note belongs to.

    `SAID`: by a person. `JOINED`: by Waymark, where people's answers so far show that it is right.
    `ONCE`: a person said that it belongs to none.
    """

    SAID = "said"
    JOINED = "joined"
    ONCE = "once"


class ThemeStatus(StrEnum):
    """How a theme compares to the periods before.

    `GONE_QUIET`: noted in the last period, and nothing stands against it in this one.
    """

    NEW = "new"
    PERSISTING = "persisting"
    RETURNED = "returned"
    GONE_QUIET = "gone quiet"


@dataclass(frozen=True)
class Theme:
    """A theme of a journey, by the name people gave it.

    `tracked` are words and phrases: a new note with one of them is suggested for it first. A muted
    theme is not shown in reviews and maps, but its notes count.
    """

    id: int
    name: str
    muted: bool = False
    tracked: tuple[str, ...] = ()
    created_by: str | None = None


@dataclass(frozen=True)
class ThemeRef:
    """A reference to a theme, by its id.

    `period` is the label of the period it was seen in, None for the running one.
    """

    theme: int
    period: str | None = None


@dataclass(frozen=True)
class Quote:
    """The text of one note; `permalink` is the link to its message, if it has one."""

    text: str
    note_id: int
    permalink: str | None = None


@dataclass(frozen=True)
class PainCount:
    """Pain points of one theme and stage in one period, counted by the database.

    `theme_id` is None for notes without a theme. `score` is the sum of severities (missing = 2).
    `note_ids` are their ids as `1,2,3`, `quote_id` is the newest of the most severe that everybody
    may read, None if there is none.
    """

    theme_id: int | None
    stage_id: int | None
    sorted_as: SortedAs | None
    is_current: bool
    n: int
    score: int
    note_ids: str
    quote_id: int | None = None
    quote_severity: int = 0


@dataclass(frozen=True)
class PainCounts:
    """What is known of the pain points of a period and of those before.

    `months` maps a theme id to the months before this period in which it was noted. `suggested` are
    the themes that a note of this period without a theme is suggested for. `teams` and `supporters`
    are by theme id, of this period.
    """

    counts: tuple[PainCount, ...]
    months: Mapping[int, frozenset[int]]
    suggested: frozenset[int] = frozenset()
    teams: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    supporters: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PeriodTheme:
    """A theme in one period.

    `stage` is the key of the stage most of its notes are in (None: unsorted), `stages` all of them,
    most notes first. `score` is the sum of severities (missing = 2); `supporters` counts the people
    besides the authors who have seen it too, and is not part of the score. `periods` is how many
    periods running it has been noted, `previous_n` how often in the one before. A theme that has
    gone quiet has no notes. `quote` is one of its notes, of the last period if it has gone quiet.
    """

    theme: Theme
    stage: str | None
    score: int
    n: int
    previous_n: int = 0
    stages: tuple[str | None, ...] = ()
    teams: tuple[str, ...] = ()
    supporters: int = 0
    status: ThemeStatus = ThemeStatus.NEW
    periods: int = 1
    quote: Quote | None = None
    joined_id_lists: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the name of the theme."""
        return self.theme.name

    @property
    def is_muted(self) -> bool:
        """Return whether people muted it: it is not shown, but still counted."""
        return self.theme.muted

    @property
    def note_ids(self) -> tuple[int, ...]:
        """Return the ids of its notes in the period, in order."""
        return parse_note_ids(self.joined_id_lists)


@dataclass(frozen=True)
class SaidOnce:
    """The pain points of a period that are in none of its themes.

    `to_sort` counts those that nobody has sorted yet; `quotes` are the heaviest of the others.
    """

    n: int = 0
    to_sort: int = 0
    quotes: tuple[Quote, ...] = ()
    joined_id_lists: tuple[str, ...] = ()

    @property
    def note_ids(self) -> tuple[int, ...]:
        """Return the ids of the notes, in order."""
        return parse_note_ids(self.joined_id_lists)


NO_PAINS = SaidOnce()


@dataclass(frozen=True)
class RankedPains:
    """The themes of a period, heaviest first, then those gone quiet; and what is in none.

    `others` are the journey's other themes, by name.
    """

    themes: tuple[PeriodTheme, ...] = ()
    said_once: SaidOnce = NO_PAINS
    others: tuple[PeriodTheme, ...] = ()


class ThemeChangeKind(StrEnum):
    """What people can do with themes."""

    CREATED = "created"
    RENAMED = "renamed"
    MERGED = "merged"
    MOVED = "moved"
    SORTED = "sorted"
    MUTED = "muted"
    UNMUTED = "unmuted"
    TRACKED = "tracked"


@dataclass(frozen=True)
class NoteSorting:
    """Which theme a note belongs to, and how that was decided; None and None: not yet."""

    theme_id: int | None = None
    sorted_as: SortedAs | None = None


@dataclass(frozen=True)
class PlacedNote:
    """The id of a note, the id of its stage (None: unsorted), and which theme it is in."""

    id: int
    stage_id: int | None
    sorting: NoteSorting


@dataclass(frozen=True)
class ThemeChange:
    """What somebody did with themes; one with `undone_at` no longer applies.

    `notes` and `themes` map ids to their state before and after; `name` is the theme's then.
    """

    id: int
    kind: ThemeChangeKind
    name: str | None
    author: str
    at: datetime
    notes: Mapping[int, tuple[NoteSorting, NoteSorting]] = field(default_factory=dict)
    themes: Mapping[int, tuple[Theme, Theme]] = field(default_factory=dict)
    undone_by: str | None = None
    undone_at: datetime | None = None


def parse_note_ids(lists: Iterable[str]) -> tuple[int, ...]:
    """Return the ids in lists such as `1,2,3`, in order."""
    return tuple(sorted(int(one) for joined in lists for one in joined.split(",")))


def theme_key(name: str) -> str:
    """Return what makes a name the same as another: its words, in lower case."""
    return " ".join(name.casefold().split())[:200]


def validate_theme_name(typed: str) -> str:
    """Return the name on one line; raise BadFieldError("name") if it is empty or too long."""
    name = " ".join(clean_text(typed).split())
    if not name:
        raise BadFieldError("name", "Give the theme a name.")
    if len(name) > MAX_THEME_NAME:
        raise BadFieldError("name", f"A name has at most {MAX_THEME_NAME} characters.")
    if theme_key(name) == SAID_ONCE:
        raise BadFieldError("name", "“Said once” means no theme. Choose another name.")
    return name


def parse_theme_cell(cell: str) -> tuple[str | None, SortedAs | None]:
    """Return what the cell of a file says of a note: the name of its theme, how it was sorted.

    None and None for a cell that says nothing, such as `-`. Raises BadInputError if the name is
    too long.
    """
    if theme_key(cell) == SAID_ONCE:
        return None, SortedAs.ONCE
    if not any(char.isalnum() or category(char) == "So" for char in cell):
        return None, None
    try:
        return validate_theme_name(cell), SortedAs.SAID
    except BadFieldError as error:
        hint = f"a name of at most {MAX_THEME_NAME} characters"
        raise BadInputError(f"theme “{shorten(cell, 40)}” is too long; write {hint}.") from error


def describe_sorting(sorting: NoteSorting, names: Mapping[int, str]) -> str | None:
    """Return what a file says of a note: its theme's name, `said once`, or None: not sorted yet.

    `names` maps theme ids to names.
    """
    if sorting.sorted_as is SortedAs.ONCE:
        return SAID_ONCE
    return None if sorting.theme_id is None else names.get(sorting.theme_id)


def parse_tracked_words(typed: str) -> tuple[str, ...]:
    """Return the words and phrases of `price letter, increase`; raises BadFieldError("words")."""
    words = tuple(
        dict.fromkeys(
            " ".join(clean_text(part).casefold().split())
            for part in typed.replace("\n", ",").split(",")
            if part.strip()
        )
    )
    if len(words) > MAX_TRACKED_WORDS:
        raise BadFieldError("words", f"At most {MAX_TRACKED_WORDS} words or phrases.")
    if any(len(one) < 3 for one in words):
        raise BadFieldError("words", "Each word or phrase has at least 3 letters.")
    return words


def rank_pains(
    themes: Collection[Theme],
    counts: PainCounts,
    stage_keys: Mapping[int | None, str],
    first_months: Sequence[int],
) -> RankedPains:
    """Rank the themes of a period by score, then count, then name; quotes are not filled in.

    `first_months` are the first months of this period, the one before, and so on back.
    """
    by_theme: dict[int | None, list[PainCount]] = {}
    for count in counts.counts:
        by_theme.setdefault(count.theme_id, []).append(count)
    ranked = [
        _rank_theme(theme, by_theme.get(theme.id, ()), counts, stage_keys, first_months)
        for theme in themes
    ]
    current = [one for one in ranked if one.n >= MIN_THEME_NOTES]
    quiet = [
        one
        for one in ranked
        if one.n == 0 and one.previous_n >= MIN_THEME_NOTES and one.theme.id not in counts.suggested
    ]
    listed = {one.theme.id for one in current}
    others = [one for one in ranked if one not in current and one not in quiet]
    alone = [one for one in counts.counts if one.is_current and one.theme_id not in listed]
    undecided = (one.n for one in alone if one.theme_id is None and one.sorted_as is None)
    said_once = SaidOnce(
        n=sum(one.n for one in alone),
        to_sort=sum(undecided),
        joined_id_lists=tuple(one.note_ids for one in alone),
    )
    return RankedPains(
        (*sorted(current, key=_sort_key), *sorted(quiet, key=_quiet_sort_key)),
        said_once,
        tuple(others),
    )


def visible_themes(themes: Iterable[PeriodTheme]) -> tuple[PeriodTheme, ...]:
    """Return the themes that are not muted."""
    return tuple(theme for theme in themes if not theme.is_muted)


def _rank_theme(
    theme: Theme,
    rows: Sequence[PainCount],
    counts: PainCounts,
    stage_keys: Mapping[int | None, str],
    first_months: Sequence[int],
) -> PeriodTheme:
    now = [row for row in rows if row.is_current]
    before = [row for row in rows if not row.is_current]
    by_stage: dict[str | None, int] = {}
    for row in now or before:
        key = stage_keys.get(row.stage_id)
        by_stage[key] = by_stage.get(key, 0) + row.n
    stages = tuple(sorted(by_stage, key=lambda key: (-by_stage[key], key or "")))
    n, previous_n = sum(row.n for row in now), sum(row.n for row in before)
    status, running = _course(n, counts.months.get(theme.id, frozenset()), first_months)
    return PeriodTheme(
        theme=theme,
        stage=stages[0] if stages else None,
        score=sum(row.score for row in now),
        n=n,
        previous_n=previous_n,
        stages=stages,
        teams=counts.teams.get(theme.id, ()),
        supporters=counts.supporters.get(theme.id, 0),
        status=status,
        periods=running,
        joined_id_lists=tuple(row.note_ids for row in now),
    )


def _course(n: int, months: frozenset[int], first_months: Sequence[int]) -> tuple[ThemeStatus, int]:
    """Return the status of a theme and how many periods running it has been noted.

    `months` are the months before this period in which it was noted.
    """
    if not n:
        return ThemeStatus.GONE_QUIET, 0
    running = 1
    for end, start in pairwise(first_months):
        if not any(start <= month < end for month in months):
            break
        running += 1
    if running > 1:
        return ThemeStatus.PERSISTING, running
    return (ThemeStatus.RETURNED if months else ThemeStatus.NEW), 1


def _sort_key(theme: PeriodTheme) -> tuple[int, int, str]:
    return -theme.score, -theme.n, theme_key(theme.title)


def _quiet_sort_key(theme: PeriodTheme) -> tuple[int, str]:
    return -theme.previous_n, theme_key(theme.title)
