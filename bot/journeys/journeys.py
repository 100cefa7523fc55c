"""Create, copy, change, archive and restore journeys; set their home channel and settings."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.holidays import holidays_of, list_countries
from bot.journeys.editing import GONE, EditSession, MapEditor, SavedChange, load_map_parts
from bot.journeys.lookup import RequestScope, find_journey, find_or_create_journey
from domain.access import Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journey_settings import (
    COPY,
    JOURNEY_FIELDS,
    NEW_JOURNEY_FIELDS,
    apply_settings,
    copy_settings,
)
from domain.journeys import (
    BY_TIME_ZONE,
    MAX_STAGES,
    NO_COUNTRY,
    TEMPLATES,
    Journey,
    Milestone,
    Template,
    WorkspaceId,
    is_direct_message,
)
from domain.map_fields import FormValues, parse_fields
from domain.map_history import ChangeType, MapParts, Subject
from domain.notes import DEFAULT_REACTIONS, NoteKind, kind_for_emoji
from domain.periods import Cadence
from domain.prompts import next_due
from domain.reminders import ReminderKind, next_pulse
from domain.schedule import next_review_due
from domain.text import slug, validate_name
from storage.session import UnitOfWork


@dataclass(frozen=True)
class JourneyList:
    """A workspace's journeys, those archived, and the channels that use one (channel → id)."""

    journeys: tuple[Journey, ...]
    archived: tuple[Journey, ...]
    channels: dict[str, int]


class JourneyService(MapEditor):
    """Changes journeys and their settings."""

    def list_journeys(self, workspace: WorkspaceId) -> JourneyList:
        """Return every journey of the workspace; none before the first use."""
        with self._storage.read(workspace) as uow:
            return JourneyList(
                tuple(uow.journeys.all()),
                tuple(uow.journeys.all(archived=True)),
                uow.journeys.channels(),
            )

    def create(
        self,
        workspace: WorkspaceId,
        user: str,
        values: FormValues,
        channel: str | None = None,
    ) -> SavedChange:
        """Create a journey from a template, own stages or a copy; its creator owns it.

        The workspace's first one is its default. Its reviews go to `channel`, unless that is a
        direct message. Raises BadFieldError for a name that is taken, no stages or more than 30,
        NotFoundError for an unknown journey to copy, NotAllowedError for guests.
        """
        role = self.find_role(workspace, user)
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot create journeys. Nothing was saved.")
        start = parse_fields(NEW_JOURNEY_FIELDS, values)["start"]
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            # Two people who create journeys of one name at once must see each other's.
            uow.journeys.lock_workspace()
            default = uow.journeys.default()
            if default:
                uow.journeys.lock(default.id)
            source = _find_source(uow, start)
            known = (*uow.journeys.all(), *uow.journeys.all(archived=True))
            taken = {slug(journey.name): journey.name for journey in known}
            taken |= {journey.key: journey.name for journey in known}
            key, name = validate_name(values.get("name"), taken)
            stages = _stage_names(start, values.get("stages"), source)
            created = uow.journeys.add(
                Template(key, name, stages), now, now, is_default=default is None
            )
            home = None if channel is None or is_direct_message(channel) else channel
            created = replace(created, owner=user, home_channel=home)
            if source:
                created = copy_settings(created, source.journey)
            uow.journeys.change(created)
            due = created.review_due(created.period_of(now), holidays_of)
            uow.journeys.set_review_due(created.id, due)
            if source:
                _copy_parts(uow, created, source)
            session = EditSession(uow, created, user, now)
            version = session.record_change(ChangeType.CREATED, Subject.JOURNEY, None, created)
            uow.commit()
        return SavedChange(created, name, ChangeType.CREATED, version)

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        values: FormValues,
        seen: int = 0,
    ) -> SavedChange:
        """Save a journey's own fields, opened at version `seen`; its key stays.

        Raises NotAllowedError, BadFieldError or ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            session.check_unchanged(Subject.JOURNEY, before.id, seen)
            fields = parse_fields(JOURNEY_FIELDS, values)
            if before.is_default and not fields["is_default"]:
                raise BadFieldError(
                    "is_default", "One journey is always the default: open the other one instead."
                )
            others = (j for j in session.uow.journeys.all() if j.id != before.id)
            _, name = validate_name(values.get("name"), {slug(j.name): j.name for j in others})
            after = replace(before, name=name, **fields)
            session.uow.journeys.change(after)
            version = session.record_change(ChangeType.EDITED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.EDITED, version)

    def save_settings(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        values: FormValues,
        seen: int = 0,
    ) -> SavedChange:
        """Save a journey's settings, opened at version `seen`; absent ones stay as they are.

        A new time zone files every note under its month again; posted reviews stay as they are.
        Raises NotAllowedError, BadFieldError or ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            session.check_unchanged(Subject.JOURNEY, before.id, seen)
            after = apply_settings(before, values)
            _check_country(after)
            uow = session.uow
            uow.journeys.change(after)
            uow.journeys.set_workspace_settings(after.teams, after.reactions, after.message_sign)
            if after.time_zone != before.time_zone:
                _refile_notes(uow, after)
            skipped = uow.posted_reviews.skipped(before.id)
            due = next_review_due(before, after, session.now, holidays_of, skipped)
            uow.journeys.set_review_due(before.id, due)
            uow.reminders.set_due(
                after.id, ReminderKind.REMINDER, session.now if after.reminders else None
            )
            if (after.pulse, after.time_zone) != (before.pulse, before.time_zone):
                pulse = next_pulse(after, session.now) if after.pulse else None
                uow.reminders.set_due(after.id, ReminderKind.PULSE, pulse)
            if (after.time_zone, after.holidays_of) != (before.time_zone, before.holidays_of):
                _move_prompts(uow, after, session.now)
            version = session.record_change(ChangeType.EDITED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.EDITED, version)

    def archive(self, workspace: WorkspaceId, user: str, journey_id: int) -> SavedChange:
        """Archive a journey with all its notes. Idempotent.

        Raises NotAllowedError, BadInputError for the default journey.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            if before.archived:
                return SavedChange(before, before.name, ChangeType.ARCHIVED, None)
            if before.is_default:
                raise BadInputError(
                    "The default journey cannot be archived: make another one the default first."
                )
            after = replace(before, archived=True)
            session.uow.journeys.change(after)
            version = session.record_change(ChangeType.ARCHIVED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.ARCHIVED, version)

    def restore(self, workspace: WorkspaceId, user: str, journey_id: int) -> SavedChange:
        """Restore an archived journey; its next review is that of the running period. Idempotent.

        Raises NotAllowedError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            if not before.archived:
                return SavedChange(before, before.name, ChangeType.RESTORED, None)
            after = replace(before, archived=False)
            session.uow.journeys.change(after)
            due = before.review_due(before.period_of(session.now), holidays_of)
            session.uow.journeys.set_review_due(before.id, due)
            version = session.record_change(ChangeType.RESTORED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.RESTORED, version)

    def use_in_channel(self, workspace: WorkspaceId, user: str, key: str, channel: str) -> Journey:
        """Make a channel use the journey with that key.

        Raises BadInputError without a key, NotFoundError for an unknown one, NotAllowedError for
        guests.
        """
        if not key.strip():
            raise BadInputError(
                "Which journey? Type its key, for example `/journey use buyer`; `/journey list` "
                "shows them."
            )
        if self.find_role(workspace, user) is Role.GUEST:
            raise NotAllowedError("Guests cannot choose a channel's journey.")
        with self._storage.write(workspace) as uow:
            find_or_create_journey(uow, None, self._clock.now())
            journey = find_journey(uow, key.strip().casefold())
            if journey is None:
                raise NotFoundError(GONE)
            uow.journeys.bind(channel, journey.id)
            uow.commit()
        return journey

    def set_home_channel(self, workspace: WorkspaceId, user: str, channel: str) -> Journey:
        """Post the reviews of the channel's journey in that channel.

        Raises BadInputError for a direct message, which no one else can read, NotAllowedError.
        """
        if is_direct_message(channel):
            raise BadInputError(
                "A direct message cannot be a journey's home: "
                "type `/journey here` in the channel where the team should see the review."
            )
        with self._storage.write(workspace) as uow:
            found = find_or_create_journey(uow, None, self._clock.now(), RequestScope(channel))
            uow.commit()
        with self.edit(workspace, user, found.id) as session:
            journey = replace(session.journey, home_channel=channel)
            session.uow.journeys.set_home_channel(journey.id, channel)
            session.record_change(ChangeType.EDITED, Subject.JOURNEY, session.journey, journey)
        return journey

    def find_reaction_kind(self, workspace: WorkspaceId, emoji: str) -> NoteKind | None:
        """Return the kind of note an emoji on a message creates in this workspace, or None."""
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.default()
        return kind_for_emoji(journey.reactions if journey else DEFAULT_REACTIONS, emoji)


def _check_country(journey: Journey) -> None:
    country = journey.holidays_of
    if country not in (BY_TIME_ZONE, NO_COUNTRY, *list_countries()):
        raise BadFieldError("holidays_of", f"The holidays of “{country}” are not known.")


def _find_source(uow: UnitOfWork, start: str) -> MapParts | None:
    """Return the map of the journey to copy, or None for a template or own stages."""
    if not start.startswith(COPY):
        return None
    journey = find_journey(uow, start.removeprefix(COPY))
    if journey is None:
        raise NotFoundError(GONE)
    return load_map_parts(uow, journey)


def _stage_names(start: str, typed: str | None, source: MapParts | None) -> tuple[str, ...]:
    if source:
        return tuple(stage.name for stage in source.journey.stages)
    if start in TEMPLATES:
        return TEMPLATES[start].stages
    names: dict[str, str] = {}
    for line in (typed or "").splitlines():
        if line.strip():
            key, name = validate_name(line, names, "stages")
            names[key] = name
    if not names:
        raise BadFieldError("stages", "Write the stages here, one on each line, in their order.")
    if len(names) > MAX_STAGES:
        raise BadFieldError(
            "stages", f"A journey has at most {MAX_STAGES} stages; these are {len(names)}."
        )
    return tuple(names.values())


def _copy_parts(uow: UnitOfWork, created: Journey, source: MapParts) -> None:
    stage_ids: dict[str, int] = {}
    for stage, original in zip(created.stages, source.journey.stages, strict=True):
        stage_ids[original.key] = stage.id
        copied = replace(original, id=stage.id, milestone_since=None)
        uow.journeys.change_stage(replace(copied, milestone_state=Milestone.NOT_YET))
    for persona in source.personas:
        uow.parts.save_persona(created.id, replace(persona, id=0))
    for touchpoint in source.touchpoints:
        if touchpoint.stage in stage_ids:
            stage_id = stage_ids[touchpoint.stage]
            uow.parts.save_touchpoint(created.id, stage_id, replace(touchpoint, id=0))
    for kpi in source.kpis:
        if kpi.stage is None or kpi.stage in stage_ids:
            uow.kpis.save(created.id, stage_ids.get(kpi.stage or ""), replace(kpi, id=0))


def _move_prompts(uow: UnitOfWork, journey: Journey, now: datetime) -> None:
    """Set anew when the prompts of a journey are due, but for those that are paused."""
    zone, is_holiday = journey.calendar.zone, holidays_of(journey)
    for prompt in uow.prompts.of_journey(journey.id):
        if prompt.due_at:
            uow.prompts.set_due(prompt.id, next_due(prompt.rule, zone, is_holiday, now))


def _refile_notes(uow: UnitOfWork, journey: Journey) -> None:
    """File every note under its local month again; readings have a local date, which stays."""
    span = uow.notes.span(journey.id)
    if span:
        calendar = journey.calendar
        first, last = (calendar.month_of(instant) for instant in span)
        for month in range(first, last + 1):
            uow.notes.set_month(journey.id, calendar.period_of_month(month, Cadence.MONTHLY))
