"""Messages about the schedule of reviews: the next one, postponed, skipped, posted by hand."""

from datetime import datetime, timedelta
from typing import Any

from bot.reviews.publish import PublishResult, PublishState, ReviewToPost
from bot.reviews.schedule import RescheduledReview, UpcomingReview
from domain.journeys import Journey
from domain.map_history import ChangeType
from domain.schedule import DEFAULT_POSTPONE_DAYS
from handlers.presentation.words import day
from handlers.slack import kit
from handlers.slack.ids import Action, numbered


def build_upcoming_message(found: UpcomingReview) -> dict[str, Any]:
    """Return the next review, with buttons for a person who may change it."""
    journey, period = found.journey, found.period
    last = day(period.end - timedelta(days=1), journey)
    text = (
        f"The next review of {journey.name} is {period.label} "
        f"({day(period.start, journey)} to {last}), due {_when(found.due_at, journey)}"
    )
    lines = [text + (", postponed." if found.is_postponed else ".")]
    if journey.home_channel is None:
        lines.append("It has no channel yet: type /journey here in the channel to post it in.")
        channel = []
    else:
        channel = [kit.line("It is posted in ", _channel(journey.home_channel), ".")]
    blocks = [kit.rich(*[kit.line(line) for line in lines], *channel)]
    if found.may_edit:
        blocks.append(kit.actions(_buttons(found)))
    return kit.ephemeral(" ".join(lines), blocks)


def build_rescheduled_message(done: RescheduledReview) -> dict[str, Any]:
    """Return what happened to a review, and the next one."""
    label, journey = done.period.label, done.upcoming.journey
    already = "" if done.is_new else " already"
    if done.change_type is ChangeType.POSTPONED:
        when = _when(done.upcoming.due_at, journey)
        text = f"The review of {label} is{already} postponed to {when}."
    else:
        text = (
            f"The review of {label} is{already} skipped. You can still post it once "
            f"{label} is over: /journey review now"
        )
    answer = build_upcoming_message(done.upcoming)
    return kit.ephemeral(text, [kit.rich(kit.line(text)), *answer["blocks"]])


def build_posting_message(to_post: ReviewToPost) -> dict[str, Any]:
    """Return that a review is being posted, or where it is already."""
    text = f"The review of {to_post.period.label} is "
    text += "posted already, in " if to_post.is_posted else "on its way to "
    return _with_channel(text, to_post.channel)


def build_posted_message(to_post: ReviewToPost, result: PublishResult) -> dict[str, Any]:
    """Return the result of posting a review."""
    text = f"The review of {to_post.period.label} "
    if result.done:
        return _with_channel(f"{text}is posted in ", result.channel)
    if result.state is PublishState.FAILED:
        reason = f": {result.reason}" if result.reason else ""
        return _with_channel(f"⚠️ {text}could not be posted{reason}. It was for ", result.channel)
    return _with_channel(
        f"{text}may be on its way; Waymark looks again in a moment. It is for ", result.channel
    )


def _buttons(found: UpcomingReview) -> list[kit.Element]:
    journey, period = found.journey, found.period
    later = (
        (found.due_at + timedelta(days=DEFAULT_POSTPONE_DAYS))
        .astimezone(journey.calendar.zone)
        .date()
    )
    value = f"{journey.id}:{period.label}"
    buttons = []
    if found.postable:
        name = f"Post {found.postable.label} now"
        value_now = f"{journey.id}:{found.postable.label}"
        buttons.append(kit.button(name, numbered(Action.POST_REVIEW, 0), value_now))
    following = journey.earliest_due(period.shifted(1))
    if found.due_at + timedelta(days=DEFAULT_POSTPONE_DAYS) < following:
        postpone = numbered(Action.POSTPONE_REVIEW, 0)
        buttons.append(kit.button("Postpone a week", postpone, f"{value}:{later}"))
    skip = numbered(Action.SKIP_REVIEW, 0)
    return [*buttons, kit.button(f"Skip {period.label}", skip, value)]


def _when(instant: datetime, journey: Journey) -> str:
    local = instant.astimezone(journey.calendar.zone)
    return f"{local:%A %-d %b %Y at %H:%M} ({journey.time_zone})"


def _channel(channel: str) -> kit.Element:
    return {"type": "channel", "channel_id": channel}


def _with_channel(text: str, channel: str | None) -> dict[str, Any]:
    where: kit.Element | str = _channel(channel) if channel else "no channel"
    return kit.ephemeral(f"{text}its channel.", [kit.rich(kit.line(text, where, "."))])
