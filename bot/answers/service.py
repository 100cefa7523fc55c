"""Answer questions about a journey from the figures that are kept. Nothing is guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.answers import kpis, moods, notes, pains
from bot.answers import map as journey_map
from bot.answers.room import AnswerRoom
from bot.journeys.lookup import RequestScope, build_request_scope, find_journey
from bot.ports import Clock, Directory
from domain.access import Audience
from domain.errors import BadInputError
from domain.journeys import Journey, WorkspaceId, is_direct_message
from domain.note_filters import parse_filters, split_journey_key
from domain.notes import CHANNELS
from domain.questions.answers import (
    ActionFinding,
    Answer,
    AuthorFinding,
    OwnerFinding,
    PostedReviewFinding,
)
from domain.questions.follow_ups import FollowUp, apply_follow_up
from domain.questions.parsing import parse_question
from domain.questions.periods import QuestionTime
from domain.questions.topics import may_name_author
from domain.questions.values import (
    Aspect,
    Names,
    Part,
    Question,
    Subject,
    UnknownName,
    read_question,
)
from storage.session import Database, UnitOfWork

# A question after that begins again: nobody knows any more what “and in retention?” went on from.
FOLLOW_UP_TIME = timedelta(days=1)

# What was asked longer ago is deleted.
RETENTION = timedelta(days=30)

MAX_NOTE_IDS = 100_000

# Whose names are asked of Slack.
MAX_NAMED_AUTHORS = 60

_ANSWERS: Mapping[Subject, Callable[[AnswerRoom], Answer]] = {
    Subject.SUMMARY: moods.answer_summary,
    Subject.MOOD: moods.answer_mood,
    Subject.RANKING: moods.answer_ranking,
    Subject.COMPARE: moods.answer_comparison,
    Subject.WHY: pains.answer_why,
    Subject.PAINS: pains.answer_pains,
    Subject.OPPORTUNITIES: pains.answer_opportunities,
    Subject.KPI: kpis.answer_kpi,
    Subject.KPIS: kpis.answer_kpis,
    Subject.COUNT: notes.answer_count,
    Subject.WHO: notes.answer_who,
    Subject.EVIDENCE: notes.answer_evidence,
    Subject.CHANGES: notes.answer_changes,
    Subject.OWNER: journey_map.answer_owner,
    Subject.REVIEW: journey_map.answer_review,
    Subject.SIGN_OFF: journey_map.answer_sign_off,
    Subject.STAGES: journey_map.answer_stages,
    Subject.PERSONAS: journey_map.answer_personas,
    Subject.TOUCHPOINTS: journey_map.answer_touchpoints,
    Subject.MILESTONES: journey_map.answer_milestones,
    Subject.BLIND_SPOTS: journey_map.answer_blind_spots,
    Subject.ACTIONS: journey_map.answer_actions,
}


@dataclass(frozen=True)
class AnswerRequest:
    """A question somebody asked. `channel` and `user` are None on the command line.

    `thread` is the ts of the thread it was asked in, if any; `is_public`: others see the answer.
    `journey` is a key where one was named outside of the text; `question` is the JSON of a question
    that a button asks in place of a text. `with_note_ids` also finds the ids of the notes behind
    the answer.
    """

    workspace: WorkspaceId
    channel: str | None
    user: str | None
    text: str
    thread: str | None = None
    is_public: bool = False
    journey: str | None = None
    question: Mapping[str, Any] | None = None
    with_note_ids: bool = False

    @property
    def place(self) -> str | None:
        """Return where a follow-up is asked: a thread, or one person's questions in a channel."""
        if self.channel is None or self.user is None:
            return None
        if self.thread and not is_direct_message(self.channel):
            return f"{self.channel}:{self.thread}"
        return f"{self.channel}:{self.user}"

    @property
    def audience(self) -> Audience:
        """Return who reads the answer."""
        return Audience(self.channel, None if self.is_public else self.user)


class AnswerService:
    """Answers questions, and remembers the last one of each thread and person."""

    def __init__(self, storage: Database, clock: Clock, people: Directory) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def answer(self, request: AnswerRequest) -> Answer:
        """Return what was found; without a question in an answer that was not understood.

        Raises NotFoundError for an unknown journey, NotAllowedError for a guest who may not ask.
        """
        now = self._clock.now()
        scope = self._scope(request)
        users = self._author_names(request, scope)
        with self._storage.read(request.workspace) as uow:
            journey = find_journey(uow, request.journey, scope)
            if journey is None:
                return Answer(None, None)
            before = _last_question(uow, request.place, now - FOLLOW_UP_TIME)
            if before is not None and request.journey is None and not scope.guest:
                journey = before[0]
            journey = _named_journey(uow, journey, request, scope, now)
            names = _load_names(uow, journey, users, now)
            last = before[1] if before and before[0].id == journey.id else None
            question = _read(request, names, _question_time(uow, journey, now), last)
            if question is None:
                return Answer(None, journey, names=names)
            room = AnswerRoom(uow, journey, question, names, now, request.audience)
            answer = _answer(room)
            if request.with_note_ids:
                answer = replace(answer, note_ids=_note_ids(room, answer))
        if answer.question is not None and answer.question.unknown is None:
            self._remember(request, journey, question, now)
        return self._with_people(request.workspace, answer)

    def _with_people(self, workspace: WorkspaceId, answer: Answer) -> Answer:
        """Return the answer with the names of the people in it."""
        users = _users_in(answer)
        if not users:
            return answer
        known = {**answer.names.of(Part.AUTHOR), **self._people.names(workspace, users)}
        return replace(answer, names=Names({**answer.names.by_part, Part.AUTHOR: known}))

    def _scope(self, request: AnswerRequest) -> RequestScope:
        if request.user is None:
            return RequestScope(request.channel)
        return build_request_scope(self._people, request.workspace, request.user, request.channel)

    def _author_names(self, request: AnswerRequest, scope: RequestScope) -> Mapping[str, str]:
        """Return the names of who wrote notes, where the question may hold one.

        Slack is asked outside of the transaction.
        """
        if not may_name_author(request.text):
            return {}
        with self._storage.read(request.workspace) as uow:
            journey = find_journey(uow, request.journey, scope)
            if journey is None:
                return {}
            authors = uow.notes.recent_authors(journey.id, MAX_NAMED_AUTHORS)
        return self._people.names(request.workspace, authors)

    def _remember(
        self, request: AnswerRequest, journey: Journey, question: Question, now: datetime
    ) -> None:
        place = request.place
        if place is None:
            return
        with self._storage.write(request.workspace) as uow:
            uow.conversations.save(place, journey.id, question.to_json(), now)
            uow.conversations.delete_before(now - RETENTION)
            uow.commit()


def _read(
    request: AnswerRequest, names: Names, time: QuestionTime, last: Question | None
) -> Question | None:
    """Return the whole question of a request, `last` being the one before; None if it is none."""
    if request.question is not None:
        return read_question(request.question, time.calendar)
    asked = parse_question(request.text, names, time, request.user)
    return replace(apply_follow_up(last, asked), journeys=()) if asked else None


def _answer(room: AnswerRoom) -> Answer:
    asked = room.question
    if asked.unknown is not None:
        return _unknown(room, asked.unknown)
    if asked.subject is Subject.FORECAST:
        return _no_forecast(room)
    is_about_notes = asked.subject is not Subject.REVIEW
    if is_about_notes and asked.period is not None and asked.period.start > room.now:
        return replace(room.answer(), not_begun=True)
    return _ANSWERS[asked.subject](room)


def _unknown(room: AnswerRoom, unknown: UnknownName) -> Answer:
    """Return that a name is unknown, with how many notes mention it."""
    asked = Question(Subject.EVIDENCE, topic=tuple(unknown.typed.split()), all_time=True)
    inner = replace(room, question=asked)
    total = inner.uow.notes.count(room.journey.id, inner.filters(None))
    behind = inner.behind(None, total) if total else None
    return replace(room.answer(), mentions=total, behind=behind)


def _no_forecast(room: AnswerRoom) -> Answer:
    """Return what is known now in place of what nobody can know."""
    asked = room.question
    now = replace(asked, period=None, against=None, topic=())
    if now.kpis:
        now = replace(now, subject=Subject.KPI, aspect=Aspect.VALUE)
        found = kpis.answer_kpi(replace(room, question=now))
    else:
        found = moods.answer_mood(replace(room, question=replace(now, subject=Subject.MOOD)))
    return replace(found, question=asked)


def _users_in(answer: Answer) -> frozenset[str]:
    """Return the Slack user ids of the people in an answer."""
    found: set[str | None] = {one.user for one in answer.of_type(AuthorFinding)}
    found |= {one.user for one in answer.of_type(OwnerFinding)}
    found |= {one.snapshot.improvement.draft.owner for one in answer.of_type(ActionFinding)}
    for review in answer.of_type(PostedReviewFinding):
        found |= {one.last.user for one in review.stages if one.last is not None}
    return frozenset(user for user in found if user is not None)


def _note_ids(room: AnswerRoom, answer: Answer) -> tuple[int, ...]:
    """Return the ids of the notes that the list behind an answer shows, newest first."""
    if answer.behind is None:
        return ()
    _, words = split_journey_key(answer.behind.words)
    typed = parse_filters(words, room.journey, "", search=True)
    filters = replace(typed.filters, audience=room.audience)
    return tuple(room.uow.notes.ids_matching(room.journey.id, filters, MAX_NOTE_IDS))


def _last_question(
    uow: UnitOfWork, place: str | None, since: datetime
) -> tuple[Journey, Question] | None:
    found = uow.conversations.last(place, since) if place else None
    if found is None:
        return None
    journey_id, values = found
    journey = uow.journeys.by_id(journey_id)
    if journey is None or journey.archived:
        return None
    try:
        return journey, read_question(values, journey.calendar)
    except (BadInputError, ValueError, TypeError):
        # Saved by another version, which knew other questions.
        return None


def _named_journey(
    uow: UnitOfWork,
    journey: Journey,
    request: AnswerRequest,
    scope: RequestScope,
    now: datetime,
) -> Journey:
    """Return the journey that the question names, else the given one."""
    if scope.guest or request.journey is not None:
        return journey
    journeys = {one.key: one for one in uow.journeys.all()}
    if len(journeys) < 2:
        return journey
    names = Names({Part.JOURNEY: {key: one.name for key, one in journeys.items()}})
    time = _question_time(uow, journey, now)
    asked = parse_question(request.text, names, time)
    question = asked.change if isinstance(asked, FollowUp) else asked
    return journeys[question.journeys[0]] if question and question.journeys else journey


def _load_names(
    uow: UnitOfWork, journey: Journey, users: Mapping[str, str], now: datetime
) -> Names:
    """Return every name of a journey's map, and those of its teams, channels and authors."""
    kpis_in_use = uow.kpis.of_journey(journey.id)
    ever, _ = uow.notes.named_keys(journey.id, journey.period_of(now).months)
    personas = {key: key.replace("-", " ") for key in sorted(ever.personas)}
    personas |= {one.key: one.name for one in uow.parts.personas(journey.id) if not one.archived}
    return Names(
        {
            Part.STAGE: {stage.key: stage.name for stage in journey.stages},
            Part.PERSONA: personas,
            Part.KPI: {kpi.path: kpi.key for kpi in kpis_in_use},
            Part.TEAM: {team: team for team in (*journey.teams, *sorted(ever.teams))},
            Part.TOUCHPOINT: {
                one.key: one.name for one in uow.parts.touchpoints(journey.id) if not one.archived
            },
            Part.CHANNEL: {channel: channel.replace("-", " ") for channel in CHANNELS},
            Part.AUTHOR: users,
            Part.JOURNEY: {one.key: one.name for one in uow.journeys.all()},
        }
    )


def _question_time(uow: UnitOfWork, journey: Journey, now: datetime) -> QuestionTime:
    calendar = journey.calendar
    posted = [one.published_at for one in uow.posted_reviews.posted(journey.id)]
    last = calendar.today(posted[-1]) if posted else None
    return QuestionTime(calendar, journey.cadence, calendar.today(now), last)
