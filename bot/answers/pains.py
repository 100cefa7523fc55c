"""Answers about what hurts, what people wish for, and why a mood or a KPI is as it is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.kpis import answer_kpi
from bot.answers.moods import answer_mood
from bot.answers.room import AnswerRoom
from domain.notes import NoteKind
from domain.periods import Period
from domain.questions.answers import Answer, CountFinding, Finding, KpiFinding, ThemeFinding
from domain.questions.values import Aspect, Question, Span
from domain.themes import PeriodTheme, ThemeStatus

DEFAULT_THEMES = 5

MAX_DRIVERS = 3


def answer_pains(room: AnswerRoom) -> Answer:
    """Answer what hurts: the themes of a period, heaviest first, and pains in no theme."""
    span = room.span or room.running
    answer = _pains_in(room, span)
    if answer.n or room.question.period is not None or room.question.aspect is Aspect.QUIET:
        return answer
    earlier = _pains_in(room, room.before(span))
    return replace(earlier, fell_back=True) if earlier.n else answer


def _pains_in(room: AnswerRoom, span: Span) -> Answer:
    asked = replace(room.question, kind=NoteKind.PAIN_POINT)
    filters = room.filters(span, asked)
    stages = asked.stages or (None,)
    total = sum(room.count(span, replace(asked, stages=_one(key))) for key in stages)
    themes = _matching_themes(room, _themes_of(room, span)) if isinstance(span, Period) else []
    limit = asked.limit or DEFAULT_THEMES
    findings: list[Finding] = [ThemeFinding(theme) for theme in themes[:limit]]
    if asked.aspect is Aspect.QUIET:
        return room.answer(*findings, n=sum(theme.previous_n for theme in themes), span=span)
    in_themes = sum(theme.n for theme in themes)
    if (
        asked.aspect is None
        and not asked.limit
        and total > in_themes
        and themes
        and not asked.stages
    ):
        findings.append(CountFinding(total - in_themes, total, "said once or not sorted yet"))
    answer = room.answer(*findings, n=total, span=span)
    quotes = room.quotes(filters, asked.limit or 3) if not themes else ()
    behind = room.behind(span, total, asked) if total and len(asked.stages) < 2 else None
    return replace(answer, quotes=quotes, behind=behind)


def _one(key: str | None) -> tuple[str, ...]:
    return (key,) if key else ()


def _themes_of(room: AnswerRoom, period: Period) -> Sequence[PeriodTheme]:
    """Return the themes of a period; those that are mostly of the stage asked about come first."""
    asked = room.question
    themes = room.themes(period, asked.personas[0] if asked.personas else None)
    return sorted(themes, key=lambda theme: bool(asked.stages) and theme.stage not in asked.stages)


def _matching_themes(room: AnswerRoom, themes: Sequence[PeriodTheme]) -> list[PeriodTheme]:
    asked = room.question
    return [
        theme
        for theme in themes
        if _has_status(theme, asked.aspect)
        and (not asked.stages or bool(set(asked.stages) & set(theme.stages)))
        and (not asked.teams or bool(set(asked.teams) & set(theme.teams)))
    ]


def _has_status(theme: PeriodTheme, aspect: Aspect | None) -> bool:
    """Whether a theme is of the period, and new or gone quiet where that was asked."""
    if aspect is Aspect.QUIET:
        return theme.n == 0
    return theme.n > 0 and (aspect is not Aspect.NEW or theme.status is ThemeStatus.NEW)


def answer_opportunities(room: AnswerRoom) -> Answer:
    """Answer what people wish for: how many opportunities, and the newest."""
    asked = replace(room.question, kind=NoteKind.OPPORTUNITY)
    span, fell_back = room.span or room.running, False
    total = room.count(span, asked)
    if not total and asked.period is None:
        earlier = room.count(room.before(span), asked)
        if earlier:
            span, total, fell_back = room.before(span), earlier, True
    findings: list[Finding] = [CountFinding(total)]
    answer = replace(room.answer(*findings, n=total, span=span), fell_back=fell_back)
    if not total:
        return answer
    quotes = room.quotes(room.filters(span, asked), asked.limit or DEFAULT_THEMES)
    return replace(answer, quotes=quotes, behind=room.behind(span, total, asked))


def answer_why(room: AnswerRoom) -> Answer:
    """Answer what a mood or KPI goes with: the heaviest pains, and unhappy notes as evidence.

    That is what people wrote at the time; it proves no cause.
    """
    asked = room.question
    if asked.kpis:
        return _why_kpi(room)
    if asked.topic and (asked.stages or asked.personas) and not room.count(room.span):
        # Of “why do owners hesitate in decision?” no note need have the verb.
        asked = replace(asked, topic=(), all_time=False)
        room = replace(room, question=asked)
    base = answer_mood(room)
    span = base.span
    return _with_drivers(room, base, span, asked)


def _why_kpi(room: AnswerRoom) -> Answer:
    """Answer with the KPI, and the mood and pains of its stage in the same period."""
    found = answer_kpi(replace(room, question=replace(room.question, aspect=Aspect.CHANGE)))
    stages = tuple(
        one.trend.kpi.stage for one in found.of_type(KpiFinding)[:1] if one.trend.kpi.stage
    )
    about = replace(room.question, stages=stages, period=found.span)
    inner = replace(room, question=about)
    answer = _with_drivers(inner, answer_mood(inner), found.span, about)
    return replace(
        answer,
        question=room.question,
        findings=(*found.findings, *answer.findings),
        fell_back=found.fell_back,
    )


def _with_drivers(room: AnswerRoom, base: Answer, span: Span | None, asked: Question) -> Answer:
    negative = replace(asked, label="negative", kpis=())
    themes: list[PeriodTheme] = []
    if isinstance(span, Period) and not asked.topic:
        found = [theme for theme in _themes_of(room, span) if theme.n]
        themes = _matching_themes(room, found)[: asked.limit or MAX_DRIVERS]
    quotes = room.quotes(room.filters(span, negative))
    total = room.count(span, negative)
    findings = [*base.findings, *(ThemeFinding(theme) for theme in themes)]
    behind = room.behind(span, total, negative) if total else base.behind
    return replace(base, findings=tuple(findings), quotes=quotes, behind=behind)
