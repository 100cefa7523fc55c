"""`/journey review`: a preview, a comparison, and the schedule."""

from collections.abc import Callable

from domain.errors import BadInputError
from domain.reviews import is_comparison
from domain.text import split_first_word
from handlers.reviews import schedule as schedule_blocks
from handlers.reviews.comparison import comparison_message
from handlers.reviews.thread import preview_message
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def _review(context: CommandContext) -> Message:
    word, rest = split_first_word(context.words)
    answer = _SCHEDULE_WORDS.get(word.casefold())
    if answer:
        return answer(context, rest)
    reviews = context.services.reviews
    if is_comparison(context.words):
        return comparison_message(
            reviews.compare(context.workspace, context.words, place=context.scope)
        )
    period = context.words or None
    return preview_message(reviews.compute(context.workspace, period=period, place=context.scope))


def _next(context: CommandContext, rest: str) -> Message:
    _check_no_more_words("next", rest)
    return schedule_blocks.build_upcoming_message(
        context.services.review_schedule.next(context.workspace, context.user, context.scope)
    )


def _postpone(context: CommandContext, rest: str) -> Message:
    schedule = context.services.review_schedule
    journey = schedule.next(context.workspace, context.user, context.scope).journey
    return schedule_blocks.build_rescheduled_message(
        schedule.postpone(context.workspace, context.user, journey.id, rest)
    )


def _skip(context: CommandContext, rest: str) -> Message:
    schedule = context.services.review_schedule
    upcoming = schedule.next(context.workspace, context.user, context.scope)
    if not rest:
        # Without a period, a command sent twice would skip two.
        raise BadInputError(
            f"Name the period, so that none is skipped by mistake: the next review is that of "
            f"{upcoming.period.label}. Type `/journey review skip {upcoming.period.label}`."
        )
    return schedule_blocks.build_rescheduled_message(
        schedule.skip(context.workspace, context.user, upcoming.journey.id, rest)
    )


def _now(context: CommandContext, rest: str) -> Message:
    _check_no_more_words("now", rest)
    services, workspace = context.services, context.workspace
    journey = services.review_schedule.next(workspace, context.user, context.scope).journey
    review = services.post_now.preview(workspace, context.user, journey.id)
    if not review.is_posted:

        def post_review() -> None:
            answer = message_or_error(
                lambda: schedule_blocks.build_posted_message(
                    review, services.post_now(workspace, review)
                )
            )
            notify_user(context.client, context.channel, context.user, answer)

        context.background.run_slow(post_review)
    return schedule_blocks.build_posting_message(review)


def _check_no_more_words(word: str, rest: str) -> None:
    if rest:
        raise BadInputError(
            f"`/journey review {word}` takes nothing more; “{rest[:40]}” was not understood."
        )


_SCHEDULE_WORDS: dict[str, Callable[[CommandContext, str], Message]] = {
    "next": _next,
    "postpone": _postpone,
    "skip": _skip,
    "now": _now,
}

SUBCOMMANDS: Subcommands = {"review": _review}
