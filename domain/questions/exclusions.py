"""Names that a question leaves out: “without receptionists”, “every stage except onboarding”."""

import re
from typing import Protocol

from domain.questions.values import Part

# The words that go on a list of names: “other than owners and the receptionists in retention”.
_BETWEEN = "and|or|nor|the|those|ones|notes|that|are|by|of|our|any|all|und|oder|et|ou|les|los|las"

_NAMES = "|".join(part.name for part in Part if part is not Part.JOURNEY)

_LIST = (
    rf"(?:(?:{_BETWEEN}|from|for|in|at|via|about) )*(?:{_NAMES})"
    rf"(?: (?:(?:{_BETWEEN}) )*(?:{_NAMES})\b)*"
)

_WITHOUT = (
    r"(?:not counting|not including|not (?:from|by|of)|without|exclud\w+|excl|"
    r"except(?:ing)?(?: for)?|"
    r"other than|apart from|aside from|besides|save for|leaving (?:out|aside)|leav(?:e|ing)|"
    r"ignor(?:e|ing)|but (?:not|without|those|the ones)|minus|set(?:ting)? aside|disregarding|"
    r"ohne|ausser|sans|sauf|hors|sin|excepto|salvo|zonder|behalve)"
)

_EXCLUSION = re.compile(
    rf"\b{_WITHOUT} {_LIST}(?: (?:aside|out)\b)?|"
    rf"(?:\b(?:everyone|everybody|anyone|anybody|everything|all|every \w+|any \w+) but) {_LIST}|"
    rf"\b{_LIST} (?:aside|excluded|excepted|left out)\b"
)


class _Found(Protocol):
    words: list[str]
    named: list[str | None]
    keys: dict[Part, list[str]]
    excluded: tuple[str, ...]


def take_exclusions(found: _Found) -> None:
    """Take the names that are left out, and the words that say so, out of what was found."""
    while match := _EXCLUSION.search(" ".join(found.words)):
        text = " ".join(found.words)
        start = text[: match.start()].count(" ")
        end = start + len(match[0].split())
        if match[0].split()[0] in _ALL:
            # “everybody but receptionists” goes on without “but receptionists”.
            start += match[0].split().index("but")
        for place in range(start, end):
            key = found.named[place]
            if key is not None:
                part = Part[found.words[place]]
                found.keys[part].remove(key)
                found.excluded = (*found.excluded, f"{part.value}:{key}")
        del found.words[start:end]
        del found.named[start:end]


_ALL = frozenset(
    {"everyone", "everybody", "anyone", "anybody", "everything", "all", "every", "any"}
)
