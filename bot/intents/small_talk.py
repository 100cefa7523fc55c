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
    THANKS,
)
from domain.intents import Intent

MAX_WORDS = 12

_CHATTER = tuple(re.compile(f"(?:{pattern})") for pattern in CHATTER_SENTENCES)

_NO_ANSWERS = tuple(re.compile(f"(?:{pattern})") for pattern in NO_ANSWERS)

_HELP_WORDS = frozenset(
    "help helps me us out please pls i we need want some with this that waymark bot to use you can "
    "could show the a commands command instructions instruction manual docs documentation usage "
    "guide tutorial menu hilfe hilf mir bitte aide aidez moi ayuda ayudame hulp ajuda aiuto aiutami "
    "man info faq get your any".split()
)

_HELP_HEADS = frozenset(
    "help commands instructions manual docs documentation usage guide tutorial hilfe hilf aide "
    "aidez ayuda ayudame hulp ajuda aiuto aiutami menu faq".split()
)

# Things of Waymark that a person may ask how to use.
_THING = (
    r"(?:notes?|kpis?|stages?|maps?|reviews?|journeys?|personas?|touchpoints?|pain ?points?|themes?|"
    r"opportunit\w+|actions?|milestones?|reminders?|readings?|targets?|settings?|files?|csv|excel|"
    r"data|commands?|messages?|you|waymark|this|bot|it|undo|started|sign\w*|channel|import\w*|"
    r"export\w*|score|mood|feeling|severity|someone|anonymous\w*|language)"
)

_HELP = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:how|where) (?:do|can|could|should|would|to|does one|must) ?(?:i|we|you|one)?\b.*?\b"
        rf"(?:save|file|record|add|write|use|see|find|change|edit|undo|delete|move|export|import|"
        rf"rename|start|set|turn|get|create|log|enter|post|share|type|sign|merge|remove|make|note|"
        rf"stop|correct|sort|invite|download|upload|connect|link|mark|report|capture|submit)\b.*\b"
        rf"{_THING}\b.*",
        r"what (?:can|do|could|should|would|must|else can|all can) (?:you|i|we|waymark|this bot|it|"
        r"this)(?: all| else| even| actually)? (?:do|ask|type|say|write|know|understand|help)\b.*",
        r"(?:what|who) (?:are|r) (?:you|u)(?: for| again| exactly)?",
        r"what (?:is|does) (?:this|waymark|this bot|the bot)(?: for| do| about)?(?: for)?",
        r"(?:how|what) (?:does|do|is|did) (?:this|that|it|you|waymark|the bot|this bot|(?:the )?"
        r"(?:mood |sentiment )?scor\w+|(?:the )?moods?|(?:the )?sentiments?|everything|all this|"
        r"(?:the )?reviews?|(?:the )?themes?|(?:the )?map|(?:the )?reminders?)"
        r"(?: (?:\w+))? ?(?:work\w*|function|mean|calculated|computed|scored|measured|used|for|do|"
        r"made|come about|decided)\b.*",
        r"what (?:is|are|does|do) (?:a|an|the)? ?(?:touchpoints?|pain ?points?|opportunit\w+|stages?|"
        r"themes?|kpis?|persona|journeys?|journey map|milestone|note|mood|net mood|sentiment|review|"
        r"blind spots?|severity|feeling|inbox|unsorted(?: notes?)?)(?: mean| means| meant| again)?",
        r"(?:which|what) (?:commands?|words|keywords|questions|languages)\b.*",
        r"(?:i|we) (?:do not|don't|dont) (?:know|understand|get) (?:what|how|this|that|it|you|where)"
        r"(?: to| i| we)?(?: (?:use|type|do|say|write|ask|can|should|works?))*(?: this| that| it| "
        r"you| here| now)?",
        r"(?:i'?m|im|i am) (?:lost|stuck|new here|confused)(?: here)?(?:,.*)?",
        r"(?:explain|introduce) (?:yourself|this|waymark|how .*works?)(?: to me)?",
        r"(?:what|how) now|how (?:do|can|to|should) (?:i|we|one|you)? ?(?:get )?(?:start|begin)\w*",
        r"(?:was (?:kannst|machst) du|was kann (?:ich|man) (?:hier |alles )?(?:fragen|machen|tun)|"
        r"wie (?:funktioniert|geht|benutze ich|nutze ich|verwende ich|speichere ich)\b.*(?:das|dies|"
        r"hier|dich|waymark|notiz\w*)|wer bist du|wie funktionierst du|"
        r"(?:que|qu'est-ce que tu) (?:peux|sais)[- ](?:tu )?faire|que peux[- ]tu faire|"
        r"qu'est-ce que tu peux faire|comment (?:ca (?:marche|fonctionne)|tu marches|"
        r"t'utiliser|utiliser\b.*|puis[- ]je\b.*note.*)|qui es[- ]tu|"
        r"que puedes hacer|como (?:funciona(?: esto)?|te uso|funcionas|uso esto)|quien eres|"
        r"hoe werkt (?:dit|het|dat|waymark)|wat kun je(?: doen)?|wat kan ik (?:vragen|doen)|wie ben "
        r"je|como funciona(?: isso| isto)?|o que (?:voce|tu) (?:pode|faz)\w*(?: fazer)?|"
        r"come funziona(?: questo)?|(?:che )?cosa (?:puoi|sai) fare|chi sei)",
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
    return Intent.HELP if any(p.fullmatch(sentence.core) for p in _HELP) else None


def _read_no_answer(sentence: Sentence) -> Intent | None:
    text = re.sub(r"\s+", " ", sentence.bare).replace(" ,", ",")
    text = text or sentence.plain
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
