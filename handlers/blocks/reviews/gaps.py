"""What a review does not know, and what it asks."""

from bot.domain.review import QUESTIONS, Review
from handlers.blocks import kit, words


def blind_spots(review: Review) -> list[kit.Block]:
    """Where there is no evidence, and what waits to be placed."""
    spots = review.blind_spots
    named = [words.stage_name(review.journey, key) for key in spots.stages]
    parts = [
        ("Stages without a note", named),
        ("Silent teams", spots.teams),
        ("Personas nobody wrote about", spots.personas),
        ("Channels nobody wrote about", spots.channels),
        ("Stages without an owner", _unowned(review)),
    ]
    items = [kit.line(f"{what}: ", ", ".join(keys)) for what, keys in parts if keys]
    if review.notes.unsorted:
        items.append(
            kit.line(
                f"{words.notes(review.notes.unsorted)} in the unsorted tray: "
                "/journey notes unsorted"
            )
        )
    if review.notes.unread:
        items.append(
            kit.line(
                f"{words.notes(review.notes.unread)} in a language that is not supported, in no "
                "mood: /journey notes unread"
            )
        )
    if not items:
        return []
    return [kit.rich(kit.line(kit.span("Blind spots", bold=True)), kit.bullets(items))]


def questions() -> list[kit.Block]:
    """The five questions of a quarterly review."""
    items = [kit.line(question) for question in QUESTIONS]
    return [
        kit.rich(kit.line(kit.span("What to look at", bold=True)), kit.bullets(items)),
        kit.context("Answer here in the thread: it stays with the review."),
    ]


def _unowned(review: Review) -> list[str]:
    keys = review.blind_spots.unowned
    if len(keys) == len(review.stages) > 1:
        return ["all of them"]
    return [words.stage_name(review.journey, key) for key in keys]
