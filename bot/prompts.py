"""Prompts: set or end the question of a channel, post what is due, and pause what is unanswered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.holidays import holidays_of
from bot.journeys.editing import GONE, MapEditor, check_may_edit
from bot.journeys.lookup import RequestScope, find_journey
from bot.outbox import (
    REFUSED_RETRY,
    Delivery,
    DeliveryState,
    ErrorCollector,
    MessageHandler,
    Outbox,
)
from bot.ports import Channels, Clock, Payload, People, PostOutcome
from domain.access import Role, may_edit
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Journey, WorkspaceId, is_direct_message
from domain.kpis import Kpi
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage
from domain.prompts import (
    MAX_DELAY,
    MAX_UNANSWERED,
    DuePrompt,
    Prompt,
    PromptDraft,
    PromptQuestion,
    next_due,
    post_deadline,
    prompt_id_of,
    start_rule,
)
from storage.outbox import new_key
from storage.session import Database, UnitOfWork

# Prompts read from the database at once, and messages sent in one run.
PAGE_SIZE = 50
MAX_AT_ONCE = 20

MOMENT = timedelta(microseconds=1)

DAY = timedelta(days=1)

NOT_IN_CHANNEL = (
    "I'm not in this channel yet. Type `/invite @Waymark`, then `/journey prompt` again."
)

IN_A_CHANNEL = "Type `/journey prompt` in the channel that you want to ask."


@dataclass(frozen=True)
class PromptChoices:
    """What the form of a channel's prompt offers; `prompt` is the present one, or None."""

    journey: Journey
    kpis: tuple[Kpi, ...]
    prompt: Prompt | None


@dataclass(frozen=True)
class SavedPrompt:
    """A prompt that was saved; it is posted next at `due_at` (UTC)."""

    journey: Journey
    prompt: Prompt
    due_at: datetime


@dataclass(frozen=True)
class PromptTexts:
    """How the messages of prompts are written: a question, and that no more are asked."""

    write_question: Callable[[PromptQuestion], Payload]
    pause: Payload


class PromptHandler(MessageHandler):
    """Delivers one message of a prompt, and gives it up when it is too late for it."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        super().__init__(outbox.sender, outbox.settle)
        self._clock = clock
        self._is_late = False

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message, None if it is too late or its prompt was ended or saved since."""
        prompt = uow.prompts.by_id(prompt_id_of(message.name))
        journey = uow.journeys.by_id(prompt.journey_id) if prompt else None
        if prompt is None or journey is None or prompt.started_at > message.created_at:
            return None
        now = self._clock.now()
        self._is_late = now >= post_deadline(message.created_at, journey.calendar.zone)
        # Whether an unclear one is in Slack decides if it counts as unanswered, for a day.
        is_open = message.is_in_doubt and now < message.created_at + DAY
        return message if is_open or not self._is_late else None

    def send(self, message: OutboxMessage, may_send: Callable[[], bool]) -> PostOutcome:
        """Send a message, unless it turned out too late that it is not in Slack."""
        if self._is_late:
            return PostOutcome(None, is_definitive=True, reason="too late")
        return super().send(message, may_send)

    def retry_delay(self, message: OutboxMessage, outcome: PostOutcome) -> timedelta:
        """Return an hour if refused; if unclear, as long as it is waiting, at most an hour."""
        if outcome.is_definitive:
            return super().retry_delay(message, outcome)
        age = self._clock.now() - message.created_at
        return max(self._settle, min(age, REFUSED_RETRY))


class PromptService(MapEditor):
    """Asks channels a question at set times; a channel has one prompt at most, at first none."""

    def __init__(
        self, storage: Database, clock: Clock, people: People, channels: Channels, outbox: Outbox
    ) -> None:
        super().__init__(storage, clock, people)
        self._channels = channels
        self._outbox = outbox

    def find(
        self, workspace: WorkspaceId, user: str, channel: str, scope: RequestScope
    ) -> PromptChoices:
        """Return what the form of a channel's prompt offers.

        Raises NotAllowedError, NotFoundError without a journey, or BadInputError in a direct
        message or a channel that Waymark is not in.
        """
        self._check_channel(workspace, channel)
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, scope)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note creates one.")
            _check_may_set(journey, user, role)
            kpis = tuple(uow.kpis.of_journey(journey.id))
            return PromptChoices(journey, kpis, uow.prompts.by_channel(channel))

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        channel: str,
        journey_id: int,
        draft: PromptDraft,
    ) -> SavedPrompt:
        """Set the prompt of a channel in place of its earlier one, also one that is paused.

        Raises the errors of `find`, or BadFieldError for a stage or KPI that is not in use.
        """
        self._check_channel(workspace, channel)
        role, now = self.find_role(workspace, user), self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None or journey.archived:
                raise NotFoundError(GONE)
            _check_subject(uow, journey, draft)
            before = uow.prompts.by_channel(channel)
            after = _last_asked(uow, journey, before, now)
        prompt = _build_prompt(journey, channel, draft, before, after, now)
        with self._storage.write(workspace) as uow:
            _check_may_set(uow.journeys.lock(journey_id) or journey, user, role)
            self._check_may_replace(uow, channel, user, role)
            uow.prompts.save(prompt)
            saved = uow.prompts.by_channel(channel)
            uow.commit()
        if saved is None or saved.due_at is None:
            raise NotFoundError(GONE)
        return SavedPrompt(journey, saved, saved.due_at)

    def end(self, workspace: WorkspaceId, user: str, channel: str) -> bool:
        """End the prompt of a channel; return False if it had none. Raises NotAllowedError."""
        role = self.find_role(workspace, user)
        with self._storage.write(workspace) as uow:
            prompt = self._check_may_replace(uow, channel, user, role)
            if prompt is None:
                return False
            uow.prompts.remove(prompt.id)
            uow.commit()
        return True

    def record_answer(self, workspace: WorkspaceId, prompt_id: int) -> None:
        """Record that somebody answered a question of a prompt. Idempotent."""
        with self._storage.write(workspace) as uow:
            uow.prompts.set_answered(prompt_id, self._clock.now())
            uow.commit()

    def post_due(self, texts: PromptTexts) -> list[Delivery]:
        """Post the questions that are due now; errors of single ones are raised at the end."""
        errors, deliveries = ErrorCollector(), list[Delivery]()

        def add(due: DuePrompt) -> None:
            self._add_message(due, texts)

        def send(message: OutboxMessage) -> None:
            if not any(one.is_slack_busy for one in deliveries):
                deliveries.append(self._send(message))

        for due in self._due():
            errors.run(add, due)
        for message in self._storage.due_messages(
            OutboxKind.PROMPT, self._clock.now(), MAX_AT_ONCE
        ):
            errors.run(send, message)
        errors.raise_all()
        return deliveries

    def _check_channel(self, workspace: WorkspaceId, channel: str) -> None:
        if is_direct_message(channel):
            raise BadInputError(IN_A_CHANNEL)
        # Asked before any transaction: Slack must not keep other writers waiting.
        if not self._channels.has_waymark(workspace, channel):
            raise BadInputError(NOT_IN_CHANNEL)

    def _check_may_replace(
        self, uow: UnitOfWork, channel: str, user: str, role: Role
    ) -> Prompt | None:
        """Return the prompt of a channel, or None; raise NotAllowedError for who may not end it."""
        prompt = uow.prompts.by_channel(channel)
        journey = uow.journeys.by_id(prompt.journey_id) if prompt else None
        if journey:
            _check_may_set(journey, user, role)
        return prompt

    def _due(self) -> Iterator[DuePrompt]:
        """Yield what is due now, page by page."""
        now, after = self._clock.now(), 0
        while page := self._storage.due_prompts(now, PAGE_SIZE, after):
            yield from page
            after = page[-1].prompt_id

    def _add_message(self, due: DuePrompt, texts: PromptTexts) -> None:
        """Add the message of a due prompt to the outbox, and set when it is due next."""
        now = self._clock.now()
        with self._storage.read(due.workspace) as uow:
            prompt = uow.prompts.by_id(due.prompt_id)
            journey = uow.journeys.by_id(prompt.journey_id) if prompt else None
            if prompt is None or journey is None:
                return
            is_unanswered = uow.prompts.count_unanswered(prompt) >= MAX_UNANSWERED
            question = _find_question(uow, prompt, journey)
        zone, is_holiday = journey.calendar.zone, holidays_of(journey)
        # A day that became a holiday since, or another time zone, moves it.
        is_today = next_due(prompt.rule, zone, is_holiday, due.due_at - MOMENT) == due.due_at
        # What was missed for longer than a question may be late is left out.
        after = max(due.due_at, now - MAX_DELAY)
        next_due_at: datetime | None = next_due(prompt.rule, zone, is_holiday, after)
        message = None
        if is_today and now < post_deadline(due.due_at, zone):
            day = due.due_at.astimezone(zone).date()
            if is_unanswered:
                next_due_at = None
                message = _new_message(prompt, prompt.pause_name(day), texts.pause)
            else:
                payload = texts.write_question(question)
                message = _new_message(prompt, prompt.message_name(day), payload)
        with self._storage.write(due.workspace) as uow:
            if not uow.prompts.move_due(prompt.id, due.due_at, next_due_at):
                return
            if message:
                uow.outbox.add(message, now)
            uow.commit()

    def _send(self, message: OutboxMessage) -> Delivery:
        handler = PromptHandler(self._outbox, self._clock)
        delivery = self._outbox.deliver(message.workspace, message.id, handler)
        if delivery.state is DeliveryState.UNWANTED and delivery.message is not None:
            with self._storage.write(message.workspace) as uow:
                uow.outbox.remove(message.id)
                uow.commit()
        return delivery


def _check_may_set(journey: Journey, user: str, role: Role) -> None:
    if role is Role.UNKNOWN:
        check_may_edit(journey, user, role)
    elif not may_edit(journey, user, role):
        raise NotAllowedError(
            f"Only the owner of {journey.name} and the workspace's admins can set or stop these "
            "questions. Nothing was changed."
        )


def _check_subject(uow: UnitOfWork, journey: Journey, draft: PromptDraft) -> None:
    """Raise BadFieldError unless the stage or KPI of a draft is in use in the journey."""
    stage_ids = [stage.id for stage in journey.stages]
    kpi_ids = [kpi.id for kpi in uow.kpis.of_journey(journey.id)] if draft.kpi_id else []
    if draft.stage_id not in (None, *stage_ids) or draft.kpi_id not in (None, *kpi_ids):
        raise BadFieldError("about", "That is no longer there. Choose something else.")


def _last_asked(
    uow: UnitOfWork, journey: Journey, prompt: Prompt | None, now: datetime
) -> datetime:
    """Return after when a prompt may be posted: not today if its channel was asked today."""
    today = journey.calendar.today(now)
    name = prompt.message_name(today) if prompt else ""
    was_asked = prompt is not None and uow.outbox.by_name(OutboxKind.PROMPT, name) is not None
    return journey.calendar.midnight(today + DAY) if was_asked else now


def _build_prompt(
    journey: Journey,
    channel: str,
    draft: PromptDraft,
    before: Prompt | None,
    after: datetime,
    now: datetime,
) -> Prompt:
    """Return the prompt of a draft; every second week stays the same week as before."""
    zone, is_holiday = journey.calendar.zone, holidays_of(journey)
    rule = start_rule(draft, zone, is_holiday, after)
    if before and before.due_at and before.rule.every_weeks == draft.every_weeks:
        rule = replace(rule, first_week=before.rule.first_week)
    return Prompt(
        id=before.id if before else 0,
        journey_id=journey.id,
        channel=channel,
        question=draft.question,
        rule=rule,
        stage_id=draft.stage_id,
        kpi_id=draft.kpi_id,
        due_at=next_due(rule, zone, is_holiday, after),
        started_at=now,
        answered_at=before.answered_at if before else None,
    )


def _find_question(uow: UnitOfWork, prompt: Prompt, journey: Journey) -> PromptQuestion:
    """Return what is asked; a stage or KPI that is archived by now is left out."""
    stage = next((one for one in journey.stages if one.id == prompt.stage_id), None)
    kpis = uow.kpis.of_journey(journey.id) if prompt.kpi_id else ()
    kpi = next((one for one in kpis if one.id == prompt.kpi_id), None)
    return PromptQuestion(prompt, journey, stage, kpi)


def _new_message(prompt: Prompt, name: str, payload: Payload) -> NewOutboxMessage:
    return NewOutboxMessage(
        OutboxKind.PROMPT,
        name,
        new_key(),
        prompt.channel,
        payload,
        journey_id=prompt.journey_id,
    )
