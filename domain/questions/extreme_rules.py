"""The rules of questions about days, and about what is best, worst, growing or far from a target.

Their form is explained in `domain.questions.rules`.
"""

from domain.questions.patterns import (
    KPI_NOUN,
    MOOD,
    REVIEW,
    SAY,
    STAGE_NOUN,
    TARGET,
    WHEN,
    WHY,
    WORST,
)
from domain.questions.values import Aspect, Subject

Rule = tuple[Subject, Aspect | None, str]


def _extreme(words: str) -> str:
    return rf"^(?!.*\b{WHY}\b).*(?:\b(?:{words})\b.*\bKPI\b|\bKPI\b.*\b(?:{words})\b)"


_REST = (
    r"(?:(?:every|any)(?:body|one|thing) else|the rest|all (?:the )?others?|the others|"
    r"(?:all |the )+other [a-z]+)"
)
_NAMED = r"(?:STAGE|PERSONA|TEAM|CHANNEL|TOUCHPOINT)"
_THEME = r"(?:themes?|pains?|pain points?|problems?|complaints?|topics?|issues?)"
_NUMBERS = r"\d{1,2}|two|three|four|five|ten"
_RANKED = rf"(?:{STAGE_NOUN}|personas?|touchpoints?|channels?|segments?|teams?)"

# What has days of its own, besides notes.
_NO_NOTES = rf"(?:KPI|{REVIEW})"

DAY_RULES: tuple[Rule, ...] = (
    (
        Subject.KPI,
        Aspect.DAY,
        (
            rf"\b{WHEN}\b.*\bKPI\b.*\b(?:last|latest|entered|recorded|updated|measured|readings?|"
            rf"logged|typed)\b|\b{WHEN}\b.*\b(?:last|latest|newest)\b.*\bKPI\b|how old\b.*\bKPI\b"
        ),
    ),
    (
        Subject.EVIDENCE,
        Aspect.FIRST,
        (
            rf"^(?!.*\b{_NO_NOTES}\b).*\b{WHEN} .*"
            r"\b(?:start\w*|begin\w*|began|first|earliest)\b|"
            r"\b(?:earliest|oldest|(?:very )?first) (?:[a-z]+ )?(?:notes?|mentions?|complaints?|"
            rf"reports?|pain points?)\b|"
            rf"^since when (?:do|have|has|are|is|did)\b(?!.*\b{_NO_NOTES}\b)"
        ),
    ),
    (
        Subject.EVIDENCE,
        Aspect.LATEST,
        (
            rf"\b{WHEN} (?:did|was|were|have|has) (?!.*\b{_NO_NOTES}\b).*"
            rf"\b(?:{SAY}|mentioned|complain|"
            r"praise\w*)\b"
        ),
    ),
)

EXTREME_RULES: tuple[Rule, ...] = (
    (Subject.KPI, Aspect.HIGHEST, _extreme("highest|peak|maximum|record")),
    (Subject.KPI, Aspect.LOWEST, _extreme("lowest|minimum")),
    (Subject.KPI, Aspect.BEST, _extreme("best")),
    (Subject.KPI, Aspect.WORST, _extreme("worst")),
    (
        Subject.KPIS,
        Aspect.MOST_CHANGED,
        (
            rf"\b(?:biggest|largest|greatest|most) (?:change|move\w*)\b.*\b{KPI_NOUN}\b|"
            rf"\b(?:biggest|largest|greatest) {KPI_NOUN} (?:change|move\w*)|"
            rf"\b{KPI_NOUN}\b.*\b(?:changed|moved|shifted) (?:the )?most|"
            rf"\b(?:changed|moved|shifted) (?:the )?most\b.*\b{KPI_NOUN}\b"
        ),
    ),
    (
        Subject.PAINS,
        Aspect.GREW,
        (
            rf"\b{_THEME}\b.*\b(?:gr[eo]w\w*|r[io]se|rising|increas\w*|fastest|accelerat\w*|"
            r"got worse|worsen\w*)\b|"
            rf"\b(?:growing|rising|increasing|fastest)\b.*\b{_THEME}\b"
        ),
    ),
    (
        Subject.KPI,
        Aspect.TARGET,
        (
            rf"\b(?:gap|distance|difference|far|short|above|below|over|under)\b.*\bKPI\b.*\b{TARGET}\b|"
            rf"\bKPI\b.*\b(?:gap|distance|difference|far|short|above|below|over|under)\b.*\b{TARGET}\b"
        ),
    ),
    (
        Subject.COMPARE,
        Aspect.REST,
        (
            rf"\b{_NAMED}\b.*\b(?:than|compar\w*|vs|versus|against|differ\w*)\b.*\b{_REST}\b|"
            rf"\b(?:compar\w*|differ\w*)\b.*\b{_NAMED}\b.*\b{_REST}\b"
        ),
    ),
    (
        Subject.MOOD,
        Aspect.BY_MONTH,
        rf"\b{MOOD}\b.*\b(?:by month|per month|(?:for )?each month|every month|month by month)\b",
    ),
    (
        Subject.RANKING,
        Aspect.WORST,
        rf"^who\b.*\b{WORST}\b.*\b(?:by|per) {_RANKED}\b",
    ),
    (
        Subject.RANKING,
        Aspect.WORST,
        rf"\b(?:bottom|worst|unhappiest|lowest) (?:(?:{_NUMBERS}) )?{_RANKED}\b",
    ),
    (
        Subject.RANKING,
        Aspect.BEST,
        rf"\b(?:top|best|happiest) (?:(?:{_NUMBERS}) )?{_RANKED}\b(?!.*\bnotes?\b)",
    ),
)
