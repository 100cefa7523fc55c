"""Read a message to Waymark: its parts, and what each is meant as."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.intents.commands import read_command
from bot.intents.lexicon import pattern
from bot.intents.lists import ListedItems, split_list
from bot.intents.questions import Certainty, certainty
from bot.intents.quotes import (
    has_head_of_note,
    is_marked_note,
    is_quoted,
    is_told,
    note_in_request,
)
from bot.intents.sentence import LEAD, Sentence
from bot.intents.small_talk import read_small_talk
from domain.intents import Intent, MessagePart, ParsedMessage, SpelledCommand
from domain.note_head import split_head
from domain.text import split_words

# Longer texts are pasted, and nobody pastes a question to a bot.
MAX_READ = 1_500

MAX_SENTENCES = 8

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=\S)|\n+")

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


@dataclass(frozen=True)
class _Read:
    """A sentence and what it is meant as; `is_sure`: also within a note, it asks Waymark."""

    text: str
    intent: Intent
    command: SpelledCommand | None = None
    is_sure: bool = False


def parse_message_intents(text: str, is_stage: IsStage) -> ParsedMessage:
    """Return the parts of a message without the mention of Waymark at its start.

    `is_stage` says whether a word names a stage. What is not clearly something else is a note;
    an empty message asks for help.
    """
    whole = text.strip()
    listed = split_list(whole)
    if listed is not None and not _is_stage_head(whole, is_stage):
        return ParsedMessage(_read_list(listed, is_stage))
    if not whole:
        return ParsedMessage((MessagePart(Intent.HELP, whole),))
    if len(whole) > MAX_READ:
        return ParsedMessage((MessagePart(Intent.NOTE, whole),))
    return ParsedMessage(_read_text(whole, is_stage))


def _read_text(whole: str, is_stage: IsStage) -> tuple[MessagePart, ...]:
    if _is_note(whole, is_stage):
        return _read_note(without_greeting(whole))
    alone = _read_whole(Sentence(whole))
    if alone is not None:
        return (alone,)
    sentences = [
        part.strip()
        for sentence in _SENTENCE_END.split(whole)
        if sentence
        for part in _split_aside(sentence)
    ]
    sentences = [part for part in sentences if part]
    if len(sentences) > MAX_SENTENCES:
        return (MessagePart(Intent.NOTE, whole),)
    return _join(whole, [_read_sentence(one) for one in sentences])


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
        if _read_sentence(before.strip()).intent is not Intent.NOTE:
            continue
        if _is_aside(Sentence(after.strip()), is_after_colon=":" in aside[0]):
            return before, after
    return (sentence,)


def _is_aside(sentence: Sentence, *, is_after_colon: bool) -> bool:
    """Whether what follows a note in its sentence is for Waymark, and no clause of the note."""
    read = _read_sentence(sentence.text)
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
        dashed = re.match(r"\s*([\w/]{3,40})\s+[-–—]\s+\S", text)
        return dashed is not None and is_stage(dashed[1])
    return bool(head.text) and is_stage(head.name.rpartition("/")[2])


def without_greeting(text: str) -> str:
    """Return a text without the greeting or thanks it begins with."""
    found = _GREETED.match(text)
    rest = text[found.end() :] if found else text
    return rest if len(split_words(rest)) > 1 else text


def _read_whole(sentence: Sentence) -> MessagePart | None:
    """Return the message as one part where all of it is a command or small talk."""
    command = read_command(sentence)
    if command:
        return MessagePart(Intent.COMMAND, sentence.text, command)
    small = read_small_talk(sentence)
    return MessagePart(small, sentence.text) if small else None


def _read_sentence(text: str) -> _Read:
    sentence = Sentence(text)
    alone = _read_whole(sentence)
    if alone is not None:
        stands_alone = alone.intent not in (Intent.SMALL_TALK, Intent.NO_ANSWER)
        return _Read(text, alone.intent, alone.command, is_sure=stands_alone)
    asked = certainty(sentence)
    if asked is Certainty.YES:
        return _Read(text, Intent.QUESTION, is_sure=_is_to_waymark(sentence))
    if asked is Certainty.MAYBE:
        return _Read(text, Intent.UNCLEAR)
    return _Read(note_in_request(text), Intent.NOTE)


def _is_to_waymark(sentence: Sentence) -> bool:
    """Whether a question beside a note is for Waymark: about many notes, or who wrote them."""
    starts = " ".join(sentence.words[:2])
    return sentence.is_overall or starts in {
        "do we", "did we", "have we", "are we", "how many", "how often", "who owns", "who is",
        "tell me", "show me", "what is", "what do", "what did", "do you",
    }  # fmt: skip


def _join(whole: str, read: Sequence[_Read]) -> tuple[MessagePart, ...]:
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


def _others(read: Sequence[_Read], belongs: Sequence[bool]) -> tuple[MessagePart, ...]:
    return tuple(
        MessagePart(one.intent, one.text, one.command)
        for one, is_part in zip(read, belongs, strict=True)
        if not is_part
    )


def _join_questions(whole: str, read: Sequence[_Read]) -> tuple[MessagePart, ...]:
    asked = [one for one in read if one.intent in (Intent.QUESTION, Intent.UNCLEAR)]
    others = tuple(
        MessagePart(one.intent, one.text, one.command) for one in read if one not in asked
    )
    if not asked:
        return others
    is_sure = any(one.intent is Intent.QUESTION for one in asked)
    text = whole if not others else " ".join(one.text for one in asked)
    return (MessagePart(Intent.QUESTION if is_sure else Intent.UNCLEAR, text), *others)


def _is_context(text: str) -> bool:
    return bool(_CONTEXT.fullmatch(Sentence(text).core))


def _read_list(listed: ListedItems, is_stage: IsStage) -> tuple[MessagePart, ...]:
    head, context = _read_intro(listed.intro, is_stage)
    parts: list[MessagePart] = []
    for item in listed.items:
        read = _read_sentence(item)
        is_asked = read.intent is Intent.QUESTION and read.is_sure and not _is_note(item, is_stage)
        text = item if is_asked else f"{head}{item}{context}"
        parts.append(MessagePart(Intent.QUESTION if is_asked else Intent.NOTE, text))
    for beside in (listed.intro if not head and not context else "", listed.outro):
        parts += _read_text(beside, is_stage) if beside else ()
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
    read = _read_sentence(intro)
    if read.intent is Intent.NOTE or has_head_of_note(f"{bare}: x"):
        return "", f" ({bare})"
    return "", ""
