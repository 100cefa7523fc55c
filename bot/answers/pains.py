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
from domain.themes import MIN_THEME_NOTES, PainCount, PeriodTheme, ThemeStatus

DEFAULT_THEMES = 5

MAX_DRIVERS = 3


def answer_pains(room: AnswerRoom) -> Answer:
    """Answer what hurts: the themes of a period, heaviest first, and pains in no theme."""
    span = room.span or room.running
    answer = _pains_in(room, span)
    asked = room.question
    is_found = bool(answer.findings if asked.aspect is Aspect.GREW else answer.n)
    if is_found or asked.period or asked.against or asked.aspect is Aspect.QUIET:
        return answer
    earlier = _pains_in(room, room.before(span))
    return replace(earlier, fell_back=True) if earlier.n else answer


def _pains_in(room: AnswerRoom, span: Span) -> Answer:
    asked = replace(room.question, kind=NoteKind.PAIN_POINT)
    filters = room.filters(span, asked)
    total = sum(room.count(span, replace(asked, stages=_one(key))) for key in _stage_keys(asked))
    themes = _matching_themes(room, _themes_of(room, span))
    if asked.aspect is Aspect.GREW:
        themes = sorted(themes, key=lambda theme: theme.previous_n - theme.n)
    limit = asked.limit or DEFAULT_THEMES
    findings: list[Finding] = [_theme_finding(theme, span) for theme in themes[:limit]]
    if asked.aspect is Aspect.QUIET:
        return room.answer(*findings, n=sum(theme.previous_n for theme in themes), span=span)
    in_themes = sum(theme.n for theme in themes)
    if asked.aspect is None and not asked.limit and total > in_themes and themes:
        findings.append(CountFinding(total - in_themes, total, "said once or not sorted yet"))
    elif total and not themes and asked.aspect is None:
        counts = _counts(room, span, is_current=True)
        waiting = sum(one.n for one in counts if one.theme_id is None and one.sorted_as is None)
        if waiting:
            text = "not sorted into a theme yet: /journey themes sorts them"
            findings.append(CountFinding(waiting, total, text))
    answer = room.answer(*findings, n=total, span=span)
    quotes = room.quotes(filters, asked.limit or 3) if not themes else ()
    behind = room.behind(span, total, asked) if total and len(asked.stages) < 2 else None
    return replace(answer, quotes=quotes, behind=behind)


def _theme_finding(theme: PeriodTheme, span: Span) -> ThemeFinding:
    return ThemeFinding(theme, has_course=isinstance(span, Period))


def _one(key: str | None) -> tuple[str, ...]:
    return (key,) if key else ()


def _stage_keys(asked: Question) -> tuple[str | None, ...]:
    return asked.stages or (None,)


def _themes_of(room: AnswerRoom, span: Span) -> Sequence[PeriodTheme]:
    """Return the themes of a period, heaviest first, counted in what the question names.

    In a period of reviews their course is that of the whole theme. In other days they have none.
    """
    asked = room.question
    if isinstance(span, Period):
        themes = room.themes(span, asked.personas[0] if asked.personas else None)
        if not _is_narrowed(asked):
            return themes
    else:
        known = room.uow.themes.of_journey(room.journey.id)
        themes = tuple(PeriodTheme(theme, None, 0, 0) for theme in known if not theme.muted)
    now = _counts(room, span, is_current=True)
    before = _counts(room, room.question.against or room.before(span), is_current=False)
    counted = [_narrowed(room, theme, now, before) for theme in themes]
    if not isinstance(span, Period):
        counted = [theme for theme in counted if theme.n >= MIN_THEME_NOTES]
    gone = {one.theme.id for one in themes if one.status is ThemeStatus.GONE_QUIET}
    kept = [theme for theme in counted if theme.n or theme.theme.id in gone]
    return sorted(kept, key=lambda theme: (-theme.score, -theme.n, theme.title.casefold()))


def _is_narrowed(asked: Question) -> bool:
    named = (asked.stages, asked.teams, asked.channels, asked.touchpoints, asked.authors)
    return any(named) or bool(asked.excluded or asked.against)


def _counts(room: AnswerRoom, span: Span, *, is_current: bool) -> Sequence[PainCount]:
    asked = replace(room.question, kind=None, label=None, topic=())
    return [
        count
        for key in _stage_keys(asked)
        for count in room.uow.pains.count_matching(
            room.journey.id,
            room.filters(span, replace(asked, stages=_one(key))),
            is_current=is_current,
        )
    ]


def _narrowed(
    room: AnswerRoom, theme: PeriodTheme, now: Sequence[PainCount], before: Sequence[PainCount]
) -> PeriodTheme:
    """Return a theme with the figures of these counts, and a quote only if it is one of them."""
    mine = [one for one in now if one.theme_id == theme.theme.id]
    earlier = [one for one in before if one.theme_id == theme.theme.id]
    by_stage: dict[str | None, int] = {}
    keys = {stage.id: stage.key for stage in room.journey.stages}
    for one in mine or earlier:
        key = keys.get(one.stage_id or 0)
        by_stage[key] = by_stage.get(key, 0) + one.n
    stages = tuple(sorted(by_stage, key=lambda key: (-by_stage[key], key or "")))
    return replace(
        theme,
        stage=stages[0] if stages else None,
        stages=stages,
        n=sum(one.n for one in mine),
        score=sum(one.score for one in mine),
        previous_n=sum(one.n for one in earlier),
        joined_id_lists=tuple(one.note_ids for one in mine),
        quote=None,
    )


def _matching_themes(room: AnswerRoom, themes: Sequence[PeriodTheme]) -> list[PeriodTheme]:
    asked = room.question
    return [
        theme
        for theme in themes
        if _has_status(theme, asked.aspect)
        and (not asked.stages or bool(set(asked.stages) & set(theme.stages)))
    ]


def _has_status(theme: PeriodTheme, aspect: Aspect | None) -> bool:
    """Whether a theme is of the period, and new or gone quiet where that was asked."""
    if aspect is Aspect.QUIET:
        return theme.n == 0
    if aspect is Aspect.GREW:
        return theme.n > theme.previous_n
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
    if span is not None and not asked.topic:
        found = [theme for theme in _themes_of(room, span) if theme.n]
        themes = _matching_themes(room, found)[: asked.limit or MAX_DRIVERS]
    quotes = room.quotes(room.filters(span, negative))
    total = room.count(span, negative)
    found_themes = [_theme_finding(theme, span) for theme in themes] if span else []
    findings = [*base.findings, *found_themes]
    behind = room.behind(span, total, negative) if total else base.behind
    return replace(base, findings=tuple(findings), quotes=quotes, behind=behind)
