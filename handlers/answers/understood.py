"""Say in words what was understood of a question: “Mood of Onboarding, July to September 2026”."""

from datetime import date, timedelta

from domain.notes import NoteKind
from domain.periods import Days, Period
from domain.questions.answers import Answer
from domain.questions.values import RANKED_PARTS, Aspect, Part, Question, Span, Subject

_SUBJECTS = {
    Subject.SUMMARY: "Summary",
    Subject.MOOD: "Mood",
    Subject.WHY: "What goes with the mood",
    Subject.PAINS: "Pains",
    Subject.OPPORTUNITIES: "Opportunities",
    Subject.KPIS: "KPIs",
    Subject.COMPARE: "Moods compared",
    Subject.COUNT: "Number of notes",
    Subject.WHO: "Who wrote notes",
    Subject.OWNER: "Owner",
    Subject.REVIEW: "Next review",
    Subject.SIGN_OFF: "Sign-offs",
    Subject.CHANGES: "What is new",
    Subject.EVIDENCE: "Notes",
    Subject.STAGES: "Stages",
    Subject.PERSONAS: "Personas",
    Subject.TOUCHPOINTS: "Touchpoints",
    Subject.MILESTONES: "Milestones",
    Subject.BLIND_SPOTS: "What nobody wrote about",
    Subject.ACTIONS: "Actions",
    Subject.FORECAST: "Forecast",
}

_ASPECTS = {
    (Subject.MOOD, Aspect.CHANGE): "Change of mood",
    (Subject.MOOD, Aspect.CONFIDENCE): "How sure the mood is",
    (Subject.PAINS, Aspect.REPEATED): "Pains noted more than once",
    (Subject.EVIDENCE, Aspect.FIRST): "First notes",
    (Subject.EVIDENCE, Aspect.LATEST): "Latest notes",
    (Subject.COUNT, Aspect.KINDS): "Notes by kind",
    (Subject.COUNT, Aspect.LABELS): "Notes by mood",
    (Subject.MOOD, Aspect.BY_MONTH): "Mood by month",
    (Subject.PAINS, Aspect.GREW): "Pains that grew most",
    (Subject.KPIS, Aspect.MOST_CHANGED): "KPIs that changed most",
    (Subject.PAINS, Aspect.NEW): "New pains",
    (Subject.PAINS, Aspect.QUIET): "Pains that went quiet",
    (Subject.KPIS, Aspect.WORSE): "KPIs that got worse",
    (Subject.KPIS, Aspect.BETTER): "KPIs that got better",
    (Subject.KPIS, Aspect.OFF_TARGET): "KPIs off target",
    (Subject.KPIS, Aspect.ON_TARGET): "KPIs on target",
    (Subject.COUNT, Aspect.SHARE): "Share of notes",
    (Subject.WHO, Aspect.MOST_NOTES): "Who writes the most notes",
    (Subject.WHO, Aspect.FEWEST_NOTES): "Who writes the fewest notes",
    (Subject.WHO, Aspect.TEAMS): "Notes by team",
    (Subject.OWNER, Aspect.NEXT): "Owner of the journey",
    (Subject.REVIEW, Aspect.LAST): "Last review",
    (Subject.REVIEW, Aspect.OVERDUE): "Overdue reviews",
    (Subject.ACTIONS, Aspect.OVERDUE): "Overdue actions",
    (Subject.MILESTONES, Aspect.BLOCKED): "Blocked milestones",
    (Subject.MILESTONES, Aspect.REACHED): "Milestones reached",
}

_ORDERS = {
    Aspect.WORST: "unhappiest first",
    Aspect.BEST: "happiest first",
    Aspect.MOST_NOTES: "most notes first",
    Aspect.FEWEST_NOTES: "fewest notes first",
}

_KPI_ASPECTS = {
    Aspect.BEST: "best reading of ",
    Aspect.WORST: "worst reading of ",
    Aspect.HIGHEST: "highest reading of ",
    Aspect.LOWEST: "lowest reading of ",
    Aspect.DAY: "day of the last reading of ",
    Aspect.TARGET: "target of ",
    Aspect.CHANGE: "change of ",
    Aspect.DEFINITION: "what it measures: ",
}

_KINDS = {
    NoteKind.TOUCHPOINT: "Touchpoint notes",
    NoteKind.PAIN_POINT: "Pain points",
    NoteKind.OPPORTUNITY: "Opportunities",
}

_ABOUT_NOTES = frozenset({Subject.EVIDENCE, Subject.COUNT, Subject.WHO, Subject.ACTIONS})

# What has no period: it is as it is today.
_TIMELESS = frozenset(
    {Subject.OWNER, Subject.REVIEW, Subject.STAGES, Subject.PERSONAS, Subject.TOUCHPOINTS,
     Subject.MILESTONES, Subject.FORECAST}
)  # fmt: skip


def describe_question(answer: Answer) -> str:
    """Return subject, names and period of a question as it was understood."""
    asked = answer.question
    if asked is None or asked.unknown is not None:
        return ""
    text = _subject(asked, answer) + _scope(asked, answer)
    is_definition = asked.subject is Subject.KPI and asked.aspect is Aspect.DEFINITION
    if asked.subject in _TIMELESS or is_definition:
        return text
    when = describe_period(answer.span)
    return f"{text}, {when}" + (", so far" if answer.is_running else "")


def _subject(asked: Question, answer: Answer) -> str:
    if asked.subject is Subject.RANKING:
        part = (asked.ranked or Part.STAGE).value.capitalize()
        return f"{part}, {_ORDERS.get(asked.aspect or Aspect.WORST, '')}"
    if asked.subject is Subject.KPI or (asked.subject is Subject.WHY and asked.kpis):
        names = ", ".join(answer.names.name(Part.KPI, key) for key in asked.kpis)
        before = "What goes with " if asked.subject is Subject.WHY else "KPI "
        return before + _KPI_ASPECTS.get(asked.aspect or Aspect.VALUE, "") + names
    if asked.subject in (Subject.COUNT, Subject.EVIDENCE, Subject.WHO) and asked.kind:
        return _KINDS[asked.kind]
    if asked.subject in (Subject.COUNT, Subject.EVIDENCE) and asked.label:
        return f"{asked.label.capitalize()} notes"
    if asked.unsorted:
        return "Unsorted notes"
    found = _ASPECTS.get((asked.subject, asked.aspect or Aspect.VALUE))
    return found or _SUBJECTS[asked.subject]


def _scope(asked: Question, answer: Answer) -> str:
    """Return ` of Onboarding, Clinic owner, by Mara, that mention “invoices”`."""
    names = [answer.names.name(part, key) for part in RANKED_PARTS for key in asked.of(part)]
    is_list = asked.subject in (Subject.COMPARE, Subject.RANKING, Subject.PERSONAS)
    joined = (" and " if asked.subject is Subject.COMPARE else ", ").join(names)
    text = f"{':' if is_list else ' of'} {joined}" if names else ""
    parts = (*RANKED_PARTS, Part.KPI, Part.AUTHOR)
    left_out = [answer.names.name(part, key) for part in parts for key in asked.without(part)]
    text += f" without {', '.join(left_out)}" if left_out else ""
    of_notes = "" if asked.subject in _ABOUT_NOTES else " in notes"
    if asked.authors:
        people = " and ".join(answer.names.name(Part.AUTHOR, key) for key in asked.authors)
        text += f"{of_notes} by {people}"
    if asked.topic:
        words = " and ".join(f"“{word}”" for word in asked.topic)
        text += f" with {words}" if asked.authors else f"{of_notes} with {words}"
    return text


def describe_period(span: Span | None) -> str:
    """Return `July to September 2026`, `September 2026`, `3 to 9 August 2026` or `any time`."""
    if span is None:
        return "any time"
    if isinstance(span, Period):
        return _months(span.first_day, span.last_day)
    return _days(span)


def _months(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%B}{year} to {last:%B %Y}"


def _days(span: Days) -> str:
    first, last = span.start.date(), span.end.date() - timedelta(days=1)
    after = span.end.date()
    if first.day == 1 and after.day == 1:
        return _months(first, last)
    if first == last:
        return f"{first:%-d %B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%-d} to {last:%-d %B %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%-d %B}{year} to {last:%-d %B %Y}"
