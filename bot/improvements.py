"""Actions as they are seen on a day: how they stand, and what they did."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.journeys.lookup import build_request_scope, find_journey
from bot.ports import Clock, People
from domain.access import Actor, Role, may_edit
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.improvements import (
    DONE_STATES,
    EFFECT_WINDOW,
    MAX_TEXT,
    MAX_TITLE,
    OPEN_STATES,
    RATINGS,
    TRANSITIONS,
    Effect,
    Improvement,
    ImprovementDraft,
    ImprovementFilter,
    ImprovementSnapshot,
    ImprovementState,
    build_effect,
)
from domain.journeys import Journey, WorkspaceId
from domain.kpis import Kpi
from domain.periods import Period
from domain.review_json import effect_as_json
from domain.text import clean_text, split_first_word
from storage.session import Database, UnitOfWork


def build_snapshots(
    uow: UnitOfWork, journey: Journey, actions: Iterable[Improvement], now: datetime
) -> tuple[ImprovementSnapshot, ...]:
    """The actions with how they stand now, and what those that are implemented did."""
    actions = tuple(actions)
    if not actions:
        return ()
    kpis = {kpi.id: kpi for kpi in uow.kpis.of_journey(journey.id, archived=True)}
    today = journey.calendar.today(now)
    return tuple(_build_snapshot(uow, journey, action, kpis, today, now) for action in actions)


def improvements_of_period(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> tuple[ImprovementSnapshot, ...]:
    """The actions that a period's review tells of, as they stood at its end."""
    end = min(now, period.end)
    found = uow.improvements.of_period(journey.id, period.start, period.end)
    return build_snapshots(uow, journey, found, end)


def measure_effect(
    uow: UnitOfWork, journey: Journey, action: Improvement, kpi: Kpi | None, now: datetime
) -> Effect | None:
    """What happened in equal windows before and after an action; null before it is implemented."""
    day = action.implemented_on
    if action.state not in DONE_STATES or day is None:
        return None
    start = journey.calendar.midnight(day)
    span = min(EFFECT_WINDOW, max(now - start, timedelta()))
    stage = action.draft.stage
    before = uow.notes.moods_between(journey.id, stage, start - span, start)
    after = uow.notes.moods_between(journey.id, stage, start, start + span)
    readings = uow.kpis.around(kpi.id, day) if kpi else (None, None)
    return build_effect(before, after, kpi, readings)


def _build_snapshot(
    uow: UnitOfWork,
    journey: Journey,
    action: Improvement,
    kpis: dict[int, Kpi],
    today: date,
    now: datetime,
) -> ImprovementSnapshot:
    kpi = kpis.get(action.draft.kpi_id or 0)
    done = measure_effect(uow, journey, action, kpi, now)
    return ImprovementSnapshot(action, action.standing(today), done, kpi)


IMPROVEMENT_GONE = "That action is no longer there."


@dataclass(frozen=True)
class SavedImprovement:
    """An action after something was done to it; `made` is false where it was there already."""

    journey: Journey
    seen: ImprovementSnapshot
    made: bool = False


@dataclass(frozen=True)
class ImprovementFormData:
    """What a form about an action takes: the journey, its KPIs, and the action if there is one."""

    journey: Journey
    kpis: tuple[Kpi, ...]
    action: Improvement | None = None


class ImprovementService:
    """Changes actions. Every member may make one; its owner, who made it, and who may change the

    journey's map may change it. Raises NotFoundError, NotAllowedError, BadFieldError.
    """

    def __init__(self, storage: Database, clock: Clock, people: People) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def desk(self, by: Actor, journey_id: int, action_id: int | None = None) -> ImprovementFormData:
        """What the form takes; raises as a change would."""
        role = self._role(by)
        with self._storage.read(by.workspace) as uow:
            action = None
            if action_id is not None:
                journey, action = _load_for_change(uow, by, action_id, role)
            else:
                journey = _load_journey(uow, journey_id)
            return ImprovementFormData(journey, tuple(uow.kpis.of_journey(journey.id)), action)

    def make(
        self, by: Actor, journey_id: int, draft: ImprovementDraft, receipt: str
    ) -> SavedImprovement:
        """Keep a new action; the same delivery makes one alone."""
        self._role(by)
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey = _load_journey(uow, journey_id)
            checked = _validate(uow, journey, draft)
            made = uow.improvements.add(journey.id, checked, by.user, now, receipt)
            found = uow.improvements.by_id(made or uow.improvements.made_by(receipt) or 0)
            if found is None:
                raise NotFoundError(IMPROVEMENT_GONE)
            (one,) = build_snapshots(uow, journey, [found[1]], now)
            uow.commit()
        return SavedImprovement(journey, one, made is not None)

    def edit(self, by: Actor, action_id: int, draft: ImprovementDraft) -> SavedImprovement:
        """Keep an edited action; its notes and its state stay."""
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, _ = _load_for_change(uow, by, action_id, role)
            uow.improvements.change(action_id, _validate(uow, journey, draft))
            kept = _reload(uow, journey, action_id, now)
            uow.commit()
        return kept

    def move(self, by: Actor, action_id: int, state: ImprovementState) -> SavedImprovement:
        """Put an action into another state; into the one it is in changes nothing.

        Implemented today it is measured against today. Raises BadInputError for a leap.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, action = _load_for_change(uow, by, action_id, role)
            uow.journeys.lock(journey.id)
            action = (uow.improvements.by_id(action_id) or (0, action))[1]
            if state is not action.state:
                if state not in TRANSITIONS[action.state]:
                    raise BadInputError(
                        f"An action that is {action.state.value} cannot become {state.value}."
                    )
                today = journey.calendar.today(now)
                day = _implementation_day(action, state, today)
                moved = replace(action, state=state, implemented_on=day)
                kpi = _find_kpi(uow, journey, action)
                done = measure_effect(uow, journey, moved, kpi, now)
                frozen = state is ImprovementState.MEASURED and done is not None
                measured = effect_as_json(done) if frozen and done else None
                uow.improvements.move(action_id, state, by.user, now, day, measured)
            kept = _reload(uow, journey, action_id, now)
            uow.commit()
        return kept

    def _role(self, by: Actor) -> Role:
        role = self._people.role(by.workspace, by.user)
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot make or change actions.")
        return role


def _implementation_day(action: Improvement, state: ImprovementState, today: date) -> date | None:
    if state not in DONE_STATES:
        return None
    return action.implemented_on or today


def _load_journey(uow: UnitOfWork, journey_id: int) -> Journey:
    journey = uow.journeys.by_id(journey_id)
    if journey is None or journey.archived:
        raise NotFoundError("That journey is no longer there.")
    return journey


def _load_for_change(
    uow: UnitOfWork, by: Actor, action_id: int, role: Role
) -> tuple[Journey, Improvement]:
    found = uow.improvements.by_id(action_id)
    if found is None:
        raise NotFoundError(IMPROVEMENT_GONE)
    journey, action = _load_journey(uow, found[0]), found[1]
    own = by.user in (action.draft.owner, action.created_by)
    if not own and not may_edit(journey, by.user, role):
        raise NotAllowedError(
            "Only who owns or made an action, and who may change the journey's map, can change it."
        )
    return journey, action


def _find_kpi(uow: UnitOfWork, journey: Journey, action: Improvement) -> Kpi | None:
    kpis = uow.kpis.of_journey(journey.id, archived=True)
    return next((kpi for kpi in kpis if kpi.id == action.draft.kpi_id), None)


def _reload(uow: UnitOfWork, journey: Journey, action_id: int, now: datetime) -> SavedImprovement:
    found = uow.improvements.by_id(action_id)
    if found is None:
        raise NotFoundError(IMPROVEMENT_GONE)
    (one,) = build_snapshots(uow, journey, [found[1]], now)
    return SavedImprovement(journey, one)


def _validate(uow: UnitOfWork, journey: Journey, draft: ImprovementDraft) -> ImprovementDraft:
    """The draft as it may be kept; raises BadFieldError."""
    title = " ".join(clean_text(draft.title).split())
    if not title:
        raise BadFieldError("title", "Say in a few words what is to be done.")
    if len(title) > MAX_TITLE:
        raise BadFieldError("title", f"At most {MAX_TITLE} characters; these are {len(title)}.")
    for name, value in (("impact", draft.impact), ("ease", draft.ease)):
        if value is not None and value not in RATINGS:
            raise BadFieldError(name, "From 1 to 5.")
    if draft.stage and journey.stage(draft.stage) is None:
        raise BadFieldError("stage", "That stage is no longer there: choose another, or none.")
    if draft.kpi_id and draft.kpi_id not in {kpi.id for kpi in uow.kpis.of_journey(journey.id)}:
        raise BadFieldError("kpi", "That KPI is no longer there: choose another, or none.")
    return replace(
        draft,
        title=title,
        why=_validate_text("why", draft.why),
        resources=_validate_text("resources", draft.resources),
        expected_return=_validate_text("expected_return", draft.expected_return),
    )


def _validate_text(field: str, typed: str | None) -> str | None:
    text = clean_text(typed or "")
    if len(text) > MAX_TEXT:
        raise BadFieldError(field, f"At most {MAX_TEXT:,} characters; these are {len(text):,}.")
    return text or None


IMPROVEMENTS_PAGE = 8


LIST_WORDS = ("open", "mine", "overdue", "done", "dropped", "all")


@dataclass(frozen=True)
class ImprovementsPage:
    """A page of actions, and how many there are in all; `page` counts from 0."""

    journey: Journey
    actions: tuple[ImprovementSnapshot, ...]
    total: int
    asked: str
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // IMPROVEMENTS_PAGE))


class ListImprovements:
    """Lists actions by a word."""

    def __init__(self, storage: Database, clock: Clock, people: People) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self,
        workspace: WorkspaceId,
        user: str,
        words: str,
        channel: str | None = None,
        *,
        page: int = 0,
        journey_id: int | None = None,
    ) -> ImprovementsPage:
        """Those that are `open` (without a word), `mine`, `overdue`, `done`, `dropped` or `all`.

        Raises BadInputError for another word, NotFoundError before the first use.
        """
        word, rest = split_first_word(words)
        asked = word.casefold() or "open"
        if asked not in LIST_WORDS or rest:
            raise BadInputError(
                f"“{words[:40]}” is none of {', '.join(f'`{way}`' for way in LIST_WORDS)}."
            )
        place, now = build_request_scope(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            named = uow.journeys.by_id(journey_id) if journey_id is not None else None
            journey = find_journey(uow, named.key if named else None, place)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note begins one.")
            wanted = _build_filter(asked, user, journey.calendar.today(now))
            total = uow.improvements.count(journey.id, wanted)
            page = max(0, min(page, (total - 1) // IMPROVEMENTS_PAGE))
            found = uow.improvements.listed(
                journey.id, wanted, IMPROVEMENTS_PAGE, page * IMPROVEMENTS_PAGE
            )
            shown = build_snapshots(uow, journey, found, now)
        return ImprovementsPage(journey, shown, total, asked, page)


def _build_filter(asked: str, user: str, today: date) -> ImprovementFilter:
    return {
        "open": ImprovementFilter(OPEN_STATES),
        "mine": ImprovementFilter(OPEN_STATES, owner=user),
        "overdue": ImprovementFilter(OPEN_STATES, due_before=today),
        "done": ImprovementFilter(DONE_STATES),
        "dropped": ImprovementFilter((ImprovementState.DROPPED,)),
        "all": ImprovementFilter(),
    }[asked]
