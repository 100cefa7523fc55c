"""Understand a question: its subject, names, period and topic. No model, no guess beyond words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from domain.notes import NoteKind
from domain.questions.follow_ups import FollowUp, find_bare_follow_up, is_fragment, strip_follow_up
from domain.questions.names import FoundNames, find_names
from domain.questions.periods import FoundPeriods, QuestionTime, find_periods
from domain.questions.rules import find_subject
from domain.questions.topics import add_topic, topic_words
from domain.questions.values import EXTREMES, Aspect, Names, Part, Question, Subject
from domain.questions.words import fold_question

# Of a longer text the end is no part of the question, and reading it takes seconds.
MAX_LENGTH = 300

MAX_LIMIT = 20

_UNSORTED = re.compile(r"\bunsorted\b|notes (?:without a|in no|with no) stage|\binbox\b")

_FEWEST = re.compile(r"\b(?:least|fewest|wenigsten|moins|menos|minste)\b")

_BEFORE_THAT = re.compile(r"\b(?:month|quarter|week|year|period|one) before(?: that)?$")

_KINDS = (
    (
        NoteKind.PAIN_POINT,
        (
            r"\bpain ?points?|\bpains?\b|schmerzpunkt\w*|points? de douleur|"
            r"puntos? de dolor|pijnpunt\w*|\bproblems?\b|\bcomplaints?\b|\bissues\b"
        ),
    ),
    (NoteKind.OPPORTUNITY, r"opportunit\w*|oportunidad\w*|\bideas?\b|chancen|kansen|suggestions?"),
    (NoteKind.TOUCHPOINT, r"\btouchpoint notes?|\btouchpoints?\b"),
)
_LABELS = (
    ("negative", r"\bnegativ\w*|\bnegatif\w*|\bunhappy\b|\bbad\b|\bangry\b"),
    ("positive", r"\bpositiv\w*|\bpositif\w*|\bhappy\b|\bgood\b|\bpraise\b|\bdelighted\b"),
    ("neutral", r"\bneutral\w*|\bneutre\w*"),
)
_LIMIT = re.compile(
    r"(?:\b(?:top|bottom|the|our|biggest|first|worst|best|happiest|unhappiest|main|die|les|los|"
    r"de) |^)(\d{1,2})\b(?! ?%)"
)
_LIMIT_NUMBERS = (
    (2, "two|zwei|deux|dos|twee"),
    (3, "three|drei|trois|tres|drie"),
    (5, "five|funf|cinq|cinco|vijf"),
    (10, "ten|zehn|dix|diez|tien"),
)
_LIMIT_WORDS = {word: number for number, words in _LIMIT_NUMBERS for word in words.split("|")}
_ONE = re.compile(
    r"(?:what (?:is|s|was)|whats|which is|name|was ist|quel est|quelle est|cual es|wat is) "
    r"(?:the |our |das |der |le |la |el |het )?(?:single |one |number one )?"
    r"(?:biggest|worst|main|top|greatest|largest|grosste\w*|schlimmste\w*|plus gros\w*|mayor|"
    r"peor|grootste) (?:pain|problem|issue|complaint|theme|opportunity|"
    r"probleem|probleme|problema)\b"
)


def parse_question(
    text: str, names: Names, time: QuestionTime, me: str | None = None
) -> Question | FollowUp | None:
    """Return the question, a follow-up where it needs the one before, or None if neither.

    What is longer than MAX_LENGTH characters is cut. `me` is the Slack user id of who asks.
    """
    folded = fold_question(text[:MAX_LENGTH])
    periods = find_periods(folded, time)
    found = find_names(_expand_before(periods.text, names), names, me)
    masked = _mask(found, periods, time)
    if bare := find_bare_follow_up(masked):
        return FollowUp(_with_parts(bare, found, periods), has_subject=True)
    rest = strip_follow_up(masked)
    subject = find_subject(masked if rest is None else rest)
    has_name = bool(found.keys or periods.period)
    if rest is not None or (subject is None and has_name and is_fragment(masked)):
        # Of “and in retention” nothing says what is asked; of “and the worst stage” something does.
        strong = subject is not None and subject[0] not in (Subject.MOOD, Subject.COMPARE)
        question = _build(subject if strong else None, rest or masked, found, periods, names)
        return FollowUp(
            question, has_subject=strong, is_before=_BEFORE_THAT.search(folded) is not None
        )
    if subject is None:
        if not found.keys and not topic_words(found.words):
            return None
        subject = _fallback_subject(found)
    return _build(subject, masked, found, periods, names)


def _mask(found: FoundNames, periods: FoundPeriods, time: QuestionTime) -> str:
    def mark(match: re.Match[str]) -> str:
        number = int(match[0].removeprefix("PERIOD"))
        span = periods.spans[number]
        return "FUTURE" if span.start > time.calendar.midnight(time.today) else "PERIOD"

    return re.sub(r"PERIOD\d+", mark, found.text)


def _fallback_subject(found: FoundNames) -> tuple[Subject, Aspect | None]:
    if found.keys.get(Part.KPI):
        return Subject.KPI, Aspect.VALUE
    if topic_words(found.words) or found.keys.get(Part.AUTHOR):
        return Subject.EVIDENCE, None
    return Subject.MOOD, None


def _with_parts(question: Question, found: FoundNames, periods: FoundPeriods) -> Question:
    return replace(
        question.naming({part: found.of(part) for part in Part}),
        period=periods.period,
        against=periods.against,
        all_time=periods.all_time,
        unknown=found.unknown,
        excluded=found.excluded,
    )


def _build(
    subject: tuple[Subject, Aspect | None] | None,
    masked: str,
    found: FoundNames,
    periods: FoundPeriods,
    names: Names,
) -> Question:
    about, aspect = subject or (Subject.MOOD, None)
    question = _with_parts(Question(about, aspect), found, periods)
    question = replace(
        question,
        kind=_first(_KINDS, masked) if about in (Subject.COUNT, Subject.WHO) else None,
        all_time=question.all_time or _is_extreme(question),
        limit=_limit(masked),
        ranked=_ranked(masked) if about is Subject.RANKING else None,
    )
    if about is Subject.RANKING and (most := _MOST_OF_KIND.search(masked)):
        kind = _first(_KINDS, most[0])
        question = replace(question, aspect=Aspect.MOST_NOTES, kind=kind)
    if question.aspect is Aspect.MOST_NOTES and _FEWEST.search(masked):
        question = replace(question, aspect=Aspect.FEWEST_NOTES)
    if about in (Subject.COUNT, Subject.EVIDENCE, Subject.BLIND_SPOTS) and _UNSORTED.search(masked):
        kept = Subject.COUNT if about is Subject.COUNT else Subject.EVIDENCE
        question = replace(question, subject=kept, unsorted=True)
    question = _with_label(_with_kind(question, masked), masked)
    question = add_topic(question, found, names)
    return _adjust(question, periods)


_COMPARING = re.compile(r"\b(?:or|vs|versus|than|compared?|against)\b")

_OF_NOTES = re.compile(r"\b(?:positive|negative|notes?|comments|feedback)\b")

_KINDS_COUNTED = frozenset(
    {Subject.COUNT, Subject.COMPARE, Subject.OPPORTUNITIES, Subject.PAINS, Subject.EVIDENCE}
)

_ANYONE_EVER = re.compile(
    r"^(?:has|have|did|does|is there|are there|was there) (?:\w+ )?(?:anyone|anybody|someone|"
    r"somebody|any|people|customers|clients|PERSONA)\b"
)


def _with_kind(question: Question, masked: str) -> Question:
    """Return it with the kind of notes whose day is asked, or as a count of two kinds or labels."""
    if question.subject is Subject.EVIDENCE and question.aspect in (Aspect.FIRST, Aspect.LATEST):
        is_complaint = re.search(r"\bcomplain\w*", masked)
        kind = NoteKind.PAIN_POINT if is_complaint else _first(_KINDS, masked)
        return replace(question, kind=kind, all_time=question.all_time or not question.period)
    if question.subject is Subject.EVIDENCE and _ANYONE_EVER.search(masked):
        return replace(question, all_time=question.all_time or not question.period)
    if question.subject not in _KINDS_COUNTED or not _COMPARING.search(masked):
        return question
    if len([kind for kind, pattern in _KINDS if re.search(pattern, masked)]) > 1:
        return replace(question, subject=Subject.COUNT, aspect=Aspect.KINDS, kind=None)
    named = [label for label, pattern in _LABELS if re.search(pattern, masked)]
    if len(named) > 1 and _OF_NOTES.search(masked):
        return replace(question, subject=Subject.COUNT, aspect=Aspect.LABELS, kind=None)
    return question


_MOST_OF_KIND = re.compile(
    r"\b(?:most|fewest|least) (?:pain ?points?|complaints|ideas|opportunities|touchpoint notes)\b"
)


def _is_extreme(question: Question) -> bool:
    """Whether it is after the best or worst of all readings, as no period was named."""
    is_kpi = question.subject is Subject.KPI and question.aspect in EXTREMES
    return is_kpi and question.period is None


def _with_label(question: Question, masked: str) -> Question:
    if question.subject is Subject.EVIDENCE and question.aspect is Aspect.BEST:
        return replace(question, aspect=None, label="positive")
    if question.aspect in (Aspect.KINDS, Aspect.LABELS):
        return question
    if question.subject in (Subject.COUNT, Subject.EVIDENCE, Subject.WHO):
        label = _first(_LABELS, masked)
        return replace(question, label=label or None)
    return question


def _adjust(question: Question, periods: FoundPeriods) -> Question:
    """Make the parts of a question fit each other."""
    if question.subject is Subject.KPI and len(question.kpis) > 1:
        if question.aspect is Aspect.VALUE:
            question = replace(question, subject=Subject.KPIS, aspect=None)
    elif question.subject is Subject.COMPARE:
        question = _adjust_comparison(question, is_range=periods.is_range)
    elif question.subject is Subject.WHY and question.kpis:
        question = replace(question, topic=())
    elif question.subject is Subject.CHANGES and question.stages and not question.period:
        question = replace(question, subject=Subject.EVIDENCE, aspect=Aspect.NEW)
    elif question.topic and question.subject in _SEARCHED:
        question = replace(
            question, subject=Subject.EVIDENCE, aspect=None, kind=_SEARCHED[question.subject]
        )
    return _adjust_period(question, periods)


# Pains and opportunities about a topic are notes of that kind with its words.
_SEARCHED: dict[Subject, NoteKind | None] = {
    Subject.PAINS: NoteKind.PAIN_POINT,
    Subject.OPPORTUNITIES: NoteKind.OPPORTUNITY,
    Subject.CHANGES: None,
}

# Of two periods the later is the one that is asked about.
_COMPARED = frozenset({Subject.MOOD, Subject.COMPARE, Subject.KPI, Subject.KPIS})

_SEARCHES = frozenset({Subject.EVIDENCE, Subject.WHO, Subject.COUNT, Subject.WHY})


def _adjust_period(question: Question, periods: FoundPeriods) -> Question:
    """Compare with what a change is asked since; look for words in notes of any time."""
    is_change = question.aspect is Aspect.CHANGE or question.subject is Subject.KPIS
    if periods.since is not None and question.against is None and is_change:
        # A review is of a whole period: this one is compared with the one before.
        against = None if periods.is_since_review else periods.since
        question = replace(question, period=None, against=against)
    period, against = question.period, question.against
    if period and against and period.start < against.start and question.subject in _COMPARED:
        question = replace(question, period=against, against=period)
    is_search = bool(question.topic) and question.subject in _SEARCHES
    if is_search and not (question.period or periods.is_current):
        question = replace(question, all_time=True)
    return question


def _adjust_comparison(question: Question, *, is_range: bool) -> Question:
    parts = (Part.STAGE, Part.PERSONA, Part.TEAM, Part.CHANNEL, Part.TOUCHPOINT)
    if any(len(question.of(part)) > 1 for part in parts) or question.unknown:
        return replace(question, aspect=None)
    is_rest = question.aspect is Aspect.REST and any(question.of(part) for part in parts)
    if is_rest or (question.period and question.against and not question.kpis):
        return question
    if len(question.kpis) > 1:
        return replace(question, subject=Subject.KPIS, aspect=None)
    if question.kpis:
        return replace(question, subject=Subject.KPI, aspect=Aspect.CHANGE)
    if question.topic and not any(question.of(part) for part in parts):
        return replace(question, subject=Subject.EVIDENCE)
    return replace(question, subject=Subject.MOOD, aspect=None if is_range else Aspect.CHANGE)


Value = TypeVar("Value")


def _first(table: Sequence[tuple[Value, str]], text: str) -> Value | None:
    return next((value for value, pattern in table if re.search(pattern, text)), None)


def _limit(masked: str) -> int | None:
    if _ONE.search(masked):
        return 1
    found = _LIMIT.search(masked)
    if found and int(found[1]):
        return min(int(found[1]), MAX_LIMIT)
    words = "|".join(_LIMIT_WORDS)
    named = re.search(
        rf"\b(?:top|bottom|the|biggest|worst|best|happiest|unhappiest|our|die|les|los|de|main) "
        rf"({words})\b",
        masked,
    )
    return _LIMIT_WORDS[named[1]] if named else None


def _ranked(masked: str) -> Part:
    nouns = (
        (Part.PERSONA, r"personas?|customer groups?|segments?|types? of"),
        (Part.TOUCHPOINT, r"touchpoints?|kontaktpunkt"),
        (Part.CHANNEL, r"channels?|kanal|canal|canaux|kanaal"),
        (Part.TEAM, r"teams?\b"),
    )
    found = next((part for part, pattern in nouns if re.search(rf"\b(?:{pattern})", masked)), None)
    if found:
        return found
    is_place = re.search(r"\b(?:stages?|phases?|steps?|where|wo|ou|donde|waar)\b", masked)
    is_people = re.search(r"\b(?:who|wer|qui|quien|customers|groups?)\b", masked)
    return Part.PERSONA if is_people and not is_place else Part.STAGE


_BEFORE_BUYING = re.compile(
    r"\bbefore (?:people |customers |they |clients |users |buyers )?(?:they )?(?:buy|sign|purchase|"
    r"pay|decide|order|book)(?:ing)?\b|\bpre[ -]?sales?\b"
)
_AFTER_BUYING = re.compile(
    r"\bafter (?:people |customers |they |the )?(?:they )?(?:buy|bought|sign(?:ed)?|purchased?|"
    r"paid|order(?:ed)?|sale|signing|buying)\b"
)
_BUYING_STAGES = ("decision", "purchase")


def _expand_before(text: str, names: Names) -> str:
    """Put the stages of “before people buy” in its place, if a stage of the journey is buying."""
    keys = list(names.of(Part.STAGE))
    bought = next((keys.index(key) for key in _BUYING_STAGES if key in keys), None)
    if bought is None:
        return text
    for pattern, some in (
        (_BEFORE_BUYING, keys[: bought + 1]),
        (_AFTER_BUYING, keys[bought + 1 :]),
    ):
        text = pattern.sub("in " + " and ".join(some), text)
    return text
