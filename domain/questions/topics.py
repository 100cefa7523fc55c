"""Find what a question is about besides names: its topic, and names that nothing has."""

import re
from collections.abc import Iterable
from dataclasses import replace

from domain.questions.names import WELL_KNOWN_KPIS, FoundNames
from domain.questions.values import Names, Part, Question, Subject, UnknownName
from domain.questions.words import VOCABULARY, fold_question
from domain.similarity import content_words

MAX_TOPIC_WORDS = 6

# In these a topic needs a word such as “about” before it; in others every word left is one.
_TOPIC_AFTER = (
    r"(?:about|(?:new|news|updates?|anything|something|quotes|notes|"
    r"feedback) on|regarding|concerning|mention\w*|complain\w* (?:about|"
    r"of)|uber|sur|a propos de|"
    r"sobre|over|said|say|says|that|struggl\w* with|problems? with|issues? with|trouble with|"
    r"unhappy with|happy with|ask\w* for|related to|hate|around|with|contain\w*|talk\w* about|"
    r"refer\w* to|bringing up|to do with|because of|due to|working on|"
    r"fixing|done about|wegen|a cause de|por culpa de|vanwege|"
    r"mit|avec|con|met)"
)
_OPEN_TOPIC = frozenset({Subject.EVIDENCE, Subject.WHO, Subject.WHY})
_MARKED_TOPIC = frozenset(
    {
        Subject.MOOD,
        Subject.PAINS,
        Subject.COUNT,
        Subject.OPPORTUNITIES,
        Subject.RANKING,
        Subject.COMPARE,
        Subject.CHANGES,
        Subject.ACTIONS,
    }
)

_UNKNOWN_AFTER = re.compile(
    r"\b(in|of|at|during|stage|phase|im|en|dans|for|among|fur|pour|para|voor|owns?) "
    r"(?:the |our |der |die |das |la |le |el |de )?((?:[\w-]+ ?){1,3})"
)

_UNKNOWN_AUTHOR = re.compile(
    r"\b(?:did|has|does|hat|a) ([a-z]{2,}) (?:\w+ )?(?:say|report|note|write|file|log|mention|add|"
    r"post|said|reported|noted|written|wrote|filed|added|posted|gesagt|gemeldet|geschrieben)\b|"
    r"\b(?:notes?|anything|something|reports?) (?:by|from|of) ([a-z]{2,})(?:$| (?:in |for )?PERIOD)"
)


def add_topic(question: Question, found: FoundNames, names: Names) -> Question:
    """Return the question with its topic, or with a name that nothing has."""
    question = replace(question, unknown=question.unknown or _unknown_word(question, found, names))
    if question.unknown is not None:
        return question
    if question.subject in _OPEN_TOPIC or question.subject is Subject.FORECAST:
        text = found.text
        if question.subject is not Subject.EVIDENCE:
            # Of “which clinic said …” the noun is who is looked for.
            text = re.sub(r"^(?:which|what|welche\w*|quelle?|que) \w+ ", "", text)
        return _with_author(replace(question, topic=topic_words(text.split())), found)
    if question.subject in _MARKED_TOPIC:
        question = replace(question, topic=_marked_topic(question, found))
    if question.topic or question.unknown:
        return question
    unknown = _unknown_name(question, found, names)
    is_unnamed = not any(question.of(part) for part in Part)
    if question.subject is Subject.MOOD and is_unnamed and unknown is None:
        # “How was the welcome box received?”: what is left may be in notes.
        return replace(question, topic=topic_words(found.words))
    return replace(question, unknown=unknown)


def _unknown_word(question: Question, found: FoundNames, names: Names) -> UnknownName | None:
    """Return what is a name by its words alone: people, one side of a comparison, a usual KPI."""
    unknown = None if question.personas else _unknown_people(found, names)
    if unknown is None and question.subject in (Subject.COMPARE, Subject.KPI):
        unknown = _unknown_side(found)
    if unknown or question.kpis or question.subject in (Subject.COUNT, Subject.WHO):
        return unknown
    in_use = {word for key in names.of(Part.KPI) for word in re.split(r"[.-]", key)}
    known = next((w for w in found.words if w in WELL_KNOWN_KPIS and w not in in_use), None)
    return UnknownName(known, Part.KPI) if known else None


def _marked_topic(question: Question, found: FoundNames) -> tuple[str, ...]:
    """Return the words after “about” and the like, or before “problem”."""
    marked = re.search(rf"\b{_TOPIC_AFTER}\b(.*)", found.text)
    if question.subject is Subject.OPPORTUNITIES:
        marked = marked or re.search(r"\b(?:for|fur|pour|para|voor)\b(.*)", found.text)
    if question.subject is Subject.PAINS:
        marked = marked or _BEFORE_PROBLEM.search(found.text)
    topic = topic_words(marked[1].split()) if marked else ()
    if not topic and question.subject is Subject.PAINS and _YES_NO.match(found.text):
        # “Is two-factor still a problem?” asks about what is left of it.
        return topic_words(found.words)
    if not topic and question.subject is Subject.COUNT and question.kind is None:
        return topic_words(found.words)
    return topic


_YES_NO = re.compile(r"(?:is|are|did|does|has|have|how long)\b")

_BEFORE_PROBLEM = re.compile(r"((?:\w+ ){1,2})(?:problem|issue|complaint|trouble|bug)s?\b")


def _unknown_name(question: Question, found: FoundNames, names: Names) -> UnknownName | None:
    """Return a name that fits nothing, where a stage, persona or KPI would be named."""
    if question.stages or question.subject in (Subject.STAGES, Subject.REVIEW):
        return None
    for match in _UNKNOWN_AFTER.finditer(found.text):
        words = [word for word in match[2].split() if word.islower() and word not in VOCABULARY]
        if not words or not match[2].split()[0].islower():
            continue
        is_person = match[1] in ("for", "among", "fur", "pour", "para", "voor")
        if is_person and not question.personas and names.of(Part.PERSONA):
            return UnknownName(" ".join(words), Part.PERSONA)
        return UnknownName(" ".join(words), Part.STAGE)
    kpi = re.search(
        r"(?:what (?:is|s) (?:the )?target (?:for|of)|target (?:for|of)) (\w+)", found.text
    )
    return UnknownName(kpi[1], Part.KPI) if kpi and kpi[1].islower() else None


_PEOPLE = re.compile(
    r"\b(?:of|for|from|by|among|fur|von|pour|de|para|voor|van) (?:the |our )?"
    r"((?:[a-z]+ )?[a-z]{2,}(?:ers|ors|ists|ants|ians|ees|people|staff|men|women))\b"
)

# They end as people do.
_THINGS = frozenset(
    """
    reminders orders letters newsletters numbers offers vouchers printers errors stickers folders
    banners filters headers trackers timers calendars papers answers matters others quarters
    members customers users buyers corners computers servers routers registers flyers posters
    fees employees restaurants documents appointments colors colours doors monitors factors
    trainers covers drawers layers powers transfers trailers triggers tokens offers vendors
    """.split()  # noqa: SIM905 - a list of quoted words is harder to read
)


def _unknown_people(found: FoundNames, names: Names) -> UnknownName | None:
    """Return a group of people that is no persona: “of dental assistants”."""
    for match in _PEOPLE.finditer(found.text) if names.of(Part.PERSONA) else ():
        words = match[1].split()
        if words[-1] in _THINGS or all(word in VOCABULARY for word in words):
            continue
        if words[0] in VOCABULARY and words[0] not in _PARTS_OF_NAMES:
            words = words[1:]
        if words and not (len(words) == 1 and words[0] in VOCABULARY):
            return UnknownName(" ".join(words), Part.PERSONA)
    return None


_PARTS_OF_NAMES = frozenset({"product", "business", "service", "company"})

_SIDE = re.compile(
    r"\b(STAGE|PERSONA|KPI) (?:and|to|with|vs|versus|than|or|against) (?:the |our )?([a-z]+)\b|"
    r"\b([a-z]+) (?:and|to|with|vs|versus|than|or|against) (?:the |our )?(STAGE|PERSONA|KPI)\b"
)


def _unknown_side(found: FoundNames) -> UnknownName | None:
    """Return what a stage, persona or KPI is compared with where that is no name."""
    for match in _SIDE.finditer(found.text):
        part, word = match[1] or match[4], match[2] or match[3]
        if word not in VOCABULARY and len(word) > 2:
            return UnknownName(word, Part[part])
    return None


def _with_author(question: Question, found: FoundNames) -> Question:
    """Say where somebody is named who has written no note."""
    if question.authors or question.subject is not Subject.EVIDENCE:
        return question
    match = _UNKNOWN_AUTHOR.search(found.text)
    name = (match[1] or match[2]) if match else None
    if name is None or name in VOCABULARY:
        return question
    topic = tuple(word for word in question.topic if not name.startswith(word))
    return replace(question, topic=topic, unknown=UnknownName(name, Part.AUTHOR))


def may_name_author(text: str) -> bool:
    """Whether a question may name a person: looking up everyone's name takes time."""
    folded = fold_question(text)
    named = _UNKNOWN_AUTHOR.search(folded)
    words = folded.split()
    others = [word for word in words if word not in VOCABULARY]
    asks = re.search(
        r"^(?:and|what about|how about|und|et|y|en)\b|"
        r"\b(?:notes?|reported|wrote|noted|filed|by|from|said|says|who|did|hat|dijo)\b",
        folded,
    )
    return bool(named) or bool(others and asks) or "<@" in text or "@U" in text


def topic_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that say what is asked about, in their order, each once."""
    topic = [
        word
        for word in words
        if not word.isupper()
        and word not in VOCABULARY
        and len(word) > 2
        and not (word.isdigit() and len(word) < 3)
        and not word.startswith("PERIOD")
        and content_words(word)
    ]
    return tuple(dict.fromkeys(topic))[:MAX_TOPIC_WORDS]
