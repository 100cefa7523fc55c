"""Tell what people mean who write to Waymark, with the stages of the journey they write about."""

from dataclasses import dataclass
from functools import cache

from bot.intents.messages import parse_message_intents, read_by_rules
from bot.intents.sentence import Sentence
from bot.intents.words import AUXILIARIES, QUESTION_WORDS
from bot.journeys.lookup import build_request_scope, find_journey
from bot.ports import People
from domain.errors import NotAllowedError
from domain.intents import Intent, ParsedMessage
from domain.journeys import BUYER, Journey, WorkspaceId
from domain.note_head import split_head
from domain.text import NameMatch, find_name
from storage.session import Database

# A command with more words than these, which asks nothing, is a note.
MAX_SHORT = 4

MAX_STAGE_WORDS = 3

_OPENINGS = QUESTION_WORDS | AUXILIARIES | {"show", "tell", "list", "give", "any"}

# What a command is answered with, instead of being saved.
_ANSWERED = frozenset(
    {Intent.HELP, Intent.GREETING, Intent.THANKS, Intent.SMALL_TALK, Intent.NO_ANSWER}
)


@dataclass(frozen=True)
class CommandText:
    """What stands after `/painpoint` and its like: a note, unless `intent` is something else.

    `stage` is the key of a stage of the journey with key `journey`, where the text only names it.
    """

    intent: Intent = Intent.NOTE
    journey: str | None = None
    stage: str | None = None


NOTE = CommandText()


class IntentService:
    """Reads messages and commands. Reads the journey only if words may name a stage."""

    def __init__(self, storage: Database, people: People | None = None) -> None:
        self._storage = storage
        self._people = people

    def parse(
        self, workspace: WorkspaceId, user: str, channel: str | None, text: str
    ) -> ParsedMessage:
        """Return the parts of a message and what each is meant as."""

        @cache
        def journey() -> Journey | None:
            return self._find_journey(workspace, user, channel)

        def is_stage(word: str) -> bool:
            found = journey()
            return found.has_stage_like(word) if found else _is_first_stage(word)

        return parse_message_intents(text, is_stage)

    def parse_command(
        self, workspace: WorkspaceId, user: str, channel: str | None, text: str
    ) -> CommandText:
        """Return what the text of a command is; the kind is chosen, so in doubt it is a note."""
        words = text.casefold().split()
        is_short = len(words) <= MAX_SHORT
        if not (is_short or text.rstrip().endswith("?") or words[0] in _OPENINGS):
            return NOTE
        if len(words) <= MAX_STAGE_WORDS and ":" not in text:
            named = self._find_stage(workspace, user, channel, text)
            if named:
                return named
        if split_head(text, ()):
            # “decision: no answer” is about a customer, whatever “no answer” says alone.
            return NOTE
        parsed = parse_message_intents(text, _no_stage)
        intents = {part.intent for part in parsed.parts}
        if intents <= _ANSWERED and (is_short or Intent.HELP in intents):
            return CommandText(parsed.parts[0].intent)
        # The model knows no commands: without their kind it takes short notes for questions.
        is_asked = parsed.question and Intent.QUESTION in read_by_rules(text)
        is_to_waymark = is_asked and not parsed.notes and Sentence(text).names_kept_thing
        return CommandText(Intent.UNCLEAR) if is_to_waymark else NOTE

    def _find_stage(
        self, workspace: WorkspaceId, user: str, channel: str | None, text: str
    ) -> CommandText | None:
        journey = self._find_journey(workspace, user, channel)
        match = journey.find_stage(text) if journey else _find_first_stage(text)
        if not match.exact:
            return None
        return CommandText(journey=journey.key if journey else BUYER.key, stage=match.key)

    def _find_journey(
        self, workspace: WorkspaceId, user: str, channel: str | None
    ) -> Journey | None:
        scope = build_request_scope(self._people, workspace, user, channel)
        try:
            with self._storage.read(workspace) as uow:
                return find_journey(uow, None, scope)
        except NotAllowedError:
            # Saving says so.
            return None


def _find_first_stage(name: str) -> NameMatch:
    """Look a name up among the stages of the journey that the first note creates."""
    return find_name(name, dict(BUYER.stage_keys()))


def _is_first_stage(word: str) -> bool:
    match = _find_first_stage(word)
    return match.key is not None or bool(match.candidates)


def _no_stage(_word: str) -> bool:
    return False
