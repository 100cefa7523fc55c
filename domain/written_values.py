"""Numbers as people write them, with their units: `71,4 %`, `3h20m`, `US$ 1.2m`, `4.5/5`."""

import math
import re
from dataclasses import dataclass, replace

from domain.errors import BadInputError
from domain.kpis import DAY, DURATION_SIZES, MONEY_SIGNS, Unit

MAX_VALUE = 1e15

_DURATION_WORDS = {
    "w": ("w", "wk", "wks", "week", "weeks"),
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms", "msec", "millisecond", "milliseconds"),
}

_SYMBOLS = {word: symbol for symbol, words in _DURATION_WORDS.items() for word in words}

_SIZES = {**DURATION_SIZES, "w": 7 * DAY, "ms": 0.001}

CURRENCY_CODES = "eur|usd|gbp|chf|jpy|sek|nok|dkk|pln|czk|cad|aud"

_CODE = rf"(?<![a-z])(?:{CURRENCY_CODES})(?![a-z])"

_SIGN = rf"(?:us)?[{MONEY_SIGNS}]"

_CODE_OF_SIGN = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

_MULTIPLIERS = {
    "": 1.0,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
}

# Spelt out, or shortened as people do.
_SPELLINGS = (
    (re.compile(r"^nps[\s:]+(?=[+-]?\s*\d)"), ""),
    (re.compile(r"^minus\s+"), "-"),
    (re.compile(r"\s*(?:per\s+cent|pct)\.?$"), "%"),
    (re.compile(r"\beuros?$"), "eur"),
    (re.compile(r"\bdollars?$"), "usd"),
)

_DIGITS = r"\d[\d.,' ]*|\.\d+"

_NUMBER = re.compile(rf"([+-]?)\s*({_DIGITS})\s*({'|'.join(filter(None, _MULTIPLIERS))}|)")

# A number in which the mark may stand for decimals or for thousands.
_EITHER_MARK = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")

_APOSTROPHES = re.compile("[’‘ʼ´`]")

_OUT_OF = re.compile(rf"(-?)({_DIGITS})\s*(?:/|out\s+of|of)\s*({_DIGITS})")

_CLOCK = re.compile(r"(-?)(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")

_PART = r"(\d+(?:[.,]\d+)*)\s*([a-z]+)"

_POINTS = re.compile(r"(.*?\d)\s*(?:pts?|points?|pp)\.?")


@dataclass(frozen=True)
class WrittenValue:
    """A number as it was written, read in the likeliest way.

    `value` is in `unit` (seconds, days, percent points, money), which is None for a bare number.
    `number` is what stands before a single unit, None where there are several. `out_of` is the top
    of a scale. `others` are the other ways to read the text; `is_equal`: none is likelier. `mark`
    is the point or comma that may stand for decimals or for thousands.
    """

    value: float
    unit: Unit | None = None
    number: float | None = None
    out_of: float | None = None
    others: tuple["WrittenValue", ...] = ()
    is_equal: bool = False
    mark: str = ""
    is_points: bool = False


def read_written_value(text: str) -> WrittenValue:
    """Read a number; raise BadInputError for text that is none."""
    cleaned = _normalise(text)
    found = _clock(cleaned) or _out_of(cleaned) or _duration(cleaned) or _plain(cleaned)
    if found is None or not math.isfinite(found.value) or abs(found.value) >= MAX_VALUE:
        raise BadInputError(
            f"“{text.strip()[:40]}” is not a number Waymark can read. "
            "Write it like 71.4%, 41, 3h20m, 9d or €12.50; nothing was saved."
        )
    return found


def find_currency(text: str) -> str | None:
    """Return the sign or code an amount was written with: `€`, `CHF`, or None."""
    found = re.search(rf"[{MONEY_SIGNS}]|{_CODE}", text.casefold())
    return found[0].upper() if found else None


def is_same_currency(one: str, other: str) -> bool:
    """Whether a sign and a code mean the same money, as `€` and `EUR` do."""
    return _CODE_OF_SIGN.get(one, one) == _CODE_OF_SIGN.get(other, other)


def clean_product(value: float) -> float:
    """Return a product without the noise of binary fractions: 0.719 × 100 is 71.9."""
    return float(f"{value:.12g}") if math.isfinite(value) else value


def _normalise(text: str) -> str:
    """Return the text with plain spaces, minus signs and apostrophes, in small letters."""
    text = _DASHES.sub("-", _SPACES.sub(" ", text.strip()))
    text = _APOSTROPHES.sub("'", text).strip()
    text = text.replace("％", "%").lstrip("~≈ ")
    # A capital M is a million where a small one is a minute.
    text = re.sub(r"(?<=\d)\s*M\b", "million", text).casefold()
    for written, plain in _SPELLINGS:
        text = written.sub(plain, text)
    return text


def _clock(text: str) -> WrittenValue | None:
    """Read `1:30`, which is hours and minutes or minutes and seconds, and `1:30:15`."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    sign = -1.0 if found[1] else 1.0
    one, two = int(found[2]), int(found[3])
    if found[4]:
        seconds = one * 3600 + two * 60 + int(found[4])
        return WrittenValue(sign * seconds, Unit.SECONDS)
    short = WrittenValue(sign * (one * 60 + two), Unit.SECONDS)
    return WrittenValue(short.value * 60, Unit.SECONDS, others=(short,), is_equal=True)


def _out_of(text: str) -> WrittenValue | None:
    """Read `4.5/5` and `8 out of 10`; more than the top of the scale is no such value."""
    found = _OUT_OF.fullmatch(text)
    if found is None:
        return None
    value, top = _decimal(found[2].strip()), _decimal(found[3].strip())
    if value is None or not top or value > top or found[1]:
        return None
    return WrittenValue(value, number=value, out_of=top)


def _duration(text: str) -> WrittenValue | None:
    """Return seconds, or days if only days and weeks were written."""
    if not re.fullmatch(rf"-?(?:{_PART}\s*)+", text):
        return None
    sign = -1 if text.startswith("-") else 1
    total, last = 0.0, 0.0
    parts = re.findall(_PART, text)
    for digits, word in parts:
        symbol, value = _SYMBOLS.get(word), _decimal(digits)
        if symbol is None or value is None:
            return None
        last = sign * value
        total += last * _SIZES[symbol]
    is_days = all(_SYMBOLS[word] in ("d", "w") for _, word in parts)
    value, unit = (total / DAY, Unit.DAYS) if is_days else (total, Unit.SECONDS)
    written = WrittenValue(clean_product(value), unit)
    if len(parts) > 1:
        return written
    written = _with_other_mark(parts[0][0], replace(written, number=last))
    # 5m is five minutes, or five million.
    millions = _plain(text) if parts[0][1] == "m" else None
    return replace(written, others=(*written.others, millions)) if millions else written


def _plain(text: str) -> WrittenValue | None:
    text, unit, is_points = _take_unit(text)
    number = _NUMBER.fullmatch(text.strip())
    if number is None:
        return None
    digits = number[2].strip()
    if unit is Unit.MONEY and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        # Amounts have two decimals: three digits after a point are thousands.
        digits = digits.replace(".", ",")
    size = _decimal(digits)
    if size is None:
        return None
    value = clean_product(size * _MULTIPLIERS[number[3]])
    value = -value if number[1] == "-" else value
    return _with_other_mark(digits, WrittenValue(value, unit, value, is_points=is_points))


def _take_unit(text: str) -> tuple[str, Unit | None, bool]:
    """Return the text without its unit, the unit, and whether it is in points."""
    if text.endswith(("%", "percent")):
        return text.removesuffix("percent").removesuffix("%"), Unit.PERCENT, False
    if points := _POINTS.fullmatch(text):
        return points[1], None, True
    if re.search(rf"^[+-]?\s*{_SIGN}|[{MONEY_SIGNS}]$|^{_CODE}|{_CODE}$", text):
        return re.sub(rf"{_SIGN}|{_CODE}", "", text, count=1), Unit.MONEY, False
    return text, None, False


def _with_other_mark(digits: str, written: WrittenValue) -> WrittenValue:
    """Add the value with the mark read the other way: `1.234` as 1,234."""
    either = _EITHER_MARK.fullmatch(digits)
    if either is None:
        return written
    factor = 1000 if either[1] == "." else 0.001
    other = replace(written, value=clean_product(written.value * factor), others=())
    return replace(written, mark=either[1], others=(other,))


def _decimal(digits: str) -> float | None:
    """Parse a number with a decimal point or comma and with thousands marks."""
    if re.fullmatch(r"[1-9]\d{0,2}([' ]\d{3})+([.,]\d+)?", digits):
        digits = re.sub("[' ]", "", digits).replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None
