"""Short texts for figures, names and dates, the same in Slack, on pages and in pictures."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.sentiment.language import ENGLISH
from domain.improvements import Effect, ImprovementProgress, ImprovementSnapshot
from domain.journeys import Journey
from domain.kpis import Kpi, KpiStatus, format_value, precision_beside
from domain.notes import FEELING_WORDS, Note, NoteKind
from domain.periods import Cadence
from domain.reviews import KpiTrend, Review, StageMood
from domain.sentiment import is_unclear, mood_label
from domain.text import shorten
from domain.themes import PeriodTheme, ThemeStatus
from domain.trends import MoodSums, Verdict

NO_MOOD = "no mood"
# Counted as neutral.
UNCLEAR = "unclear"

# Names of the languages that are most often met, by ISO 639-1 code.
LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nb": "Norwegian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


MAX_REASON = 60


STATUS_SIGNS = {
    KpiStatus.ON_TARGET: "✅",
    KpiStatus.OFF_TARGET: "🔻",
    KpiStatus.NO_TARGET: "▫️",
    KpiStatus.NO_READING: "❔",
}


def kind_with_article(kind: NoteKind) -> str:
    """Return `a pain point` or `an opportunity`."""
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"


def signed(value: float | None, digits: int = 2) -> str:
    """Return `+0.42`, `−0.31`, `0.00`, or a dash for None."""
    if value is None:
        return "–"
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if float(f"{value:.{digits}f}") == 0 else text


def percent(share: float) -> str:
    """Return a fraction as whole percent: `42%`."""
    return f"{share * 100:.0f}%"


def happy_shares(sums: MoodSums) -> str:
    """Return `62% unhappy, 20% happy`."""
    unhappy, happy = (percent(sums.share(count)) for count in (sums.negative, sums.positive))
    return f"{unhappy} unhappy, {happy} happy"


def net_mood(sums: MoodSums) -> str:
    """Return `+12`, `−40` or `0`, a dash without notes."""
    return signed(sums.net, 0)


def interval(bounds: tuple[float, float] | None, digits: int = 2) -> str:
    """Return `−0.65 to +0.04`, a dash without an interval."""
    return " to ".join(signed(bound, digits) for bound in bounds) if bounds else "–"


def notes(count: int) -> str:
    """Return `1 note` or `12 notes`."""
    return f"{count:,} note" if count == 1 else f"{count:,} notes"


def people(count: int) -> str:
    """Return `1 person` or `3 people`."""
    return f"{count:,} person" if count == 1 else f"{count:,} people"


def person(user: str, names: Mapping[str, str]) -> str:
    """Return a person's name; `names` maps Slack user ids to names, without people who left."""
    return names.get(user) or "someone who left"


def language(code: str | None) -> str:
    """Return the English name of a language, `this language` where it is not known."""
    return LANGUAGES.get(code or "", "this language")


def mood(value: float | None, language_code: str | None = None) -> str:
    """Return a mood with its word: `−0.50 negative`, or `no mood (German)` without one."""
    if value is None:
        name = LANGUAGES.get(language_code or "", language_code)
        return f"{NO_MOOD} ({name})" if name else NO_MOOD
    return f"{signed(value)} {mood_label(value).value}"


def mood_word(value: float | None, language_code: str | None = None) -> str:
    """Return `negative`, `unclear` where the scorer is not sure, or `no mood (German)`."""
    if value is None:
        return mood(None, language_code)
    return UNCLEAR if is_unclear(value) else mood_label(value).value


def note_mood(value: float | None, language_code: str | None = None) -> str:
    """Return the mood of one note: as `mood`, but `+0.03 unclear` where the scorer is not sure."""
    return f"{signed(value)} {UNCLEAR}" if is_unclear(value) else mood(value, language_code)


def read_as(language_code: str | None) -> str:
    """Return `read as German` for the language a mood was read in, nothing for English."""
    if language_code in (None, ENGLISH):
        return ""
    return f"read as {LANGUAGES.get(language_code, language_code)}"


def feeling(note: Note) -> str:
    """Return the declared feeling of a note, such as `frustrated`; a dash without one."""
    declared = note.details.feeling
    return "–" if declared is None else FEELING_WORDS[declared]


def reason(one: tuple[str, float]) -> str:
    """Return words with what they add to a score: `“keeps timing out” −0.35`."""
    words, weight = one
    return f"“{shorten(words, MAX_REASON)}” {signed(weight)}"


def format_note_count(sums: MoodSums) -> str:
    """Return how many notes a mood is based on: `12 notes`, `12 notes and 2 not read`."""
    return notes(sums.n) + (f" and {sums.unsupported:,} not read" if sums.unsupported else "")


def stage_mood(stage: StageMood) -> str:
    """Return `net mood −60, 10 notes, no clear change`, or that there is no mood."""
    now = stage.now
    if now.n:
        return f"net mood {net_mood(now)}, {format_note_count(now)}, {change(stage)}"
    return f"no mood, {notes(now.note_count)}" if now.note_count else "no notes"


def change(stage: StageMood) -> str:
    """Return how a stage's mood changed in a word, beside its count: `falling`."""
    if stage.change.verdict is not Verdict.TOO_FEW:
        return stage.change.verdict.value
    when = "" if stage.now.n <= stage.previous.n else f" last {stage.noun}"
    return f"too few{when} to compare"


def verdict(stage: StageMood) -> str:
    """Return how a stage's mood changed since the period before, with the interval if it did."""
    change = stage.change
    if change.verdict is Verdict.TOO_FEW:
        n = min(stage.now.n, stage.previous.n)
        when = "" if stage.now.n <= stage.previous.n else f" last {stage.noun}"
        return f"too few notes{when} ({n})"
    if change.verdict is Verdict.NO_CLEAR_CHANGE:
        return change.verdict.value
    if change.interval is None:
        return f"{change.verdict.value} ({signed(change.delta)}, each time all the same)"
    low, high = change.interval
    return f"{change.verdict.value} ({signed(change.delta)}, 95% {signed(low)} to {signed(high)})"


def day(instant: datetime, journey: Journey) -> str:
    """Return the date in the journey's time zone: `14 Sep 2026`."""
    return f"{instant.astimezone(journey.calendar.zone):%-d %b %Y}"


def stage_name(journey: Journey, key: str | None) -> str:
    """Return `Onboarding`, `Onboarding (archived)`, or `Unsorted` for None and unknown keys."""
    stage = journey.stage(key)
    if stage:
        return stage.name
    old = next((stage for stage in journey.archived_stages if stage.key == key), None)
    return f"{old.name} (archived)" if old else "Unsorted"


def kpi_name(journey: Journey, trend: KpiTrend) -> str:
    """Return `Decision: trial-to-paid`, or only the key for a KPI of the whole journey."""
    return kpi_name_from_keys(journey, trend.kpi.stage, trend.kpi.key)


# Written in capitals wherever they are said.
ACRONYMS = frozenset({"nps", "csat", "ces", "arr", "mrr", "ltv", "cac", "sla", "faq"})


def spoken(key: str) -> str:
    """Return a key as people say it: `first reply` for `first-reply`, `NPS` for `nps`."""
    parts = key.replace("-", " ").split()
    return " ".join(part.upper() if part in ACRONYMS else part for part in parts)


def spoken_kpi_name(journey: Journey, trend: KpiTrend) -> str:
    """Return `Decision: trial to paid`, for sentences; tables and commands have the key."""
    return kpi_name_from_keys(journey, trend.kpi.stage, spoken(trend.kpi.key))


def kpi_name_from_keys(journey: Journey, stage_key: str | None, key: str) -> str:
    """Return the same as `kpi_name` for the keys of a stage and a KPI."""
    stage = journey.stage(stage_key)
    return f"{stage.name}: {key}" if stage else key


def value_of(kpi: Kpi, value: float) -> str:
    """Return a value in the KPI's unit, with so many digits that it differs from its target."""
    precision = precision_beside(value, kpi.target, kpi.unit)
    return format_value(value, kpi.unit, kpi.currency, precision=precision)


def kpi_value(trend: KpiTrend, value: float | None) -> str:
    """Return a value in the KPI's unit, a dash for None.

    With so many digits that the newest reading and the target are not shown as the same if they
    are not.
    """
    if value is None:
        return "–"
    kpi = trend.kpi
    newest = next((one for one in reversed(trend.last_by_period) if one is not None), value)
    precision = precision_beside(newest, kpi.target, kpi.unit)
    return format_value(value, kpi.unit, kpi.currency, precision=precision)


def kpi_status(status: KpiStatus, noun: str = Cadence.QUARTERLY.noun) -> str:
    """Return the status, such as `on target` or `no reading this month`."""
    return f"no reading this {noun}" if status is KpiStatus.NO_READING else status.value


def kpi_latest(trend: KpiTrend) -> str:
    """Return the newest reading, with its period if it is an older one: `181 (last quarter)`."""
    readings = reversed(trend.last_by_period)
    found = next(((age, value) for age, value in enumerate(readings) if value is not None), None)
    if found is None:
        return "–"
    age, value = found
    when = {0: "", 1: f" (last {trend.noun})"}.get(age, f" ({age} {trend.noun}s ago)")
    return kpi_value(trend, value) + when


def kpi_movement(trend: KpiTrend) -> str:
    """Return `better`, `worse`, `unchanged`, or why nothing can be said."""
    return trend.movement.describe(trend.kpi.direction)


MAX_MISSED = 12


def missed_reviews(review: Review) -> str:
    """Return `No review was posted of 2026-Q1 and 2026-Q2 (skipped).`, or an empty text."""
    if not review.missed:
        return ""
    shown = review.missed[-MAX_MISSED:]
    more = len(review.missed) - len(shown)
    names = [f"{label} (skipped)" if label in review.skipped else label for label in shown]
    if more:
        names.insert(0, f"{more} earlier {review.period.noun}s")
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"No review was posted of {listed}."


def pain_status(pain: PeriodTheme, noun: str = Cadence.QUARTERLY.noun) -> str:
    """Return `new`, `3 quarters running`, `back again` or `gone quiet`."""
    return {
        ThemeStatus.NEW: "new",
        ThemeStatus.PERSISTING: f"{pain.periods} {noun}s running",
        ThemeStatus.RETURNED: "back again",
        ThemeStatus.GONE_QUIET: "gone quiet",
    }[pain.status]


def pain_counts(pain: PeriodTheme, noun: str = Cadence.QUARTERLY.noun) -> str:
    """Return how often a pain was noted: `18 times, 4 last quarter`, `once`, `4 last quarter`."""
    parts = [times(pain.n)] if pain.n else []
    parts += [f"{pain.previous_n:,} last {noun}"] if pain.previous_n else []
    return ", ".join(parts)


def times(count: int) -> str:
    """Return `once`, `twice` or `18 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def rise(count: int, previous: int, noun: str) -> str:
    """Return `18 notes, 4 last quarter` or `18 notes, none last quarter`."""
    return f"{notes(count)}, {f'{previous:,}' if previous else 'none'} last {noun}"


def said_once(review: Review) -> str:
    """Return `12 more were said once`, or an empty text."""
    count = review.said_once.n - review.said_once.to_sort
    more = " more" if review.current_pains else ""
    return f"{count:,}{more} {_was(count)} said once" if count > 0 else ""


def pains_to_sort(count: int) -> str:
    """Return `5 pains are not sorted yet`."""
    return "1 pain is not sorted yet" if count == 1 else f"{count:,} pains are not sorted yet"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def muted_themes(count: int) -> str:
    """Return `1 theme is muted` or `2 themes are muted`."""
    return "1 theme is muted" if count == 1 else f"{count:,} themes are muted"


def sort_improvements(actions: Iterable[ImprovementSnapshot]) -> list[ImprovementSnapshot]:
    """Return those done first, then what is in progress, overdue, to come and dropped."""
    order = list(ImprovementProgress)
    return sorted(actions, key=lambda one: order.index(one.progress))


def describe_effect(effect: Effect) -> str:
    """Return mood and KPI in equal times before and after, with a verdict where notes suffice."""
    before, after = effect.before, effect.after
    moods = f"{_net_with_count(before)} → {_net_with_count(after)}"
    verdict = effect.change.verdict
    if verdict is Verdict.TOO_FEW:
        text = f"Net mood: too few notes to tell, {moods}."
    else:
        text = f"Net mood {moods}: {verdict.value}."
    if effect.kpi is None:
        return text
    values = [
        "no reading" if value is None else value_of(effect.kpi, value)
        for value in (effect.kpi_before, effect.kpi_after)
    ]
    return f"{text} {effect.kpi.key}: {values[0]} → {values[1]}, {effect.movement}."


def _net_with_count(sums: MoodSums) -> str:
    return f"{net_mood(sums)} ({notes(sums.n)})"


def more_answers(count: int) -> str:
    """Return `3 more answers`."""
    return f"{count:,} more answer{'s' * (count != 1)}"
