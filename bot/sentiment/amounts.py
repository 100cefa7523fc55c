"""Durations, counts and what rose or fell: the moods that stand in numbers.

"9 days" until an answer hurts and "less than five minutes" does not; complaints that double hurt
and orders that double do not. What an amount means is left to the words beside it.
"""

import re
from functools import lru_cache

from bot.sentiment.phrases import BAD_NOUNS, Phrase

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?k?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|ninety|several|many|few|half an?|hundreds of|thousands of)"
)
_SHORT = r"(?:seconds?|secs?|minutes?|mins?|moments?)"
_LONG = r"(?:hours?|hrs?|days?|weeks?|months?|quarters?|years?)"
_ANY = rf"(?:{_SHORT}|{_LONG})"
_RISE = (
    r"(?:rose|rises?|risen|rising|grew|grows?|grown|growing|increas\w+|doubl\w+|tripl\w+|climb\w+|jump\w+|"
    r"soar\w+|surg\w+|up|went up|goes up|go up|higher|more than|gain\w*|improv\w+|widen\w*|exceed\w*|beat)"
)
_FALL = (
    r"(?:fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|halv\w+|shr[aiu]nk\w*|down|went down|"
    r"lower\w*|cut|cuts|reduc\w+|slump\w*|plung\w+|sank|lost|narrow\w*|miss\w*|squeez\w+|weak\w*|slid)"
)
_GOOD_NOUNS = (
    r"(?:usage|sales|revenues?|turnover|profits?|earnings|margins?|orders?|demand|conversions?|sign-?ups?|"
    r"nps|csat|satisfaction|ratings?|response rate|open rate|completion(?: rate)?|attendance|seats?|"
    r"productivity|exports?|shares?|income|cash flow|market share|traffic|leads|renewals?|retention|"
    r"adoption|engagement|accuracy|uptime|activity|interest|users|subscribers|bookings|production|"
    r"outlook|forecast|dividend|results?|backing|trust)"
)
_BAD_AMOUNTS = (
    rf"(?:{BAD_NOUNS}|costs?|price|prices|premium|bill|wait|lead time|response time|load time|"
    r"call volume|volume of calls|calls|debts?|expenses|unemployment|inventory|turnover of staff|"
    r"bounce rate|risks?|layoffs|rent)"
)
_GAP = r"(?:[\w%'’.,-]+ ){0,5}?"

_PATTERNS = {
    "slow": (
        False,
        rf"\b(?:takes?|took|taken|taking|needs?|needed|last(?:s|ed)?|waits?|waited|waiting|waste[sd]?|"
        rf"spen[dt]s?|lost|for|after|until|over|more than|up to|almost|nearly|another|still|every|of)"
        rf" (?:me |us |him |her |them |the |about |around |roughly |almost |nearly |over |more than |"
        rf"up to |at least |whole |another ){{0,3}}{_NUMBER}[ -](?:full |whole |business |working )?{_LONG}\b",
    ),
    "late": (
        False,
        rf"\b{_NUMBER}[ -]{_ANY} (?:to (?:load|open|get|find|answer|reply|respond|arrive|start|print|be)|"
        rf"late|later|after|behind|delay\w*|on hold|past|for a|without|in a row|and (?:no|still|counting|"
        rf"i|we)|ago|now|wait\w*)\b|\b(?:on|day|week|month) (?:\d+|two|three|four|five)\b(?= ?(?:[,.]|$|of|and|"
        rf"without|still))",
    ),
    "slow seconds": (
        False,
        r"\b(?:takes?|took|needs?|waits?|waited|of|after|for) (?:about |almost |over |more than |up to )?"
        rf"(?:\d\d+|a full|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety) {_SHORT}\b",
    ),
    "quick": (
        True,
        rf"\b(?:in|within|after|under|just|only|less than|took|takes?|below|inside)"
        rf" (?:only |just |about |less than |under |the |a )*{_NUMBER} ?{_SHORT}\b|"
        r"\bwithin (?:the|an?|one) (?:hour|day)\b|\bin (?:no time|seconds|minutes)\b",
    ),
    "quicker": (
        True,
        rf"\b{_NUMBER} (?:\w+ )?{_ANY} (?:instead of|rather than|faster|quicker|sooner|early|earlier|ahead)\b|"
        rf"\binstead of {_NUMBER} (?:\w+ )?\w+\b|\bsaves? (?:\w+ ){{0,4}}?{_NUMBER} {_ANY}\b",
    ),
    "many": (
        False,
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|too many|\d+)"
        r" (?:different|separate|more|other|extra|times|clicks|steps|calls|e?-?mails|forms|tools|systems|logins|"
        r"agents|people|places|pages|attempts|tries|levels|screens|fields|passwords|complaints|tickets|"
        r"reminders|bugs|errors|versions|copies)\b",
    ),
    "few left": (
        False,
        r"\b(?:only|just|fewer than|less than|hardly|barely) (?:\d+(?:[.,]\d+)?|one|two|three|four|half)"
        r" ?(?:%|percent|of|out of|in)\b|\b(?:half|a third|two thirds|a quarter|most|six|seven|eight|nine"
        r"|\d+ ?%|\d+ percent|many|one|two|three|several)(?: (?:of|in|out of))?(?: the| our| their| ten)?"
        r" (?:\w+ ){1,3}?(?:never|bounce\w*|fail\w*|quit|left|leave|drop\w*|abandon\w*|give up|gave up|do not|"
        r"don't|did not|cancel\w*|churn\w*|missing|wrong|broken|lost|empty)\b",
    ),
    "bad rose": (
        False,
        rf"\b{_BAD_AMOUNTS} {_GAP}{_RISE}\b|\b(?:more and more|more|higher|rising|"
        rf"increased|increasing|growing|widening) {_BAD_AMOUNTS}\b",
    ),
    "bad fell": (
        True,
        rf"\b{_BAD_AMOUNTS} {_GAP}{_FALL}\b|\b(?:fewer|less|lower|reduced|half the|"
        rf"half as many) {_BAD_AMOUNTS}\b",
    ),
    "good rose": (
        True,
        rf"\b{_GOOD_NOUNS} {_GAP}{_RISE}\b|\b(?:higher|more|record|strong|growing|rising|"
        rf"increased|improved|better) {_GOOD_NOUNS}\b",
    ),
    "good fell": (
        False,
        rf"\b{_GOOD_NOUNS} {_GAP}{_FALL}\b|\b(?:lower|weak|weaker|falling|declining|poor|"
        rf"less|fewer|lost) {_GOOD_NOUNS}\b",
    ),
}


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple(
        (name, relief, re.compile(pattern, re.IGNORECASE))
        for name, (relief, pattern) in _PATTERNS.items()
    )


def amounts_of(text: str) -> list[Phrase]:
    """What the numbers, durations and trends of a text say, as phrases."""
    return [
        Phrase(name, relief, *match.span())
        for name, relief, pattern in _compiled()
        for match in pattern.finditer(text)
    ]
