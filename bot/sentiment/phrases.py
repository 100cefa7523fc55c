"""Phrases of friction and of relief, in notes that hold no word of feeling.

Relief goes before friction: "no complaints since" and "the bug is gone" are made of words that
hurt, so friction is looked for only where no relief was found.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# What hurts when it is there, and is a relief when it is not.
BAD_NOUNS = (
    r"(?:bugs?|problems?|issues?|errors?|crash(?:es)?|complaints?|outages?|delays?|queues?|queuing|"
    r"wait(?:ing)?(?: times?| lists?)?|waiting|glitch(?:es)?|hitch(?:es)?|hiccups?|incidents?|"
    r"escalations?|mistakes?|typos?|fail\w*|dropouts?|drop-offs?|dropped calls?|losses|"
    r"lost \w+|missed \w+|late \w+|double \w+|duplicates?|duplicate \w+|broken \w+|wrong \w+|"
    r"returns?|refunds?|churn|backlog|timeouts?|downtime|friction|confusion|paperwork|paper forms?|"
    r"fees?|surprises?|trouble|hassle|worries|fuss|spam|noise|cancellations?|no-shows?|"
    r"support (?:calls?|tickets?)|tickets?|damage|injuries|injury|pain|fraud|loops?|fines?|"
    r"manual \w+|extra \w+|double entry|double bookings?|objections?|blockers?|regressions?|"
    r"negotiat\w+|discussion|questions?|workarounds?)"
)
_FIX = (
    r"(?:gone|fixed|solved|resolved|over|history|behind us|a thing of the past|sorted|stopped|"
    r"ended|cured|cleared|eliminated|no longer an issue)"
)
_WORD = r"(?:[\w'’-]+ )"
_TIME = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)"

_RELIEF = {
    "nothing bad": rf"\b(?:no|zero|not (?:a single|one|any)|never (?:a|any)|without (?:any|a single|a)?)"
    rf" ?(?:more |further |new |other |major |real |big |single )*{_WORD}{{0,1}}{BAD_NOUNS}\b"
    rf"(?: (?:since|at all|so far|any ?more|reported))?",
    "bad is gone": rf"\b{BAD_NOUNS} (?:{_WORD}){{0,6}}?(?:is|are|was|were|has been|have been|have|has|got)"
    rf" (?:now |finally |all |completely |already )*{_FIX}\b",
    "fixed": r"\b(?:fixes|fixed|solved|solves|resolved|resolves|sorted out|cleared up)\b(?! (?:cost|term|"
    r"line|price|rate|fee|date|by hand))",
    "first time": r"\b(?:at|on|in|with)? ?(?:the )?first (?:time|try|attempt|visit|call|ring|go)\b",
    "on the spot": r"\b(?:on the spot|right away|straight away|at once|instantly|immediately|same day|"
    r"same morning|the next morning|overnight|ahead of (?:schedule|time)|on schedule|on time|"
    r"(?:a|one|two|three|\d+) (?:day|week|month|hour|minute)s? (?:early|earlier|ahead))\b",
    "early": r"\b(?:renewed|extended|signed|paid|delivered|arrived|finished|closed|landed)"
    rf" (?:{_WORD}){{0,3}}?(?:early|ahead|before)\b",
    "no longer needed": r"\b(?:no longer|not|never|nobody|no one|nothing) (?:has|have|had|needs?|needed) to"
    r" (?:wait|call|ask|phone|type|print|fax|copy|worry|explain|repeat|chase)\b",
    "needed none": r"\bneed(?:s|ed)? no \w+|\bno (?:training|manual|setup|help|install\w*|coding|effort)"
    r"(?: \w+)? needed\b|\bwithout (?:any |a |the )?(?:help|training|manual|calling|asking|waiting|"
    r"effort|negotiating|hesitation|it|us)\b",
    "more than before": r"\b(?:twice|half|three times|\d+ times) (?:as|the) (?:fast|quick|much|many|"
    r"time|long|often)\b",
    "instead of": rf"\b(?:instead of|rather than|down from) (?:\w+ )?(?:\w+|\d+)(?: {_TIME})?",
    "saves": r"\b(?:saves?|saved|saving|spares?|spared|frees? up|freed up)\b(?! as\b| button| changes|"
    r" file| my| the file)",
    "one click": r"\b(?:one|single|1)[- ](?:click|tap|place|tool|list|page|step|call)\b(?! at a time)",
    "only little": rf"\b(?:only|just|under|less than|within|inside|in less than|in under|barely)"
    rf" (?:a |an |one |two |three |four |five |six |ten |fifteen |twenty |thirty |\d+ |few |couple of ){{1,2}}"
    r"(?:seconds?|secs?|minutes?|mins?|hours?|clicks?|taps?|steps?)\b",
    "won": r"\b(?:won the|chose us|picked us|renewed|upgraded|extended (?:the|their)|signed (?:on|for)|"
    r"came back after|referred|refers?|recommend(?:s|ed)?|offered to be|case study with|"
    r"invited? (?:their|her|his|the) (?:whole |team|friends?|colleagues?)|brought (?:her|his|their|two|three|"
    r"along))\b",
    "works": r"\b(?:finally|just|now) (?:works?|runs?|see|find|finds|have|has|loads?|opens?)\b|"
    r"\bworks? (?:again|now|everywhere|offline|like a charm|out of the box|fine|well|great|perfectly|"
    r"flawlessly|first time)\b|\bworks even\b",
    "easy now": r"\b(?:much|so much|far|a lot|way) (?:easier|faster|quicker|better|smoother|clearer|simpler)"
    r"\b|\b(?:easier|faster|quicker|better|smoother) (?:than|since|now)\b",
    "by itself": r"\b(?:by (?:itself|themselves|herself|himself)|on (?:her|his|their|its) own|alone)\b",
    "thanks": r"\b(?:thank(?:s|ed)?(?: you)?|thank-you|thx|kudos|shout ?out|well done|props|bravo)\b",
    "praise": r"\b(?:can ?not|can't|couldn't) (?:live without|recommend (?:\w+ )?enough|put (?:it|this) down|"
    r"wait|be happier|complain)\b|\bworth (?:every|the|it|a|seeing)\b|\bto die for\b|\bhidden gem\b",
}

_FRICTION = {
    "keeps": r"\b(?:keeps?|kept) (?:on )?(?!track|you|it|my|your|up|us|me|them|calm|drinks?)\w+ing\b(?: (?:out|off|up|down|back))?|"
    r"\bkeeps? getting\b",
    "no way": r"\bno (?:way|option|possibility|chance|means|button|field|link|search|place) (?:to|for|in)\b|"
    r"\b(?:there is|there's|there was|has|have) no \w+",
    "nobody did": r"\b(?:nobody|no one|none of \w+|hardly anyone|almost no one|few people) \w+(?: \w+)?",
    "no answer": r"\bno (?:answer|reply|response|call ?back|receipt|invoice|confirmation|message|notice|"
    r"explanation|signal|sound|refund|record|results?|idea|owner|date|reason|warning|access|power|"
    r"reservation|support|help|information|update|feedback)\b",
    "cannot": r"\b(?:can ?not|can't|cant|could ?n[o']t|couldnt|unable to|not able to|impossible to|"
    r"fail(?:s|ed|ing)? to|refus(?:es|ed|ing) to|struggl\w+ to|hard to|difficult to)\b",
    "does not": r"\b(?:does|do|did|will|would|is|are|was|were|has|have|had)(?: not|n't|nt)"
    r"(?: (?:even|really|always|yet|been|be|have|get))* [\w'’-]+",
    "stopped": r"\b(?:stops?|stopped|quits?) (?:working|responding|loading|sending|using|syncing|halfway|at|"
    r"inviting|after|without|recording|charging|reporting)\b",
    "gives up": r"\b(?:gives?|gave|giving) up\b|\bdrop(?:s|ped|ping)? (?:off|out)\b|\babandon(?:s|ed)?\b|"
    r"\bhung up\b|\bwalk(?:s|ed)? (?:away|out)\b|\bbounced?\b|\bwent (?:quiet|silent|elsewhere|back to)\b",
    "left us": r"\b(?:moved|switched|switching|went|go|goes|defect\w*) (?:back )?(?:to|with) (?:a |an |the |"
    r"another )?(?:\w+ )?(?:competitor|competition|other|another|spreadsheets?|excel|paper|e-?mail)\b|"
    r"\b(?:cancell?ed|terminated|downgraded|unsubscribed|churned|uninstalled|walked out)\b|"
    r"\b(?:lost|losing|cost us) (?:the|a|our|two|three|us) \w+",
    "has to": r"\b(?:has|have|had|having|forced|must|need) to [\w-]+(?: [\w'’-]+){0,8}? (?:twice|again|"
    r"manually|by hand|three times|four times|\d+ times|one at a time|one by one|every time|each time|"
    r"before|individually|for each|by phone|by fax)\b|\bhad to\b|\bforced to\b",
    "by hand": r"\b(?:by hand|manually|one by one|one at a time|on paper|copy[- ]and[- ]paste|in excel|"
    r"workarounds?|retyp\w+|re-?enter\w*|again and again|over and over|time and again)\b",
    "again": r"\b(?:yet again|once again|again\b|(?:second|third|fourth|fifth) time|twice|"
    r"(?:two|three|four|five|six|seven|\d+) times|every (?:single )?(?:time|week|day|month|update|page))\b",
    "too": r"\b(?:too|way too|far too) (?!bad\b|good\b|easy\b|kind\b)\w+",
    "still": r"\bstill (?:no|not|waiting|says?|shows?|lists?|on|open|has|have|haven't|hasn't|isn't|"
    r"pending|missing|being|get|gets|see|locked|down|broken|asks?|put|print|the old|need)\b",
    "only": r"\bonly (?:the first|one|two|half|after|appears?|works? (?:with|on|in|half|if|when)|finds?|"
    r"shows?|available|\d+ (?:percent|%)|include?s?|in|once)\b|\bincludes only\b|\bonly includes\b",
    "nothing happens": r"\bnothing (?:happens|works|in|was|about|is|changes)\b|\bdoes nothing\b|"
    r"\breturns? nothing\b|\b(?:has|have|had) no effect\b|\bwithout (?:a |any |an )?(?:message|notice|"
    r"explanation|warning|reason|asking|telling|answer|reply|consent|permission|being told)\b",
    "ask where": r"\b(?:asks?|asked|asking|wonder\w*|guess\w*|hunt\w*|search\w*|look(?:s|ing)?) "
    r"(?:\w+ )?(?:where|why|what|how|for) (?:the|to|their|it|they|a)\b",
    "why": r"^\W*(?:why|how come)\b|\b(?:why|how come) (?:is|are|was|were|do|does|did|has|have|can't|"
    r"won't|isn't|doesn't|don't|didn't|would|on earth|can|hasn't|haven't)\b",
    "wrong": r"\b(?:wrong|incorrect|outdated|out of (?:date|order|sync|stock)|obsolete|mismatch\w*|"
    r"inaccurate|inconsistent|invalid|unclear|not clear|ambiguous|previous|old \w+ (?:address|logo|"
    r"number|price))\b",
    "gone": r"\b(?:disappear\w*|vanish\w*|went missing|(?:is|are|was|were|been) (?:gone|missing|lost|"
    r"down|blank|empty|broken|stuck|dead|late|slow|cut off|greyed out|dropped|rejected|declined|denied|"
    r"refused|blocked|locked|ignored|delayed|cancelled|overwritten|unreachable|hidden))\b",
    "times out": r"\b(?:tim(?:es?|ed|ing) out|loops?|looping|logs? \w+ out|logg?(?:ed|s|ing) out|signed out|"
    r"kicked out|locked out|hangs?|freez\w+|froze|stuck|crash\w*|stall\w*|lag(?:s|ging|gy)?|flicker\w*|"
    r"jam(?:s|med)|leak\w*|drain\w*|buffer(?:s|ing))\b",
    "lands in": r"\b(?:in|to|into) (?:the )?(?:spam|junk|wrong|nirvana|loop|dead end)\b",
    "instead": r"\bend(?:s|ed)? up\b|\binstead\b(?! of)|\beven though\b|\balthough\b|\bdespite\b",
    "long": r"\b(?:takes? ages|forever|for (?:hours|days|weeks|months|ages|years)|(?:hours|days|weeks|months)"
    r" (?:after|later|late|behind)|on hold|long (?:wait|queues?|lines?|time)|wait(?:ed|ing|s)? (?:for|until|"
    r"at|on|to|over|more|since|in)|until someone)\b",
    "nobody knows": r"\b(?:do|does|did)(?:n't| not) (?:know|understand|see|find|notice|realis\w+|realiz\w+|trust|"
    r"recognise|recognize|match|fit|work|load|open|arrive)\b|\bcannot tell\b|\bunaware\b|\bconfus\w+\b",
    "charged": r"\b(?:charged?|billed|debited|deducted) (?:me|us|twice|again|for|after|although|a fee|"
    r"double|extra)\b|\b(?:double|extra|hidden|unexpected|unauthori[sz]ed) (?:charges?|fees?|costs?)\b|"
    r"\bmoney back\b|\b(?:lost|stolen|swallowed|compromised)\b",
    "have a problem": r"\b(?:having (?:trouble|issues?|problems?|difficult\w+)|(?:have|had|got|report|"
    r"is there|there is|there's|there are) (?:an? |some )?(?:problem|issue|error|trouble|complaint)s?)\b|"
    r"\bwhat (?:happened|went wrong|is going on)\b|\bwhat's (?:wrong|going on)\b|\b(?:not|isn't) working\b|"
    r"\bdoesn't work\b|\bwon't\b",
    "when finally": r"\b(?:when (?:will|is|are) (?:i|my|this|it|you|the)\b|where (?:is|are|did) my\b|"
    r"how (?:long|much longer) (?:do|will|must|until)|not (?:yet )?(?:received|arrived|been)|"
    r"never (?:received|arrived|came|got|called|answered|works?|worked|loads?|replied|again))\b",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found in a text: its name, whether it is a relief, and where it stands."""

    name: str
    relief: bool
    start: int
    end: int


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    kinds = ((_RELIEF, True), (_FRICTION, False))
    return tuple(
        (name, relief, re.compile(pattern, re.IGNORECASE))
        for patterns, relief in kinds
        for name, pattern in patterns.items()
    )


def phrases_of(text: str) -> list[Phrase]:
    """Every phrase of relief, and those of friction that touch none of them."""
    found: list[Phrase] = []
    relieved = bytearray(len(text))
    for name, relief, pattern in _compiled():
        for match in pattern.finditer(text):
            start, end = match.span()
            if relief:
                relieved[start:end] = b"\1" * (end - start)
            elif 1 in relieved[start:end]:
                continue
            if start < end:
                found.append(Phrase(name, relief, start, end))
    return found
