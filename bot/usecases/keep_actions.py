"""Make, edit and move actions; what each did is frozen when it is measured."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.actions import (
    DONE,
    MAX_TEXT,
    MAX_TITLE,
    MOVES,
    SCALE,
    Action,
    ActionDraft,
    ActionSeen,
    ActionState,
)
from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.figures import effect_json
from bot.domain.journey import Journey
from bot.domain.kpis import Kpi
from bot.domain.roles import Role, may_edit
from bot.domain.texts import clean
from bot.ports import Clock, People, Storage, UnitOfWork
from bot.usecases.change_note import By
from bot.usecases.reviewing_actions import effect, seen

GONE = "That action is no longer there."


@dataclass(frozen=True)
class ActionKept:
    """An action after something was done to it; `made` is false where it was there already."""

    journey: Journey
    seen: ActionSeen
    made: bool = False


@dataclass(frozen=True)
class ActionDesk:
    """What a form about an action takes: the journey, its KPIs, and the action if there is one."""

    journey: Journey
    kpis: tuple[Kpi, ...]
    action: Action | None = None


class KeepActions:
    """Changes actions. Every member may make one; its owner, who made it, and who may change the

    journey's map may change it. Raises NotFoundError, NotAllowedError, BadFieldError.
    """

    def __init__(self, storage: Storage, clock: Clock, people: People) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def desk(self, by: By, journey_id: int, action_id: int | None = None) -> ActionDesk:
        """What the form takes; raises as a change would."""
        role = self._role(by)
        with self._storage.read(by.workspace) as uow:
            action = None
            if action_id is not None:
                journey, action = _held(uow, by, action_id, role)
            else:
                journey = _journey(uow, journey_id)
            return ActionDesk(journey, tuple(uow.kpis.of_journey(journey.id)), action)

    def make(self, by: By, journey_id: int, draft: ActionDraft, receipt: str) -> ActionKept:
        """Keep a new action; the same delivery makes one alone."""
        self._role(by)
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey = _journey(uow, journey_id)
            checked = _checked(uow, journey, draft)
            made = uow.actions.add(journey.id, checked, by.user, now, receipt)
            found = uow.actions.by_id(made or uow.actions.made_by(receipt) or 0)
            if found is None:
                raise NotFoundError(GONE)
            (one,) = seen(uow, journey, [found[1]], now)
            uow.commit()
        return ActionKept(journey, one, made is not None)

    def edit(self, by: By, action_id: int, draft: ActionDraft) -> ActionKept:
        """Keep an edited action; its notes and its state stay."""
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, _ = _held(uow, by, action_id, role)
            uow.actions.change(action_id, _checked(uow, journey, draft))
            kept = _after(uow, journey, action_id, now)
            uow.commit()
        return kept

    def move(self, by: By, action_id: int, state: ActionState) -> ActionKept:
        """Put an action into another state; into the one it is in changes nothing.

        Implemented today it is measured against today. Raises BadInputError for a leap.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, action = _held(uow, by, action_id, role)
            uow.journeys.locked(journey.id)
            action = (uow.actions.by_id(action_id) or (0, action))[1]
            if state is not action.state:
                if state not in MOVES[action.state]:
                    raise BadInputError(
                        f"An action that is {action.state.value} cannot become {state.value}."
                    )
                today = journey.calendar.today(now)
                day = _implemented(action, state, today)
                moved = replace(action, state=state, implemented_on=day)
                kpi = _kpi(uow, journey, action)
                done = effect(uow, journey, moved, kpi, now)
                frozen = state is ActionState.MEASURED and done is not None
                measured = effect_json(done) if frozen and done else None
                uow.actions.move(action_id, state, by.user, now, day, measured)
            kept = _after(uow, journey, action_id, now)
            uow.commit()
        return kept

    def _role(self, by: By) -> Role:
        role = self._people.role(by.workspace, by.user)
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot make or change actions.")
        return role


def _implemented(action: Action, state: ActionState, today: date) -> date | None:
    if state not in DONE:
        return None
    return action.implemented_on or today


def _journey(uow: UnitOfWork, journey_id: int) -> Journey:
    journey = uow.journeys.by_id(journey_id)
    if journey is None or journey.archived:
        raise NotFoundError("That journey is no longer there.")
    return journey


def _held(uow: UnitOfWork, by: By, action_id: int, role: Role) -> tuple[Journey, Action]:
    found = uow.actions.by_id(action_id)
    if found is None:
        raise NotFoundError(GONE)
    journey, action = _journey(uow, found[0]), found[1]
    own = by.user in (action.draft.owner, action.created_by)
    if not own and not may_edit(journey, by.user, role):
        raise NotAllowedError(
            "Only who owns or made an action, and who may change the journey's map, can change it."
        )
    return journey, action


def _kpi(uow: UnitOfWork, journey: Journey, action: Action) -> Kpi | None:
    kpis = uow.kpis.of_journey(journey.id, archived=True)
    return next((kpi for kpi in kpis if kpi.id == action.draft.kpi_id), None)


def _after(uow: UnitOfWork, journey: Journey, action_id: int, now: datetime) -> ActionKept:
    found = uow.actions.by_id(action_id)
    if found is None:
        raise NotFoundError(GONE)
    (one,) = seen(uow, journey, [found[1]], now)
    return ActionKept(journey, one)


def _checked(uow: UnitOfWork, journey: Journey, draft: ActionDraft) -> ActionDraft:
    """The draft as it may be kept; raises BadFieldError."""
    title = " ".join(clean(draft.title).split())
    if not title:
        raise BadFieldError("title", "Say in a few words what is to be done.")
    if len(title) > MAX_TITLE:
        raise BadFieldError("title", f"At most {MAX_TITLE} characters; these are {len(title)}.")
    for name, value in (("impact", draft.impact), ("ease", draft.ease)):
        if value is not None and value not in SCALE:
            raise BadFieldError(name, "From 1 to 5.")
    if draft.stage and journey.stage(draft.stage) is None:
        raise BadFieldError("stage", "That stage is no longer there: choose another, or none.")
    if draft.kpi_id and draft.kpi_id not in {kpi.id for kpi in uow.kpis.of_journey(journey.id)}:
        raise BadFieldError("kpi", "That KPI is no longer there: choose another, or none.")
    return replace(
        draft,
        title=title,
        why=_text("why", draft.why),
        resources=_text("resources", draft.resources),
        expected_return=_text("expected_return", draft.expected_return),
    )


def _text(field: str, typed: str | None) -> str | None:
    text = clean(typed or "")
    if len(text) > MAX_TEXT:
        raise BadFieldError(field, f"At most {MAX_TEXT:,} characters; these are {len(text):,}.")
    return text or None
