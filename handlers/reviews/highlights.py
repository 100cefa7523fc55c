"""The part of a review's thread with what delighted, ideas, milestones, who and where."""

from collections.abc import Sequence

from domain.highlights import MovedMilestone, NamedMood, Opportunities
from domain.journeys import Milestone
from domain.reviews import Review
from domain.text import shorten
from domain.themes import Quote
from handlers.presentation import words
from handlers.slack import kit

MAX_LISTED = 5

MAX_TEXT = 160

MILESTONE_WORDS = {
    Milestone.REACHED: "reached",
    Milestone.BLOCKED: "blocked",
    Milestone.NOT_YET: "no longer reached",
}


def highlight_blocks(review: Review) -> list[kit.Block]:
    """Return what there is of these, each under its heading."""
    found = review.highlights
    sections = (
        ("What customers liked", [_quote_line(quote) for quote in found.delights.quotes]),
        ("Ideas", _idea_lines(found.opportunities)),
        ("Milestones that moved", [_milestone_line(one) for one in found.milestones]),
        ("Words that rose", _word_lines(review)),
        ("Personas, the unhappiest first", _mood_lines(found.personas)),
        ("Touchpoints, the unhappiest first", _mood_lines(found.touchpoints)),
    )
    return [
        kit.rich(kit.line(kit.span(heading, bold=True)), kit.bullets(lines))
        for heading, lines in sections
        if lines
    ]


def _quote_line(quote: Quote) -> kit.Element:
    link = kit.link(quote.permalink, "source")
    text = kit.span(f"“{shorten(quote.text, MAX_TEXT)}”", italic=True)
    return kit.line(text, *([kit.span(" · "), link] if link else []))


def _idea_lines(opportunities: Sequence[Opportunities]) -> list[kit.Element]:
    """Return a line for each theme; ideas in no theme are counted last."""
    listed = [one for one in opportunities if one.title is not None][:MAX_LISTED]
    lines = [
        kit.line(kit.span(shorten(one.title or "", MAX_TEXT), bold=True), f" · {_ideas(one.n)}")
        for one in listed
    ]
    rest = sum(one.n for one in opportunities if one not in listed)
    if rest:
        more = " more" if lines else ""
        lines.append(kit.line(f"{_ideas(rest, more)}: /journey notes opportunity"))
    return lines


def _ideas(count: int, more: str = "") -> str:
    return f"{count:,}{more} idea" if count == 1 else f"{count:,}{more} ideas"


def _milestone_line(moved: MovedMilestone) -> kit.Element:
    stage = moved.stage
    what = f": {shorten(stage.milestone, MAX_TEXT)}" if stage.milestone else ""
    state = MILESTONE_WORDS[stage.milestone_state]
    name = kit.span(kit.cut(stage.name, MAX_TEXT), bold=True)
    return kit.line(name, f" · {state} on {moved.day:%-d %b %Y}{what}")


def _word_lines(review: Review) -> list[kit.Element]:
    noun = review.period.noun
    return [
        kit.line(kit.span(one.word, bold=True), f" · {words.rise(one.n, one.previous_n, noun)}")
        for one in review.highlights.rising_words
    ]


def _mood_lines(moods: Sequence[NamedMood]) -> list[kit.Element]:
    return [
        kit.line(
            kit.span(kit.cut(words.spoken(one.key), MAX_TEXT), bold=True),
            f" · {words.notes(one.sums.n)}: {words.happy_shares(one.sums)}",
        )
        for one in moods[:MAX_LISTED]
    ]
