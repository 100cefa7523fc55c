"""Find ratings in a text: "4.6 of 5", "2/5", "one star"."""

import re
from collections.abc import Iterator

# Shares of the highest rating: from these on a rating is good, or down to these bad.
GOOD_FROM, BAD_TO = 0.75, 0.5

_NUMBER_WORDS = {"zero": 0.0, "no": 0.0, "negative": -1.0, "minus": -1.0, "half a": 0.5}
_NUMBER_WORDS |= {"a single": 1.0, "single": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
_NUMBER_WORDS |= {"four": 4.0, "five": 5.0}
_RATING = re.compile(
    r"""(?<![\w.,/:\#-])(?:
    (?P<sign>[-−]\ ?|minus\ |negative\ )?(?P<given>\d{1,3}(?:[.,]\d{1,2})?)
      \ ?(?:/|(?:out\ )?of)\ ?(?P<most>5|10|100)(?:\ (?:stars?|points?)\b | (?=\s*(?:
        $|[.,;:!?)(–—-](?!\d)|\s(?:on|in|for|from|with|by|and|but|because|so|would|rating|at|as)\b)))
    | (?P<star_sign>[-−]\ ?|minus\ |negative\ )?
      (?P<stars>\d(?:[.,]\d)?|zero|no|negative|minus|half\ a|a\ single|single
        |one|two|three|four|five)
      [- ]stars?\b(?![- ](?:hotel|restaurant|resort|trek|wars|chef|plan|menu|chart|schema
        |rating\ (?:field|widget|scale)))
    )""",
    re.VERBOSE,
)
# What is counted or dated by the same figures: "on 2/5", "step 2/5", "page 3 of 10".
_NO_RATING_BEFORE = re.compile(
    r"(?:on|by|until|till|due|since|from|before|after|step|page|part|question|slide|screen"
    r"|attempt|try|day|week|phase|lesson|module|chapter|episode|version|only|just|section|item|row)"
    r"(?: no\.?| number)? $"
)


def find_ratings(lower: str) -> Iterator[tuple[int, int, int]]:
    """Yield the mood (1 good, −1 bad, 0 between), start and end index of each rating."""
    if not ("/" in lower or "of" in lower or "star" in lower):
        return
    for match in _RATING.finditer(lower):
        share = _share(match)
        if share is None or _is_no_rating(lower, match):
            continue
        mood = 1 if share >= GOOD_FROM else -1 if share <= BAD_TO else 0
        yield mood, match.start(), match.end()


def _is_no_rating(lower: str, match: re.Match[str]) -> bool:
    return match["most"] is not None and bool(_NO_RATING_BEFORE.search(lower[: match.start()]))


def _share(match: re.Match[str]) -> float | None:
    """Return what share of the highest rating was given; None for more than that."""
    if match["most"]:
        given, most, sign = _number(match["given"]), float(match["most"]), match["sign"]
    else:
        given, most, sign = _number(match["stars"]), 5.0, match["star_sign"]
    if given > most:
        return None
    return -given / most if sign else given / most


def _number(written: str) -> float:
    known = _NUMBER_WORDS.get(written)
    return float(written.replace(",", ".")) if known is None else known
