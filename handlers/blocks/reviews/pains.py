"""The pains of a review, heaviest first, each with what can be done about it."""

from bot.domain.review import Review
from bot.domain.texts import shortened
from bot.domain.themes import Theme
from bot.usecases.theme_lookup import ThemeRef
from handlers.blocks import kit, words
from handlers.blocks.theme_refs import held
from handlers.blocks.themes import ref_to, theme_menu
from handlers.ids import Action, numbered

MOST_PAINS = 8
MOST_BRIEF = 5
MOST_RESOLVED = 3
TITLE = 160
WEIGHT = "Weight is severity added up over the notes (missing counts as medium, 2)."


def in_thread(review: Review) -> list[kit.Block]:
    """The heaviest, each with its notes and what can be said of it at hand."""
    if not review.pains and not review.muted:
        return []
    blocks = [kit.rich(kit.line(kit.span("Pains, heaviest first", bold=True)))]
    for number, pain in enumerate(review.noted[:MOST_PAINS]):
        ref = ref_to(pain, review.journey.id, review.period.label)
        blocks += [kit.rich(_line(review, pain)), kit.actions(_buttons(ref, number))]
    return [*blocks, *_more(review, MOST_PAINS), *_resolved(review)]


def brief(review: Review) -> list[kit.Block]:
    """The heaviest as a list."""
    items = [_line(review, pain) for pain in review.noted[:MOST_BRIEF]]
    heading = kit.line(kit.span("Pains, heaviest first", bold=True))
    blocks = [kit.rich(heading, kit.bullets(items))] if items else []
    return [*blocks, *_more(review, MOST_BRIEF), *_resolved(review)]


def _line(review: Review, pain: Theme) -> kit.Element:
    teams = f", {', '.join(pain.teams)}" if pain.teams else ""
    where = ", ".join(
        kit.cut(words.stage_name(review.journey, stage), 40)
        for stage in pain.stages or (pain.stage,)
    )
    seen = f" · {words.people(pain.supporters)} more have seen it" if pain.supporters else ""
    return kit.line(
        kit.span(shortened(pain.title, TITLE), bold=True),
        *_quoted(pain),
        kit.span(
            f"  {kit.cut(where, 200)}{kit.cut(teams, 200)} · {words.notes(pain.n)} · "
            f"weight {pain.score} · {words.standing(pain, review.period.noun)}{seen}",
            italic=True,
        ),
    )


def _buttons(ref: ThemeRef, number: int) -> list[kit.Element]:
    acted = kit.button("Make an action", numbered(Action.MAKE_ACTION, number), held(ref))
    return [acted, theme_menu(ref, number)]


def _quoted(pain: Theme) -> list[kit.Element]:
    """The words of one note where the title is another's, and the way to its message."""
    quote = pain.quote
    if quote is None:
        return []
    source = kit.link(quote.permalink, "source")
    said = [] if quote.text == pain.title else [kit.span(f" “{shortened(quote.text, TITLE)}”")]
    return [*said, *([kit.span(" · "), source] if source else [])]


def _more(review: Review, shown: int) -> list[kit.Block]:
    more = len(review.noted) - shown
    told = [f"… and {more} more: `/journey themes` lists them all."] if more > 0 else []
    if review.noted:
        told.append(WEIGHT)
    muted = sum(bool(pain.n) for pain in review.muted)
    if muted:
        told.append(f"{words.muted(muted)}: `/journey themes` lists them too.")
    return [kit.context(" ".join(told))] if told else []


def _resolved(review: Review) -> list[kit.Block]:
    if not review.resolved:
        return []
    shown = ", ".join(f"“{shortened(pain.title, 60)}”" for pain in review.resolved[:MOST_RESOLVED])
    more = len(review.resolved) - MOST_RESOLVED
    others = f" and {more} more" if more > 0 else ""
    told = f"Noted last {review.period.noun} and not in this: {shown}{others}."
    return [kit.context(kit.escape(told))]
