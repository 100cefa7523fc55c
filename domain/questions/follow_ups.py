"""Follow-ups: questions that leave out what the one before them said.

“And in retention?”, “last quarter?”, “why?”, “who said that?”
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from domain.periods import Period
from domain.questions.values import Aspect, Part, Question, Subject

_FOLLOW_UP = re.compile(
    r"^(?:and what about|and how about|and|what about|how about|und|et|y|"
    r"en|was ist mit|wie ist es mit|qu en est il|que tal|"
    r"hoe zit het met|only|just|ok and|or|but|also|then|same|what of|"
    r"now)\b(?! (?:how(?! about)|what(?! about)|which|who|why|where|"
    r"when|is|are|do|does)\b)"
)
_BARE: tuple[tuple[Subject, Aspect | None, str], ...] = (
    (
        Subject.WHY,
        None,
        (
            r"why|how come|why is that|why so|why not|warum|wieso|pourquoi|por que|"
            r"waarom|and why|but why|why though|what happened(?: there)?"
        ),
    ),
    (
        Subject.WHO,
        None,
        (
            r"(?:and )?(?:who (?:said|reported|noted|wrote|mentioned|filed) (?:that|it|"
            r"this|those|them|these)|by whom|says who|who|from whom|wer hat das gesagt|"
            r"wer|qui a dit ca|qui|quien lo dijo|quien|wie zei dat)"
        ),
    ),
    (
        Subject.EVIDENCE,
        None,
        (
            r"(?:show me )?(?:the |those |some |more )?(?:notes|evidence|quotes|"
            r"examples)(?: please)?|show (?:me|them)(?: more)?|such as|like what|"
            r"for example|for instance|"
            r"what did they say(?: exactly)?|more|tell me more|details?|"
            r"zum beispiel|par exemple|por ejemplo|bijvoorbeeld|say more"
        ),
    ),
    (
        Subject.COUNT,
        None,
        (
            r"how many(?: (?:notes )?(?:is|was) (?:that|it) based on| notes|"
            r" are there| of them| times| people)?|"
            r"based on how many(?: notes)?|wie viele|combien|cuantos|hoeveel"
        ),
    ),
    (
        Subject.MOOD,
        Aspect.CONFIDENCE,
        (
            r"(?:are you |how )(?:sure|certain|"
            r"confident)(?: are you)?(?: about that)?|really|sure"
        ),
    ),
    (
        Subject.MOOD,
        Aspect.CHANGE,
        (
            r"(?:is (?:it|that|this) |has it |did it )?(?:getting |got |gotten |"
            r"become |change[d]? ?)?"
            r"(?:better or worse|better|worse|up or down|improving|more|"
            r"less)(?: or worse)?(?: than PERIOD| since PERIOD| PERIOD)?|"
            r"since when|how has (?:it|that) changed"
        ),
    ),
    (
        Subject.OWNER,
        None,
        (
            r"who (?:owns|is responsible for|is on|is in charge of) (?:it|that|"
            r"this|them)|whose (?:is it|job is that)"
        ),
    ),
    (
        Subject.ACTIONS,
        None,
        (
            r"what (?:are we|is being|do we|can we) (?:doing|done|do) about (?:it|"
            r"that|this|them)|"
            r"what are we doing(?: about it)?|is anyone working on (?:it|that)"
        ),
    ),
)

# What may stand beside a name or period alone: “in retention?”, “and for the last quarter”.
_FRAGMENT_WORDS = frozenset(
    """
    in of for at on the our from by during im der die das in bei fur en dans pour le la el para
    van voor het de since than vs and or only just alone team stage
    """.split()  # noqa: SIM905 - a list of quoted words is harder to read
)


@dataclass(frozen=True)
class FollowUp:
    """A question that only says what is different from the one before it.

    `is_before`: it asks about the period before that one, “and the month before?”.
    """

    change: Question
    has_subject: bool
    is_before: bool = False


def merge_follow_up(before: Question, follow_up: FollowUp) -> Question:
    """Return the question before with what the follow-up changes.

    A name replaces those of its own part; a period replaces the period, and a new subject keeps
    the names and the period.
    """
    new = follow_up.change
    changes: dict[str, Any] = {part.value: new.of(part) for part in Part if new.of(part)}
    if new.period or new.all_time:
        changes |= {"period": new.period, "all_time": new.all_time, "against": None}
    if follow_up.is_before and isinstance(before.period, Period):
        changes["period"] = before.period.shifted(-1)
    for name in ("against", "kind", "label", "topic", "limit", "ranked", "unsorted"):
        if getattr(new, name):
            changes[name] = getattr(new, name)
    if follow_up.has_subject:
        changes |= {"subject": new.subject, "aspect": new.aspect}
    else:
        changes |= _fitting_subject(before, new)
    return replace(before, unknown=new.unknown, **changes)


def _fitting_subject(before: Question, new: Question) -> dict[str, Any]:
    """Return the subject where the one before does not fit the new names."""
    if new.kpis:
        return {"subject": Subject.KPI, "aspect": new.aspect or Aspect.VALUE}
    if before.subject in (Subject.KPI, Subject.KPIS) and (new.stages or new.personas):
        # A KPI has no answer by stage or persona: the mood has.
        return {"subject": Subject.MOOD, "aspect": None, "kpis": ()}
    if before.subject is Subject.COMPARE and not new.period:
        return {"subject": Subject.MOOD, "against": None}
    if before.subject is Subject.RANKING and before.ranked and new.of(before.ranked):
        return {"subject": Subject.MOOD, "aspect": None}
    return {}


def apply_follow_up(before: Question | None, asked: Question | FollowUp) -> Question:
    """Return the whole question of a follow-up, or the question itself.

    Without a question before, a follow-up stands for itself.
    """
    if isinstance(asked, Question):
        return asked
    if before is None:
        change = asked.change
        if asked.has_subject:
            return change
        subject = Subject.KPI if change.kpis else Subject.MOOD
        aspect = Aspect.VALUE if change.kpis else None
        is_topic = change.topic and not any(change.of(part) for part in Part)
        return replace(change, subject=Subject.EVIDENCE if is_topic else subject, aspect=aspect)
    return merge_follow_up(before, asked)


def find_bare_follow_up(masked: str) -> Question | None:
    """Return what a text asks that holds no more than “why?”, “who said that?” …, else None."""
    for subject, aspect, pattern in _BARE:
        if re.fullmatch(rf"(?:and |but |ok |so |und |et |y |en )?(?:{pattern})", masked):
            return Question(subject, aspect)
    return None


def strip_follow_up(masked: str) -> str | None:
    """Return the text after “and”, “what about” …, None where it does not begin so."""
    begins = _FOLLOW_UP.match(masked)
    return masked[begins.end() :].strip() if begins else None


def is_fragment(masked: str) -> bool:
    """Whether there is nothing but names, periods and words such as “in”."""
    words: Iterable[str] = re.sub(r"\b[A-Z]+\b", "", masked).split()
    return all(word in _FRAGMENT_WORDS for word in words)
