"""One sentence of a message, prepared for the rules that read it."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.intents.lexicon import expression
from bot.intents.words import CONTRACTED, FINITE, KEPT_THINGS, MISSPELT, OVERALL_WORDS, PEOPLE
from domain.text import strip_accents

_EMOJI = re.compile(r":[a-z0-9_+-]+(?:::[a-z0-9_-]+)?:")

_WORD = re.compile(r"[^\W_]+(?:['_-][^\W_]+)*(?:\+)?|\+1|%|\?")

# Quotation marks and apostrophes as one types them.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "¿": " ", "¡": " "})

# What may stand before what is meant, and is no part of it.
LEAD = re.compile(f"{expression('leads.txt', 'lead')}+")


@dataclass(frozen=True)
class Sentence:
    """A sentence as written, and its words in lower case without accents."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The text in lower case without accents, emoji shortcodes and markup of Slack."""
        lower = strip_accents(self.text.translate(_PLAIN).casefold())
        one_word = lower.replace("whats app", "whatsapp")
        return " ".join(re.sub(r"[*_~]", " ", _EMOJI.sub(" ", one_word)).split())

    @cached_property
    def bare(self) -> str:
        """The plain text without marks at its end."""
        return self.plain.strip(" .!?,;:()-–—\"'")

    @cached_property
    def core(self) -> str:
        """The bare text without greetings and fillers before what is meant."""
        lead = LEAD.match(self.bare)
        rest = self.bare[lead.end() :] if lead else self.bare
        return rest.lstrip(" ,:;-–—") or self.bare

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its core, common misspellings and contractions undone."""
        found: list[str] = []
        for number, word in enumerate(re.findall(_WORD, self.core)):
            right = MISSPELT.get(word, word) if number < 3 else word
            found += CONTRACTED.get(right, (right,))
        return tuple(word for word in found if word != "?")

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """Every word of the sentence; the shortcodes of emoji where it has no others."""
        found = re.findall(_WORD, self.plain)
        if not any(word != "?" for word in found):
            lower = strip_accents(self.text.translate(_PLAIN).casefold())
            found = re.findall(_WORD, lower.replace("_", " "))
        return tuple(word for word in found if word != "?")

    @cached_property
    def first(self) -> str:
        """Its first word, empty where it has none."""
        return self.words[0] if self.words else ""

    @cached_property
    def second(self) -> str:
        """Its second word, empty where it has none."""
        return self.words[1] if len(self.words) > 1 else ""

    @cached_property
    def third(self) -> str:
        """Its third word, empty where it has none."""
        return self.words[2] if len(self.words) > 2 else ""

    @cached_property
    def is_marked(self) -> bool:
        """Whether it ends with one question mark."""
        return self._end == "?"

    @cached_property
    def is_emphatic(self) -> bool:
        """Whether it ends with several marks: “a fee for paying in cash?!”."""
        return len(self._end) > 1 and "?" in self._end

    @cached_property
    def _end(self) -> str:
        found = re.search(r"([?!]+)[\s\"'”»)]*$", self.plain.replace("？", "?"))
        return found[1] if found else ""

    @cached_property
    def names_kept_thing(self) -> bool:
        """Whether it names something that Waymark keeps, such as a KPI or the mood."""
        return not KEPT_THINGS.isdisjoint(self.words)

    @cached_property
    def is_overall(self) -> bool:
        """Whether it is about many notes or the people who wrote them."""
        return self.names_kept_thing or not OVERALL_WORDS.isdisjoint(self.words)

    @cached_property
    def is_of_people(self) -> bool:
        """Whether it names people whom notes are about or who write them."""
        return not PEOPLE.isdisjoint(self.words)

    @cached_property
    def is_personal(self) -> bool:
        """Whether it is said in the first person singular, as a customer would."""
        return not {"i", "my", "me", "i'm", "i've", "mein", "meine", "ich", "je", "mon"}.isdisjoint(
            self.words
        )

    def has_finite_verb(self, after: int = 0) -> bool:
        """Whether a verb of a statement stands after so many words."""
        return not FINITE.isdisjoint(self.words[after:])
