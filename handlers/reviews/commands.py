"""`/journey review` and what can follow it about its day: next, postpone, skip, now."""

from collections.abc import Callable

from domain.errors import BadInputError
from domain.reviews import is_comparison
from domain.text import split_first_word
from handlers.reviews import schedule as schedule_blocks
from handlers.reviews.comparison import comparison
from handlers.reviews.thread import preview
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def _answer_schedule(context: CommandContext) -> Message | None:
    """The answer to `next`, `postpone`, `skip` or `now`, null for other words."""
    word, rest = split_first_word(context.words)
    answer = WORDS.get(word.casefold())
    return answer(context, rest) if answer else None


def _next(context: CommandContext, rest: str) -> Message:
    _nothing_more("next", rest)
    return schedule_blocks.build_upcoming_message(
        context.services.review_schedule.next(context.workspace, context.user, context.scope)
    )


def _postpone(context: CommandContext, rest: str) -> Message:
    use = context.services.review_schedule
    journey = use.next(context.workspace, context.user, context.scope).journey
    return schedule_blocks.build_rescheduled_message(
        use.postpone(context.workspace, context.user, journey.id, rest)
    )


def _skip(context: CommandContext, rest: str) -> Message:
    use = context.services.review_schedule
    found = use.next(context.workspace, context.user, context.scope)
    if not rest:
        # Typed twice, it would skip two.
        raise BadInputError(
            f"Name the period, so that none is skipped by mistake: the next review is that of "
            f"{found.period.label}. Type `/journey review skip {found.period.label}`."
        )
    return schedule_blocks.build_rescheduled_message(
        use.skip(context.workspace, context.user, found.journey.id, rest)
    )


def _now(context: CommandContext, rest: str) -> Message:
    _nothing_more("now", rest)
    use, workspace = context.services, context.workspace
    journey = use.review_schedule.next(workspace, context.user, context.scope).journey
    wanted = use.post_now.wanted(workspace, context.user, journey.id)
    if not wanted.is_posted:

        def posted() -> None:
            answer = message_or_error(
                lambda: schedule_blocks.build_posted_message(
                    wanted, use.post_now(workspace, wanted)
                )
            )
            notify_user(context.client, context.channel, context.user, answer)

        context.background.run_slow(posted)
    return schedule_blocks.build_posting_message(wanted)


def _nothing_more(word: str, rest: str) -> None:
    if rest:
        raise BadInputError(
            f"`/journey review {word}` takes nothing more; “{rest[:40]}” was not understood."
        )


WORDS: dict[str, Callable[[CommandContext, str], Message]] = {
    "next": _next,
    "postpone": _postpone,
    "skip": _skip,
    "now": _now,
}


def _review(context: CommandContext) -> Message:
    scheduled = _answer_schedule(context)
    if scheduled:
        return scheduled
    if is_comparison(context.words):
        return comparison(
            context.services.reviews.compare(context.workspace, context.words, place=context.scope)
        )
    review = context.services.reviews.compute(
        context.workspace, period=context.words or None, place=context.scope
    )
    return preview(review)


SUBCOMMANDS: Subcommands = {"review": _review}
