"""Recognise greetings, thanks, chatter, requests for help and “nothing to note”."""

import re

from bot.intents.sentence import Sentence
from bot.intents.words import (
    ADDRESSEES,
    CHATTER,
    CHATTER_COMPANIONS,
    CHATTER_SENTENCES,
    FILLERS,
    GREETING_COMPANIONS,
    GREETINGS,
    NO_ANSWERS,
    NO_COMPANIONS,
    NO_HEADS,
    NO_NEWS,
    THANKS,
)
from domain.intents import Intent

MAX_WORDS = 12

_CHATTER = tuple(re.compile(f"(?:{pattern})") for pattern in CHATTER_SENTENCES)

_NO_ANSWERS = tuple(re.compile(f"(?:{pattern})") for pattern in NO_ANSWERS)

_HELP_WORDS = frozenset(
    [
        "help",
        "helps",
        "me",
        "us",
        "out",
        "please",
        "pls",
        "i",
        "we",
        "need",
        "want",
        "some",
        "with",
        "this",
        "that",
        "waymark",
        "bot",
        "to",
        "use",
        "you",
        "can",
        "could",
        "show",
        "the",
        "a",
        "commands",
        "command",
        "instructions",
        "instruction",
        "manual",
        "docs",
        "documentation",
        "usage",
        "guide",
        "tutorial",
        "menu",
        "hilfe",
        "hilf",
        "mir",
        "bitte",
        "aide",
        "aidez",
        "moi",
        "ayuda",
        "ayudame",
        "hulp",
        "ajuda",
        "aiuto",
        "aiutami",
        "man",
        "info",
        "faq",
        "get",
        "your",
        "any",
    ]
)

_HELP_HEADS = frozenset(
    [
        "help",
        "commands",
        "instructions",
        "manual",
        "docs",
        "documentation",
        "usage",
        "guide",
        "tutorial",
        "hilfe",
        "hilf",
        "aide",
        "aidez",
        "ayuda",
        "ayudame",
        "hulp",
        "ajuda",
        "aiuto",
        "aiutami",
        "menu",
        "faq",
    ]
)

# Things of Waymark that a person may ask how to use.
_THING = (
    r"(?:notes?|kpis?|stages?|maps?|reviews?|journeys?|personas?|touchpoints?|pain ?points?|themes?|"
    r"opportunit\w+|actions?|milestones?|reminders?|readings?|targets?|settings?|files?|csv|excel|"
    r"data|commands?|messages?|you|waymark|this|that|bot|it|undo|started|sign\w*|channels?|import\w*|"
    r"export\w*|scores?|moods?|feeling|severity|someone|anonymous\w*|languages?|something|entry|"
    r"entries|wrote|typed|posted|mistake|wrong one|last one|emojis?|reactions?|nps|csat)"
)

_CONCEPT = (
    r"(?:touchpoints?|pain ?points?|opportunity|opportunities|stages?|themes?|kpis?|personas?|"
    r"journeys?|journey map|map|milestones?|notes?|(?:net |the )?moods?|sentiment|reviews?|scores?|"
    r"blind spots?|severity|feelings?|inbox|unsorted(?: notes?)?|sign ?off|actions?|evidence|reading|"
    r"rising|falling|no clear change|too few notes|gone quiet|said once|pulse|direction)"
)

_VERB = (
    r"(?:save|file|record|add|write|use|see|find|change|edit|undo|delete|move|export|import|rename|"
    r"start|set|turn|get|create|log|enter|post|share|type|sign|merge|remove|make|note|stop|correct|"
    r"sort|invite|download|upload|connect|link|mark|report|capture|submit|talk|ask|tell|track|look|"
    r"archive|assign|restore|switch|tag|attach|open|close|mute)"
)

_HELP = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:how|where|when|what|which \w+|can you (?:tell|show|explain)(?: me| us)? how|show me how|"
        rf"tell me how) (?:do|can|could|should|would|to|does one|must|did)? ?(?:i|we|you|one|to)?\b"
        rf".{{0,12}}?\b{_VERB}\b.*\b{_THING}\b.*",
        r"(?:how|where) (?:do|can|could|should|would|to) ?(?:i|we|one)? ?(?:undo|export|import|edit|"
        r"delete|sign off|unsubscribe|begin|start|get started)(?: things?| stuff| now| here)?",
        r"what (?:can|do|could|should|would|must|else can|all can) (?:you|i|we|waymark|this bot|it|"
        r"this)(?: all| else| even| actually)? (?:do|ask|type|say|write|know|understand|help)\b.*",
        r"(?:what|who) (?:are|r) (?:you|u)(?: for| again| exactly)?",
        r"what (?:is|does) (?:this|waymark|this bot|the bot)(?: for| do| about)?(?: for)?",
        r"(?:how|what) (?:does|do|is|did|are|was|were) (?:this|that|it|you|waymark|the bot|this bot|"
        r"(?:the )?(?:mood |sentiment |net )?(?:scor\w+|moods?)|(?:the )?sentiments?|everything|all "
        r"this|(?:the )?reviews?|(?:the )?themes?|(?:the )?map|(?:the )?reminders?|(?:the )?emojis?|"
        r"(?:the )?reactions?|(?:the )?buttons?)(?: \w+)? ?(?:work\w*|function|mean|calculated?|"
        r"computed?|scored?|measured?|used|for|do|made|come about|decided?|determined?|chosen?|know|"
        r"assign\w*)\b.*",
        rf"what (?:is|are|does|do|counts? as)(?: an?| the)? ?{_CONCEPT}(?: mean| means| meant| again| "
        r"here| in waymark| anyway| for| actually)?",
        rf"(?:what is )?(?:the )?difference between (?:an? )?{_CONCEPT} and (?:an? )?{_CONCEPT}",
        rf"(?:explain|what about) (?:the )?(?:score|scoring|mood|moods|severity|{_CONCEPT})"
        r"(?: to me| please)?|explain how .* works?",
        r"(?:which|what|list of|list|show(?: me)?(?: the)?|all|what are (?:the|my|your))(?: \w+)? "
        r"(?:commands?|keywords|shortcuts?|options|possibilities|features|slash commands?)\b.*",
        r"what is the (?:command|shortcut|syntax|format|keyword|word) (?:for|to)\b.*",
        r"(?:which|what) (?:words|questions|languages?|emojis?|reactions?|data|files?)\b.*\b(?:you|i|we"
        r"|saves?|waymark|use|supported|understood|allowed)\b.*",
        r"(?:do|can|does|will|are|could) (?:you|waymark|this bot|it) (?:also |even |really |ever |able to"
        r" )*(?:store|read|speak|understand|keep|save|listen|learn|remember|track|share|send|see|use|"
        r"show)\b.*\b(?:messages?|notes?|channels?|data|private|languages?|german|french|spanish|"
        r"english|dutch|everything|dms?|names?|me|an ai|ai|gpt|pictures?|images?|files?)\b.*",
        r"how do you (?:know|find out|decide|tell|calculate|score|measure|judge)\b.*",
        r"what happens (?:when|if|with|to) (?:i|we|my|you|someone)\b.*\b(?:react|notes?|type|mention|"
        r"delete|edit|message|undo|emoji|sign off)\b.*",
        r"where (?:do|does|did|is|are) (?:my|our|the|all)? ?(?:notes?|messages?|data|kpis?|readings?|"
        r"pain points) (?:go|land|end up|stored|saved|kept)\b.*",
        r"(?:i|we) (?:do not|don't|dont) (?:know|understand|get) (?:what|how|this|that|it|you|where)"
        r"(?: to| i| we)?(?: (?:use|type|do|say|write|ask|can|should|works?))*(?: this| that| it| "
        r"you| here| now)?",
        r"(?:i'?m|im|i am) (?:lost|stuck|new here|confused)(?: here)?(?:,.*)?",
        r"(?:explain|introduce) (?:yourself|this|waymark|how .*works?)(?: to me)?",
        r"help(?: me| us)? (?:with|on|about|using) .*",
        r"(?:i have |any |got )?(?:an? |some )?(?:questions?|tips|advice|guide|hints?|manual) (?:about |"
        r"on |for |to )*(?:how to use|using|use) .*|cheat ?sheet",
        rf"(?:who|can (?:i|we|you|everyone|anyone|guests?|others|people|my team)) (?:can |may )?(?:edits?|"
        rf"sees?|changes?|deletes?|reads?|undo|export|import|sign off|move|use)(?: \w+){{0,3}} {_THING}"
        r"(?: later| again| myself| i wrote| here)*|who (?:can )?(?:sees?|reads?) what (?:i|we) .*",
        r"(?:can|could|would) (?:you|u|someone) (?:please )?(?:explain|tell|show)(?: me| us)? (?:how )?"
        r"(?:to use )?(?:this|it|that|waymark|you|the (?:bot|commands?|scoring|map|review))(?: works?)?",
        r"(?:what|how) now|how (?:do|can|to|should) (?:i|we|one|you)? ?(?:get )?(?:start|begin)\w*",
        r"(?:was (?:kannst|machst) du|was kann (?:ich|man) (?:hier |alles )?(?:fragen|machen|tun)|"
        r"wie (?:funktioniert|geht|benutze ich|nutze ich|verwende ich)\b.*(?:das|dies|hier|dich|"
        r"waymark)|wie (?:speichere|loesche|losche|andere|schreibe|erfasse|exportiere|sehe|bearbeite)"
        r" (?:ich|man|wir)\b.*|was (?:ist|bedeutet) (?:ein |eine )?(?:touchpoint|pain ?point|stimmung|"
        r"notiz|phase)|wer bist du|wie funktionierst du|"
        r"(?:que|qu'est-ce que tu) (?:peux|sais)[- ](?:tu )?faire|que peux[- ]tu faire|"
        r"qu'est-ce que tu peux faire|comment (?:ca (?:marche|fonctionne)|tu marches|t'utiliser|"
        r"(?:ajouter|utiliser|enregistrer|supprimer|modifier|exporter|puis[- ]je|creer)\b.*)|"
        r"qui es[- ]tu|c'est quoi|"
        r"que puedes hacer|como (?:funciona(?: esto)?|te uso|funcionas|uso esto|(?:guardo|anado|borro|"
        r"edito|agrego|exporto|escribo|creo|puedo (?:guardar|anadir|borrar)) .*)|quien eres|"
        r"hoe werkt (?:dit|het|dat|waymark)|hoe (?:sla|voeg|maak|bewerk|verwijder|schrijf|exporteer|kan)"
        r" ik\b.*|wat kun je(?: doen)?|wat kan ik (?:vragen|doen)|wie ben je|"
        r"como (?:funciona(?: isso| isto)?|(?:salvo|adiciono|apago|edito|crio|guardo) .*)|"
        r"o que (?:voce|tu) (?:pode|faz)\w*(?: fazer)?|come (?:funziona(?: questo)?|(?:salvo|aggiungo|"
        r"cancello|modifico) .*)|(?:che )?cosa (?:puoi|sai) fare|chi sei)",
    )
)


def read_small_talk(sentence: Sentence) -> Intent | None:
    """Return what small talk, help or “nothing” a sentence is, None if it is something else."""
    words = sentence.all_words
    if not any(char.isalnum() for char in sentence.plain):
        return _of_signs(sentence)
    if len(words) > MAX_WORDS * 2:
        return None
    for read in (_read_help, _read_no_answer, _read_thanks, _read_greeting, _read_chatter):
        found = read(sentence)
        if found:
            return found
    return None


def _of_signs(sentence: Sentence) -> Intent | None:
    """Return what a message of emoji and marks alone is."""
    if sentence.plain.strip(" ") in ("?", "??", "???"):
        return Intent.HELP
    words = set(sentence.all_words)
    if words & {"pray"} or "🙏" in sentence.text:
        return Intent.THANKS
    if words & {"wave"} or "👋" in sentence.text:
        return Intent.GREETING
    return Intent.NO_ANSWER if re.fullmatch(r"[-–—]+", sentence.plain) else Intent.SMALL_TALK


def _read_help(sentence: Sentence) -> Intent | None:
    words = set(sentence.words)
    if words & _HELP_HEADS and words <= _HELP_WORDS:
        return Intent.HELP
    if len(sentence.words) > MAX_WORDS:
        return None
    forms = {sentence.core, " ".join(sentence.words)}
    return Intent.HELP if any(p.fullmatch(form) for p in _HELP for form in forms) else None


def _read_no_answer(sentence: Sentence) -> Intent | None:
    text = re.sub(r"\s+", " ", sentence.bare).replace(" ,", ",")
    text = text or sentence.plain
    first, *others = sentence.all_words or ("",)
    if first in NO_HEADS and NO_COMPANIONS.issuperset(others):
        needs_news = first in {"no", "not", "kein", "keine", "geen", "aucune", "nao"}
        if not needs_news or not others or others[0] in NO_NEWS:
            return Intent.NO_ANSWER
    return Intent.NO_ANSWER if any(p.fullmatch(text) for p in _NO_ANSWERS) else None


def _is_made_of(sentence: Sentence, heads: frozenset[str], others: frozenset[str]) -> bool:
    words = set(sentence.all_words)
    return bool(words & heads) and words <= heads | others


def _read_thanks(sentence: Sentence) -> Intent | None:
    heads = THANKS - {"many", "vielen", "besten", "herzlichen", "ta", "pray"}
    around = FILLERS | ADDRESSEES | THANKS | CHATTER | GREETINGS | {"muchas", "muchisimas", "tante"}
    if _is_made_of(sentence, heads, around):
        return Intent.THANKS
    is_long = re.fullmatch(
        r"(?:thanks|thank you|thx|danke|merci|gracias)(?: so much| a lot| again)?,? (?:for (?:the |"
        r"your |all )?(?:quick |great |fast |kind |nice )?(?!nothing)(?:\w+)|(?:that|this|you) (?:helps?|helped|"
        r"was|is|were|are|made)\b.*|(?:waymark|bot|everyone|team)|fur (?:die|das|den) \w+)",
        sentence.bare,
    )
    if is_long:
        return Intent.THANKS
    return Intent.THANKS if set(sentence.all_words) <= {"ta", "many", "much", "pray"} else None


def _read_greeting(sentence: Sentence) -> Intent | None:
    if re.match(r"good ?night|gute nacht|bonne nuit|buenas noches$", sentence.bare):
        return Intent.SMALL_TALK
    around = GREETING_COMPANIONS | ADDRESSEES | CHATTER | {"from", "me", "to", "you", "the", "im"}
    if _is_made_of(sentence, GREETINGS, around):
        return Intent.GREETING
    is_day = _is_made_of(sentence, frozenset({"guten", "gute", "good", "bonne", "buen", "goeden"}),
                         GREETING_COMPANIONS | ADDRESSEES | GREETINGS)  # fmt: skip
    return Intent.GREETING if is_day and len(sentence.all_words) > 1 else None


def _read_chatter(sentence: Sentence) -> Intent | None:
    if _is_made_of(sentence, CHATTER, CHATTER_COMPANIONS | ADDRESSEES | GREETINGS):
        return Intent.SMALL_TALK
    if set(sentence.all_words) <= CHATTER_COMPANIONS and len(sentence.all_words) > 1:
        return Intent.SMALL_TALK
    core = sentence.core.replace("?", "").strip()
    return Intent.SMALL_TALK if any(p.fullmatch(core) for p in _CHATTER) else None
