"""Words by which intents are told apart, in lower case and without accents."""

from bot.intents.lexicon import words

ADDRESSEES = words("addressees")
FILLERS = words("fillers")
GREETINGS = words("greetings")
GREETING_COMPANIONS = words("greeting companions")
THANKS = words("thanks")
CHATTER = words("chatter")
CHATTER_COMPANIONS = words("chatter companions")
HELP_WORDS = words("help", "help heads")
HELP_HEADS = words("help heads")
NO_HEADS = words("no heads")
NO_NEWS = words("no news")
NO_COMPANIONS = words("no companions", "no news")
KEPT_THINGS = words("kept things")
OVERALL_WORDS = words("overall")
PEOPLE = words("people")
SUBJECTS = words("subjects", "people")
QUESTION_WORDS = words("question words")
AUXILIARIES = words("auxiliaries")
FINITE = words("finite", "auxiliaries")
ASKED_KINDS = words("asked kinds")
MEASURING = words("measuring")
PRONOUNS = words("pronouns")
DOINGS = words("doings")
EFFECTS = words("effects")
BASE_VERBS = words("base verbs")
OTHER_QUESTION_WORDS = words("other question words")
OTHER_VERBS = words("other verbs")
OTHER_OPENINGS = words("other openings")

# Only its owner's language, German, asks with it: “was stört”. In English it is an auxiliary.
WAS = "was"

_IS = {f"{word}{end}": (word, "is") for word in ("what", "who", "how", "where", "when", "why")
       for end in ("s", "'s")}  # fmt: skip

CONTRACTED = _IS | {
    "what're": ("what", "are"),
    "whatre": ("what", "are"),
    "how're": ("how", "are"),
    "who're": ("who", "are"),
    "how'd": ("how", "did"),
    "what'd": ("what", "did"),
}

_MISSPELLINGS = {
    "what": "waht wht whta hwat",
    "what's": "wat's waht's",
    "which": "wich whcih witch whihc wihch",
    "how": "hwo hiw hou",
    "who": "woh",
    "why": "hwy wyh",
    "when": "wehn whne",
    "where": "wher wehre whre",
    "the": "teh",
    "many": "manny mny",
    "are": "r ar",
    "does": "dose doess",
    "is": "si",
    "have": "hav",
    "has": "hsa",
    "you": "u",
    "show": "shwo",
    "compare": "comapre",
    "list": "lsit",
    "tell": "tel",
}

MISSPELT = {wrong: right for right, all_ in _MISSPELLINGS.items() for wrong in all_.split()}
