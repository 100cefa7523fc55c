"""Read the periods in a question: “last quarter”, “in March”, “since yesterday”, “Q3”."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from domain.errors import BadInputError
from domain.periods import (
    MONTHS_PER_YEAR,
    Cadence,
    Days,
    FiscalCalendar,
    Period,
    PeriodLabel,
    first_of_month,
    month_of_day,
    parse_period,
)
from domain.questions.period_words import (
    AGAINST,
    DOUBTFUL_MONTHS,
    EVER,
    FILLER,
    LAST,
    LAST_AFTER,
    LAST_REVIEW,
    MONTH,
    MONTHS,
    NEXT,
    NOW,
    NUMBER,
    NUMBERS,
    ORDINALS,
    SINCE,
    THIS,
    UNIT,
    UNITS,
    WEEKDAYS,
)
from domain.questions.values import Span


@dataclass(frozen=True)
class QuestionTime:
    """When a question is asked: the local day, the calendar and how often is reviewed.

    `last_review` is the local day on which the last review was posted, None without one.
    """

    calendar: FiscalCalendar
    cadence: Cadence
    today: date
    last_review: date | None = None

    @property
    def tomorrow(self) -> date:
        """Return the day after today."""
        return self.today + timedelta(days=1)

    def days(self, first: date, after: date) -> Days:
        """Return the days from one to the day before another."""
        return Days(self.calendar.midnight(first), self.calendar.midnight(after))

    def unit(self, unit: str, back: int) -> Span:
        """Return a whole week, month, quarter …, that many before the running one."""
        if unit == "day":
            day = self.today - timedelta(days=back)
            return self.days(day, day + timedelta(days=1))
        if unit == "week":
            monday = self.today - timedelta(days=self.today.weekday() + 7 * back)
            return self.days(monday, monday + timedelta(days=7))
        if unit == "year":
            year = self.today.year - back
            return self.days(date(year, 1, 1), date(year + 1, 1, 1))
        cadence = {
            "month": Cadence.MONTHLY,
            "quarter": Cadence.QUARTERLY,
            "half": Cadence.HALF_YEARLY,
            "period": self.cadence,
        }[unit]
        running = self.calendar.period_of_month(month_of_day(self.today), cadence)
        return running.shifted(-back)

    def ago(self, unit: str, count: int) -> Span:
        """Return the month, week … that many ago; years ago, the same period of that year."""
        if unit != "year":
            return self.unit(unit, count)
        running = self.calendar.period_of_month(month_of_day(self.today), self.cadence)
        return running.shifted(-count * self.cadence.periods_a_year)

    def rolling(self, unit: str, count: int) -> Days:
        """Return the days up to today of the last weeks, months …"""
        months = {"month": 1, "quarter": 3, "half": 6, "year": MONTHS_PER_YEAR}.get(unit)
        if unit == "period":
            months = self.cadence.months
        if months is None:
            start = self.today - timedelta(days=count * (7 if unit == "week" else 1) - 1)
        else:
            first = first_of_month(month_of_day(self.today) - count * months)
            start = first + timedelta(days=min(self.today.day, 28))
        return self.days(start, self.tomorrow)

    def month(self, month: int, year: int | None) -> Period:
        """Return a month (1-12), without a year the latest that has begun."""
        if year is None:
            year = self.today.year - (month > self.today.month)
        return self.calendar.period(PeriodLabel(Cadence.MONTHLY, year, month))

    def numbered(self, cadence: Cadence, number: int, year: int | None) -> Period:
        """Return a quarter or half-year, without a year the latest that has begun."""
        running = self.calendar.period_of_month(month_of_day(self.today), cadence)
        if year is not None:
            return self.calendar.period(PeriodLabel(cadence, year, number))
        back = (running.number - (number - 1)) % cadence.periods_a_year
        return running.shifted(-back)


@dataclass
class FoundPeriods:
    """The text with PERIOD0, PERIOD1 … in place of its periods, and these.

    `since` is the period that something is asked since, as it was named; `against` what is compared
    with.
    """

    text: str
    spans: list[Span] = field(default_factory=list)
    period: Span | None = None
    against: Span | None = None
    since: Span | None = None
    is_since_review: bool = False
    is_range: bool = False
    is_current: bool = False
    all_time: bool = False


def _unit_of(word: str) -> str:
    return next(unit for unit, words in UNITS.items() if re.fullmatch(words, word))


def _index_of(word: str, words: tuple[str, ...]) -> int:
    return next(n for n, some in enumerate(words) if word in some.split("|"))


def _number_of(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _year_of(typed: str | None) -> int | None:
    if not typed:
        return None
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


Reader = Callable[[re.Match[str], QuestionTime], Span | None]


def _typed(found: re.Match[str], time: QuestionTime) -> Span | None:
    try:
        return parse_period(found[0], time.calendar)
    except BadInputError:
        return None


def _month_name(found: re.Match[str], time: QuestionTime) -> Span:
    month, year = _index_of(found["month"], MONTHS) + 1, _year_of(found["year"])
    if found["back"]:
        year = time.today.year - ("last" in found["back"])
    return time.month(month, year)


def _dated(found: re.Match[str], time: QuestionTime) -> Span | None:
    month = _index_of(found["month"], MONTHS) + 1
    year = _year_of(found["year"]) or time.month(month, None).first_day.year
    try:
        day = date(year, month, int(found["day"]))
    except ValueError:
        return None
    return time.days(day, day + timedelta(days=1))


def _weekday(found: re.Match[str], time: QuestionTime) -> Span:
    wanted = _index_of(found["weekday"], WEEKDAYS)
    day = time.today - timedelta(days=(time.today.weekday() - wanted) % 7 or 7)
    return time.days(day, day + timedelta(days=1))


def _quarter(found: re.Match[str], time: QuestionTime) -> Span:
    cadence = Cadence.HALF_YEARLY if found["letter"] in "hs" else Cadence.QUARTERLY
    number = int(found["number"])
    if number > cadence.periods_a_year:
        cadence = Cadence.QUARTERLY
    return time.numbered(cadence, number, _year_of(found["year"] or found["before"]))


def _ordinal(found: re.Match[str], time: QuestionTime) -> Span:
    cadence = Cadence.HALF_YEARLY if found["half"] else Cadence.QUARTERLY
    number = min(ORDINALS[found["ordinal"]], cadence.periods_a_year)
    return time.numbered(cadence, number, _year_of(found["year"]))


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _season(found: re.Match[str], time: QuestionTime) -> Span:
    """Return the three months of a season, in the north, which began last."""
    first = time.month(_SEASONS[found["season"]], None)
    return Days(first.start, first.shifted(2).end)


def _day_word(word: str) -> int:
    return 0 if word in ("today", "heute", "aujourd hui", "hoy", "vandaag", "this morning") else 1


_MONTH_YEAR = r"(?:[ ,]+(?:of )?(?P<year>20\d\d))?(?P<back> (?:of )?(?:last|this) year)?"

# The longer ones first: what was read is not read again.
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})(?!\w)"), reader)
    for pattern, reader in (
        (LAST_REVIEW, lambda _, time: time.days(time.last_review or time.today, time.tomorrow)),
        (r"\d{4}-\d{1,2}(?:-\d{1,2})?(?:\.{2,3}\d{4}-\d{1,2}(?:-\d{1,2})?)?", _typed),
        (
            rf"(?P<unit>{UNIT}) before (?:the )?last|(?:vor)?vorletzte[nmrs]? (?P<unit2>{UNIT})",
            lambda m, time: time.unit(_unit_of(m["unit"] or m["unit2"]), 2),
        ),
        (
            rf"(?:(?:the|a) )?{NUMBER} (?P<unit>{UNIT}) (?:ago|geleden|earlier|before)",
            lambda m, time: time.ago(_unit_of(m["unit"]), _number_of(m["number"])),
        ),
        (
            rf"(?:vor|il y a|hace) {NUMBER} (?P<unit>{UNIT})",
            lambda m, time: time.ago(_unit_of(m["unit"]), _number_of(m["number"])),
        ),
        (
            (
                rf"(?:{LAST}|past|the past|derniers|dernieres|ultim[oa]s|pasados|los ultimos) "
                rf"{NUMBER}(?: derni?eres?| derniers)? (?P<unit>{UNIT})"
            ),
            lambda m, time: time.rolling(_unit_of(m["unit"]), _number_of(m["number"])),
        ),
        (
            rf"(?:the )?(?P<unit>{UNIT}) before(?: that)?$",
            lambda m, time: time.unit(_unit_of(m["unit"]), 1),
        ),
        (
            rf"over (?:the )?last (?P<unit>{UNIT})",
            lambda m, time: time.rolling(_unit_of(m["unit"]), 1),
        ),
        (
            rf"(?:the )?past (?P<unit>{UNIT})",
            lambda m, time: time.rolling(_unit_of(m["unit"]), 1),
        ),
        (
            rf"(?:{THIS}) (?P<unit>{UNIT})(?: to date)?",
            lambda m, time: time.unit(_unit_of(m["unit"]), 0),
        ),
        (
            (
                r"(?:(?<=\bin )|(?<=\bduring )|(?<=\bover )|(?<=\bsince ))"
                rf"(?:the |{THIS} |{LAST} )?"
                rf"(?P<season>{'|'.join(_SEASONS)})"
            ),
            _season,
        ),
        (r"(?:year to date|ytd)", lambda _, time: time.unit("year", 0)),
        (
            rf"(?:{LAST}) (?P<unit>{UNIT})",
            lambda m, time: time.unit(_unit_of(m["unit"]), 1),
        ),
        (
            rf"(?:le |la |el )?(?P<unit>{UNIT}) {LAST_AFTER}",
            lambda m, time: time.unit(_unit_of(m["unit"]), 1),
        ),
        (
            rf"(?:{NEXT}) (?P<unit>{UNIT})|(?:le |la |el )?(?P<unit2>{UNIT}) prochaine?",
            lambda m, time: time.unit(_unit_of(m["unit"] or m["unit2"]), -1),
        ),
        (
            (
                r"(?:(?P<before>20\d\d)[ /-]*)?(?P<letter>[qhts])(?P<number>[1-4])"
                r"(?:[ /-]*(?P<year>20\d\d))?"
            ),
            _quarter,
        ),
        (
            (
                rf"(?:the )?(?P<ordinal>{'|'.join(ORDINALS)})[nmrs]? (?:(?P<half>half(?:-year)?|"
                rf"halbjahr|semestre)|(?:{UNITS['quarter']}))(?:(?: of)? (?P<year>20\d\d))?"
            ),
            _ordinal,
        ),
        (
            (
                rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of| de)? (?P<month>{MONTH})"
                r"(?:,? (?P<year>20\d\d))?"
            ),
            _dated,
        ),
        (
            (
                rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|"
                r"th)?(?!\d)(?:,? (?P<year>20\d\d))?"
            ),
            _dated,
        ),
        (rf"(?P<month>{DOUBTFUL_MONTHS})(?=,? 20\d\d){_MONTH_YEAR}", _month_name),
        (
            (
                rf"(?:(?<=\bin )|(?<=\bof )|(?<=\bfor )|(?<=\bsince )|(?<=\bduring )|(?<=\bto )|"
                rf"(?<=\band )|(?<=\bim )|(?<=\ben )|(?<=\bseit )|(?<=\bsinds )|(?<=\bfrom )|"
                rf"(?<=\bvs )|(?<=\bthan )|(?<=\blast )|(?<=\bbetween ))"
                rf"(?P<month>{DOUBTFUL_MONTHS}){_MONTH_YEAR}"
            ),
            _month_name,
        ),
        (rf"(?!(?:{DOUBTFUL_MONTHS})\b)(?P<month>{MONTH}){_MONTH_YEAR}", _month_name),
        (
            rf"(?:on |am |last |since )?(?P<weekday>{'|'.join(WEEKDAYS)})",
            _weekday,
        ),
        (
            (
                r"(?P<word>today|this morning|yesterday|heute|gestern|aujourd hui|hoy|ayer|vandaag|"
                r"gisteren)"
            ),
            lambda m, time: time.unit("day", _day_word(m["word"])),
        ),
        (
            (
                r"(?:(?<=\bin )|(?<=\bof )|(?<=\bfor )|(?<=\bsince )|(?<=\bthan )|(?<=\bvs )|"
                r"(?<=\band )|(?<=\ben )|(?<=\bto ))(?P<year>20\d\d)"
            ),
            lambda m, time: time.days(date(int(m["year"]), 1, 1), date(int(m["year"]) + 1, 1, 1)),
        ),
    )
)


def find_periods(text: str, time: QuestionTime) -> FoundPeriods:
    """Find the periods of a folded question, and what each is for."""
    found = FoundPeriods(text, is_since_review=re.search(LAST_REVIEW, text) is not None)
    for pattern, reader in _PATTERNS:
        found.text = pattern.sub(partial(_replace, read=reader, time=time, found=found), found.text)
    found.text, is_now = re.subn(rf"\b(?:{NOW})\b", " ", found.text)
    found.text, is_ever = re.subn(rf"(?:{EVER})", " ", found.text)
    found.is_current, found.all_time = bool(is_now), bool(is_ever)
    _find_other_ones(found, time)
    _assign(found, time)
    found.text = " ".join(found.text.split())
    return found


def _replace(match: re.Match[str], read: Reader, time: QuestionTime, found: FoundPeriods) -> str:
    span = read(match, time)
    if span is None:
        return match[0]
    found.spans.append(span)
    number = len(found.spans) - 1
    is_since = match[0].startswith("since")
    return f"since PERIOD{number}" if is_since else f"PERIOD{number}"


def _find_other_ones(found: FoundPeriods, time: QuestionTime) -> None:
    """Read “the last one”, “this one” where another period says what kind of period that is."""
    if len(found.spans) != 1 or not isinstance(found.spans[0], Period):
        return
    cadence = found.spans[0].cadence
    running = time.calendar.period_of_month(month_of_day(time.today), cadence)
    others = (
        (r"(?:the )?(?:last|previous|prior) one|(?:the )?one before", running.shifted(-1)),
        (r"(?:this|the current|the running) one", running),
    )
    for pattern, span in others:
        found.text, count = re.subn(rf"\b(?:{pattern})\b", "PERIOD1", found.text, count=1)
        if count:
            found.spans.append(span)
            return


def _assign(found: FoundPeriods, time: QuestionTime) -> None:
    """Decide which period the question is about, and which it is compared with."""
    rest = dict(enumerate(found.spans))
    text = found.text
    both = re.search(
        r"\b(?:from|between|von|zwischen|de|entre|tussen|van)?\s*PERIOD(\d+) "
        r"(?:to|and|until|till|through|bis|und|a|et|y|tot|en|-) PERIOD(\d+)",
        text,
    )
    is_range = both and re.match(r"\s*(?:from|between|von|zwischen|entre|tussen)", both[0])
    compares = re.search(r"compar|differ|better|worse|changed?\b|unterschied|vergl|verschil", text)
    if both and is_range and not compares:
        first, last = rest.pop(int(both[1])), rest.pop(int(both[2]))
        found.period = Days(min(first.start, last.start), max(first.end, last.end))
        found.is_range = True
    if since := re.search(rf"\b{SINCE}{FILLER} PERIOD(\d+)", text):
        found.since = rest.pop(int(since[1]), None)
    if against := re.search(rf"\b{AGAINST}{FILLER} PERIOD(\d+)", text):
        found.against = rest.pop(int(against[1]), None)
    if rest and found.period is None:
        found.period = rest.pop(min(rest))
    if rest and found.against is None:
        found.against = rest.pop(min(rest))
    if found.since and found.period is None:
        found.period = Days(found.since.start, time.calendar.midnight(time.tomorrow))
