"""Tell how surely a sentence asks Waymark something."""

import re
from enum import IntEnum

from bot.intents.quotes import has_head_of_note, has_quote, is_told
from bot.intents.sentence import Sentence
from bot.intents.words import (
    AUXILIARIES,
    CLAUSE_AS_SUBJECT,
    KEPT_THINGS,
    QUESTION_WORDS,
    SUBJECTS,
    WIDE_OPENINGS,
    WIDE_QUESTION_WORDS,
    WIDE_REQUESTS,
    WIDE_VERBS,
)


class Certainty(IntEnum):
    """How surely a sentence is a question to Waymark."""

    NO = 0
    MAYBE = 1
    YES = 2


_CLAUSE_AS_SUBJECT = re.compile(CLAUSE_AS_SUBJECT)

_WIDE_REQUEST = re.compile(WIDE_REQUESTS)

# “Tell me …”, “I'd like to know …”: what follows is asked, whatever its form.
_REQUEST = re.compile(
    r"(?:(?:can|could|would|will|may|might) (?:you|u|we|i|someone|anyone) (?:please |kindly |quickly |"
    r"also |just )*)?(?:please )?(?:(?:tell|show|give|get|send|list|find|remind|brief|update|fetch|"
    r"bring|read|inform) (?:me|us)\b|(?:let (?:me|us) (?:know|see)|lemme know|walk (?:me|us) through|"
    r"fill (?:me|us) in|catch (?:me|us) up)\b)|"
    r"(?:i|we)(?:'d| would|'m| am|'re| are| was| were)? (?:just |really |also )?(?:(?:like|love|"
    r"want|wanna|need|interested|curious|keen|dying)(?: to| in)? (?:know|see|hear|understand|find "
    r"out|learn|seeing|knowing|hearing|ask|have a look|look at|check|get)|wondering|wonder|curious|"
    r"asking|interested in)\b|(?:just )?(?:wondering|curious|asking)\b|"
    r"(?:do|does|would|did) (?:you|u|anyone|anybody|someone|we) (?:happen to )?(?:know|remember|recall|"
    r"have (?:an? |any )?(?:idea|clue|info\w*|data|numbers|figures|notes?|anything|insight\w*))\b|"
    r"(?:my|our|the) (?:\w+ )?(?:boss|ceo|cfo|cmo|coo|manager|board|team|colleagues?|lead|director|"
    r"investors?|management|head of \w+) (?:asks?|asked|is asking|wants? to know|needs? to know|"
    r"wanted to know)\b|any (?:idea|clue|chance|thoughts|insights?|news|updates?|info\w*|data|word|signs?|movement)\b"
)

# “Find notes on …”, “compare Q2 with Q3”: requests for what Waymark keeps.
_NEED = re.compile(
    r"(?:i |we )?(?:just |only |also )?(?:need|want|require|looking for|after) (?:(?:the|our|all|this|"
    r"last|current|latest|top|more|some|your|a summary of|an overview of|figures|numbers)\b)"
)

_ASKING_VERB = re.compile(
    r"(?:(?:can|could|would|will) (?:you|u|we|i) (?:please |kindly )?)?(?:please )?(?:show|list|find|"
    r"search|look up|look for|count|summari[sz]e|sum up|explain|display|check|describe|analy[sz]e|"
    r"rank|break down|name|read|pull up|see|get|give|fetch|recap|report on|what)\b"
)

_SEARCH = re.compile(
    r"(?:please )?(?:search|look up|look|find|google)(?: me| us)? (?:for|up) \w+(?: \S+){0,4}|"
    r"(?:search|find) (?:all |the |any )*(?:notes?|evidence|pains?)\b.*"
)

_COMPARE = re.compile(
    r"(?:(?:can|could|would) (?:you|we) (?:please )?)?(?:please )?(?:compare|contrast|vergleiche?|"
    r"compara|compare[rz]|vergelijk|confronta)\b"
)

_VERSUS = re.compile(r"\b(?:vs\.?|versus|compared (?:to|with))\b")

_MAX_FRAGMENT = 9

# “Top 3 pains for office managers”, “owner of decision”: what is asked for, without a verb.
_ASKED_FOR = (
    r"(?:pains?|pain ?points?|problems?|complaints?|issues?|stages?|themes?|notes?|kpis?|"
    r"touchpoints?|personas?|requests?|reasons?|opportunit(?:y|ies)|moods?|nps|csat|ces|churn|score"
    r"|scores|wishes|ideas|quotes?|feedback|actions?|milestones?|blind ?spots?|readings?|targets?|"
    r"praise|highlights?|frustrations?|delights?|gripes?|topics?|trends?|reviews?|comments?|"
    r"concerns|needs|wins|strengths|weaknesses|drivers?)"
)

_KEPT_FOR = (
    r"(?:pains|pain ?points|stages|themes|notes|kpis?|touchpoints|personas|opportunities|moods?|nps|quotes|"
    r"csat|ces|churn|scores|readings|targets|milestones|blind ?spots|actions|reviews)"
)

# “Complaints about parking” asks for some, or tells that there were some.
_MAYBE_ASKED_FOR = re.compile(
    rf"{_ASKED_FOR}(?: (?:this|last|in|for|of|by|since|from|about|over)\b(?: \S+){{1,4}})?"
)

_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:the |our |your |all |any |some |my )*(?:top|biggest|worst|best|main|most \w+|current|"
        rf"latest|newest|last|recent|open|overdue|negative|positive|unsorted|new|happiest|"
        rf"unhappiest|weakest|strongest|key|common|repeated|recurring|frequent|total|number of|count "
        rf"of|overall|average|rising|falling|biggest \w+|all)(?: (?:\d+|three|five|ten|two|new|most|"
        rf"common|frequent|customer|of|the|our|open|negative|positive|painful|important|number|"
        rf"\w+ing))* {_ASKED_FOR}\b.*",
        r"(?:the |our )?(?:owners?|status|state|trend|target|definition|overview|summary|recap|"
        r"history|development|breakdown|list|count|number|mood|moods|sentiment|average|value|median|"
        r"share|percentage|evidence|details|stats?|statistics|latest|news|updates?|reasons?|causes?|"
        r"drivers?|difference|differences|comparison|progress|outlook|next review|last review|"
        r"stimmung|ubersicht|resume|resumen|overzicht|riepilogo)"
        r" (?:of|for|in|on|about|between|from|by|at|this|last|since|now|today|why|people|users|"
        r"customers|clients|guests|members|buyers|behind|von|im|in der|der|du|de|des|del|van)\b.*",
        rf"{_KEPT_FOR}(?: (?:score|value|target|trend|today|now|status|definition|this|last|in|"
        rf"for|of|by|since|from|about|on|over)\b.*)?",
        r"(?!(?:they|we|i|you|he|she|it|no|customers|users|people)\b)(?:\S+ )?\S+ (?:status|owner|"
        r"mood|trend|target|stats|definition|nps|csat|kpis?|overview|summary)"
        r"(?: (?:now|today|please|this \w+|last \w+))?",
        r"(?:any|anything|anyone|anybody|any one) (?!who\b)\S+.*",
        r"(?:what|how) about .*",
        r"(?:some |any )?(?:more|further|other) (?:details?|examples?|info\w*|context|notes|quotes)"
        r"(?: please| on .*| about .*| from .*)?",
        r"(?:why|when|who|where|how so|how come|how many|how much|since when|says who|by whom|why so|"
        r"why not|and|more|details|examples?|for example|such as|which ones?|what else|anything else|"
        r"who else|why is that|how often|what for)",
    )
)

# “And in retention?”: it goes on from the question before.
_FOLLOWING_UP = re.compile(
    r"(?:and |or |und |et |y |en |e )?(?:in|for|of|by|with|without|last|this|since|only|from|during|"
    r"before|after|on|at|between|among|compared|than|just|the|next|previous|für|fur|im|pour|para|"
    r"voor|per|letzte\w*|dans|about|what about)\b(?: \S+){1,6}"
)

# “Why is the page so slow?” complains as much as it asks.
_COMPLAINT = re.compile(
    r"(?:why|how) (?:is|are|was|were|does|do|did|can) .*\b(?:so|this|that|still) \w+"
)

# “Why do you need my passport?” is asked of the company, not of Waymark.
_TO_COMPANY = re.compile(
    r"^(?:why|how|when|where|what|who|can|could|do|does|did|will|would|are|is) (?:\w+ )?(?:you|your)"
    r"\b|\byour\b"
)

_MEASURING = frozenset(
    [
        "many",
        "much",
        "often",
        "long",
        "far",
        "well",
        "bad",
        "good",
        "confident",
        "reliable",
        "high",
        "low",
        "old",
        "likely",
        "big",
        "common",
        "happy",
        "satisfied",
        "sure",
        "negative",
        "positive",
        "unhappy",
        "strong",
        "severe",
        "serious",
        "close",
        "late",
        "soon",
        "few",
        "frequently",
        "large",
        "small",
        "accurate",
        "certain",
        "important",
        "satisfied",
        "content",
        "healthy",
    ]
)

# What people do to notes, stages and KPIs; “who answers the phone” is no question.
_DOINGS = frozenset(
    [
        "owns",
        "said",
        "says",
        "wrote",
        "writes",
        "noted",
        "notes",
        "filed",
        "files",
        "reported",
        "reports",
        "mentioned",
        "mentions",
        "complained",
        "complains",
        "raised",
        "raises",
        "asked",
        "asks",
        "saw",
        "posted",
        "signed",
        "signs",
        "leads",
        "runs",
        "manages",
        "handles",
        "added",
        "saved",
        "told",
        "heard",
        "likes",
        "loves",
        "hates",
        "wants",
        "knows",
        "uses",
        "else",
        "all",
        "loved",
        "hated",
        "liked",
        "looks",
        "looked",
        "takes",
        "works",
        "worked",
        "approved",
        "reviewed",
        "reviews",
        "contributed",
        "contributes",
        "praised",
        "criticised",
        "suggested",
        "suggests",
        "set",
        "sets",
        "changed",
        "moved",
        "deleted",
        "wanted",
        "needs",
        "needed",
    ]
)

# “Do brokers like the portal”: what a question about people asks.
_BASE_VERBS = frozenset(
    [
        "like",
        "love",
        "hate",
        "want",
        "need",
        "use",
        "find",
        "know",
        "trust",
        "mention",
        "say",
        "complain",
        "get",
        "understand",
        "feel",
        "think",
        "prefer",
        "ask",
        "report",
        "care",
        "expect",
        "come",
        "leave",
        "stay",
        "pay",
        "buy",
        "renew",
        "notice",
        "read",
        "see",
        "struggle",
    ]
)

_PRONOUNS = frozenset(
    [
        "it",
        "they",
        "we",
        "you",
        "i",
        "he",
        "she",
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "our",
        "their",
        "people",
        "customers",
        "everyone",
        "my",
        "his",
        "her",
        "to",
        "not",
    ]
)

_ASKED_KINDS = frozenset(
    [
        "stage",
        "stages",
        "kpi",
        "kpis",
        "persona",
        "personas",
        "theme",
        "themes",
        "note",
        "notes",
        "pains",
        "pain",
        "painpoints",
        "touchpoint",
        "touchpoints",
        "milestone",
        "milestones",
        "action",
        "actions",
        "review",
        "reviews",
        "reviewer",
        "team",
        "teams",
        "channel",
        "channels",
        "topics",
        "topic",
        "opportunities",
        "journey",
        "journeys",
        "problem",
        "problems",
        "complaints",
        "customers",
        "clinic",
        "clinics",
        "people",
        "users",
        "clients",
        "group",
        "groups",
        "segment",
        "quarter",
        "month",
        "week",
        "period",
        "measures",
        "issues",
        "reasons",
        "sort",
        "kind",
        "kinds",
        "part",
        "parts",
        "feature",
        "features",
        "percentage",
        "share",
        "one",
        "ones",
        "company",
        "source",
        "sources",
        "improvements",
        "improvement",
        "ideas",
        "changes",
        "feedback",
        "evidence",
        "data",
        "score",
        "others",
    ]
)


def certainty(sentence: Sentence) -> Certainty:
    """Return how surely a sentence asks something, by its first words, its form and its marks."""
    if not sentence.words:
        return Certainty.NO
    for read in (_read_request, _read_question_word, _read_auxiliary, _read_other_language):
        found = read(sentence)
        if found is not None:
            return found
    return _read_phrase(sentence)


def _read_request(sentence: Sentence) -> Certainty | None:
    text = sentence.core
    if _REQUEST.match(text) or _WIDE_REQUEST.match(text) or _SEARCH.fullmatch(text):
        return Certainty.YES
    if _NEED.match(text) and sentence.names_kept_thing and not sentence.has_finite_verb(2):
        return Certainty.YES
    if _COMPARE.match(text):
        has_two = re.search(
            r" (?:and|with|to|vs\.?|versus|against|und|mit|et|y|en|met|e|con) ", text
        )
        if has_two and not re.search(r" (?:page|button|view|table|function) ", text):
            return Certainty.YES if not sentence.has_finite_verb(1) else Certainty.MAYBE
        return None
    asks = _ASKING_VERB.match(text)
    if asks is None or sentence.first in QUESTION_WORDS or sentence.second in AUXILIARIES:
        return None
    rest = text[asks.end() :].strip()
    asked = re.match(
        rf"(?:(?:all|the|our|my|me|us|any|some|every|new|latest|negative|positive|open|top|worst|best"
        rf"|biggest|\d+|most|common|last|this|quarter's|what|which|who|how|where|why|when|whether|if|"
        rf"of|recent|unsorted|up|happy|unhappy|three|five|ten|many|"
        rf"much|often) )*(?:{_ASKED_FOR}|people|customers|"
        r"guests|users|said|are|is|was|changed|happened|owns|did|do|does|has|have|retention|loyalty|"
        r"onboarding|decision|awareness|consideration|opportunities|evidence|personas|quarter|"
        r"everything|anything|milestones|blind)\b",
        rest,
    )
    if asked is None:
        if not sentence.names_kept_thing or sentence.has_finite_verb(1):
            return None
        is_to_explain = re.search(
            r"(?:explain|summari[sz]e|sum up|describe|check|rank|recap)\b", text
        )
        return Certainty.YES if is_to_explain else None
    return (
        Certainty.MAYBE
        if sentence.has_finite_verb(4) and not sentence.is_overall
        else (Certainty.YES)
    )


def _read_question_word(sentence: Sentence) -> Certainty | None:
    if sentence.first not in QUESTION_WORDS:
        return None
    if len(sentence.words) == 1:
        return Certainty.YES
    if _COMPLAINT.match(" ".join(sentence.words)) and not sentence.names_kept_thing:
        return Certainty.MAYBE
    if sentence.is_marked or sentence.is_emphatic:
        return _of_voice(sentence)
    clause = _CLAUSE_AS_SUBJECT.search(sentence.core, len(sentence.first) + 3)
    if _is_inverted(sentence):
        # “What is missing is a dark mode”, “how do I log in is what they ask”.
        is_cleft = re.search(
            r"^(?:what|who|where|how) (?:(?:is|was) .+ (?:is|was|were|are) |\w+ .+(?:,|\w) (?:is|was) "
            r"(?:the|a|my|that)\b)",
            sentence.core,
        )
        if is_cleft or ": " in sentence.core:
            return Certainty.MAYBE if sentence.names_kept_thing and not is_cleft else Certainty.NO
        return _of_voice(sentence)
    if clause or sentence.second in {"a", "an", "to", "we", "they", "i", "if"}:
        return Certainty.NO
    if sentence.has_finite_verb(3) or not sentence.names_kept_thing:
        return Certainty.NO
    return Certainty.MAYBE


def _is_inverted(sentence: Sentence) -> bool:
    """Whether a question word is followed as in a question: by an auxiliary, or what is counted."""
    first, second, third = sentence.first, sentence.second, sentence.third
    if second in AUXILIARIES:
        return True
    if first == "who":
        return second in _DOINGS
    if first == "how" and second in _MEASURING:
        return third not in _PRONOUNS
    if first in ("what", "which", "whose"):
        if second in _ASKED_KINDS:
            return not _CLAUSE_AS_SUBJECT.search(sentence.core)
        if second in {"changed", "happened", "else", "about", "annoys", "hurts", "drives", "bothers",
                      "stands", "matters", "helped", "worked", "went", "got", "makes", "improved",
                      "causes", "moved", "comes", "needs", "keeps", "frustrates", "delights",
                      "pleases", "worries", "drove", "made", "caused", "delighted", "frustrated",
                      "annoyed", "hurt", "bothered", "says"}:  # fmt: skip
            return not re.search(r" (?:is|was|were|are) ", f" {' '.join(sentence.words[2:])} ")
        has_verb = third in AUXILIARIES or re.fullmatch(r"\w+ed|said|say|says|told|got|went", third)
        return bool(has_verb) and not _CLAUSE_AS_SUBJECT.search(sentence.core)
    return first == "how" and second in {"come", "about"}


def _of_voice(sentence: Sentence) -> Certainty:
    """Return MAYBE for what a customer may have asked: “why do I have to register?”.

    Surely asked of Waymark is what names something that it keeps, many people or a time.
    """
    if sentence.names_kept_thing:
        return Certainty.YES
    if sentence.is_personal or not (sentence.is_overall or sentence.is_of_people):
        return Certainty.MAYBE
    if "you" in sentence.words and {"first", "next"} & set(sentence.words):
        return Certainty.YES
    is_to_company = _TO_COMPANY.search(" ".join(sentence.words))
    return Certainty.MAYBE if is_to_company else Certainty.YES


def _read_auxiliary(sentence: Sentence) -> Certainty | None:
    first, second = sentence.first, sentence.second
    if first not in AUXILIARIES:
        return None
    if first == "was" and second in WIDE_VERBS and second not in AUXILIARIES:
        return None
    if sentence.is_marked or sentence.is_emphatic:
        return _of_voice(sentence)
    if first in {"may", "might", "will", "would", "shall"} and second not in {
        "you",
        "we",
        "people",
    }:
        return Certainty.NO
    if first == "have" and second not in {
        "we",
        "you",
        "they",
        "there",
        "any",
        "customers",
        "people",
    }:
        return Certainty.NO
    if second in SUBJECTS or second in _ASKED_KINDS:
        if second in {"the", "this", "that", "no", "these", "all", "some", "most", "both"}:
            return _of_article(sentence)
        if first in {"can", "could", "should", "would", "may"} and second in {"you", "i"}:
            return Certainty.MAYBE
        return _of_voice(sentence)
    is_plural = second.endswith("s") and len(second) > 3
    if first in {"do", "did"} and is_plural and sentence.third in _BASE_VERBS:
        return Certainty.YES
    if first in {"are", "were"} and is_plural and second not in {"always", "sometimes", "besides"}:
        return Certainty.YES if sentence.is_overall else Certainty.MAYBE
    # “Did csat drop”: what Waymark keeps is the subject.
    if not KEPT_THINGS.isdisjoint((second,)) or (sentence.is_overall and first == "is"):
        return Certainty.YES if second not in {"not", "no", "a", "an"} else Certainty.NO
    if sentence.names_kept_thing and first not in {"do", "don't", "can't", "have", "had", "can"}:
        return Certainty.MAYBE if sentence.second not in {"not", "no", "a", "an"} else Certainty.NO
    return Certainty.NO


def _of_article(sentence: Sentence) -> Certainty:
    """Return how surely “was the …” asks: “was the third call” is what somebody jotted down."""
    if sentence.names_kept_thing:
        return Certainty.YES
    return Certainty.MAYBE if sentence.first in {"is", "are", "does"} else Certainty.NO


def _read_other_language(sentence: Sentence) -> Certainty | None:
    first, second = sentence.first, sentence.second
    is_question_word = first in WIDE_QUESTION_WORDS or (
        first
        in {"en", "o", "a", "por", "che", "d'ou", "fur", "in", "zu", "bis", "seit", "de", "est"}
        and second in WIDE_QUESTION_WORDS
    )
    if first == "was" and second not in WIDE_VERBS:
        is_question_word = False
    if "¿" in sentence.text:
        return Certainty.MAYBE if sentence.is_personal else Certainty.YES
    if is_question_word:
        if sentence.is_marked or sentence.is_emphatic:
            return Certainty.MAYBE if sentence.is_personal else Certainty.YES
        if second in WIDE_VERBS or sentence.third in WIDE_VERBS:
            is_clause = second in {"man", "die", "der", "das", "les", "los", "las", "de", "os", "i"}
            return Certainty.NO if is_clause else Certainty.YES
        return Certainty.NO
    if sentence.is_marked and (first in WIDE_OPENINGS or first.startswith("est-ce")):
        return Certainty.MAYBE if sentence.is_personal else Certainty.YES
    return None


def _read_phrase(sentence: Sentence) -> Certainty:
    """Return how surely words without the form of a question ask something."""
    text = sentence.core
    is_asked = sentence.is_marked
    if is_asked and _FOLLOWING_UP.fullmatch(text) and not sentence.has_finite_verb():
        return Certainty.YES
    if has_head_of_note(sentence.text):
        return Certainty.NO
    is_phrase = any(pattern.fullmatch(text) for pattern in _PHRASES)
    if ": " in text and not is_asked:
        return Certainty.NO
    if is_phrase and (is_asked or not sentence.has_finite_verb()):
        is_short = len(sentence.words) <= _MAX_FRAGMENT
        return Certainty.YES if is_asked or is_short else Certainty.MAYBE
    if _VERSUS.search(text) and len(sentence.words) <= _MAX_FRAGMENT:
        if is_asked or sentence.names_kept_thing:
            return Certainty.YES
    if not is_asked and _MAYBE_ASKED_FOR.fullmatch(text):
        return Certainty.MAYBE
    if sentence.first in {"maybe", "perhaps", "vielleicht", "peut-etre"}:
        return Certainty.NO
    if not is_asked or is_told(sentence.plain) or has_quote(sentence.text):
        return Certainty.NO
    if sentence.is_overall:
        return Certainty.YES
    return Certainty.MAYBE
