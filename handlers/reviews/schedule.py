"""When the next review is due, and what can be done about it."""

from datetime import datetime, timedelta
from typing import Any

from bot.reviews.publish import PublishResult, PublishState, ToPost
from bot.reviews.schedule import RescheduledReview, UpcomingReview
from domain.journeys import Journey
from domain.map_history import ChangeType
from domain.schedule import DEFAULT_POSTPONE_DAYS
from handlers.presentation.words import day
from handlers.slack import kit
from handlers.slack.ids import Action, numbered


def upcoming(found: UpcomingReview) -> dict[str, Any]:
    """The next review and its buttons, for who may press them."""
    journey, period = found.journey, found.period
    last = day(period.end - timedelta(days=1), journey)
    told = (
        f"The next review of {journey.name} is that of {period.label} "
        f"({day(period.start, journey)} to {last}), due {_when(found.due_at, journey)}"
    )
    lines = [told + (", postponed." if found.is_postponed else ".")]
    if journey.home_channel is None:
        lines.append("It has no channel to be posted in yet: type /journey here in the one.")
        where = []
    else:
        where = [kit.line("It is posted in ", _channel(journey.home_channel), ".")]
    blocks = [kit.rich(*[kit.line(line) for line in lines], *where)]
    if found.may_edit:
        blocks.append(kit.actions(_buttons(found)))
    return kit.ephemeral(" ".join(lines), blocks)


def rescheduled(done: RescheduledReview) -> dict[str, Any]:
    """What became of a review, and what is next."""
    label, journey = done.period.label, done.upcoming.journey
    already = "" if done.anew else " already"
    if done.change_type is ChangeType.POSTPONED:
        when = _when(done.upcoming.due_at, journey)
        told = f"The review of {label} is{already} postponed to {when}."
    else:
        told = (
            f"The review of {label} is{already} skipped. It can be posted all the same, once "
            f"{label} is over: /journey review now"
        )
    answer = upcoming(done.upcoming)
    return kit.ephemeral(told, [kit.rich(kit.line(told)), *answer["blocks"]])


def posting(wanted: ToPost) -> dict[str, Any]:
    """That a review is on its way, or where it is already."""
    said = f"The review of {wanted.period.label} is "
    said += "posted already, in " if wanted.is_posted else "on its way to "
    return _with_channel(said, wanted.channel)


def posted(wanted: ToPost, result: PublishResult) -> dict[str, Any]:
    """What came of posting it."""
    said = f"The review of {wanted.period.label} "
    if result.done:
        return _with_channel(f"{said}is posted in ", result.channel)
    if result.state is PublishState.FAILED:
        reason = f": {result.reason}" if result.reason else ""
        return _with_channel(f"⚠️ {said}could not be posted{reason}. It was for ", result.channel)
    return _with_channel(
        f"{said}may be on its way; Waymark looks again in a moment. It is for ", result.channel
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
    following = journey.review_due(period.shifted(1))
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


def _with_channel(said: str, channel: str | None) -> dict[str, Any]:
    where: kit.Element | str = _channel(channel) if channel else "no channel"
    return kit.ephemeral(f"{said}its channel.", [kit.rich(kit.line(said, where, "."))])
