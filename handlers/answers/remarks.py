"""What is said beside the figures of an answer: what is missing, and what they do not show."""

from collections.abc import Iterator

from domain.questions.answers import Answer, MoodFinding, PostedReviewFinding, ThemeFinding
from domain.questions.values import Aspect, Subject
from domain.trends import MIN_NOTES, Verdict, compare_moods
from handlers.answers.understood import describe_period

# A sentence that names nobody.
Line = tuple[str]

# Rankings by these say how many notes there are, not how they feel.
BY_COUNT = frozenset({Aspect.MOST_NOTES, Aspect.FEWEST_NOTES})


def period_noun(answer: Answer) -> str:
    """Return what the journey's periods are called: `quarter`."""
    journey = answer.journey
    return journey.cadence.noun if journey else "period"


def pain_points(count: int) -> str:
    """Return `1 pain point` or `8 pain points`."""
    return "1 pain point" if count == 1 else f"{count:,} pain points"


def write_remarks(answer: Answer) -> Iterator[Line]:
    """Yield what is to be known before the figures of an answer."""
    asked = answer.question
    if asked is None:
        return
    if asked.subject is Subject.FORECAST:
        yield ("I can't tell the future. This is the latest I know:",)
    yield from _earlier_period(answer)
    yield from _missing_words(answer, asked.subject)
    is_pains = asked.subject is Subject.PAINS
    if is_pains and answer.n and not answer.of_type(ThemeFinding):
        yield (_no_themes(answer.n, asked.aspect),)
    yield from _ranking_remark(answer)
    yield from _review_remarks(answer)
    if asked.subject is Subject.OWNER and asked.kpis:
        whose = "their stage" if any("." in key for key in asked.kpis) else "the journey"
        yield (f"KPIs have no owner of their own; the owner of {whose} answers for them.",)
    if asked.subject is Subject.REVIEW and asked.aspect is Aspect.OVERDUE:
        yield ("No review is overdue.",)
    if asked.subject is Subject.KPIS and not answer.findings:
        yield (_no_kpis(answer),)


def _earlier_period(answer: Answer) -> Iterator[Line]:
    """Say that the figures are of the period before the running one, and why."""
    asked, noun = answer.question, period_noun(answer)
    if asked is None or not (answer.fell_back and answer.findings):
        return
    nothing = "Nothing yet"
    if asked.aspect is Aspect.GREW:
        nothing = "No theme was noted more often"
    yield (f"{nothing} this {noun}, so this is the {noun} before.",)


def _review_remarks(answer: Answer) -> Iterator[Line]:
    """Say that a review was not posted, and that it is of all stages."""
    asked = answer.question
    if asked is None or asked.subject is not Subject.REVIEW:
        return
    if asked.stages:
        yield ("There is one review for all stages.",)
    if asked.aspect is Aspect.LAST and not answer.of_type(PostedReviewFinding):
        when = f" for {describe_period(asked.period)}" if asked.period else " yet"
        yield (f"No review has been posted{when}.",)


def _ranking_remark(answer: Answer) -> Iterator[Line]:
    """Say what is not to be read from the order of a ranking by mood."""
    asked, found = answer.question, answer.of_type(MoodFinding)
    if asked is None or asked.subject is not Subject.RANKING or asked.aspect in BY_COUNT:
        return
    enough = sum(one.has_enough for one in found)
    if len(found) == 1:
        yield (f"Only {found[0].name} has notes.",)
    elif found and not enough:
        yield (f"None has {MIN_NOTES} notes or more, so the order says little.",)
    elif enough < len(found):
        yield (f"Those with fewer than {MIN_NOTES} notes come last: they say little.",)


def _missing_words(answer: Answer, subject: Subject) -> Iterator[Line]:
    """Say which words of the topic no note has."""
    if answer.without_topic:
        missing = " or ".join(f"“{word}”" for word in answer.without_topic)
        yield (f"No note mentions {missing}, so this is the mood without that.",)
    if answer.partly:
        yield (_partly(subject),)


def _partly(subject: Subject) -> str:
    if subject is Subject.ACTIONS:
        return "No action is about that. These are all there are:"
    return "No note has all your words; these have some of them."


def _no_themes(count: int, aspect: Aspect | None) -> str:
    if aspect is Aspect.NEW:
        return "No theme is new."
    if aspect is Aspect.GREW:
        return "No theme was noted more often than before."
    if aspect is Aspect.REPEATED:
        return f"{pain_points(count)}; none is known to have come up more than once."
    return f"{pain_points(count)}; no theme has two of them."


def _no_kpis(answer: Answer) -> str:
    aspect = answer.question.aspect if answer.question else None
    known = {
        Aspect.WORSE: "No KPI got worse.",
        Aspect.BETTER: "No KPI got better.",
        Aspect.OFF_TARGET: "No KPI is off target.",
        Aspect.ON_TARGET: "No KPI is on target.",
    }
    return known.get(aspect or Aspect.VALUE, "There are no KPIs here yet: /kpi records one.")


def describe_difference(answer: Answer) -> list[Line]:
    """Say which of two that were compared is happier, and by how much."""
    asked, found = answer.question, answer.of_type(MoodFinding)
    is_pair = asked is not None and asked.subject is Subject.COMPARE and len(found) == 2
    if not is_pair or found[0].part is None or found[0].part is not found[1].part:
        return []
    empty = [one.name for one in found if not one.sums.n]
    if empty:
        return [(f"Without a mood of {' and '.join(empty)} they can't be compared.",)]
    low, high = sorted(found, key=lambda one: (one.sums.net or 0.0, one.sums.mean or 0.0))
    points = round(high.sums.net or 0.0) - round(low.sums.net or 0.0)
    than = f"a{low.name[1:]}" if low.key == "others" else low.name
    text = f"{high.name}: {points} points happier than {than}."
    if not points:
        text = "Both have the same net mood."
    verdict = compare_moods(low.sums, high.sums).verdict
    if verdict is Verdict.TOO_FEW:
        text += f" That says little: it takes {MIN_NOTES} notes of each."
    elif verdict is Verdict.NO_CLEAR_CHANGE:
        text += " That is no clear difference."
    return [(text,)]
