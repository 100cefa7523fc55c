"""Recognise commands that are spelled out in ordinary words."""

import re

from bot.intents.sentence import Sentence
from domain.intents import SpelledCommand

MAX_WORDS = 16

_LEAD = r"(?:(?:can|could|would|will) (?:you|u|we|i) |i(?:'d| would) like (?:you )?to |i (?:want|need) (?:you )?to |let'?s |just |then |actually |kindly |please |pls )*"

_IT = r"(?:it|that|this|them|those|these|(?:the |my |that |this )?(?:last|latest|previous|newest)(?: one| note| entry| pain ?point| touchpoint| opportunity| thing)?|(?:that|this|the|my)(?: \w+)? (?:note|entry|one)|(?:note )?#?\d+|(?:my|the) notes?)"

_DATA = r"(?:notes?|readings?|reviews?|everything|all|data|maps?|pains?|pain ?points?|themes?|journeys?|kpis?|actions?|evidence|quarter|feedback|notizen|notas|notities|note)"

_END = r"(?:[ ,]+(?:please|pls|again|now|thanks|thank you|for me|right away|back|entirely|completely|bitte|i (?:just )?(?:wrote|saved|made|sent|posted)|from (?:before|earlier|yesterday|today)|was (?:wrong|a mistake)|it was (?:wrong|a mistake)))*"

_PART = r"(?:stages?|personas?|journeys?|kpis?|touchpoints?|themes?|actions?|milestones?|improvements?|team)"

_PATTERNS: tuple[tuple[SpelledCommand, str], ...] = (
    (
        SpelledCommand.UNDO,
        rf"(?:undo|revert|delete|remove|scratch|erase|discard|cancel|withdraw|retract|drop|forget|"
        rf"get rid of|unsave|restore|bring back|put back|losche?|entferne?|verwirf|supprime|efface|"
        rf"annule|borra|elimina|deshaz|verwijder|apaga|cancella|annulla|ongedaan)(?: {_IT})?{_END}|"
        rf"(?:take|put|bring|get) {_IT} back{_END}|"
        r"(?:losche?|entferne?) (?:die |das |meine )?(?:letzte\w* )?(?:notiz\w*|eintrag)(?: bitte)?|"
        r"(?:supprime|efface|annule) (?:la |ma |cette )?(?:derniere )?note|"
        r"(?:borra|elimina|deshaz) (?:la |mi |esa )?(?:ultima )?(?:nota|eso|ultimo)|"
        r"(?:verwijder|wis) (?:de |mijn |die )?(?:laatste )?notitie|mach das ruckgangig",
    ),
    (
        SpelledCommand.MOVE,
        rf"(?:move|put|file|refile|shift|assign|transfer|sort|place) {_IT} "
        rf"(?:to|in|into|under|over to|from) .{{2,60}}|(?:it|that|this|the last one|that one) "
        rf"(?:belongs|should be|goes|should go) (?:in|into|to|under) .{{2,40}}|"
        r"verschieb\w* (?:das|sie|es|die (?:letzte )?notiz) (?:nach|zu|in) .{2,40}",
    ),
    (
        SpelledCommand.CHANGE_NOTE,
        rf"(?:mark|make|change|turn|save|file|count|tag|set|edit|correct|rephrase|update|reclassify)"
        rf" {_IT}(?: (?:as|to|into|a|an|be|with|by|severity|high|low|critical)\b.{{0,60}})?{_END}|"
        r"(?:change|set|correct|edit|update|raise|lower|make) (?:the |its |that |my )?(?:severity|"
        r"feeling|mood|kind|text|wording|date|stage|team|persona|source|channel|touchpoint)"
        r"(?: of .{1,40}?)? (?:to|as|into) .{1,40}|"
        r"(?:it|that|this) (?:is|was|'s) (?:an? )?(?:opportunity|touchpoint|pain ?point|duplicate)"
        r"(?:,? not .{2,30})?|(?:merge|combine) (?:it|that|this|them|those|these|the (?:last )?(?:two|2))"
        r"(?: with .{2,40}| notes?)?",
    ),
    (
        SpelledCommand.MAP,
        r"(?:(?:show|draw|display|open|send|see|view|give|get|print|post|share|zeig\w*|montre|"
        r"muestra\w*|toon|mostra\w*)[- ])?(?:(?:me|us|mir|uns|moi|nous|the|a|our|my|this|that|whole|"
        r"current|latest|updated|customer|buyer|die|la|el|le|il|o|de|en|picture of|image of)[- ])*"
        r"(?:journey ?)?(?:map|karte|carte|mapa|kaart|mappa)(?: (?:of|for|as|again|here|with)"
        rf"(?:(?! (?:is|was|are|shows?|does|looks?)\b) \S+){{0,6}})?{_END}|(?:show|open|see|view|draw)(?: me| us)? (?:the|our|my) (?:\w+ )?journey{_END}",
    ),
    (
        SpelledCommand.SIGN_OFF,
        r"(?:i(?:'d like to| want to| would like to|'ll)? )?sign(?:ing)?[- ]?off(?: on)?(?: .{2,40})?|"
        r"approve (?:the |this |that |last |my )*(?:review|quarter|stage|.{2,20} review).{0,20}",
    ),
    (
        SpelledCommand.REVIEW,
        r"(?:(?:show|post|publish|send|postpone|skip|delay|start|open|run|make|create|prepare|give|"
        r"get|see|view|share|move|reschedule|generate|cancel|push)(?: me| us)? )(?:back )?(?:(?:the|"
        r"this|that|last|next|our|my|a|current|latest|upcoming|quarterly|monthly|quarter's|month's|"
        r"\w+'s|q[1-4]|20\d\d-?q?\d?|of|for|quarter|month) )*(?:reviews|review\b(?!\w| emails?| "
        r"mails?| requests?| page| form| site| on the).{0,40})|review(?: (?:20\d\d-?q?\d?|q[1-4]|please|now))*",
    ),
    (
        SpelledCommand.EXPORT,
        rf"(?:export|download|dump|exportiere?|exporte|exporta|exporteer|esporta)(?: me| us)?"
        rf"(?: (?:{_IT}|(?:(?:the|all|our|my|these|this|every|open|negative|die|les|las|de|le|as|of) )*"
        rf"{_DATA})(?:(?! (?:is|are|was|were|does|do|fails?|would|should|could)\b) .{{1,40}})?)?"
        rf"|(?:send|e?mail|give|get) (?:me |us )?(?:(?:the|all|our|my) )*{_DATA} .{{0,40}}\b(?:as|in) "
        r"(?:an? )?(?:csv|pdf|excel|xlsx|spreadsheet|jsonl?|file|canvas|markdown)\b.{0,10}",
    ),
    (
        SpelledCommand.IMPORT,
        rf"(?:import|upload|load) (?:(?:a|an|the|this|these|my|our|some|all|new|old) )*"
        rf"(?:{_DATA}|csv|file|spreadsheet|excel|survey results?)"
        r"(?:(?! (?:is|are|was|were|fails?|does|would)\b) .{1,40})?",
    ),
    (
        SpelledCommand.TARGET,
        r"(?:set|change|update|raise|lower|increase|decrease|make|adjust|move|put|define)\b.{0,40}\b"
        r"(?:targets?|goals?|ziel|objetivo|objectif|doel)\b.{0,40}|"
        r"(?:new )?target (?:for|of) .{2,30} (?:is|to|:|=|should be) ?[\d.,]+ ?%?",
    ),
    (
        SpelledCommand.READING,
        r"(?:(?:record|log|enter|add|set|update|save|put|note)(?: an?| the| our| new)* )?(?:nps|csat|"
        r"ces|churn|kpi|[\w-]*rate|trial-to-paid|first-reply|activation|conversion)(?: score| value|"
        r" reading| rate)?(?: (?:is|was|at|to|of|now|as|=|for \w+|today|in \w+))*[ :=]*[\d.,]+ ?"
        r"(?:%|h\w*|m\w*|s\w*|d\w*|percent|points?|k)?(?: (?:today|now|this (?:week|month|quarter)|"
        r"in \w+|for \w+|as of .*))?",
    ),
    (
        SpelledCommand.REMINDERS,
        r"(?:remind|nudge|erinner\w*|rappelle|recuerda(?:me)?|herinner) (?:me|us|mich|uns|moi|them|"
        r"everyone|the team|sales|support|marketing|product|mij)\b.{0,80}|"
        r"rappelle[- ]moi.{0,60}|recuerdame.{0,60}|"
        r"(?:turn|switch|set) (?:on|off) .{0,20}\b(?:reminders?|notifications?|nudges?|messages?)\b.{0,20}|"
        r"(?:turn|switch) .{0,20}\b(?:reminders?|notifications?|nudges?) (?:on|off)|"
        r"(?:stop|quit|don't|do not|no more|pause|disable|enable|resume|mute|unmute) .{0,12}\b(?:"
        r"remind\w*|nudg\w*|notif\w*|(?:messag|ping|bother|writ)ing|asking me)\b.{0,30}|"
        r"(?:set|create|schedule|snooze|need) (?:a |me a |my |the )?reminders?\b.{0,60}|"
        r"unsubscribe(?: me)?|(?:un)?mute",
    ),
    (
        SpelledCommand.MAP_PART,
        rf"(?:add|create|rename|archive|merge|delete|remove|edit|new|make|start|close|reopen|update|"
        rf"define|change|drop|restore|finish|complete|insert|split|reorder)(?: (?:a|an|the|our|my|"
        rf"new|another|two|one|this|that|these|those|some|last|open|\"?[\w-]+\"?))?(?: new| old)? "
        rf"{_PART}\b(?!s? (?:is|are|was|labels?|names?)\b).{{0,60}}|"
        r"(?:make|set|assign|name) .{2,30} (?:as )?(?:the |an? )?owner (?:of|for) .{2,30}|"
        r"(?:assign|give) (?:it|that|this|the (?:last )?(?:action|\w+ action)) to @?\w+|(?:use|switch to|change to) .{2,30} journey(?: "
        r"here| in this channel)?|post (?:the )?reviews here|(?:change|open|show)(?: me)?(?: the)? settings",
    ),
    (
        SpelledCommand.SORT,
        r"(?:sort|group|file) (?:the |my |all |new |these )*(?:pains?|pain ?points?|notes?|inbox|"
        r"unsorted(?: notes)?)(?: into .{2,20})?",
    ),
)  # fmt: skip

_COMPILED = tuple(
    (command, re.compile(f"{_LEAD}(?:{pattern}){_END}")) for command, pattern in _PATTERNS
)


def read_command(sentence: Sentence) -> SpelledCommand | None:
    """Return the command that a sentence spells out, None if it does not."""
    if not 0 < len(sentence.words) <= MAX_WORDS:
        return None
    text = sentence.core.replace("?", "").strip()
    return next((command for command, pattern in _COMPILED if pattern.fullmatch(text)), None)
