"""Read a message to Waymark: its parts, and what each is meant as."""

import re
from collections.abc import Callable, Sequence

from bot.intents.decision import BESIDE, decide, is_one_note
from bot.intents.lexicon import pattern
from bot.intents.lists import ListedItems, split_list
from bot.intents.model import IntentModel, trained_model
from bot.intents.questions import Certainty, certainty
from bot.intents.quotes import (
    has_head_of_note,
    is_marked_note,
    is_quoted,
    is_told,
    note_in_request,
)
from bot.intents.rules import Reading, read_sentence, read_whole
from bot.intents.sentence import LEAD, Sentence
from domain.intents import Intent, MessagePart, ParsedMessage
from domain.note_head import split_head
from domain.text import split_words

# Longer texts are pasted, and nobody pastes a question to a bot.
MAX_READ = 1_500

MAX_SENTENCES = 8

# After a quotation mark, small letters go on: “she asked "why?" at checkout”.
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|(?<=[.!?…][\"”»)])\s+(?=[^a-z\s])|\n+")

# Greetings and thanks a note may begin with.
_GREETED = pattern("leads.txt", "greeted", re.IGNORECASE)

# “I'm preparing the board meeting”: why somebody asks, and nothing a customer experienced.
_CONTEXT = pattern("leads.txt", "context")

# “The box was damaged, who owns retention?”
_ASIDE = re.compile(
    r"\s*(?:[,;:(]|\s[-–—]|\band\b)\s*(?:(?:and|also|but|by the way|btw|plus|then|pls|please)\b"
    r"[\s,:–—-]*)*(?=(?:who|what|how|when|where|which|is|are|do|does|did|has|have|remind|undo|delete|"
    r"show|move|set|tell|whats|hows|any|anyone|anybody|was|were|can|could|should|compare|which)\b)",
    re.IGNORECASE,
)

# “What is our nps, and note that the export broke”
_ASIDE_NOTE = re.compile(
    r"\s*(?:[,;]|\band\b)\s*(?:(?:and|also|please|pls|btw)\s+)*(?=(?:note|log|save|add a note)\b)",
    re.IGNORECASE,
)

_MIN_BEFORE_ASIDE = 2

# In “they asked us, how is the score made?” such words stand close before the question.
_TELLING = 3

# “Pain points in onboarding:” before a list.
_KINDS = re.compile(r"(?:pain ?-?points|pains|touch ?-?points|(opportunities))\b", re.IGNORECASE)

IsStage = Callable[[str], bool]


def parse_message_intents(
    text: str, is_stage: IsStage, model: IntentModel | None = None
) -> ParsedMessage:
    """Return the parts of a message without the mention of Waymark at its start.

    `is_stage` says whether a word names a stage, `model` is the trained one by default. What is
    not clearly something else is a note; an empty message asks for help.
    """
    whole = text.strip()
    listed = split_list(whole)
    if listed is not None and not _is_stage_head(whole, is_stage):
        return ParsedMessage(_read_list(listed, is_stage, model or trained_model()))
    if not whole:
        return ParsedMessage((MessagePart(Intent.HELP, whole),))
    if len(whole) > MAX_READ:
        return ParsedMessage((MessagePart(Intent.NOTE, whole),))
    return ParsedMessage(_read_text(whole, is_stage, model or trained_model()))


def _read_text(whole: str, is_stage: IsStage, model: IntentModel) -> tuple[MessagePart, ...]:
    if _is_note(whole, is_stage):
        return _read_note(without_greeting(whole))
    alone = read_whole(Sentence(whole))
    if alone is not None:
        return _parts([decide(alone, model)])
    sentences = split_sentences(whole)
    if len(sentences) > MAX_SENTENCES:
        return (MessagePart(Intent.NOTE, whole),)
    read = [read_sentence(one) for one in sentences]
    if len(read) == 1:
        return _join(whole, [decide(read_sentence(without_greeting(whole)), model)])
    return _read_several(whole, read, model)


def _read_several(
    whole: str, read: Sequence[Reading], model: IntentModel
) -> tuple[MessagePart, ...]:
    """Return the parts of several sentences: a note and what is asked beside it, or one part."""
    polite = [one for one in read if one.intent in (Intent.GREETING, Intent.THANKS)]
    others = [one for one in read if one not in polite]
    text = whole if not polite else " ".join(one.text for one in others)
    rules = {one.intent for one in others}
    if not others:
        return _parts(read)
    if len(others) == 1:
        return _join(whole, [*polite, decide(others[0], model)])
    decided = [decide(one, model, saved=BESIDE) for one in others]
    is_mixed = len({one.intent is Intent.NOTE for one in decided if one.is_sure}) > 1
    if is_mixed and not is_one_note(text, rules, model):
        return _join(whole, [*polite, *decided])
    intent = Intent.QUESTION if Intent.NOTE not in rules else Intent.NOTE
    return _join(whole, [*polite, decide(Reading(text, intent), model, rules)])


def read_by_rules(text: str) -> set[Intent]:
    """Return what the rules alone read in a text or in its sentences."""
    alone = read_whole(Sentence(text))
    if alone is not None:
        return {alone.intent}
    return {read_sentence(one).intent for one in split_sentences(text)}


def split_sentences(whole: str) -> list[str]:
    """Return the sentences of a message; an aside to Waymark is one of its own."""
    parts = [
        part.strip()
        for sentence in _SENTENCE_END.split(whole)
        if sentence
        for part in _split_aside(sentence)
    ]
    return [part for part in parts if part]


def _read_note(whole: str) -> tuple[MessagePart, ...]:
    """Return a note, and the questions to Waymark after it where it begins with “note: …”."""
    text = note_in_request(whole)
    if text == whole:
        return (MessagePart(Intent.NOTE, whole),)
    sentences = [one for one in _SENTENCE_END.split(text) if one]
    asked: list[str] = []
    while len(sentences) > 1 and _is_aside(Sentence(sentences[-1]), is_after_colon=True):
        asked.insert(0, sentences.pop())
    if not asked:
        return (MessagePart(Intent.NOTE, text),)
    question = MessagePart(Intent.QUESTION, " ".join(asked))
    return (MessagePart(Intent.NOTE, " ".join(sentences)), question)


def _split_aside(sentence: str) -> tuple[str, ...]:
    """Return a note and the question or command that follows within the same sentence.

    Or the question, and the note that somebody asks to save after it.
    """
    request = _ASIDE_NOTE.search(sentence)
    if request and is_marked_note(sentence[request.end() :]):
        return sentence[: request.start()], sentence[request.end() :]
    for aside in _ASIDE.finditer(sentence):
        before, after = sentence[: aside.start()], sentence[aside.end() :]
        if LEAD.fullmatch(f"{Sentence(before).plain}: "):
            continue
        is_told_of = is_told(" ".join(Sentence(before).plain.split()[-_TELLING:]))
        if len(split_words(before)) < _MIN_BEFORE_ASIDE or is_told_of:
            continue
        if read_sentence(before.strip()).intent is not Intent.NOTE:
            continue
        if _is_aside(Sentence(after.strip()), is_after_colon=":" in aside[0]):
            return before, after
    return (sentence,)


def _is_aside(sentence: Sentence, *, is_after_colon: bool) -> bool:
    """Whether what follows a note in its sentence is for Waymark, and no clause of the note."""
    read = read_sentence(sentence.text)
    if read.intent is not Intent.QUESTION:
        return read.intent is Intent.COMMAND
    is_marked = sentence.is_marked and not is_after_colon
    is_request = sentence.first in {"show", "tell", "compare"}
    return read.is_sure and (is_marked or is_request or sentence.names_kept_thing)


def _is_note(text: str, is_stage: IsStage) -> bool:
    greeted = without_greeting(text)
    if _is_stage_head(greeted, is_stage) or is_marked_note(greeted):
        return True
    if not is_quoted(greeted):
        return False
    starts_quoted = greeted.lstrip(" -–—*_>")[:1] in "\"“”„«»'"
    is_question = greeted.rstrip().endswith("?") and certainty(Sentence(greeted)) is Certainty.YES
    return starts_quoted or not is_question


def _is_stage_head(text: str, is_stage: IsStage) -> bool:
    """Whether it begins with a stage: `onboarding: …`, `*decision* …` or `retention - …`."""
    head = split_head(re.sub(r"^\s*[*_]+([^*_]{1,60}?):?[*_]+:?\s+", r"\1: ", text), ())
    if head is None:
        dashed = re.match(r"\s*(?:[-–—•]\s+)?([\w/]{3,40})\s+[-–—]\s+\S", text)
        return dashed is not None and is_stage(dashed[1])
    return bool(head.text) and is_stage(head.name.rpartition("/")[2])


def without_greeting(text: str) -> str:
    """Return a text without the greeting or thanks it begins with."""
    found = _GREETED.match(text)
    rest = text[found.end() :] if found else text
    return rest if len(split_words(rest)) > 1 else text


def _join(whole: str, read: Sequence[Reading]) -> tuple[MessagePart, ...]:
    """Return the parts of a message from its sentences: those of a note belong together."""
    intents = {one.intent for one in read}
    if Intent.NOTE in intents and Intent.QUESTION in intents:
        contexts = [one for one in read if one.intent is Intent.NOTE and _is_context(one.text)]
        if len(contexts) == sum(one.intent is Intent.NOTE for one in read):
            return (MessagePart(Intent.QUESTION, whole),)
    if Intent.NOTE not in intents:
        return _join_questions(whole, read)
    belongs = [one.intent in (Intent.NOTE, Intent.UNCLEAR) or not one.is_sure for one in read]
    note = " ".join(one.text for one, is_part in zip(read, belongs, strict=True) if is_part)
    if all(belongs):
        note = whole
    if len(split_words(note)) < 2 and note.isascii():
        return (MessagePart(Intent.UNCLEAR, note), *_others(read, belongs))
    return (MessagePart(Intent.NOTE, without_greeting(note)), *_others(read, belongs))


def _others(read: Sequence[Reading], belongs: Sequence[bool]) -> tuple[MessagePart, ...]:
    return _parts([one for one, is_part in zip(read, belongs, strict=True) if not is_part])


def _parts(read: Sequence[Reading]) -> tuple[MessagePart, ...]:
    return tuple(MessagePart(one.intent, one.text, one.command) for one in read)


def _join_questions(whole: str, read: Sequence[Reading]) -> tuple[MessagePart, ...]:
    asked = [one for one in read if one.intent in (Intent.QUESTION, Intent.UNCLEAR)]
    others = _parts([one for one in read if one not in asked])
    if not asked:
        return others
    is_sure = any(one.intent is Intent.QUESTION for one in asked)
    text = whole if not others else " ".join(one.text for one in asked)
    return (MessagePart(Intent.QUESTION if is_sure else Intent.UNCLEAR, text), *others)


def _is_context(text: str) -> bool:
    return bool(_CONTEXT.fullmatch(Sentence(text).core))


def _read_list(
    listed: ListedItems, is_stage: IsStage, model: IntentModel
) -> tuple[MessagePart, ...]:
    head, context = _read_intro(listed.intro, is_stage)
    parts: list[MessagePart] = []
    for item in listed.items:
        read = read_sentence(item)
        is_asked = read.intent is Intent.QUESTION and read.is_sure and not _is_note(item, is_stage)
        text = item if is_asked else f"{head}{item}{context}"
        parts.append(MessagePart(Intent.QUESTION if is_asked else Intent.NOTE, text))
    for beside in (listed.intro if not head and not context else "", listed.outro):
        parts += _read_text(beside, is_stage, model) if beside else ()
    return tuple(parts)


def _read_intro(intro: str, is_stage: IsStage) -> tuple[str, str]:
    """Return what the words before a list put before each note of it, and what after it.

    A kind or a stage stands before, where a note came from after; a greeting or question does not
    concern the notes.
    """
    bare = intro.strip().rstrip(":-–— ").strip()
    if not bare:
        return "", ""
    plural = _KINDS.match(bare)
    if plural:
        kind = "opportunity" if plural[1] else bare[: plural.end()].rstrip("sS")
        bare = f"{kind}{bare[plural.end() :]}"
    if is_marked_note(f"{bare}: x y") and len(bare.split()) == 1 and bare.casefold() != "pain":
        return "", ""
    if is_marked_note(f"{bare}: x y") or is_stage(bare.rpartition("/")[2]):
        return f"{bare}: ", ""
    read = read_sentence(intro)
    if read.intent is Intent.NOTE or has_head_of_note(f"{bare}: x"):
        return "", f" ({bare})"
    return "", ""
