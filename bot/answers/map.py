"""Answers about the map and the reviews: owners, milestones, personas, actions, sign-offs."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.room import AnswerRoom
from bot.reviews.schedule import find_upcoming
from domain.improvements import ImprovementProgress
from domain.journeys import Milestone, Stage
from domain.periods import Period, parse_period
from domain.posted_reviews import PostedReview, sign_off_status
from domain.questions.answers import (
    ActionFinding,
    Answer,
    BlindSpotsFinding,
    Finding,
    MoodFinding,
    NextReviewFinding,
    OwnerFinding,
    PersonaFinding,
    PostedReviewFinding,
    StageFinding,
    TouchpointFinding,
)
from domain.questions.values import Aspect, Part, Question, Span, Subject


def _stages(room: AnswerRoom) -> Sequence[Stage]:
    named = room.question.stages
    return [stage for stage in room.journey.stages if not named or stage.key in named]


def answer_owner(room: AnswerRoom) -> Answer:
    """Answer who owns a stage, the stage of a KPI, or the journey."""
    asked, journey = room.question, room.journey
    findings: list[Finding] = []
    kpi_stages = [key.partition(".")[0] for key in asked.kpis if "." in key]
    for key in dict.fromkeys((*asked.stages, *kpi_stages)):
        stage = journey.stage(key)
        if stage:
            findings.append(OwnerFinding(stage.name, stage.owner))
    whole = OwnerFinding(journey.name, journey.owner)
    if asked.aspect is Aspect.NEXT or (asked.kpis and not kpi_stages):
        return room.answer(whole)
    if not findings:
        stages = [OwnerFinding(stage.name, stage.owner) for stage in journey.stages]
        return room.answer(whole, *stages)
    return room.answer(*findings)


def answer_stages(room: AnswerRoom) -> Answer:
    """Answer which stages there are."""
    return room.answer(*(StageFinding(stage) for stage in room.journey.stages))


def answer_milestones(room: AnswerRoom) -> Answer:
    """Answer which milestones there are, and which were reached or are blocked."""
    states = {Aspect.BLOCKED: Milestone.BLOCKED, Aspect.REACHED: Milestone.REACHED}
    state = states.get(room.question.aspect or Aspect.VALUE)
    found = [one for one in _stages(room) if state is None or one.milestone_state is state]
    return room.answer(*(StageFinding(stage) for stage in found))


def answer_personas(room: AnswerRoom) -> Answer:
    """Answer which personas there are, or describe one; with their moods where they have notes."""
    named = room.question.personas
    found = [
        PersonaFinding(one)
        for one in room.uow.parts.personas(room.journey.id)
        if not one.archived and (not named or one.key in named)
    ]
    moods = [
        MoodFinding(Part.PERSONA, key, room.name_of(Part.PERSONA, key), room.sums(room.period))
        for key in named[:1]
    ]
    return room.answer(*found, *moods, span=room.period)


def answer_touchpoints(room: AnswerRoom) -> Answer:
    """Answer which touchpoints there are, of the stages that were named."""
    keys = [stage.key for stage in _stages(room)]
    asked = room.question
    found = [
        one
        for one in room.uow.parts.touchpoints(room.journey.id)
        if not one.archived
        and one.stage in keys
        and (not asked.teams or one.team in asked.teams)
        and (not asked.channels or one.channel in asked.channels)
    ]
    return room.answer(*(TouchpointFinding(one) for one in found))


def answer_blind_spots(room: AnswerRoom) -> Answer:
    """Answer what nobody has written about in a period."""
    spots = BlindSpotsFinding(room.blind_spots(room.period))
    return room.answer(spots, n=room.count(room.period, Question(Subject.COUNT)), span=room.period)


def answer_actions(room: AnswerRoom) -> Answer:
    """Answer what is being done, by whom, and what is overdue."""
    asked = room.question
    topic = [word.casefold() for word in asked.topic]
    found = [
        one
        for one in room.actions(room.period)
        if (asked.aspect is not Aspect.OVERDUE or one.progress is ImprovementProgress.OVERDUE)
        and (not asked.stages or one.improvement.draft.stage in asked.stages)
    ]
    about = [
        one
        for one in found
        if any(
            word[:5] in f"{one.improvement.draft.title} {one.improvement.draft.why}".casefold()
            for word in topic
        )
    ]
    answer = room.answer(*(ActionFinding(one) for one in about or found), span=room.period)
    return replace(answer, partly=bool(topic) and not about)


def answer_review(room: AnswerRoom) -> Answer:
    """Answer when the next review is, when the last was, and whether one is overdue."""
    asked = room.question
    posted = list(room.uow.posted_reviews.posted(room.journey.id))
    upcoming = find_upcoming(room.uow, room.journey, room.now)
    following = NextReviewFinding(upcoming.period.label, upcoming.due_at)
    last = [_posted(room, posted[-1])] if posted else []
    if asked.aspect is Aspect.LAST and asked.period is not None:
        then = [one for one in posted if _is_of(room, one, asked.period)]
        return room.answer(*(_posted(room, one) for one in then), following)
    if asked.aspect is Aspect.LAST:
        return room.answer(*last, following)
    if asked.aspect is Aspect.OVERDUE:
        return room.answer(following, *last)
    return room.answer(following)


def _is_of(room: AnswerRoom, review: PostedReview, span: Span) -> bool:
    """Whether a review was posted in a period, or is about a part of it."""
    of = parse_period(review.label, room.journey.calendar)
    at = review.published_at
    return (of.start < span.end and span.start < of.end) or span.start <= at < span.end


def _posted(room: AnswerRoom, review: PostedReview) -> PostedReviewFinding:
    status = sign_off_status(_stages(room), room.uow.sign_offs.of(review.id))
    return PostedReviewFinding(review.label, review.published_at, status.stages)


def answer_sign_off(room: AnswerRoom) -> Answer:
    """Answer which stages of the last review, or of a named period's, are signed off."""
    asked = room.question
    posted = list(room.uow.posted_reviews.posted(room.journey.id))
    if isinstance(asked.period, Period):
        posted = [one for one in posted if one.label == asked.period.label]
    found = [_posted(room, posted[-1])] if posted else []
    return room.answer(*found)
