"""Recognise what is surely a note: so marked, quoted from a customer, or told of one."""

import re

from domain.note_text import starts_with_kind
from domain.text import split_head

_QUOTE = r"[\"“”„«»]"

_STARTS_QUOTED = re.compile(rf"\s*(?:[-–—*_>]\s*)*(?:{_QUOTE}|'(?=\w)|>\s)")

_LONG_QUOTE = re.compile(rf"{_QUOTE}[^\"“”„«»]*\s[^\"“”„«»]*{_QUOTE}")

# Heads that make everything after them a note.
_MARK = re.compile(
    r"\s*(?:[*_]*)(?:notes?|fyi|f\.y\.i\.?|idea|wish|bug|feedback|complaint|praise|quote|customer "
    r"quote|heads[- ]up|insight|observation|pain|issue|feature request|request|suggestion|log|"
    r"for the record|evidence|todo|problem|ticket|caller|customer|client|user|notiz|idee|wunsch|"
    r"remarque|idee|nota|queja|sugerencia|notitie|klacht|reclamo|lob|kritik|beschwerde)(?:[*_]*)"
    r"\s*(?:[:–—]|\s-)\s*(?=\S)",
    re.IGNORECASE,
)

# “Would you kindly log that …”, “please note: …”, “can you add the note that …”.
_REQUEST = re.compile(
    r"\s*(?:(?:hi|hey|hello|ok|so|please|pls|plz|kindly|just|and|also|waymark|can you|could you|"
    r"would you|will you|i(?:'d| would) like to|i want to|let me|we should|may i)[\s,:]+)*"
    r"(?:log|note|save|record|add|write down|jot down|file|capture|put down|track|register|keep|"
    r"remember|take note|note down|report|notier\w*|speicher\w*|noter?|anota\w*|noteer)\b"
    r"(?:[\s,]+(?:please|pls|kindly|down|bitte))*"
    r"(?:(?:\s+(?:this|that|the following|a note|a pain ?point|a touchpoint|an opportunity|"
    r"the note|this one|for (?:me|us|the record)|as a (?:note|pain ?point|touchpoint)|under \w+|"
    r"in \w+|mir|folgendes|que|dass|dat))*"
    r"\s*[:–—]\s*|(?:\s+(?:this|that|the following|a note|down|a pain ?point|an opportunity|"
    r"a touchpoint))*\s+-\s+|\s+(?:(?:a note )?that|dass|que|dat|da[sß]s)\s+(?=\w+\s+\w))(?=\S)",
    re.IGNORECASE,
)

_HEAD_OF_QUESTION = re.compile(
    r"(?:(?:quick|one|another|my|a|next)? ?(?:questions?|q|ask|query|frage|question|pregunta|vraag|"
    r"pergunta|domanda)|(?:hi|hey|hello|thanks|ok|dear|@)?[\s,]*(?:@?waymark|bot|all|team|there)?|"
    r"(?:our |the )?(?:nps|csat|ces|kpis?|churn|mood|map|journey)|(?:also|and|so|btw|by the way|"
    r"then|plus|ps|p\.s\.|wondering|just wondering|curious|tell me|please|pls))",
    re.IGNORECASE,
)

# Who said it, after a question or a quote.
_SAID_AFTER = re.compile(
    r"[?\"“”«»!][\s\"“”»)*_]*(?:[-–—(,]|\.{3}|…)?\s*(?:(?:was|is|were|are) (?:what|the|a|one|asked|"
    r"all)\b|(?:i|we)(?:'ve| have)? (?:hear|get|got|heard|was asked|were asked|am asked|read|keep)\b|"
    r"(?:asked|asks|ask|said|says|wrote|writes|wondered|wonders|wants|wanted|complained|comes?|came|"
    r"via|from|by|according|per|quoting|quote|overheard|heard|told|typed|posted|tweeted|shouted|"
    r"keeps?|kept|fragte?n?|sagte?n?|demande|dit|selon|pregunta|pregunto|dijo|dice|vroeg|zei|vraagt|"
    r"perguntou|disse|chiese|chiede|ha chiesto|laut|von|aus|de|een|eine?r?)\b)|"
    r"[?!\"“”«»]\s*[-–—(]\s*\S|"
    r"\?\s*(?:that'?s|that is|this is|these are|those are|it'?s|such|same|every|always|again|one of|"
    r"third|second|fourth|fifth|asked)\b.*\b(?:question|ask\w*|call\w*|hear\w*|say\w*|said|want\w*|"
    r"know|time|customer\w*|guest\w*|user\w*|people|week|day|today|chat\w*|mail\w*|ticket\w*)\b",
    re.IGNORECASE,
)

# Told of a customer: “they asked why …”, “guests keep asking …”.
_TOLD = re.compile(
    r"\b(?:(?:ask|asks|asked|asking|wonders?|wondered|wondering|inquires?|inquired|enquired?s?|"
    r"queried|questioned)(?: (?:me|us|again|twice|about|for|whether|if|why|how|what|when|where|who|"
    r"which|to))|wants? (?:to know|2 know)|wanted to know|(?:do not|don'?t|doesn'?t|didn'?t|did not|"
    r"couldn'?t|can'?t|could not|cannot|never|hardly) (?:understand|understood|know|knew|see|get|"
    r"find|found|figure|tell|explain)|ha(?:s|ve|d) no idea|(?:said|says|saying|told (?:me|us)|"
    r"complain(?:s|ed|ing)?|mentioned|claims?|claimed|reports?|reported|writes?|wrote)\b|"
    r"no(?:body| one|-one) (?:knows?|knew|understands?|could|can)|unclear|not clear|unsure|confused|"
    r"fragt|fragen|fragte|fragten|wollte wissen|wollen wissen|will wissen|weiss nicht|wissen nicht|"
    r"versteht nicht|verstehen nicht|sagt|sagen|demandent|demande|demandait|veut savoir|veulent "
    r"savoir|ne (?:sait|savent|comprend|comprennent) pas|pregunta|preguntan|pregunto|preguntaron|"
    r"quiere saber|no (?:sabe|saben|entiende|entienden)|vraagt|vragen|vroeg|wil weten|willen weten|"
    r"snapt niet|pergunta|perguntam|perguntou|quer saber|nao (?:sabe|sabem|entende)|chiede|"
    r"chiedono|ha chiesto|vuole sapere|non (?:sa|sanno|capisce|capiscono))\b",
    re.IGNORECASE,
)

# A quoted question under a head of its own: “mail from a supplier: when will you pay?”.
MAX_HEAD_WORDS = 9


def is_marked_note(text: str) -> bool:
    """Return whether it is said to be a note: by a kind, by “note: …”, or by a request to save."""
    return bool(_MARK.match(text) or _REQUEST.match(text) or starts_with_kind(text))


def note_in_request(text: str) -> str:
    """Return a note without the request to save it before it: “please log that …”."""
    found = _REQUEST.match(text) or _NOTE_WORD.match(text)
    return text[found.end() :] if found else text


_NOTE_WORD = re.compile(
    r"\s*[*_]*(?:notes?|notiz|nota|notitie)[*_]*\s*(?:[:–—]|\s-)\s*(?=\S)", re.IGNORECASE
)


def is_quoted(text: str) -> bool:
    """Return whether it begins with a quotation, or says after one whose it is."""
    return bool(_STARTS_QUOTED.match(text) or _SAID_AFTER.search(text))


def has_quote(text: str) -> bool:
    """Return whether it quotes several words."""
    return bool(_LONG_QUOTE.search(text))


def is_told(plain: str) -> bool:
    """Return whether a sentence in lower case, without accents, tells what a customer said."""
    return bool(_TOLD.search(plain))


def has_head_of_note(text: str) -> bool:
    """Return whether words before a colon say where it comes from: “caller at noon: who …?”."""
    head = split_head(text, ())
    if head is None or "?" in head.name:
        return False
    name = head.name.strip(" *_")
    is_short = len(name.split()) <= MAX_HEAD_WORDS
    return is_short and not _HEAD_OF_QUESTION.fullmatch(name)
