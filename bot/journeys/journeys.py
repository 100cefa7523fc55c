"""Create, copy, rename, archive and restore journeys, and say which channel means which."""

from dataclasses import dataclass, replace

from bot.journeys.editing import GONE, EditSession, MapEditor, SavedChange, load_map_parts
from bot.journeys.lookup import RequestScope, find_journey, find_or_create_journey
from domain.access import Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import (
    MAX_STAGES,
    TEMPLATES,
    Journey,
    Milestone,
    Template,
    WorkspaceId,
    is_direct_message,
)
from domain.map_history import ChangeType, MapParts, Subject
from domain.text import slug, validate_name, validate_text
from storage.session import UnitOfWork

CUSTOM = "custom"


@dataclass(frozen=True)
class NewJourney:
    """A journey to begin. `template` is a template's key, `custom` or null to copy `copy_of`.

    `stages` are the custom ones, a name on each line.
    """

    name: str | None
    template: str | None
    stages: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True)
class JourneyDraft:
    """A journey's own fields as somebody filled them in."""

    name: str | None
    scope: str | None = None
    goal: str | None = None
    owner: str | None = None
    is_default: bool = False


class JourneyService(MapEditor):
    """Changes journeys. Every method raises NotAllowedError for who may not."""

    def create(
        self, workspace: WorkspaceId, user: str, new: NewJourney, channel: str | None = None
    ) -> SavedChange:
        """Begin a journey; who begins it owns it, and the workspace's first one is its default.

        Its reviews go to `channel`, unless that is a direct message. Raises BadFieldError for names
        that are taken, no stages or more than 30, NotFoundError for a journey to copy that is not
        there.
        """
        role = self.find_role(workspace, user)
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot begin journeys. Nothing was saved.")
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            # Two who begin a journey of one name at once must see each other's.
            uow.journeys.lock_workspace()
            default = uow.journeys.default()
            if default:
                uow.journeys.locked(default.id)
            source = _source(uow, new)
            known = (*uow.journeys.all(), *uow.journeys.all(archived=True))
            taken = {slug(journey.name): journey.name for journey in known}
            taken |= {journey.key: journey.name for journey in known}
            key, name = validate_name(new.name, taken)
            template = Template(key, name, _stage_names(new, source))
            made = uow.journeys.add(template, now, now, is_default=default is None)
            home = None if channel is None or is_direct_message(channel) else channel
            made = replace(made, owner=user, home_channel=home)
            if source:
                made = _copied(made, source.journey)
            uow.journeys.change(made)
            uow.journeys.set_review_due(made.id, made.review_due(made.period_of(now)))
            if source:
                _copy_parts(uow, made, source)
            session = EditSession(uow, made, user, now)
            version = session.record_change(ChangeType.CREATED, Subject.JOURNEY, None, made)
            uow.commit()
        return SavedChange(made, name, ChangeType.CREATED, version)

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: JourneyDraft,
        seen: int = 0,
    ) -> SavedChange:
        """Keep a journey's name, scope, goal and owner, opened at version `seen`; its key stays."""
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            session.check_unchanged(Subject.JOURNEY, before.id, seen)
            if before.is_default and not draft.is_default:
                raise BadFieldError(
                    "is_default", "One journey is always the default: open the other one instead."
                )
            others = (j for j in session.uow.journeys.all() if j.id != before.id)
            _, name = validate_name(draft.name, {slug(j.name): j.name for j in others})
            after = replace(
                before,
                name=name,
                scope=validate_text(draft.scope, "scope"),
                goal=validate_text(draft.goal, "goal"),
                owner=draft.owner,
                is_default=draft.is_default,
            )
            session.uow.journeys.change(after)
            version = session.record_change(ChangeType.EDITED, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, ChangeType.EDITED, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, *, away: bool
    ) -> SavedChange:
        """Archive a journey with all its notes, or restore it. The default one cannot go."""
        with self.edit(workspace, user, journey_id) as session:
            before = session.journey
            change_type = ChangeType.ARCHIVED if away else ChangeType.RESTORED
            if before.archived is away:
                return SavedChange(before, before.name, change_type, None)
            if before.is_default:
                raise BadInputError(
                    "The default journey cannot be archived: make another one the default first."
                )
            after = replace(before, archived=away)
            session.uow.journeys.change(after)
            if not away:
                running = before.period_of(session.now)
                session.uow.journeys.set_review_due(before.id, before.review_due(running))
            version = session.record_change(change_type, Subject.JOURNEY, before, after)
        return SavedChange(after, after.name, change_type, version)

    def use(self, workspace: WorkspaceId, user: str, key: str, channel: str) -> Journey:
        """Have the journey with that key meant in a channel.

        Raises BadInputError without a key, NotFoundError for one no journey has.
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


def _source(uow: UnitOfWork, new: NewJourney) -> MapParts | None:
    if not new.copy_of:
        return None
    journey = find_journey(uow, new.copy_of)
    if journey is None:
        raise NotFoundError(GONE)
    return load_map_parts(uow, journey)


def _stage_names(new: NewJourney, source: MapParts | None) -> tuple[str, ...]:
    if source:
        return tuple(stage.name for stage in source.journey.stages)
    if new.template in TEMPLATES:
        return TEMPLATES[new.template].stages
    names: dict[str, str] = {}
    for line in (new.stages or "").splitlines():
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


def _copied(made: Journey, source: Journey) -> Journey:
    """The new journey with what a copy takes over: everything but its history and its channel."""
    return replace(
        made,
        time_zone=source.time_zone,
        fiscal_start_month=source.fiscal_start_month,
        review_hour=source.review_hour,
        review_day=source.review_day,
        review_date=source.review_date,
        cadence=source.cadence,
        scope=source.scope,
        goal=source.goal,
        editors=source.editors,
        reminders=source.reminders,
    )


def _copy_parts(uow: UnitOfWork, made: Journey, source: MapParts) -> None:
    for stage, like in zip(made.stages, source.journey.stages, strict=True):
        uow.journeys.change_stage(
            replace(like, id=stage.id, milestone_state=Milestone.NOT_YET, milestone_since=None)
        )
    ids = {like.key: made.stages[number].id for number, like in enumerate(source.journey.stages)}
    for persona in source.personas:
        uow.parts.save_persona(made.id, replace(persona, id=0))
    for touchpoint in source.touchpoints:
        if touchpoint.stage in ids:
            uow.parts.save_touchpoint(made.id, ids[touchpoint.stage], replace(touchpoint, id=0))
    for kpi in source.kpis:
        if kpi.stage is None or kpi.stage in ids:
            uow.kpis.save(made.id, ids[kpi.stage] if kpi.stage else None, replace(kpi, id=0))


class SetHome(MapEditor):
    """Makes a channel the home of the journey that is meant in it."""

    def __call__(self, workspace: WorkspaceId, user: str, channel: str) -> Journey:
        """Set it; raises BadInputError for a direct message, which is nobody else's to read.

        Raises NotAllowedError for who may not change the journey.
        """
        if is_direct_message(channel):
            raise BadInputError(
                "A direct message cannot be a journey's home: "
                "type `/journey here` in the channel where the team should see the review."
            )
        with self._storage.write(workspace) as uow:
            meant = find_or_create_journey(uow, None, self._clock.now(), RequestScope(channel))
            uow.commit()
        with self.edit(workspace, user, meant.id) as session:
            journey = replace(session.journey, home_channel=channel)
            session.uow.journeys.set_home_channel(journey.id, channel)
            session.record_change(ChangeType.EDITED, Subject.JOURNEY, session.journey, journey)
        return journey
