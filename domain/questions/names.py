"""Find the names of a journey in a question: stages, personas, KPIs, teams, people …"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from domain.notes import CHANNELS
from domain.questions.exclusions import take_exclusions
from domain.questions.values import Names, Part, UnknownName
from domain.questions.words import STAGE_TRANSLATIONS, VOCABULARY, correct_typos
from domain.text import MIN_PREFIX, find_name, fold_name, name_similarity, strip_accents

MAX_NAME_WORDS = 5

MIN_NEAR_LENGTH = 5

MIN_SIMILARITY = 0.84


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Shorter beginnings of a stage's name are read as one after these words alone.
_BEFORE_STAGES = _words("in of stage at for during phase step to and vs or than")

_STAGE_NOUNS = "stage|phase|step|etape|etapa|fase|schritt|stap"

# A team or channel is also a topic: “the phone support”. These say that it is a team or channel.
_BEFORE_TEAMS = _words(
    """
    from by team did has does do is are among and or vs than von vom equipe equipo within
    without except excluding compare comparing between
    """
)
_AFTER_TEAMS = _words("team people colleagues folks department guys")
_BEFORE_CHANNELS = _words(
    """
    via through over per by on channel using from uber par por is and or vs than to
    without except excluding
    """
)
# Things that people talk about rather than ways they come in.
_TOPIC_CHANNELS = _words(
    "newsletter letter box event shop store visit call brochure catalogue flyer browser package "
    "ios android unboxing twitter linkedin instagram facebook"
)
_TOPIC_MARKS = _words(
    """
    about mention mentions mentioned mentioning regarding concerning said say says around
    uber sobre over with on
    """
)

# Words of a KPI's name that many KPIs have.
_COMMON_KPI_WORDS = _words(
    """
    time rate score number value first last monthly weekly daily average avg total
    customer customers per to of the and from days paid users user
    """
)

# KPIs that people ask about whether the journey has them or not.
WELL_KNOWN_KPIS = frozenset(
    {"nps", "csat", "ces", "churn", "arr", "mrr", "ltv", "clv", "cac", "conversion"}
)


@dataclass
class FoundNames:
    """The words of a question, with STAGE, PERSONA … in place of names, and the keys found.

    `named` has for each word the key that it stands for, None for a word that is no name.
    `excluded` are the names to leave out, as in Question.
    """

    words: list[str]
    keys: dict[Part, list[str]] = field(default_factory=dict)
    unknown: UnknownName | None = None
    named: list[str | None] = field(default_factory=list)
    excluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Begin with words that are no names."""
        self.named = [None] * len(self.words)

    def of(self, part: Part) -> tuple[str, ...]:
        """Return the keys of a part in the order of the question, each once."""
        return tuple(dict.fromkeys(self.keys.get(part, ())))

    @property
    def text(self) -> str:
        """Return the words as a text."""
        return " ".join(self.words)

    def take(self, start: int, length: int, part: Part, key: str) -> None:
        """Put the mark of a part in place of some words."""
        self.words[start : start + length] = [part.name]
        self.named[start : start + length] = [key]
        self.keys.setdefault(part, []).append(key)


def find_names(text: str, names: Names, me: str | None = None) -> FoundNames:
    """Find the names in a folded question whose periods are marked; `me` is who asks."""
    found = FoundNames(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text).split())
    known = _Lookup(names)
    _take_exact(found, known)
    found.words = correct_typos(found.words, known.words)
    _take_exact(found, known)
    _take_near(found, names)
    _take_kpi_words(found, names)
    _take_me(found, me)
    take_exclusions(found)
    _find_unknown_kpi(found, text)
    _sort(found, text)
    return found


class _Lookup:
    """The names of a journey by their words."""

    def __init__(self, names: Names) -> None:
        self.by_words: dict[str, list[tuple[Part, str]]] = {}
        for part in (
            Part.CHANNEL,
            Part.TEAM,
            Part.TOUCHPOINT,
            Part.AUTHOR,
            Part.JOURNEY,
            Part.KPI,
            Part.PERSONA,
            Part.STAGE,
        ):
            for key, name in names.of(part).items():
                for words in _ways_to_write(part, key, name):
                    self.by_words.setdefault(words, []).insert(0, (part, key))
        self.words = frozenset(word for words in self.by_words for word in words.split())


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return strip_accents(fold_name(name)).replace("-", " ")


def _ways_to_write(part: Part, key: str, name: str) -> Iterator[str]:
    forms = {_plain(name), _plain(key)}
    if part is Part.KPI:
        forms |= {_plain(key.rpartition(".")[2])}
    elif part is Part.CHANNEL:
        forms |= {_plain(word) for word in CHANNELS.get(key, ()) if word not in _TOPIC_CHANNELS}
    elif part is Part.STAGE:
        forms |= set(STAGE_TRANSLATIONS.get(key, "").split())
        forms |= {f"{form}s{noun}" for form in forms for noun in ("phase",)}
        forms |= {f"{form}{noun}" for form in forms for noun in ("phase", "fase")}
    elif part is Part.AUTHOR:
        # By the first name, or the id as in a mention.
        forms = {_plain(name), _plain(name).partition(" ")[0], _plain(key)}
    elif part is Part.JOURNEY:
        forms = {f"{_plain(key)} journey", _plain(name) if " " in _plain(name) else ""}
    for form in forms - {""}:
        yield form
        if part in (Part.PERSONA, Part.TOUCHPOINT, Part.KPI) or part is Part.STAGE:
            yield from _plurals(form)


def _plurals(form: str) -> Iterator[str]:
    yield form + "s"
    if form.endswith("y"):
        yield form[:-1] + "ies"
    if form.endswith(("s", "x", "ch", "sh")):
        yield form + "es"


def _take_exact(found: FoundNames, known: _Lookup) -> None:
    for length in range(MAX_NAME_WORDS, 0, -1):
        start = 0
        while start + length <= len(found.words):
            words = " ".join(found.words[start : start + length])
            hits = known.by_words.get(words, [])
            if len(hits) > 1 and _team_speaks(found.words, start, length):
                hits = sorted(hits, key=lambda hit: hit[0] is not Part.TEAM)
            for hit in hits:
                if _is_meant(found.words, start, length, hit[0]):
                    found.take(start, length, *hit)
                    break
            start += 1


_REPORTS = re.compile(r"(?:report|file|note|writ|wrote|said|say|log|team|post|mention)\w*")


def _team_speaks(words: list[str], start: int, length: int) -> bool:
    """Whether a name that is a stage's too is that of a team: “from support”, “did support say”."""
    before = words[start - 1] if start else ""
    after = words[start + length] if start + length < len(words) else ""
    return before in ("from", "by", "von", "vom") or _REPORTS.fullmatch(after) is not None


def _is_meant(words: list[str], start: int, length: int, part: Part) -> bool:
    """Whether words that are a name are meant as one there."""
    before = words[start - 1] if start else ""
    if before in ("the", "our", "my", "le", "la", "el", "das", "die", "der") and start > 1:
        before = words[start - 2]
    after = words[start + length] if start + length < len(words) else ""
    if part is Part.TEAM:
        return (
            after in _AFTER_TEAMS
            or before in _BEFORE_TEAMS
            or after in _BEFORE_CHANNELS & {"or", "vs"}
        )
    if part is Part.CHANNEL:
        # PERIOD0 and the marks of names are in capitals.
        is_alone = not after or after in VOCABULARY or after.isupper()
        return is_alone and (
            before in _BEFORE_CHANNELS or after in ("or", "vs", "channel", "notes")
        )
    if part is Part.TOUCHPOINT:
        if before in _TOPIC_MARKS:
            return False
        return length > 1 or before in ("touchpoint", "at") or after == "touchpoint"
    if part is Part.AUTHOR:
        return (
            words[start] not in VOCABULARY or length > 1 or before in ("did", "has", "by", "from")
        )
    return not (part is Part.PERSONA and length == 1 and words[start] in ("owner", "lead"))


def _take_near(found: FoundNames, names: Names) -> None:
    """Find stages by a beginning or a near miss, personas and KPIs by a near miss."""
    stages = {key: strip_accents(name) for key, name in names.of(Part.STAGE).items()}
    others = {
        part: {
            key: {_plain(name), _plain(key.rpartition(".")[2])}
            for key, name in names.of(part).items()
        }
        for part in (Part.PERSONA, Part.KPI)
    }
    start = 0
    while start < len(found.words):
        word = found.words[start]
        before = found.words[start - 1] if start else ""
        if word.islower() and (word not in VOCABULARY or _is_beginning(word, stages)):
            is_named = before in _BEFORE_STAGES or _followed_by_noun(found.words, start)
            is_named = is_named or (not start and len(found.words) <= MAX_NAME_WORDS)
            match = find_name(word, stages)
            is_near = len(word) >= MIN_NEAR_LENGTH and (is_named or len(word) > MIN_NEAR_LENGTH)
            if (
                match.key
                and word not in VOCABULARY
                and (is_near or (is_named and len(word) >= MIN_PREFIX))
            ):
                found.take(start, 1, Part.STAGE, match.key)
            elif match.candidates and is_named and word not in VOCABULARY and len(word) > 1:
                found.unknown = UnknownName(word, Part.STAGE, match.candidates)
        start += 1
    for part, forms in others.items():
        for length in (3, 2, 1):
            _take_near_phrases(found, part, forms, length)


def _is_beginning(word: str, stages: Mapping[str, str]) -> bool:
    return any(name.casefold().startswith(word) for name in stages.values())


def _followed_by_noun(words: list[str], start: int) -> bool:
    return start + 1 < len(words) and re.fullmatch(_STAGE_NOUNS, words[start + 1]) is not None


def _take_near_phrases(
    found: FoundNames, part: Part, forms: Mapping[str, set[str]], length: int
) -> None:
    start = 0
    while start + length <= len(found.words):
        some = found.words[start : start + length]
        phrase = " ".join(some)
        is_new = all(word.islower() for word in some) and any(w not in VOCABULARY for w in some)
        if is_new and len(phrase) > MIN_NEAR_LENGTH:
            singular = phrase.removesuffix("s")
            scored = sorted(
                (max(name_similarity(singular, form.removesuffix("s")) for form in names), key)
                for key, names in forms.items()
                if names
            )
            if scored and scored[-1][0] >= MIN_SIMILARITY:
                found.take(start, length, part, scored[-1][1])
        start += 1


def _take_kpi_words(found: FoundNames, names: Names) -> None:
    """Find a KPI or persona by a word that it alone has: “churn” for monthly-churn."""
    for part in (Part.KPI, Part.PERSONA):
        is_about_notes = part is Part.KPI and _ABOUT_NOTES.search(found.text)
        if found.keys.get(part) or is_about_notes:
            continue
        owners: dict[str, set[str]] = {}
        for key in names.of(part):
            parts = _plain(key.rpartition(".")[2]).split()
            # Of a persona the last word says what it is: “owners”, not “clinics”.
            for word in parts if part is Part.KPI else parts[-1:]:
                owners.setdefault(word, set()).add(key)
        for start, word in enumerate(found.words):
            bare = word if part is Part.KPI else word.removesuffix("s")
            keys = owners.get(bare, set())
            is_common = bare in _COMMON_KPI_WORDS or (bare in VOCABULARY and part is Part.KPI)
            is_plural = part is Part.KPI or bare != word
            if len(keys) == 1 and len(bare) >= 4 and not is_common and is_plural:
                other = _other_group(found, start) if part is Part.PERSONA else None
                if other:
                    # “Practice managers” are no group managers.
                    found.unknown = found.unknown or UnknownName(other, Part.PERSONA)
                else:
                    found.take(start, 1, part, next(iter(keys)))
                break


_BEFORE_GROUPS = _words("of for from by among with without do did does are the our to about and")


def _other_group(found: FoundNames, at: int) -> str | None:
    """Return the whole name of people where a word before says which: “practice managers”."""
    before = found.words[at - 1] if at else ""
    is_word = before.isalpha() and before.islower() and before not in VOCABULARY
    is_named = at == 1 or (at > 1 and found.words[at - 2] in _BEFORE_GROUPS)
    if before == Part.TEAM.name:
        before, is_word = found.named[at - 1] or "", True
    return f"{before} {found.words[at]}" if is_word and is_named else None


_MEASURES = _words("rate ratio score index quota")


def _find_unknown_kpi(found: FoundNames, text: str) -> None:
    """Say where something is named as KPIs are that is none of them: “refund-rate”."""
    if found.unknown or _ABOUT_NOTES.search(text):
        return
    joined = set(re.findall(r"[a-z]+-[a-z]+", text))
    for first, second in pairwise(found.words):
        is_joined = f"{first}-{second}" in joined
        is_measure = second in _MEASURES or (is_joined and second in _COMMON_KPI_WORDS)
        if is_measure and first.islower() and (is_joined or first not in VOCABULARY):
            found.unknown = UnknownName(f"{first}-{second}", Part.KPI)
            return


_ABOUT_NOTES = re.compile(
    r"\b(?:mention\w*|say|says|said|notes?|quotes?|about|hear\w*|complain\w*|wrote|reported)\b"
)

_ME = re.compile(
    r"\b(?:did i|have i|i (?:said|noted|wrote|filed|reported)|my (?:own )?notes|mine|by me|"
    r"habe ich|meine notizen|mes notes|mis notas|mijn notities)\b"
)


def _take_me(found: FoundNames, me: str | None) -> None:
    if me and not found.keys.get(Part.AUTHOR) and _ME.search(found.text):
        found.keys[Part.AUTHOR] = [me]


def _sort(found: FoundNames, text: str) -> None:
    """Put names that were found in several passes into the order of the question."""
    plain = text.replace("-", " ")

    def place(key: str) -> int:
        at = plain.find(_plain(key.rpartition(".")[2]))
        return at if at >= 0 else len(plain)

    for part, keys in found.keys.items():
        if part is not Part.AUTHOR:
            found.keys[part] = sorted(keys, key=place)
