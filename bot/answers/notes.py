"""Answers made of notes: evidence, counts, who wrote them, and what is new."""

from dataclasses import replace

from bot.answers.room import MAX_QUOTES, AnswerRoom, word_stem
from domain.notes import NoteKind
from domain.questions.answers import (
    Answer,
    AuthorFinding,
    CountFinding,
    DatesFinding,
    Finding,
    MoodFinding,
    TeamFinding,
    ThemeFinding,
)
from domain.questions.topics import topic_words
from domain.questions.values import Aspect, Question, Span, Subject
from domain.questions.words import fold_question
from domain.themes import PeriodTheme

MAX_AUTHORS = 5

MAX_EVIDENCE = 5


def answer_evidence(room: AnswerRoom) -> Answer:
    """Answer with the newest notes about what was named, and how many there are."""
    asked, partly = room.with_found_topic(room.question)
    span, total, fell_back = _span_with_notes(room, asked)
    answer = room.answer(CountFinding(total), n=total, span=span)
    answer = replace(answer, span=span, fell_back=fell_back, partly=partly, question=asked)
    if not total:
        return answer
    sums = room.sums(span, asked)
    findings: list[Finding] = [CountFinding(total), MoodFinding(None, "notes", "", sums)]
    filters = room.filters(span, asked)
    dates = room.uow.notes.first_and_last(room.journey.id, filters)
    if dates and asked.aspect in (Aspect.FIRST, Aspect.LATEST):
        findings = [DatesFinding(*dates), CountFinding(total)]
        if asked.aspect is Aspect.FIRST:
            # The notes of the first day; of a period, those of its months are the filter already.
            filters = replace(filters, months=None, days=room.day_of(dates[0]))
    quotes = room.quotes(filters, asked.limit or MAX_QUOTES)
    behind = room.behind(span, total, asked)
    return replace(answer.with_findings(findings), quotes=quotes, behind=behind)


def _span_with_notes(room: AnswerRoom, asked: Question) -> tuple[Span | None, int, bool]:
    """Return the period, the number of notes in it, and whether it is the one before."""
    total = room.count(room.span, asked)
    if total or asked.period is not None or room.span is None:
        return room.span, total, False
    last = room.before(room.span)
    earlier = room.count(last, asked)
    return (last, earlier, True) if earlier else (room.span, 0, False)


def answer_count(room: AnswerRoom) -> Answer:
    """Answer how many notes there are, and of how many where they are some of them."""
    asked = room.question
    if asked.aspect in (Aspect.KINDS, Aspect.LABELS):
        return _answer_split(room)
    if theme := _named_theme(room):
        return theme
    total = room.count(room.span, asked)
    whole = None
    if asked.label:
        # Reviews count shares of the notes that have a mood.
        whole = room.sums(room.span, replace(asked, label=None)).n
    elif asked.kind:
        whole = room.count(room.span, replace(asked, kind=None))
    findings: list[Finding] = [CountFinding(total, whole)]
    narrowed = asked.label or asked.kind or asked.topic
    if not narrowed:
        findings.append(MoodFinding(None, "notes", "", room.sums(room.span)))
        findings += _by_kind(room)
        if asked.period is None:
            findings.append(CountFinding(room.count(None, asked), None, "in all"))
    answer = room.answer(*findings, n=total)
    answer = replace(answer, span=room.span)
    return replace(answer, behind=room.behind(room.span, total)) if total else answer


def _named_theme(room: AnswerRoom) -> Answer | None:
    """Return how often a theme was noted where the topic is its name, else None."""
    words = {word_stem(word) for word in room.question.topic}
    known = room.uow.themes.of_journey(room.journey.id) if words else ()
    theme = next((one for one in known if words == _words_of(one.name)), None)
    if theme is None or theme.muted:
        return None
    asked = replace(room.question, topic=())
    span = asked.period or (None if asked.all_time else room.span)
    counts = room.uow.pains.count_matching(
        room.journey.id, room.filters(span, asked), is_current=True
    )
    mine = [one for one in counts if one.theme_id == theme.id]
    found = PeriodTheme(
        theme,
        None,
        sum(one.score for one in mine),
        sum(one.n for one in mine),
        joined_id_lists=tuple(one.note_ids for one in mine),
    )
    answer = room.answer(ThemeFinding(found, has_course=False), n=found.n)
    return replace(answer, span=span, question=replace(asked, subject=Subject.PAINS))


def _words_of(name: str) -> set[str]:
    """Return the stems of a theme's name as those of a question's topic."""
    return {word_stem(word) for word in topic_words(fold_question(name).replace("-", " ").split())}


def _answer_split(room: AnswerRoom) -> Answer:
    """Answer how many notes there are of each kind, or of each mood; most first."""
    asked = room.question
    each = [replace(asked, kind=kind) for kind in NoteKind]
    if asked.aspect is Aspect.LABELS:
        each = [replace(asked, label=label) for label in ("negative", "positive", "neutral")]
    counts = [
        CountFinding(room.count(room.span, one), None, one.kind or one.label or "") for one in each
    ]
    counts.sort(key=lambda one: -one.n)
    total = room.count(room.span, asked)
    answer = replace(room.answer(*counts, n=total), span=room.span)
    return replace(answer, behind=room.behind(room.span, total)) if total else answer


def _by_kind(room: AnswerRoom) -> list[CountFinding]:
    counts = (
        CountFinding(room.count(room.span, replace(room.question, kind=kind)), None, kind.value)
        for kind in NoteKind
    )
    return [one for one in counts if one.n]


def answer_who(room: AnswerRoom) -> Answer:
    """Answer who wrote the notes about what was named, or who writes the most."""
    asked = room.question
    if asked.aspect is Aspect.TEAMS:
        return _answer_teams(room)
    asked, partly = room.with_found_topic(asked)
    span, total, fell_back = _span_with_notes(room, asked)
    sums = room.uow.notes.moods_by("author", room.journey.id, room.filters(span, asked))
    sign = 1 if asked.aspect is Aspect.FEWEST_NOTES else -1
    ranked = sorted(sums, key=lambda user: (sign * sums[user].note_count, user or ""))
    named = [user for user in ranked if user is not None]
    findings: list[Finding] = [
        AuthorFinding(user, sums[user].note_count) for user in named[: asked.limit or MAX_AUTHORS]
    ]
    if None in sums:
        findings.append(AuthorFinding(None, sums[None].note_count))
    answer = room.answer(*findings, n=total, span=span)
    answer = replace(answer, span=span, fell_back=fell_back, partly=partly, question=asked)
    if not total:
        return answer
    is_search = bool(asked.topic or asked.label) and asked.aspect is None
    quotes = room.quotes(room.filters(span, asked)) if is_search else ()
    return replace(answer, quotes=quotes, behind=room.behind(span, total, asked))


def _answer_teams(room: AnswerRoom) -> Answer:
    span, total, fell_back = _span_with_notes(room, room.question)
    sums = room.uow.notes.moods_by("team", room.journey.id, room.filters(span))
    counts = {team: sums[team].note_count if team in sums else 0 for team in room.journey.teams}
    counts |= {team: one.note_count for team, one in sums.items() if team is not None}
    ranked = sorted(counts, key=lambda team: (-counts[team], team))
    findings: list[Finding] = [TeamFinding(team, counts[team]) for team in ranked]
    if None in sums:
        findings.append(TeamFinding(None, sums[None].note_count))
    answer = replace(room.answer(*findings, n=total, span=span), fell_back=fell_back)
    return replace(answer, behind=room.behind(span, total)) if total else answer


def answer_changes(room: AnswerRoom) -> Answer:
    """Answer what is new in a period: how many notes, of which kinds, and the newest."""
    asked = room.question
    total = room.count(room.span, asked)
    findings: list[Finding] = [CountFinding(total), *_by_kind(room)]
    span = room.span
    if span is not None:
        sums = room.sums(span)
        findings.append(MoodFinding(None, "notes", "", sums))
    answer = room.answer(*findings, n=total)
    if not total:
        return answer
    quotes = room.quotes(room.filters(span), MAX_EVIDENCE)
    return replace(answer, quotes=quotes, behind=room.behind(span, total))
