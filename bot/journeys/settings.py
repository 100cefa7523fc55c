"""Change a journey's settings: where and when its review is posted, how it cuts time, who edits."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.journeys.editing import MapEditor, SavedChange
from domain.errors import BadFieldError
from domain.journeys import Editors, Journey, MessageSign, WorkspaceId, is_direct_message
from domain.map_history import ChangeType, Subject
from domain.names import slug
from domain.periods import LAST_DATE, Cadence, Period, ReviewDay
from domain.reactions import DEFAULT_REACTIONS, format_reactions, parse_reactions
from domain.reminders import ReminderKind, next_pulse
from domain.schedule import DatedReview, order_by_month
from storage.session import UnitOfWork

MAX_TEAMS = 50


@dataclass(frozen=True)
class SettingsDraft:
    """The settings as somebody filled them in; `teams` a name on each line.

    `reactions` are lines like `pain point: warning`.
    """

    home_channel: str | None
    time_zone: str | None
    fiscal_start_month: int
    review_hour: int
    review_day: ReviewDay
    teams: str | None
    reminders: bool
    editors: Editors
    reactions: str | None = format_reactions(DEFAULT_REACTIONS)
    message_sign: MessageSign = MessageSign.REPLY
    review_date: int | None = None
    cadence: Cadence = Cadence.QUARTERLY
    pulse: bool = False


class SettingsService(MapEditor):
    """Changes settings; raises NotAllowedError for who may not."""

    def __call__(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: SettingsDraft,
        seen: int = 0,
    ) -> SavedChange:
        """Keep the settings, opened at version `seen`.

        Another zone puts every note into its month anew; reviews that were posted stay as they are.
        Raises BadFieldError, or ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = desk.journey
            desk.check_unchanged(Subject.JOURNEY, before.id, seen)
            after = replace(
                before,
                home_channel=_home(draft.home_channel) or before.home_channel,
                time_zone=_zone(draft.time_zone or before.time_zone),
                fiscal_start_month=draft.fiscal_start_month,
                review_hour=draft.review_hour,
                review_day=draft.review_day,
                review_date=_date(draft),
                cadence=draft.cadence,
                teams=_teams(draft.teams),
                reminders=draft.reminders,
                editors=draft.editors,
                reactions=parse_reactions(draft.reactions),
                message_sign=draft.message_sign,
                pulse=draft.pulse,
            )
            desk.uow.journeys.change(after)
            desk.uow.journeys.set_customs(after.teams, after.reactions, after.message_sign)
            if after.time_zone != before.time_zone:
                _refile(desk.uow, after)
            skipped = desk.uow.publications.skipped(before.id)
            due = next_due(before, after, desk.now, skipped)
            desk.uow.journeys.set_review_due(before.id, due)
            _reschedule_reminders(desk.uow, before, after, desk.now)
            version = desk.remember(ChangeType.EDITED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.EDITED, version)


def next_due(
    before: Journey, after: Journey, now: datetime, skipped: Collection[DatedReview] = ()
) -> datetime:
    """When the next review is due under changed settings; one that is due already stays so.

    A review still to come for the period that is over keeps its period, where that ends as it did;
    one that was postponed keeps its day, where the new rule has it earlier and the next one later.
    None is due for what is `skipped`.
    """
    due = before.review_due_at
    if due and (due <= now or _schedule(before) == _schedule(after)):
        return due
    period, over = after.period_of(now), before.period_of(now).shifted(-1)
    was_to_come = due is not None and due < before.review_due(over.shifted(1))
    if was_to_come and period.shifted(-1).months.last == over.months.last:
        period = period.shifted(-1)
    while order_by_month(period) in skipped:
        period = period.shifted(1)
    return _still_postponed(before, after, period) or after.review_due(period)


def _still_postponed(before: Journey, after: Journey, period: Period) -> datetime | None:
    due = before.review_due_at
    meant = before.latest_due(due) if due else None
    if due is None or meant is None or due == before.review_due(meant):
        return None
    day = before.calendar.today(due)
    moved = datetime.combine(day, time(after.review_hour), after.calendar.zone).astimezone(UTC)
    fits = after.review_due(period) < moved < after.review_due(period.shifted(1))
    return moved if fits and meant.months.last == period.months.last else None


def _schedule(journey: Journey) -> tuple[object, ...]:
    rule = journey.review_day, journey.review_date, journey.review_hour
    return journey.calendar, journey.cadence, *rule


def _date(draft: SettingsDraft) -> int | None:
    if draft.review_day is not ReviewDay.DATE:
        return None
    if draft.review_date is None or not 1 <= draft.review_date <= LAST_DATE:
        raise BadFieldError("review_day", f"Choose a day from 1 to {LAST_DATE}, or the last day.")
    return draft.review_date


def _reschedule_reminders(uow: UnitOfWork, before: Journey, after: Journey, now: datetime) -> None:
    uow.reminders.set_due(after.id, ReminderKind.NUDGE, now if after.reminders else None)
    if (after.pulse, after.time_zone) != (before.pulse, before.time_zone):
        due = next_pulse(after, now) if after.pulse else None
        uow.reminders.set_due(after.id, ReminderKind.PULSE, due)


def _home(channel: str | None) -> str | None:
    if channel and is_direct_message(channel):
        raise BadFieldError("home_channel", "A direct message cannot be a journey's home.")
    return channel


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise BadFieldError("time_zone", f"There is no time zone “{name[:40]}”.") from None


def _teams(text: str | None) -> tuple[str, ...]:
    keys = dict.fromkeys(slug(line) for line in (text or "").replace(",", "\n").splitlines())
    teams = tuple(key for key in keys if key)
    if not teams:
        raise BadFieldError("teams", "Name at least one team, each on a line.")
    if len(teams) > MAX_TEAMS:
        raise BadFieldError("teams", f"At most {MAX_TEAMS} teams; these are {len(teams)}.")
    return teams


def _refile(uow: UnitOfWork, journey: Journey) -> None:
    """Notes go by the local month they happened in; readings by their local date, which stays."""
    span = uow.notes.span(journey.id)
    if span:
        calendar = journey.calendar
        first, last = (calendar.month_of(instant) for instant in span)
        for month in range(first, last + 1):
            uow.notes.refile(journey.id, calendar.period_of_month(month, Cadence.MONTHLY))
