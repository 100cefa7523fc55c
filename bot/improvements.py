"""Improvements people own ("actions" to people): create, edit, move on, list, measure effects."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.journeys.lookup import build_request_scope, find_journey
from bot.ports import Clock, People, Publisher
from domain.access import Actor, Role, may_edit
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.improvements import (
    DONE_STATES,
    EFFECT_WINDOW,
    MAX_TEXT,
    MAX_TITLE,
    NO_SOURCE,
    OPEN_STATES,
    RATINGS,
    TRANSITIONS,
    Effect,
    Improvement,
    ImprovementDraft,
    ImprovementFilter,
    ImprovementSnapshot,
    ImprovementSource,
    ImprovementState,
    as_it_was,
    build_effect,
    select_for_period,
)
from domain.journeys import Journey, WorkspaceId
from domain.kpi_movement import MAX_EARLIER, ReadingSamples
from domain.kpis import Kpi
from domain.periods import Period
from domain.posted_reviews import DuePostedReview, NewReviewPart, ReviewPartName
from domain.review_json import effect_as_json
from domain.text import clean_text, split_first_word
from storage.session import Database, UnitOfWork

IMPROVEMENTS_PAGE = 8

# What can follow `/journey actions`.
FILTER_WORDS = ("open", "mine", "overdue", "done", "dropped", "all")

IMPROVEMENT_GONE = "That action no longer exists."


@dataclass(frozen=True)
class SavedImprovement:
    """An improvement after a change; `is_new` if this request created it.

    `announced_in` is the posted review in whose thread it is announced, None if in none.
    """

    journey: Journey
    snapshot: ImprovementSnapshot
    is_new: bool = False
    announced_in: DuePostedReview | None = None


@dataclass(frozen=True)
class ImprovementFormData:
    """What the form needs; `improvement` is the one to edit, None for a new one."""

    journey: Journey
    kpis: tuple[Kpi, ...]
    improvement: Improvement | None = None


@dataclass(frozen=True)
class ImprovementsPage:
    """One page of improvements; `total` counts all of them, `page` counts from 0.

    `filter_word` is one of FILTER_WORDS.
    """

    journey: Journey
    improvements: tuple[ImprovementSnapshot, ...]
    total: int
    filter_word: str
    page: int = 0

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // IMPROVEMENTS_PAGE))


class ImprovementService:
    """Lists, creates and changes improvements.

    Every member may create one. Its owner, its creator and people who may change the journey's
    map may change it; others get NotAllowedError. Raises NotFoundError for an improvement or a
    journey that no longer exists, BadFieldError for a form field that cannot be saved.
    """

    def __init__(
        self, storage: Database, clock: Clock, people: People, publisher: Publisher
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people
        self._publisher = publisher

    def list_improvements(
        self,
        workspace: WorkspaceId,
        user: str,
        words: str,
        channel: str | None = None,
        *,
        page: int = 0,
        journey_id: int | None = None,
    ) -> ImprovementsPage:
        """Return a page of improvements by one of FILTER_WORDS, `open` without a word.

        Raises BadInputError for another word, NotFoundError if the workspace has no journey yet.
        """
        word, rest = split_first_word(words)
        filter_word = word.casefold() or "open"
        if filter_word not in FILTER_WORDS or rest:
            possible = ", ".join(f"`{known}`" for known in FILTER_WORDS)
            raise BadInputError(f"I don't know “{words[:40]}”. Try one of {possible}.")
        scope, now = build_request_scope(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            named = uow.journeys.by_id(journey_id) if journey_id is not None else None
            journey = find_journey(uow, named.key if named else None, scope)
            if journey is None:
                raise NotFoundError("There is no journey yet. The first note creates one.")
            filter_ = _build_filter(filter_word, user, journey.calendar.today(now))
            total = uow.improvements.count(journey.id, filter_)
            page = max(0, min(page, (total - 1) // IMPROVEMENTS_PAGE))
            found = uow.improvements.find(
                journey.id, filter_, IMPROVEMENTS_PAGE, page * IMPROVEMENTS_PAGE
            )
            snapshots = build_snapshots(uow, journey, found, now)
        return ImprovementsPage(journey, snapshots, total, filter_word, page)

    def load_form(
        self, by: Actor, journey_id: int, improvement_id: int | None = None
    ) -> ImprovementFormData:
        """Return what the form needs; raise the errors that saving it would raise.

        With `improvement_id`, the journey is that improvement's.
        """
        role = self._check_role(by)
        with self._storage.read(by.workspace) as uow:
            improvement = None
            if improvement_id is not None:
                journey, improvement = _load_for_change(uow, by, improvement_id, role)
            else:
                journey = _load_journey(uow, journey_id)
            kpis = tuple(uow.kpis.of_journey(journey.id))
            return ImprovementFormData(journey, kpis, improvement)

    def create(
        self,
        by: Actor,
        journey_id: int,
        draft: ImprovementDraft,
        receipt: str,
        source: ImprovementSource = NO_SOURCE,
    ) -> SavedImprovement:
        """Create an improvement, and announce it in the thread of the review it was made in.

        Idempotent: one `receipt` creates and announces only one.
        """
        self._check_role(by)
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey = _load_journey(uow, journey_id)
            valid = _validate(uow, journey, draft)
            new_id = uow.improvements.add(journey.id, valid, by.user, now, receipt)
            saved = _reload(uow, journey, new_id or uow.improvements.id_by_receipt(receipt), now)
            improvement, announced_in = saved.snapshot.improvement, None
            if new_id is not None:
                announced_in = _announce(
                    uow, self._publisher, source, journey.id, improvement, by, now
                )
            uow.commit()
        return replace(saved, is_new=new_id is not None, announced_in=announced_in)

    def edit(self, by: Actor, improvement_id: int, draft: ImprovementDraft) -> SavedImprovement:
        """Save an edited improvement; its notes and its state stay."""
        role, now = self._check_role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, _ = _load_for_change(uow, by, improvement_id, role)
            uow.improvements.update(improvement_id, _validate(uow, journey, draft))
            saved = _reload(uow, journey, improvement_id, now)
            uow.commit()
        return saved

    def change_state(
        self, by: Actor, improvement_id: int, state: ImprovementState
    ) -> SavedImprovement:
        """Move an improvement to another state; the state it has changes nothing.

        Saves today as the day of implementation, and the effect when it becomes measured. Raises
        BadInputError for a state that cannot follow the current one.
        """
        role, now = self._check_role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, improvement = _load_for_change(uow, by, improvement_id, role)
            uow.journeys.lock(journey.id)
            improvement = (uow.improvements.by_id(improvement_id) or (0, improvement))[1]
            if state is not improvement.state:
                if state not in TRANSITIONS[improvement.state]:
                    raise BadInputError(
                        f"An action that is {improvement.state.value} cannot become {state.value}."
                    )
                day = _implementation_day(improvement, state, journey.calendar.today(now))
                effect = None
                if state is ImprovementState.MEASURED:
                    changed = replace(improvement, state=state, implemented_on=day)
                    kpi = _find_kpi(uow, journey, improvement)
                    effect = measure_effect(uow, journey, changed, kpi, now)
                measured = effect_as_json(effect) if effect else None
                uow.improvements.set_state(improvement_id, state, by.user, now, day, measured)
            saved = _reload(uow, journey, improvement_id, now)
            uow.commit()
        return saved

    def _check_role(self, by: Actor) -> Role:
        """Return the person's role; raise NotAllowedError for guests."""
        role = self._people.role(by.workspace, by.user)
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot create or change actions.")
        return role


def build_snapshots(
    uow: UnitOfWork, journey: Journey, improvements: Iterable[Improvement], now: datetime
) -> tuple[ImprovementSnapshot, ...]:
    """Return improvements with their progress now and, once implemented, their effect."""
    improvements = tuple(improvements)
    if not improvements:
        return ()
    kpis = {kpi.id: kpi for kpi in uow.kpis.of_journey(journey.id, archived=True)}
    today = journey.calendar.today(now)
    return tuple(
        _build_snapshot(uow, journey, improvement, kpis, today, now) for improvement in improvements
    )


def improvements_of_period(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> tuple[ImprovementSnapshot, ...]:
    """Return the improvements of a period's review, as of its end.

    Neither states, nor notes, nor readings after it are among them: a review computed again later
    says the same.
    """
    end = min(now, period.end)
    existing = uow.improvements.created_before(journey.id, period.end)
    changes = uow.improvements.state_changes([one.id for one in existing])
    zone = journey.calendar.zone
    then = (as_it_was(one, changes.get(one.id, ()), period.end, zone) for one in existing)
    return build_snapshots(uow, journey, select_for_period(then, period.start), end)


def measure_effect(
    uow: UnitOfWork, journey: Journey, improvement: Improvement, kpi: Kpi | None, now: datetime
) -> Effect | None:
    """Compare equal windows before and after an improvement; None before it is implemented."""
    day = improvement.implemented_on
    if improvement.state not in DONE_STATES or day is None:
        return None
    start = journey.calendar.midnight(day)
    window = min(EFFECT_WINDOW, max(now - start, timedelta()))
    stage = improvement.draft.stage
    before = uow.notes.moods_between(journey.id, stage, start - window, start)
    after = uow.notes.moods_between(journey.id, stage, start, start + window)
    if kpi is None:
        return build_effect(before, after, None, (None, None))
    # A period ends with the midnight after its last day, whose readings are of the next.
    last_day = journey.calendar.today(now - timedelta(microseconds=1))
    samples = _load_samples(uow, kpi, day, last_day)
    last = samples.now[-1] if samples.now else None
    last_before = samples.earlier[-1] if samples.earlier else None
    return build_effect(before, after, kpi, (last_before, last), samples)


def _load_samples(uow: UnitOfWork, kpi: Kpi, day: date, last_day: date) -> ReadingSamples:
    """Return a KPI's readings in the windows before a day and from it on, up to `last_day`.

    The window before is always the longest: a KPI is often read once a month. Without a reading in
    it, the last one before stands for it.
    """
    first, last = day - EFFECT_WINDOW, min(day + EFFECT_WINDOW - timedelta(days=1), last_day)
    values = uow.kpis.values([kpi.id], first, last).get(kpi.id, [])
    earlier = uow.kpis.values_before([kpi.id], day, MAX_EARLIER).get(kpi.id, [])
    previous = [value for at, value in values if at < day] or earlier[-1:]
    now = [value for at, value in values if at >= day]
    return ReadingSamples(tuple(now), tuple(previous), tuple(earlier))


def _build_snapshot(
    uow: UnitOfWork,
    journey: Journey,
    improvement: Improvement,
    kpis: dict[int, Kpi],
    today: date,
    now: datetime,
) -> ImprovementSnapshot:
    kpi = kpis.get(improvement.draft.kpi_id or 0)
    effect = measure_effect(uow, journey, improvement, kpi, now)
    return ImprovementSnapshot(improvement, improvement.progress_on(today), effect, kpi)


def _build_filter(word: str, user: str, today: date) -> ImprovementFilter:
    return {
        "open": ImprovementFilter(OPEN_STATES),
        "mine": ImprovementFilter(OPEN_STATES, owner=user),
        "overdue": ImprovementFilter(OPEN_STATES, due_before=today),
        "done": ImprovementFilter(DONE_STATES),
        "dropped": ImprovementFilter((ImprovementState.DROPPED,)),
        "all": ImprovementFilter(),
    }[word]


def _implementation_day(
    improvement: Improvement, state: ImprovementState, today: date
) -> date | None:
    if state not in DONE_STATES:
        return None
    return improvement.implemented_on or today


def _load_journey(uow: UnitOfWork, journey_id: int) -> Journey:
    journey = uow.journeys.by_id(journey_id)
    if journey is None or journey.archived:
        raise NotFoundError("That journey no longer exists.")
    return journey


def _load_for_change(
    uow: UnitOfWork, by: Actor, improvement_id: int, role: Role
) -> tuple[Journey, Improvement]:
    """Load an improvement with its journey; raise NotAllowedError if `by` may not change it."""
    found = uow.improvements.by_id(improvement_id)
    if found is None:
        raise NotFoundError(IMPROVEMENT_GONE)
    journey, improvement = _load_journey(uow, found[0]), found[1]
    is_own = by.user in (improvement.draft.owner, improvement.created_by)
    if not is_own and not may_edit(journey, by.user, role):
        raise NotAllowedError(
            "You can't change this action. Its owner, the person who created it and people who "
            "may change the journey's map can."
        )
    return journey, improvement


def _find_kpi(uow: UnitOfWork, journey: Journey, improvement: Improvement) -> Kpi | None:
    kpis = uow.kpis.of_journey(journey.id, archived=True)
    return next((kpi for kpi in kpis if kpi.id == improvement.draft.kpi_id), None)


def _reload(
    uow: UnitOfWork, journey: Journey, improvement_id: int | None, now: datetime
) -> SavedImprovement:
    """Return an improvement as it is now in the transaction."""
    found = uow.improvements.by_id(improvement_id) if improvement_id else None
    if found is None:
        raise NotFoundError(IMPROVEMENT_GONE)
    (snapshot,) = build_snapshots(uow, journey, [found[1]], now)
    return SavedImprovement(journey, snapshot)


def _validate(uow: UnitOfWork, journey: Journey, draft: ImprovementDraft) -> ImprovementDraft:
    """Return the draft as it can be saved; raise BadFieldError."""
    title = " ".join(clean_text(draft.title).split())
    if not title:
        raise BadFieldError("title", "Say in a few words what should be done.")
    if len(title) > MAX_TITLE:
        raise BadFieldError("title", f"At most {MAX_TITLE} characters; this has {len(title)}.")
    for name, value in (("impact", draft.impact), ("ease", draft.ease)):
        if value is not None and value not in RATINGS:
            raise BadFieldError(name, "From 1 to 5.")
    if draft.stage and journey.stage(draft.stage) is None:
        raise BadFieldError("stage", "That stage no longer exists. Choose another, or none.")
    if draft.kpi_id and draft.kpi_id not in {kpi.id for kpi in uow.kpis.of_journey(journey.id)}:
        raise BadFieldError("kpi", "That KPI no longer exists. Choose another, or none.")
    return replace(
        draft,
        title=title,
        why=_validate_text("why", draft.why),
        resources=_validate_text("resources", draft.resources),
        expected_return=_validate_text("expected_return", draft.expected_return),
    )


def _validate_text(field: str, typed: str | None) -> str | None:
    """Return the cleaned text, None if it is empty."""
    text = clean_text(typed or "")
    if len(text) > MAX_TEXT:
        raise BadFieldError(field, f"At most {MAX_TEXT:,} characters; this has {len(text):,}.")
    return text or None


def _announce(
    uow: UnitOfWork,
    publisher: Publisher,
    source: ImprovementSource,
    journey_id: int,
    improvement: Improvement,
    by: Actor,
    now: datetime,
) -> DuePostedReview | None:
    """Add the message to the outbox, and have the clock look at the review from now on.

    Returns the review to check, None if the thread is not that of one of the journey's reviews.
    """
    review = uow.posted_reviews.by_message(source.thread) if source.thread else None
    if review is None or review.journey_id != journey_id:
        return None
    theme = uow.themes.by_id(source.theme) if source.theme is not None else None
    payload = publisher.render_new_improvement(
        improvement.draft, by.user, theme[1].name if theme else None
    )
    part = NewReviewPart(ReviewPartName.NEW_ACTION.numbered(improvement.id), payload)
    uow.posted_reviews.add_part(review, part, now)
    uow.posted_reviews.set_next_check(review.id, now)
    return DuePostedReview(by.workspace, review.id)
