"""`/journey review` and what can follow it about its day: next, postpone, skip, now."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domain.errors import BadInputError
from domain.text import split_first_word
from handlers.reviews import schedule as schedule_blocks
from handlers.slack.notifications import message_or_error, notify_user

if TYPE_CHECKING:
    from handlers.journeys.commands import CommandContext


Answer = dict[str, Any]


def about_its_day(asked: "CommandContext") -> Answer | None:
    """The answer to `next`, `postpone`, `skip` or `now`, null for other words."""
    word, rest = split_first_word(asked.words)
    answer = WORDS.get(word.casefold())
    return answer(asked, rest) if answer else None


def _next(asked: "CommandContext", rest: str) -> Answer:
    _nothing_more("next", rest)
    return schedule_blocks.build_upcoming_message(
        asked.services.review_schedule.next(asked.workspace, asked.user, asked.scope)
    )


def _postpone(asked: "CommandContext", rest: str) -> Answer:
    use = asked.services.review_schedule
    journey = use.next(asked.workspace, asked.user, asked.scope).journey
    return schedule_blocks.build_rescheduled_message(
        use.postpone(asked.workspace, asked.user, journey.id, rest)
    )


def _skip(asked: "CommandContext", rest: str) -> Answer:
    use = asked.services.review_schedule
    found = use.next(asked.workspace, asked.user, asked.scope)
    if not rest:
        # Typed twice, it would skip two.
        raise BadInputError(
            f"Name the period, so that none is skipped by mistake: the next review is that of "
            f"{found.period.label}. Type `/journey review skip {found.period.label}`."
        )
    return schedule_blocks.build_rescheduled_message(
        use.skip(asked.workspace, asked.user, found.journey.id, rest)
    )


def _now(asked: "CommandContext", rest: str) -> Answer:
    _nothing_more("now", rest)
    use, workspace = asked.services, asked.workspace
    journey = use.review_schedule.next(workspace, asked.user, asked.scope).journey
    wanted = use.post_now.wanted(workspace, asked.user, journey.id)
    if not wanted.is_posted:

        def posted() -> None:
            answer = message_or_error(
                lambda: schedule_blocks.build_posted_message(
                    wanted, use.post_now(workspace, wanted)
                )
            )
            notify_user(asked.client, asked.channel, asked.user, answer)

        asked.background.run_slow(posted)
    return schedule_blocks.build_posting_message(wanted)


def _nothing_more(word: str, rest: str) -> None:
    if rest:
        raise BadInputError(
            f"`/journey review {word}` takes nothing more; “{rest[:40]}” was not understood."
        )


WORDS: dict[str, Callable[["CommandContext", str], Answer]] = {
    "next": _next,
    "postpone": _postpone,
    "skip": _skip,
    "now": _now,
}
