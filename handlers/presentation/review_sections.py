"""The sections of a review: the one list that its thread, its preview and every file follow.

A new section is a member of `ReviewSection`, its heading, and the keys of the review's JSON that
it shows. If it is a plain list, its function in `_LISTS` is all that thread, preview, Markdown and
page need; a table or chart is drawn in each of them. The CSV has rows for it in
handlers/exports/csv_files.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.highlights import NamedMood
from domain.journeys import Milestone
from domain.reviews import Review, find_call_outs
from handlers.presentation import words
from handlers.presentation.summary import describe_call_out


class ReviewSection(StrEnum):
    """The sections of a review, in the order in which every format shows them."""

    MOOD = "mood"
    KPIS = "kpis"
    CALL_OUTS = "call_outs"
    PAINS = "pains"
    DELIGHTS = "delights"
    OPPORTUNITIES = "opportunities"
    MILESTONES = "milestones"
    RISING_WORDS = "rising_words"
    PERSONAS = "personas"
    TOUCHPOINTS = "touchpoints"
    ACTIONS = "actions"
    BLIND_SPOTS = "blind_spots"
    QUESTIONS = "questions"

    @property
    def heading(self) -> str:
        """Return the heading that people read above the section."""
        return _HEADINGS[self]

    @property
    def is_list(self) -> bool:
        """Whether the section is a plain list, see `list_items`."""
        return self in _LISTS


# The keys of `review_as_json` that a section shows. Those in no section say which review it is.
JSON_KEYS: Mapping[ReviewSection, tuple[str, ...]] = {
    ReviewSection.MOOD: ("stages",),
    ReviewSection.KPIS: ("kpis",),
    ReviewSection.CALL_OUTS: ("call_outs",),
    ReviewSection.PAINS: ("pains", "pains_muted", "said_once"),
    ReviewSection.DELIGHTS: ("delights",),
    ReviewSection.OPPORTUNITIES: ("opportunities",),
    ReviewSection.MILESTONES: ("milestones",),
    ReviewSection.RISING_WORDS: ("rising_words",),
    ReviewSection.PERSONAS: ("personas",),
    ReviewSection.TOUCHPOINTS: ("touchpoints",),
    ReviewSection.ACTIONS: ("actions",),
    ReviewSection.BLIND_SPOTS: ("blind_spots", "notes"),
    ReviewSection.QUESTIONS: ("answers",),
}


@dataclass(frozen=True)
class ListItem:
    """A line of a list: a name, what is said of it, or a quote of a note with its address.

    `name`, `text` and `quote` are empty where there is none. `command` is what to type in Slack to
    see more.
    """

    name: str = ""
    text: str = ""
    quote: str = ""
    permalink: str | None = None
    command: str = ""


def list_items(
    review: Review, section: ReviewSection, limit: int | None = None
) -> tuple[ListItem, ...]:
    """Return the lines of a section that is a list, empty where there is nothing to say.

    Beyond `limit` lines one more says how many are left out; None for all.
    """
    return tuple(_LISTS[section](review, limit))


def _first(items: Sequence[ListItem], limit: int | None) -> Sequence[ListItem]:
    more = len(items) - limit if limit is not None else 0
    return [*items[:limit], ListItem(text=f"… and {more:,} more")] if more > 0 else items


def _call_out_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    calls = find_call_outs(review.kpis, review.stages)
    return _first([ListItem(text=describe_call_out(review, call)) for call in calls], limit)


def _delight_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    quotes = review.highlights.delights.quotes
    return _first([ListItem(quote=one.text, permalink=one.permalink) for one in quotes], limit)


def _opportunity_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    """Return a line for each theme; ideas in no theme, and beyond the limit, are counted last."""
    found = review.highlights.opportunities
    listed = [one for one in found if one.title is not None][:limit]
    items = [ListItem(one.title or "", _ideas(one.n)) for one in listed]
    rest = sum(one.n for one in found if one not in listed)
    if rest:
        text = _ideas(rest, " more" if items else "")
        items.append(ListItem(text=text, command="/journey notes opportunity"))
    return items


def _ideas(count: int, more: str = "") -> str:
    return f"{count:,}{more} idea" if count == 1 else f"{count:,}{more} ideas"


def _milestone_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    items = []
    for one in review.highlights.milestones:
        what = f": {one.stage.milestone}" if one.stage.milestone else ""
        state = _MILESTONE_WORDS[one.stage.milestone_state]
        items.append(ListItem(one.stage.name, f"{state} on {one.day:%-d %b %Y}{what}"))
    return _first(items, limit)


def _word_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    noun = review.period.noun
    found = review.highlights.rising_words
    items = [ListItem(one.word, words.rise(one.n, one.previous_n, noun)) for one in found]
    return _first(items, limit)


def _persona_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    return _mood_items(review.highlights.personas, limit)


def _touchpoint_items(review: Review, limit: int | None) -> Sequence[ListItem]:
    return _mood_items(review.highlights.touchpoints, limit)


def _mood_items(moods: Sequence[NamedMood], limit: int | None) -> Sequence[ListItem]:
    items = [
        ListItem(
            words.spoken(one.key), f"{words.notes(one.sums.n)}: {words.happy_shares(one.sums)}"
        )
        for one in moods
    ]
    return _first(items, limit)


_MILESTONE_WORDS = {
    Milestone.REACHED: "reached",
    Milestone.BLOCKED: "blocked",
    Milestone.NOT_YET: "no longer reached",
}

_LISTS: Mapping[ReviewSection, Callable[[Review, int | None], Sequence[ListItem]]] = {
    ReviewSection.CALL_OUTS: _call_out_items,
    ReviewSection.DELIGHTS: _delight_items,
    ReviewSection.OPPORTUNITIES: _opportunity_items,
    ReviewSection.MILESTONES: _milestone_items,
    ReviewSection.RISING_WORDS: _word_items,
    ReviewSection.PERSONAS: _persona_items,
    ReviewSection.TOUCHPOINTS: _touchpoint_items,
}

_HEADINGS: Mapping[ReviewSection, str] = {
    ReviewSection.MOOD: "Mood by stage",
    ReviewSection.KPIS: "KPIs",
    ReviewSection.CALL_OUTS: "Figures and customers disagree",
    ReviewSection.PAINS: "Pains, heaviest first",
    ReviewSection.DELIGHTS: "What customers liked",
    ReviewSection.OPPORTUNITIES: "Ideas",
    ReviewSection.MILESTONES: "Milestones that moved",
    ReviewSection.RISING_WORDS: "Words that rose",
    ReviewSection.PERSONAS: "Personas, the unhappiest first",
    ReviewSection.TOUCHPOINTS: "Touchpoints, the unhappiest first",
    ReviewSection.ACTIONS: "Actions",
    ReviewSection.BLIND_SPOTS: "Blind spots",
    ReviewSection.QUESTIONS: "Questions for the team",
}
