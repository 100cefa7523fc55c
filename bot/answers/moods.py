"""Answers about moods: of anything, ranked, compared, and how sure they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.answers.room import AnswerRoom
from domain.journeys import Stage
from domain.kpis import KpiStatus
from domain.note_filters import NoteFilter
from domain.periods import Cadence, Days, Period, month_of_day
from domain.questions.answers import Answer, KpiFinding, MoodFinding, ThemeFinding
from domain.questions.values import RANKED_PARTS, Aspect, Part, Question, Span
from domain.reviews import StageMood
from domain.trends import MoodSums, compare_moods
from storage.note_figures import NoteColumn

WHOLE = "journey"

REST = "others"

MAX_THEMES = 3

MAX_MONTHS = 6

DAY = timedelta(days=1)

_COLUMNS: dict[Part, NoteColumn] = {
    Part.PERSONA: "persona",
    Part.TOUCHPOINT: "touchpoint",
    Part.CHANNEL: "channel",
    Part.TEAM: "team",
}


def answer_mood(room: AnswerRoom) -> Answer:
    """Answer how customers feel about what was named, or on the whole journey.

    Where no note has any word of the topic, it is the mood without it.
    """
    if room.question.topic:
        return _answer_topic_mood(room)
    return _answer_mood(room)


def _answer_topic_mood(room: AnswerRoom) -> Answer:
    asked, partly = room.with_found_topic(room.question)
    spans = (
        [room.span] if asked.period or room.span is None else [room.span, room.before(room.span)]
    )
    if any(room.count(span, asked) for span in spans):
        return replace(_answer_mood(replace(room, question=asked)), partly=partly)
    without = _answer_mood(replace(room, question=replace(asked, topic=(), all_time=False)))
    return replace(without, without_topic=asked.topic)


def _answer_mood(room: AnswerRoom) -> Answer:
    span, asked = room.span, room.question
    if asked.aspect is Aspect.BY_MONTH:
        return _by_month(room)
    many = [part for part in RANKED_PARTS if len(asked.of(part)) > 1]
    if many:
        return _compare_names(room, many[0])
    if span is None:
        finding = MoodFinding(None, WHOLE, room.journey.name, room.sums(None))
        return _with_behind(room, room.answer(_named(room, finding), n=finding.sums.n), None)
    finding = _mood(room, span, asked.against)
    if not finding.sums.note_count and asked.period is None:
        last = room.before(span)
        earlier = _mood(room, last, asked.against)
        if earlier.sums.note_count:
            answer = room.answer(earlier, n=earlier.sums.n, span=last)
            return replace(_with_behind(room, answer, last), fell_back=True)
    return _with_behind(room, room.answer(finding, n=finding.sums.n), span)


def _by_month(room: AnswerRoom) -> Answer:
    """Return the moods of the last months up to the one asked about, oldest first."""
    end = room.journey.calendar.today(min(room.now, (room.span or room.running).end - DAY))
    last = room.journey.calendar.period_of_month(month_of_day(end), Cadence.MONTHLY)
    count = MAX_MONTHS
    if room.question.period is not None:
        first = room.journey.calendar.today(room.question.period.start)
        count = min(month_of_day(end) - month_of_day(first) + 1, MAX_MONTHS)
    months = [last.shifted(-back) for back in reversed(range(count))]
    findings = []
    for month in months:
        named = _named(room, MoodFinding(None, WHOLE, room.journey.name, MoodSums()))
        name = f"{named.name}, {month.first_day:%B %Y}"
        findings.append(replace(named, name=name, sums=sums_of(room, month)))
    span = Days(months[0].start, months[-1].end)
    answer = room.answer(*findings, n=sum(one.sums.n for one in findings), span=span)
    return _with_behind(room, answer, span)


def _with_behind(room: AnswerRoom, answer: Answer, span: Span | None) -> Answer:
    total = room.count(span)
    return replace(answer, behind=room.behind(span, total)) if total else answer


def _mood(room: AnswerRoom, span: Span, against: Span | None = None) -> MoodFinding:
    """Return the mood of what a question names, compared with another period."""
    asked = room.question
    finding = MoodFinding(None, WHOLE, room.journey.name, MoodSums(), before=against)
    finding = _named(room, finding)
    previous_span = against or room.before(span)
    stage = _only_stage(room, asked)
    if stage and isinstance(span, Period) and against is None:
        mood = next(one for one in room.stage_moods(span) if one.stage.key == stage.key)
        return replace(finding, sums=mood.now, previous=mood.previous, change=mood.change)
    sums, previous = sums_of(room, span), sums_of(room, previous_span)
    return replace(finding, sums=sums, previous=previous, change=compare_moods(previous, sums))


def sums_of(room: AnswerRoom, span: Span) -> MoodSums:
    """Return the sums of what a question names: those of the review where it has them."""
    asked = room.question
    if isinstance(span, Period):
        if stage := _only_stage(room, asked):
            mood = next(one for one in room.stage_moods(span) if one.stage.key == stage.key)
            return mood.now
        if not _has_filters(asked):
            stages = room.stage_moods(span)
            return sum((mood.now for mood in stages), start=MoodSums())
    elif not _has_filters(asked):
        found = room.uow.notes.moods_matching(room.journey.id, room.filters(span))
        mine = {stage.id for stage in room.journey.stages}
        return sum((sums for key, sums in found.items() if key in mine), start=MoodSums())
    return room.sums(span)


def _has_filters(asked: Question) -> bool:
    named = any(asked.of(part) for part in Part if part not in (Part.JOURNEY, Part.KPI))
    return named or bool(asked.topic or asked.kind or asked.label or asked.excluded)


def _only_stage(room: AnswerRoom, asked: Question) -> Stage | None:
    """Return the stage of a question that names nothing else."""
    others = replace(asked, stages=())
    if len(asked.stages) != 1 or _has_filters(others):
        return None
    return room.journey.stage(asked.stages[0])


def _named(room: AnswerRoom, finding: MoodFinding) -> MoodFinding:
    """Return a finding with the names of what the question names."""
    named = [
        (part, key) for part in (*RANKED_PARTS, Part.AUTHOR) for key in room.question.of(part)[:1]
    ]
    if room.question.topic:
        named = []
        words = " and ".join(f"“{word}”" for word in room.question.topic)
        return replace(finding, key="topic", name=f"Notes with {words}")
    if not named:
        return finding
    part, key = named[0]
    name = ", ".join(room.name_of(*one) for one in named)
    return replace(finding, part=part, key=key, name=name)


def answer_ranking(room: AnswerRoom) -> Answer:
    """Answer which stage, persona, touchpoint, channel or team is the best or the worst."""
    part, asked = room.question.ranked or Part.STAGE, room.question
    if asked.of(part) and len(asked.of(part)) == 1 and part is not Part.STAGE:
        part = Part.STAGE
    span = room.span or room.running
    found = _rank(room, part, span)
    fell_back = False
    if not found and asked.period is None:
        span = room.before(span)
        found = _rank(room, part, span)
        fell_back = bool(found)
    found = found[: asked.limit]
    n = sum(one.sums.note_count for one in found)
    answer = replace(room.answer(*found, n=n, span=span), fell_back=fell_back)
    total = room.count(span, _without(asked, part))
    return replace(answer, behind=room.behind(span, total, _without(asked, part)))


def _without(asked: Question, part: Part) -> Question:
    return asked.naming({part: ()})


def _rank(room: AnswerRoom, part: Part, span: Span) -> list[MoodFinding]:
    """Return what can be ranked, as asked; those with too few notes for a mood come last."""
    found = moods_by(room, part, span)
    aspect = room.question.aspect
    if aspect in (Aspect.MOST_NOTES, Aspect.FEWEST_NOTES):
        return sorted(
            found,
            key=lambda one: one.sums.note_count,
            reverse=aspect is Aspect.MOST_NOTES,
        )
    with_mood = [one for one in found if one.sums.n]
    sign = -1 if aspect is Aspect.BEST else 1
    return sorted(
        with_mood,
        key=lambda one: (
            not one.has_enough,
            sign * (one.sums.net or 0.0),
            sign * (one.sums.mean or 0.0),
        ),
    )


def moods_by(room: AnswerRoom, part: Part, span: Span) -> list[MoodFinding]:
    """Return the moods of all stages, personas …: those of the review where it has them."""
    asked = _without(room.question, part)
    if part is Part.STAGE:
        if not _has_filters(asked) and isinstance(span, Period):
            moods: Sequence[StageMood] = room.stage_moods(span)
            return [
                MoodFinding(part, one.stage.key, one.stage.name, one.now, one.previous, one.change)
                for one in moods
            ]
        sums = room.uow.notes.moods_matching(room.journey.id, room.filters(span, asked))
        return [
            MoodFinding(part, stage.key, stage.name, sums.get(stage.id, MoodSums()))
            for stage in room.journey.stages
            if stage.key not in asked.without(part)
        ]
    filters: NoteFilter = room.filters(span, asked)
    by_key = room.uow.notes.moods_by(_COLUMNS[part], room.journey.id, filters)
    return [
        MoodFinding(part, key, room.name_of(part, key), sums)
        for key, sums in by_key.items()
        if key is not None and key not in asked.without(part)
    ]


def answer_comparison(room: AnswerRoom) -> Answer:
    """Compare two or more stages, personas, teams …, or two periods."""
    asked = room.question
    many = [part for part in RANKED_PARTS if len(asked.of(part)) > 1]
    if many:
        return _compare_names(room, many[0])
    if asked.aspect is Aspect.REST:
        return _compare_names(room, next(part for part in RANKED_PARTS if asked.of(part)))
    first, second = room.span or room.running, asked.against or room.before(room.running)
    later, earlier = sorted((first, second), key=lambda span: span.start, reverse=True)
    finding = _mood(room, later, earlier)
    findings = [finding]
    if not _has_filters(asked) and isinstance(later, Period) and isinstance(earlier, Period):
        then = {one.stage.key: one.now for one in room.stage_moods(earlier)}
        findings += [
            MoodFinding(
                Part.STAGE, one.stage.key, one.stage.name, one.now, then[one.stage.key],
                compare_moods(then[one.stage.key], one.now), earlier,
            )
            for one in room.stage_moods(later)
            if one.now.n or then[one.stage.key].n
        ]  # fmt: skip
    answer = room.answer(
        *findings, n=finding.sums.n + (finding.previous or MoodSums()).n, span=later
    )
    return _with_behind(room, answer, later)


def _compare_names(room: AnswerRoom, part: Part) -> Answer:
    span = room.span or room.running
    findings = _findings_of(room, part, span)
    fell_back = False
    if not any(one.sums.note_count for one in findings) and room.question.period is None:
        last = room.before(span)
        earlier = _findings_of(room, part, last)
        if any(one.sums.note_count for one in earlier):
            span, findings, fell_back = last, earlier, True
    n = sum(one.sums.n for one in findings)
    return replace(room.answer(*findings, n=n, span=span), fell_back=fell_back)


def _findings_of(room: AnswerRoom, part: Part, span: Span) -> list[MoodFinding]:
    by_key = {one.key: one for one in moods_by(room, part, span)}
    keys = room.question.of(part)
    found = [
        by_key.get(key) or MoodFinding(part, key, room.name_of(part, key), MoodSums())
        for key in keys
    ]
    if room.question.aspect is Aspect.REST:
        others = (one.sums for key, one in by_key.items() if key not in keys)
        name = f"All other {part.value}"
        found.append(MoodFinding(part, REST, name, sum(others, start=MoodSums())))
    return found


def answer_summary(room: AnswerRoom) -> Answer:
    """Answer how a period went: the mood, the worst stage, the heaviest pains, KPIs off target."""
    if room.question.stages or room.question.personas:
        return answer_mood(room)
    period, total = room.period, room.count(room.period)
    fell_back = not total and room.question.period is None
    if fell_back:
        period = period.shifted(-1)
        total = room.count(period)
    moods = room.stage_moods(period)
    sums = sum((mood.now for mood in moods), start=MoodSums())
    previous = sum((mood.previous for mood in moods), start=MoodSums())
    whole = MoodFinding(
        None, WHOLE, room.journey.name, sums, previous, compare_moods(previous, sums)
    )
    ranked = _rank(room, Part.STAGE, period)
    kpis = room.review_kpis(period)
    off_target = [KpiFinding(one) for one in kpis if one.status is KpiStatus.OFF_TARGET]
    themes = [ThemeFinding(one) for one in room.themes(period) if one.n][:MAX_THEMES]
    answer = room.answer(whole, *ranked[:1], *themes, *off_target, n=total, span=period)
    behind = room.behind(period, total) if total else None
    return replace(answer, behind=behind, fell_back=fell_back)
