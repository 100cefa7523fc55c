"""Capture a note: read what was typed, score it, file it. A note is never lost to a typo."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.journey import Journey, Stage, WorkspaceId, is_direct_message
from bot.domain.names import Match
from bot.domain.notes import NewNote, NoteKind
from bot.domain.sentiment import Label, Score, label_of, mood_of
from bot.domain.texts import clean
from bot.domain.typed_note import TypedNote, check_form, read_message, read_note
from bot.ports import Clock, People, Scorer, Storage, UnitOfWork
from bot.usecases.journeys import (
    Place,
    existing_journey,
    first_calendar,
    place_of,
    ready_journey,
)


@dataclass(frozen=True)
class Capture:
    """Somebody typed `line` in `channel`, or pointed at a message whose words it holds.

    `kind` null lets the mood decide: what sounds negative is a pain point, the rest touchpoints.
    `form` is a note whose parts were filled in one by one; `channel` null where it came from none.
    """

    workspace: WorkspaceId
    channel: str | None
    author: str
    kind: NoteKind | None
    line: str
    is_message: bool = False
    form: TypedNote | None = None

    @property
    def home(self) -> str | None:
        """The channel, where a team is in it: a direct message is no journey's home."""
        return None if self.channel is None or is_direct_message(self.channel) else self.channel


@dataclass(frozen=True)
class Captured:
    """A note that is saved, and what was understood.

    `stage` is null when it went to the unsorted tray; `candidates` are then the stages it could
    have meant. `unknown_journey` is a journey that was named and does not exist.
    """

    note_id: int
    note: NewNote
    journey: Journey
    stage: Stage | None
    stage_guessed: bool
    candidates: tuple[Stage, ...]
    unknown_journey: str | None
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        """What the note's mood is called."""
        return label_of(self.note.mood)


class CaptureNote:
    """Files notes."""

    def __init__(
        self, storage: Storage, scorer: Scorer, clock: Clock, people: People | None = None
    ) -> None:
        self._storage = storage
        self._people = people
        self._scorer = scorer
        self._clock = clock

    def __call__(self, capture: Capture) -> Captured:
        """Save the note and say what was understood.

        Raises BadInputError when there is no text, NotAllowedError for a guest where no journey
        is theirs; nothing is saved then.
        """
        now = self._clock.now()
        place = place_of(self._people, capture.workspace, capture.author, capture.channel)
        typed = self._read(capture, place, now)
        # Scored before the write begins: other writers need not wait for the scorer.
        scores = {text: self._scorer.score(text) for text in {typed.text, typed.whole}}
        with self._storage.write(capture.workspace) as uow:
            journey, unknown = _journey(uow, typed, place, now)
            # A stage that is being archived is waited for: its notes would stay behind.
            journey = uow.journeys.locked(journey.id) or journey
            match = journey.find_stage(typed.stage) if typed.stage and not unknown else Match(None)
            stage = journey.stage(match.key)
            text = typed.filed_as(stage_found=stage is not None, exactly=match.exact)
            calendar = journey.calendar
            occurred = calendar.noon(typed.day) if typed.day else now
            note = NewNote(
                kind=capture.kind or _kind_of(scores[text]),
                text=text,
                stage_id=stage.id if stage else None,
                stage_typed=None if stage else _place(typed, unknown),
                details=typed.details,
                score=scores[text],
                mood=mood_of(typed.details.feeling, scores[text].value),
                author=capture.author,
                permalink=None,
                occurred_at=occurred,
                created_at=now,
                quarter=calendar.quarter_of(occurred).index,
            )
            note_id = uow.notes.add(journey.id, note)
            if journey.home_channel is None and capture.home:
                uow.journeys.set_home_channel(journey.id, capture.home)
            uow.commit()
        return Captured(
            note_id=note_id,
            note=note,
            journey=journey,
            stage=stage,
            stage_guessed=stage is not None and not match.exact,
            candidates=tuple(s for s in journey.stages if s.key in match.candidates),
            unknown_journey=unknown,
            refused=typed.refused,
            repeated=typed.repeated,
        )

    def _read(self, capture: Capture, place: Place, now: datetime) -> TypedNote:
        if capture.is_message:
            return read_message(clean(capture.line))
        with self._storage.read(capture.workspace) as uow:
            journey = existing_journey(uow, None, place)
        calendar = journey.calendar if journey else first_calendar()
        if capture.form:
            typed = check_form(capture.form, calendar.today(now))
        else:
            typed = read_note(clean(capture.line), calendar.today(now))
        # A day ends later elsewhere: "today" must not lie ahead of the instant it is noted at.
        if typed.day == calendar.today(now):
            return replace(typed, day=None)
        return typed


def _kind_of(score: Score) -> NoteKind:
    return NoteKind.PAIN_POINT if score.label is Label.NEGATIVE else NoteKind.TOUCHPOINT


def _place(typed: TypedNote, unknown: str | None) -> str | None:
    """What was typed for a stage, with the journey nobody knows: the tray loses neither."""
    return f"{unknown}/{typed.stage or ''}" if unknown else typed.stage


def _journey(
    uow: UnitOfWork, typed: TypedNote, place: Place, now: datetime
) -> tuple[Journey, str | None]:
    """The journey to file under, and the named journey that does not exist, or not for them."""
    meant = ready_journey(uow, None, now, place)
    if typed.journey is None or typed.journey.casefold() == meant.key:
        return meant, None
    named = None if place.guest else uow.journeys.by_key(typed.journey.casefold())
    return (named, None) if named and not named.archived else (meant, typed.journey)
