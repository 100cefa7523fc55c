"""Change a journey's settings: where and when its review is posted, how it cuts time, who edits."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.journeys.editing import MapEditor, SavedChange
from domain.errors import BadFieldError
from domain.journeys import Editors, Journey, MessageSign, WorkspaceId, is_direct_message
from domain.map_history import ChangeType, Subject
from domain.notes import DEFAULT_REACTIONS, format_reactions, parse_reactions
from domain.periods import LAST_DATE, Cadence, ReviewDay
from domain.reminders import ReminderKind, next_pulse
from domain.schedule import next_review_due
from domain.text import slug
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
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            session.check_unchanged(Subject.JOURNEY, before.id, seen)
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
            session.uow.journeys.change(after)
            session.uow.journeys.set_customs(after.teams, after.reactions, after.message_sign)
            if after.time_zone != before.time_zone:
                _refile(session.uow, after)
            skipped = session.uow.publications.skipped(before.id)
            due = next_review_due(before, after, session.now, skipped)
            session.uow.journeys.set_review_due(before.id, due)
            _reschedule_reminders(session.uow, before, after, session.now)
            version = session.record_change(ChangeType.EDITED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.EDITED, version)


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
            uow.notes.set_month(journey.id, calendar.period_of_month(month, Cadence.MONTHLY))
