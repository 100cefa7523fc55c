"""A workspace with one of everything, to see who can reach it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.improvements import ImprovementDraft
from domain.journey_map import Persona, Touchpoint
from domain.journeys import BUYER, Milestone, Stage, WorkspaceId
from domain.kpis import Direction, Kpi, Reading, Unit
from domain.map_history import ChangeType, FieldChange, Subject, Version
from domain.mood_corrections import MoodCorrection
from domain.note_changes import LastChoices, NoteChange, NoteChangeType
from domain.notes import Message, NewNote, NoteDetails, NoteKind
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage
from domain.pending_captures import capture_message
from domain.periods import Months
from domain.posted_reviews import (
    NewPostedReview,
    NewReviewPart,
    PostedReviewRecord,
    Signature,
    SignOff,
)
from domain.prompts import Prompt, PromptRule
from domain.reminders import ReminderKey, ReminderKind
from domain.review_answers import Question, ReviewAnswer
from domain.schedule import DatedReview
from domain.sentiment import Label, Score
from domain.themes import NoteSorting, SortedAs, ThemeChange, ThemeChangeKind
from storage.session import Database

NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


# The month before, so that there is something to file anew.
MONTH = 2026 * 12 + 6


MONTHS = Months(MONTH - 1, MONTH + 1)


PERIOD = "2026-Q3"


FIRST_MONTH = 2026 * 12 + 6


TS = "1787000000.000100"

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FilledWorkspace:
    """The ids of what a workspace has; `channel` is the one its journey is bound to.

    `posted_review` is being posted by its `pending` message; `posted` is there, signed off, and has
    one open `part`. `capture` is a message waiting to become a note.

    No other workspace has its messages, receipt and user.
    """

    workspace: WorkspaceId
    journey: int
    stage: int
    note: int
    kpi: int
    reading: int
    persona: int
    touchpoint: int
    posted_review: int
    posted: int
    action: int
    posted_record: PostedReviewRecord
    part: OutboxMessage
    pending: OutboxMessage
    capture: int
    theme: int
    theme_change: int
    open_note: int
    channel: str
    prompt: Prompt

    @property
    def place(self) -> str:
        """Where its last question was asked."""
        return f"C1:{self.workspace}"

    @property
    def review_key(self) -> str:
        """What its posted review is known by."""
        return f"key-{self.workspace}"

    @property
    def review_message(self) -> Message:
        """The message its posted review is in."""
        return Message("C1", f"sent-{self.workspace}")

    @property
    def message(self) -> Message:
        """The message its note came from."""
        return Message(self.channel, TS)

    @property
    def receipt(self) -> str:
        """What delivered it."""
        return f"event:{self.workspace}"

    @property
    def user(self) -> str:
        """Who supports its note and has habits."""
        return f"U-{self.workspace}"


def a_note(stage_id: int | None, text: str = "it broke", mood: float = -0.5) -> NewNote:
    """A note that names everything."""
    return NewNote(
        kind=NoteKind.PAIN_POINT,
        text=text,
        stage_id=stage_id,
        stage_typed=None,
        details=NoteDetails("basket", "shopper", "website", "support", "ticket", 3, None),
        score=Score(mood, Label.NEGATIVE, "test"),
        mood=mood,
        author="U1",
        permalink=None,
        occurred_at=NOW,
        created_at=NOW,
        month=MONTH,
    )


def a_stage(stage_id: int = 0, key: str = "delivery") -> Stage:
    """A stage that says everything."""
    since = NOW.date()
    return Stage(stage_id, key, key.title(), 6, "speed", "in a day", Milestone.REACHED, since, "U1")


def a_persona(persona_id: int = 0, key: str = "shopper") -> Persona:
    """A persona that says everything."""
    return Persona(persona_id, key, key.title(), "35", "to buy", "queues", "browses", "chat")


def a_touchpoint(stage: str, touchpoint_id: int = 0, key: str = "basket") -> Touchpoint:
    """A touchpoint that says everything."""
    return Touchpoint(
        touchpoint_id, key, key.title(), stage, "website", physical=False, team="support"
    )


def a_kpi(stage: str | None, kpi_id: int = 0, key: str = "load", target: float = 5.0) -> Kpi:
    """A KPI that says everything."""
    return Kpi(kpi_id, key, stage, Unit.MONEY, Direction.LOWER, target, "€", 9.0)


def a_reading(value: float) -> Reading:
    """A reading of today."""
    return Reading(value, NOW.date(), MONTH, None, "U1", NOW)


def a_review(journey_id: int, period: str, key: str = "k" * 32) -> NewPostedReview:
    """That period's review, to be posted, with a part in its thread."""
    parts = (NewReviewPart(f"mood-{key[-20:]}", {"text": "Mood"}),)
    figures, payload = {"n": 1}, {"text": "x"}
    return NewPostedReview(journey_id, period, FIRST_MONTH, "C1", key, figures, payload, parts)


def an_action(
    kpi_id: int | None = None, title: str = "Mend it", owner: str = "U1"
) -> ImprovementDraft:
    """An action that says everything."""
    return ImprovementDraft(
        *(title, "It hurts", "awareness", owner, 5, 3, "two people", "fewer tickets", kpi_id),
        due=NOW.date(),
        note_ids=(1, 2),
    )


def a_sign_off(stage_id: int) -> SignOff:
    """Somebody stands by a stage."""
    return SignOff(stage_id, "U1", Signature.SIGNED, "Looks right.", NOW)


def an_answer() -> ReviewAnswer:
    """Somebody's answer to a question; where it was posted is the review's."""
    return ReviewAnswer(Question.HABITS, "U1", "They buy by phone.", NOW, "C1")


def a_version(number: int, subject: Subject, subject_id: int, at: datetime = NOW) -> Version:
    """A change of something."""
    edits = (FieldChange("objective", None, "speed"), FieldChange("owner", "U1", None))
    return Version(number, at, "U1", ChangeType.EDITED, subject, subject_id, "Awareness", edits)


def a_change(at: datetime = NOW) -> NoteChange:
    """A note that was reworded."""
    return NoteChange(
        at, "U1", NoteChangeType.EDITED, (FieldChange("text", "it broke", "it breaks"),)
    )


def a_capture(message: Message, event: str, user: str = "UX") -> NewOutboxMessage:
    """Somebody reacted to a message."""
    return capture_message(event, user, message, NoteKind.OPPORTUNITY)


def a_theme_change(*notes: int) -> ThemeChange:
    """Somebody said that these notes were said once."""
    states = NoteSorting(), NoteSorting(None, SortedAs.ONCE)
    return ThemeChange(
        0, ThemeChangeKind.SORTED, None, "U1", NOW, notes=dict.fromkeys(notes, states)
    )


def a_mood_correction(note_id: int, feeling: int = -2) -> MoodCorrection:
    """Somebody corrected the mood of a note."""
    return MoodCorrection(note_id, "it broke", feeling, 0.1, "U1", NOW)


def a_reminder_key(journey_id: int, person: str = "U1") -> ReminderKey:
    """The key of a reminder in that period."""
    return ReminderKey(journey_id, ReminderKind.REMINDER, PERIOD, person)


def a_reminder(journey_id: int, person: str = "U1") -> NewOutboxMessage:
    """The outbox message of that reminder."""
    key = a_reminder_key(journey_id, person)
    return NewOutboxMessage(
        OutboxKind.REMINDER, key.name, "k" * 32, person, journey_id=journey_id, user=person
    )


def a_prompt(journey_id: int, stage_id: int, kpi_id: int, channel: str = "C1") -> Prompt:
    """A prompt that says everything."""
    rule = PromptRule((0, 3), 10, 2, NOW.date())
    about = (stage_id, kpi_id)
    return Prompt(0, journey_id, channel, "What is new?", rule, *about, NOW, NOW - DAY, NOW - DAY)


def a_question(prompt: Prompt) -> NewOutboxMessage:
    """The outbox message of that prompt's question of today."""
    name = prompt.message_name(NOW.date())
    return NewOutboxMessage(
        OutboxKind.PROMPT, name, "q" * 32, prompt.channel, journey_id=prompt.journey_id
    )


def fill_workspace(storage: Database, workspace: WorkspaceId) -> FilledWorkspace:
    """Fill a workspace."""
    channel = f"C-{workspace}"
    with storage.write(workspace) as uow:
        uow.journeys.ensure_workspace()
        journey = uow.journeys.add(BUYER, NOW, NOW)
        uow.journeys.bind(channel, journey.id)
        first = journey.stages[0]
        message = Message(channel, TS)
        said = replace(
            a_note(first.id, f"of {workspace}"), message=message, speaker="U2", private=True
        )
        note = uow.notes.add(journey.id, said)
        kpi = uow.kpis.save(journey.id, first.id, a_kpi(first.key))
        reading = uow.kpis.record(kpi, a_reading(4))
        persona = uow.parts.save_persona(journey.id, a_persona())
        touchpoint = uow.parts.save_touchpoint(journey.id, first.id, a_touchpoint(first.key))
        made = replace(a_version(1, Subject.STAGE, first.id), change_type=ChangeType.CREATED)
        uow.history.add(journey.id, made, {"of": workspace})
        review = uow.posted_reviews.add(a_review(journey.id, PERIOD, f"new-{workspace}"), NOW)
        assert review is not None
        claimed = uow.outbox.claim(review.message, review.message, NOW, NOW)
        assert claimed is not None
        past = uow.posted_reviews.add(a_review(journey.id, "2026-Q2", f"key-{workspace}"), NOW)
        assert past is not None
        uow.posted_reviews.skip(journey.id, DatedReview("2026-Q1", FIRST_MONTH - 6), "U1", NOW)
        uow.outbox.set_sent(past.message.id, f"sent-{workspace}", NOW)
        uow.posted_reviews.set_next_check(past.id, NOW)
        uow.sign_offs.add(past.id, a_sign_off(first.id))
        uow.review_answers.save(past.id, an_answer())
        (part,) = uow.outbox.open_parts(past.id, 9)
        owned = an_action(kpi, owner=f"U-{workspace}")
        action = uow.improvements.add(journey.id, owned, "U1", NOW, f"view:{workspace}")
        assert action is not None
        capture = uow.outbox.add(a_capture(message, f"of {workspace}", f"U-{workspace}"), NOW)
        assert capture is not None
        open_note = uow.notes.add(journey.id, a_note(first.id, "not sorted yet", mood=0.5))
        idea = replace(a_note(first.id, "stamp card"), kind=NoteKind.OPPORTUNITY)
        uow.notes.add(journey.id, idea)
        unread = Score(0.0, Label.NONE, "test", "de")
        german = replace(a_note(first.id, "kaputt"), score=unread, mood=None)
        uow.notes.add(journey.id, german)
        once = uow.notes.add(journey.id, a_note(first.id, "said once"))
        uow.pains.sort([once], NoteSorting(None, SortedAs.ONCE))
        theme, _ = uow.themes.add(journey.id, "Breakage", "U1", NOW)
        uow.pains.sort([note], NoteSorting(theme, SortedAs.SAID))
        uow.pains.save_vectors("letters 1", {note: b"1"})
        theme_change = uow.themes.add_change(journey.id, a_theme_change(note))
        assert uow.outbox.add(a_reminder(journey.id), NOW)
        uow.prompts.save(a_prompt(journey.id, first.id, kpi, channel))
        prompt = uow.prompts.by_channel(channel)
        assert prompt is not None
        asked = uow.outbox.add(a_question(prompt), NOW)
        assert asked is not None
        uow.outbox.set_sent(asked.id, f"asked-{workspace}", NOW)
        filled = FilledWorkspace(
            workspace=workspace,
            journey=journey.id,
            stage=first.id,
            note=note,
            kpi=kpi,
            reading=reading,
            persona=persona,
            touchpoint=touchpoint,
            posted_review=review.id,
            posted=past.id,
            posted_record=past,
            action=action,
            part=part,
            pending=claimed,
            capture=capture.id,
            theme=theme,
            theme_change=theme_change,
            open_note=open_note,
            channel=channel,
            prompt=prompt,
        )
        uow.note_history.add_change(note, a_change())
        uow.note_history.add_supporter(note, filled.user, NOW)
        uow.notes.add_receipt(filled.receipt, note, NOW)
        uow.opt_outs.add(filled.user, NOW)
        uow.conversations.save(filled.place, filled.journey, {"subject": "mood"}, NOW)
        uow.mood_corrections.save(a_mood_correction(note))
        uow.user_teams.save(filled.user, "sales")
        uow.note_history.set_last_choices(filled.user, LastChoices("sales", journey.id))
        uow.commit()
    return filled
