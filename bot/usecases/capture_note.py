"""Capture a note: read what was typed, score it, file it. A note is never lost to a typo."""

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import TakenBackError, WaymarkError
from bot.domain.free_text import read_free
from bot.domain.journey import Journey, Stage
from bot.domain.names import Match
from bot.domain.note_changes import Habit
from bot.domain.notes import NewNote, Note, NoteKind
from bot.domain.sentiment import mood_of
from bot.domain.texts import clean
from bot.domain.typed_note import TypedNote, check_form, read_message, read_note
from bot.ports import Channels, Clock, People, Scorer, Storage, UnitOfWork
from bot.usecases.captured import Capture, Captured
from bot.usecases.hearing import ear_of
from bot.usecases.journeys import (
    Place,
    existing_journey,
    first_calendar,
    place_of,
    ready_journey,
)
from bot.usecases.merge_notes import release, standing_for
from bot.usecases.suggesting import suggestion


class CaptureNote:
    """Files notes. Messages of a private channel make private notes, commands typed there do not:

    what people type for Waymark they mean for the map, what they say among themselves they do not.
    """

    def __init__(
        self,
        storage: Storage,
        scorer: Scorer,
        clock: Clock,
        people: People | None = None,
        channels: Channels | None = None,
    ) -> None:
        self._storage = storage
        self._people = people
        self._channels = channels
        self._scorer = scorer
        self._clock = clock

    def __call__(self, capture: Capture) -> Captured:
        """Save the note and say what was understood.

        Raises BadInputError when there is no text, NotAllowedError for a guest where no journey
        is theirs, TakenBackError when its wish is gone; nothing is saved then.
        """
        now = self._clock.now()
        place = place_of(self._people, capture.workspace, capture.author, capture.channel)
        kind, typed = self._read(capture, place, now)
        private = self._is_private(capture)
        # Scored before the write begins: other writers need not wait for the scorer.
        ear = ear_of(self._storage, self._scorer, capture.workspace)
        heard = {text: ear.filed(text, kind) for text in {typed.text, typed.whole}}
        with self._storage.write(capture.workspace) as uow:
            if capture.wish is not None and not uow.wishes.take(capture.wish):
                raise TakenBackError("That was taken back.")
            journey, unknown = _journey(uow, typed, place, now)
            # A stage that is being archived is waited for: its notes would stay behind.
            journey = uow.journeys.locked(journey.id) or journey
            known = _known(uow, capture, now)
            if known:
                uow.commit()
                return known
            match = journey.find_stage(typed.stage) if typed.stage and not unknown else Match(None)
            stage = journey.stage(match.key)
            text = typed.filed_as(stage_found=stage is not None, exactly=match.exact)
            filed, score = heard[text]
            calendar = journey.calendar
            occurred = calendar.noon(typed.day) if typed.day else now
            note = NewNote(
                kind=filed,
                text=text,
                stage_id=stage.id if stage else None,
                stage_typed=None if stage else _place(typed, unknown),
                details=typed.details,
                score=score,
                mood=mood_of(typed.details.feeling, score),
                author=None if capture.anonymous else capture.author,
                permalink=None,
                occurred_at=occurred,
                created_at=now,
                month=calendar.month_of(occurred),
                message=capture.message,
                speaker=capture.speaker,
                private=bool(private),
            )
            note_id = uow.notes.add_once(journey.id, note)
            if note_id is None:
                # Somebody has saved the message at this moment, into another journey.
                known = _known(uow, capture, now)
                assert known is not None  # noqa: S101 - it was in the way
                uow.commit()
                return known
            if private is False and capture.message:
                # What was kept back while Slack did not say who can read the channel.
                uow.notes.open_channel(capture.message.channel)
            if capture.receipt:
                uow.note_life.receive(capture.receipt, note_id, now)
            if capture.form and not capture.anonymous:
                uow.note_life.set_habit(capture.author, Habit(typed.details.team, journey.id))
            if journey.home_channel is None and capture.home:
                uow.journeys.set_home_channel(journey.id, capture.home)
            uow.commit()
        suggested = None if stage else self._suggested(capture, journey, note)
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
            suggested=suggested,
        )

    def _is_private(self, capture: Capture) -> bool | None:
        """Whether its channel is, null where it is in none that could be."""
        if capture.message is None or capture.is_to_waymark or self._channels is None:
            return None
        return self._channels.is_private(capture.workspace, capture.message.channel)

    def _suggested(self, capture: Capture, journey: Journey, note: NewNote) -> Stage | None:
        # After the write: other writers need not wait. Of 100,000 notes it takes 2 to 40 ms.
        try:
            with self._storage.read(capture.workspace) as uow:
                return suggestion(uow, journey, note)
        except WaymarkError:
            # The note is saved, and that is what has to be said.
            return None

    def _read(
        self, capture: Capture, place: Place, now: datetime
    ) -> tuple[NoteKind | None, TypedNote]:
        if capture.is_message:
            return capture.kind, read_message(clean(capture.line))
        with self._storage.read(capture.workspace) as uow:
            journey = existing_journey(uow, None, place)
        calendar = journey.calendar if journey else first_calendar()
        kind, today = capture.kind, calendar.today(now)
        if capture.form:
            typed = check_form(capture.form, today)
        elif capture.is_free:
            free = read_free(clean(capture.line), today, journey.has_place if journey else _any)
            kind, typed = free.kind, free.typed
        else:
            typed = read_note(clean(capture.line), today)
        # A day ends later elsewhere: "today" must not lie ahead of the instant it is noted at.
        return kind, replace(typed, day=None) if typed.day == today else typed


def _known(uow: UnitOfWork, capture: Capture, now: datetime) -> Captured | None:
    """The note that is there already: of the same delivery, or of the same message."""
    note_id = uow.note_life.made_by(capture.receipt) if capture.receipt else None
    if note_id is not None:
        found = uow.notes.by_id(note_id)
        if found is None:
            return None
        standing = _shown(uow, *found, now)
        return _again(uow, *standing, own=standing[1].author in (None, capture.author))
    of_message = uow.notes.of_message(capture.message) if capture.message else ()
    same = [pair for pair in of_message if capture.kind in (None, pair[1].kind)]
    if not same:
        return None
    journey_id, note = same[0]
    others = capture.author != note.author
    supported = others and uow.note_life.support(note.id, capture.author, now)
    if capture.receipt:
        uow.note_life.receive(capture.receipt, note.id, now)
    journey_id, shown = _shown(uow, journey_id, note, now)
    own = shown.author == capture.author
    return _again(uow, journey_id, shown, supported=supported and not own, own=own)


def _shown(uow: UnitOfWork, journey_id: int, note: Note, now: datetime) -> tuple[int, Note]:
    """The note that is shown for this one; saved again, it is not hidden with a deleted one."""
    standing = standing_for(uow, journey_id, note)
    if standing[1].id != note.id and standing[1].deleted_at is not None:
        uow.journeys.locked(journey_id)
        release(uow, note, now)
        return journey_id, note
    return standing


def _again(
    uow: UnitOfWork, journey_id: int, note: Note, *, supported: bool = False, own: bool = True
) -> Captured:
    journey = uow.journeys.by_id(journey_id)
    assert journey is not None  # noqa: S101 - a note's journey cannot go
    return Captured(
        note_id=note.id,
        note=note,
        journey=journey,
        stage=journey.stage(note.stage),
        stage_guessed=False,
        candidates=(),
        unknown_journey=None,
        known=True,
        supported=supported,
        own=own,
        reply_to=note.reply_to,
    )


def _any(_place: str) -> bool:
    """Before the first journey every word may name a stage."""
    return True


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
