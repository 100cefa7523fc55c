"""Save notes, and say what was understood."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import (
    ANY_CHANNEL,
    RequestScope,
    build_request_scope,
    default_calendar,
    find_journey,
    find_or_create_journey,
)
from bot.notes.choices import NoteChoices, load_choices
from bot.notes.duplicates import separate_note
from bot.notes.edit import shown_note
from bot.notes.inbox import suggest_note_stage
from bot.notes.workspace_scorer import MAX_CORRECTIONS, ScoreCache, WorkspaceScorer, scorer_for
from bot.ports import Channels, Clock, People, Scorer
from domain.errors import CaptureWithdrawnError, WaymarkError
from domain.journeys import BUYER, Journey, Stage, WorkspaceId, is_direct_message
from domain.note_changes import LastChoices
from domain.note_head import FindStage
from domain.note_text import (
    ParsedNote,
    needs_journey,
    parse_free_text,
    parse_message,
    parse_note,
    validate_note_form,
)
from domain.notes import Message, NewNote, Note, NoteKind
from domain.sentiment import Label, mood_label, note_mood
from domain.teams import UserTeam
from domain.text import NameMatch, clean_text, find_name
from storage.session import Database, UnitOfWork


@dataclass(frozen=True)
class CaptureRequest:
    """A note to save: `line` as typed in `channel`, or the text of a message.

    Without `kind` the mood decides: negative texts are pain points, others touchpoints. `is_free`:
    the line is free text, which may start with a kind. `form` is a submitted form; `channel` is
    None if the note comes from no channel. `receipt` identifies the delivery, so that a repeated
    one saves no second note; `message` is the message it comes from and `speaker` who wrote that.
    An anonymous note has no author. `pending_capture` is the id of the pending capture that becomes
    this note; `thread` is the first message of the thread the message is a reply in. `is_part`: the
    note is one of several in the message, and follows no edits of it. `said_in` is the channel of a
    message that is not known any more; only whether it is private matters.
    """

    workspace: WorkspaceId
    channel: str | None
    author: str
    kind: NoteKind | None
    line: str
    is_message: bool = False
    is_free: bool = False
    form: ParsedNote | None = None
    receipt: str | None = None
    message: Message | None = None
    speaker: str | None = None
    anonymous: bool = False
    pending_capture: int | None = None
    thread: Message | None = None
    is_part: bool = False
    said_in: str | None = None

    @property
    def home(self) -> str | None:
        """Return the channel, or None for a direct message, which is no journey's home."""
        return None if self.channel is None or is_direct_message(self.channel) else self.channel

    @property
    def is_to_waymark(self) -> bool:
        """Whether it comes from a direct message to Waymark.

        Only there does Slack deliver messages that do not mention Waymark.
        """
        is_direct = self.is_free or self.pending_capture is not None
        return is_direct and self.message is not None and is_direct_message(self.message.channel)


@dataclass(frozen=True)
class CapturedNote:
    """A saved note, and how the request was understood.

    `stage` is None if it is unsorted; `candidates` are then the stages it could have meant.
    `unknown_journey` is a named journey that does not exist. `known`: the note was saved before;
    `supported`: the person now counts as a supporter; `reply_to` is the beginning of the message
    that its message replied to. `asks_team`: nobody knows yet which team the person is in.
    """

    note_id: int
    note: NewNote | Note
    journey: Journey
    stage: Stage | None
    stage_guessed: bool
    candidates: tuple[Stage, ...]
    unknown_journey: str | None
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    known: bool = False
    supported: bool = False
    own: bool = True
    reply_to: str | None = None
    suggested: Stage | None = None
    stage_typed: str | None = None
    is_run_on: bool = False
    misspelt: tuple[tuple[str, str], ...] = ()
    asks_team: bool = False

    @property
    def label(self) -> Label:
        """Return the label of the note's mood."""
        return mood_label(self.note.mood)


class NoteService:
    """Saves notes.

    Messages of a private channel make private notes; commands typed there do not, because they are
    intended for the map.
    """

    def __init__(
        self,
        storage: Database,
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

    def capture(self, capture: CaptureRequest) -> CapturedNote:
        """Save the note and say what was understood.

        Raises BadInputError when there is no text, NotAllowedError for a guest where no journey
        is theirs, CaptureWithdrawnError when the reaction was removed; nothing is saved then.
        """
        draft = self._draft(capture)
        try:
            captured = self._save(draft)
        except _NotScoredError as missing:
            WorkspaceScorer(draft.scores).classify(missing.text, draft.kind)
            captured = self._save(draft)
        if captured.known or captured.stage:
            return captured
        return replace(captured, suggested=self._suggest_stage(capture.workspace, captured))

    def kind_of(self, workspace: WorkspaceId, line: str) -> NoteKind:
        """Return the kind that a text would be saved as, by its mood, where it names none."""
        return scorer_for(self._storage, self._scorer, workspace).classify(line, None)[0]

    def choices(
        self, workspace: WorkspaceId, user: str, place: RequestScope = ANY_CHANNEL
    ) -> NoteChoices:
        """Return the choices of a note's form; the template's stages where there is no journey yet.

        Where the channel has no journey, the one the person chose last is selected.
        """
        with self._storage.read(workspace) as uow:
            return load_choices(uow, user, place)

    def _save(self, draft: "_Draft") -> CapturedNote:
        with self._storage.write(draft.capture.workspace) as uow:
            captured = _save(uow, draft)
            uow.commit()
        return captured

    def _draft(self, capture: CaptureRequest) -> "_Draft":
        """Do everything slow before the transaction begins, so that other writers do not wait."""
        now = self._clock.now()
        scope = build_request_scope(
            self._people, capture.workspace, capture.author, capture.channel
        )
        kind, parsed = self._parse(capture, scope, now)
        scores = ScoreCache(self._scorer)
        # What is saved if a typed stage is one of the journey; else it is part of the text.
        WorkspaceScorer(scores).classify(
            parsed.full_text if parsed.stage is None else parsed.text, kind
        )
        return _Draft(capture, kind, parsed, scope, self._is_private(capture), scores, now)

    def _is_private(self, capture: CaptureRequest) -> bool | None:
        """Whether the message is in a private channel; None where it is in no channel."""
        channel = capture.message.channel if capture.message else capture.said_in
        if channel is None or capture.is_to_waymark or self._channels is None:
            return None
        return self._channels.is_private(capture.workspace, channel)

    def _suggest_stage(self, workspace: WorkspaceId, captured: CapturedNote) -> Stage | None:
        # After the write: other writers need not wait. Of 100,000 notes it takes 2 to 40 ms.
        try:
            with self._storage.read(workspace) as uow:
                return suggest_note_stage(uow, captured.journey, captured.note)
        except WaymarkError:
            # The note is saved, and that is what the person has to know.
            return None

    def _parse(
        self, capture: CaptureRequest, scope: RequestScope, now: datetime
    ) -> tuple[NoteKind | None, ParsedNote]:
        """Return the kind, where one is given, and the parts of the note."""
        line = clean_text(capture.line)
        if capture.is_message:
            return capture.kind, parse_message(line)
        journey, find_stage = None, None
        if capture.form or capture.is_free or needs_journey(line):
            with self._storage.read(capture.workspace) as uow:
                journey = find_journey(uow, None, scope)
                find_stage = _stage_finder(uow, journey, line, scope)
        calendar = journey.calendar if journey else default_calendar()
        kind, today = capture.kind, calendar.today(now)
        if capture.form:
            parsed = validate_note_form(capture.form, today)
        elif capture.is_free:
            free = parse_free_text(line, today, find_stage)
            kind, parsed = free.kind, free.typed
        else:
            parsed = parse_note(line, today, find_stage)
        # A day ends later elsewhere: "today" must not lie ahead of the instant it is noted at.
        return kind, replace(parsed, day=None) if parsed.day == today else parsed


class _NotScoredError(Exception):
    """The text to save has not been scored: that is done outside of transactions."""

    def __init__(self, text: str) -> None:
        super().__init__("not scored")
        self.text = text


@dataclass(frozen=True)
class _Draft:
    """A note that is parsed and scored, before the transaction that saves it.

    `kind` is None if the mood decides; `is_private` is None if the note comes from no channel.
    """

    capture: CaptureRequest
    kind: NoteKind | None
    parsed: ParsedNote
    scope: RequestScope
    is_private: bool | None
    scores: ScoreCache
    now: datetime


def _save(uow: UnitOfWork, draft: _Draft) -> CapturedNote:
    """Save the note, or return the one that the same delivery or message saved before."""
    capture, parsed = draft.capture, draft.parsed
    if capture.pending_capture is not None and not uow.outbox.remove(capture.pending_capture):
        raise CaptureWithdrawnError("That was taken back.")
    journey, unknown = _lock_journey(uow, draft)
    saved_as, has_corrections = uow.notes.receipt_and_corrections(capture.receipt)
    saved = _find_saved(uow, capture, draft.now, saved_as)
    if saved:
        return saved
    is_elsewhere = parsed.stage is None or unknown is not None
    match = NameMatch(None) if is_elsewhere else journey.find_stage(parsed.stage or "")
    stage = journey.stage(match.key)
    text = parsed.text_to_save(is_stage_found=stage is not None, is_exact=match.exact)
    if not draft.scores.has(text, draft.kind):
        raise _NotScoredError(text)
    corrections = uow.mood_corrections.list_newest(MAX_CORRECTIONS) if has_corrections else ()
    scorer = WorkspaceScorer(draft.scores, corrections)
    stage_typed = None if stage else _stage_typed(parsed, unknown)
    found_team = None if capture.form else uow.user_teams.find(capture.speaker or capture.author)
    draft = _with_team(draft, journey, found_team)
    note = _build_note(draft, text, scorer, journey, stage, stage_typed)
    note_id = uow.notes.add_unless_saved(journey.id, note)
    if note_id is None:
        # Another process has saved the message at this moment, into another journey.
        saved_as = uow.notes.find_receipt(capture.receipt) if capture.receipt else None
        saved = _find_saved(uow, capture, draft.now, saved_as)
        assert saved is not None  # noqa: S101 - it was in the way
        return saved
    _save_circumstances(uow, draft, journey, note_id)
    return CapturedNote(
        note_id=note_id,
        note=note,
        journey=journey,
        stage=stage,
        stage_guessed=stage is not None and not match.exact,
        candidates=tuple(s for s in journey.stages if s.key in match.candidates),
        unknown_journey=unknown,
        stage_typed=parsed.stage,
        refused=parsed.refused,
        repeated=parsed.repeated,
        is_run_on=parsed.is_run_on,
        misspelt=parsed.misspelt,
        asks_team=_asks_team(uow, draft, journey, found_team),
    )


def _with_team(draft: _Draft, journey: Journey, found: UserTeam | None) -> _Draft:
    """Return the draft with the person's own team if it names none."""
    details = draft.parsed.details
    if details.team or found is None or found.team not in journey.teams:
        return draft
    parsed = replace(draft.parsed, details=replace(details, team=found.team))
    return replace(draft, parsed=parsed)


def _asks_team(uow: UnitOfWork, draft: _Draft, journey: Journey, found: UserTeam | None) -> bool:
    """Whether to ask for the person's team: once, after a note that names none."""
    capture, team = draft.capture, draft.parsed.details.team
    if capture.anonymous:
        return False
    if capture.form:
        if team and uow.user_teams.find(capture.author) is None:
            uow.user_teams.save(capture.author, team)
        return False
    is_own = capture.speaker in (None, capture.author)
    if found or team or not is_own or not journey.teams:
        return False
    uow.user_teams.save(capture.author, None)
    return True


def _build_note(
    draft: _Draft,
    text: str,
    scorer: WorkspaceScorer,
    journey: Journey,
    stage: Stage | None,
    stage_typed: str | None,
) -> NewNote:
    """Build the note of a draft; `stage_typed` is the name of a stage the journey does not have."""
    capture, parsed = draft.capture, draft.parsed
    kind, score = scorer.classify(text, draft.kind)
    occurred = journey.calendar.noon(parsed.day) if parsed.day else draft.now
    return NewNote(
        kind=kind,
        text=text,
        stage_id=stage.id if stage else None,
        stage_typed=stage_typed,
        details=parsed.details,
        score=score,
        mood=note_mood(parsed.details.feeling, score),
        author=None if capture.anonymous else capture.author,
        permalink=None,
        occurred_at=occurred,
        created_at=draft.now,
        month=journey.calendar.month_of(occurred),
        message=None if capture.is_part else capture.message,
        speaker=capture.speaker,
        private=bool(draft.is_private),
    )


def _save_circumstances(uow: UnitOfWork, draft: _Draft, journey: Journey, note_id: int) -> None:
    """Save what else a new note says: its delivery, what was chosen, where reviews belong."""
    capture = draft.capture
    if draft.is_private is False and capture.message:
        # Notes of the channel were private while Slack did not say who can read it.
        uow.notes.make_public(capture.message.channel)
    if capture.receipt:
        uow.notes.add_receipt(capture.receipt, note_id, draft.now)
    if capture.form and not capture.anonymous:
        choices = LastChoices(draft.parsed.details.team, journey.id)
        uow.note_history.set_last_choices(capture.author, choices)
    if journey.home_channel is None and capture.home:
        uow.journeys.set_home_channel(journey.id, capture.home)


def _find_saved(
    uow: UnitOfWork, capture: CaptureRequest, now: datetime, note_id: int | None
) -> CapturedNote | None:
    """Return the note that was saved before by the same delivery or of the same message.

    `note_id` is the note that the delivery saved, None where it saved none.
    """
    if note_id is not None:
        found = uow.notes.by_id(note_id)
        if found is None:
            return None
        journey_id, shown = _shown_note(uow, *found, now)
        own = shown.author in (None, capture.author)
        return _saved_again(uow, journey_id, shown, own=own)
    is_whole = capture.message is not None and not capture.is_part
    of_message = uow.notes.for_message(capture.message) if is_whole and capture.message else ()
    same = [pair for pair in of_message if capture.kind in (None, pair[1].kind)]
    if not same:
        return None
    journey_id, note = same[0]
    others = capture.author != note.author
    supported = others and uow.note_history.add_supporter(note.id, capture.author, now)
    if capture.receipt:
        uow.notes.add_receipt(capture.receipt, note.id, now)
    journey_id, shown = _shown_note(uow, journey_id, note, now)
    own = shown.author == capture.author
    return _saved_again(uow, journey_id, shown, supported=supported and not own, own=own)


def _shown_note(uow: UnitOfWork, journey_id: int, note: Note, now: datetime) -> tuple[int, Note]:
    """Return the note that is shown for this one, and its journey's id.

    A note merged into a deleted one is separated, because it has been saved again.
    """
    shown_journey_id, shown = shown_note(uow, journey_id, note)
    if shown.id != note.id and shown.deleted_at is not None:
        uow.journeys.lock(journey_id)
        separate_note(uow, note, now)
        return journey_id, note
    return shown_journey_id, shown


def _saved_again(
    uow: UnitOfWork, journey_id: int, note: Note, *, supported: bool = False, own: bool = True
) -> CapturedNote:
    journey = uow.journeys.by_id(journey_id)
    assert journey is not None  # noqa: S101 - a note's journey cannot go
    return CapturedNote(
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


def _stage_finder(
    uow: UnitOfWork, journey: Journey | None, line: str, scope: RequestScope
) -> FindStage:
    """Return what finds the stage of a journey, or of another that is named before it."""
    if journey is None:
        # The first note creates the journey.
        return lambda typed: find_name(typed, dict(BUYER.stage_keys()))
    named = uow.journeys.all() if "/" in line and not scope.guest else ()
    others = {one.key: one for one in named}

    def find_stage(typed: str) -> NameMatch:
        key, _, stage = typed.rpartition("/")
        found = others.get(key.strip().casefold()) if key else journey
        return found.find_stage(stage) if found else NameMatch(None)

    return find_stage


def _stage_typed(typed: ParsedNote, unknown: str | None) -> str | None:
    """Return what was typed for a stage, with the unknown journey before it."""
    return f"{unknown}/{typed.stage or ''}" if unknown else typed.stage


def _lock_journey(uow: UnitOfWork, draft: _Draft) -> tuple[Journey, str | None]:
    """Find the journey as `_find_journey` does, and lock it.

    A stage that is being archived is waited for: its notes would stay behind.
    """
    if draft.parsed.journey is None and not draft.scope.guest:
        # What nearly every note needs, in one statement.
        journey_of_channel = uow.journeys.lock_for_channel(draft.scope.channel)
        if journey_of_channel is not None:
            return journey_of_channel, None
    journey, unknown = _find_journey(uow, draft.parsed, draft.scope, draft.now)
    return uow.journeys.lock(journey.id) or journey, unknown


def _find_journey(
    uow: UnitOfWork, typed: ParsedNote, place: RequestScope, now: datetime
) -> tuple[Journey, str | None]:
    """Return the journey to save in, and the named one that does not exist or is out of reach."""
    default = find_or_create_journey(uow, None, now, place)
    if typed.journey is None or typed.journey.casefold() == default.key:
        return default, None
    named = None if place.guest else uow.journeys.by_key(typed.journey.casefold())
    return (named, None) if named and not named.archived else (default, typed.journey)
