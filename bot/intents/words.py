"""Words by which intents are told apart, in lower case and without accents."""

from bot.intents.lexicon import word_set

ADDRESSEES = word_set("addressees")
FILLERS = word_set("fillers")
GREETINGS = word_set("greetings")
GREETING_COMPANIONS = word_set("greeting companions")
THANKS = word_set("thanks")
CHATTER = word_set("chatter")
CHATTER_COMPANIONS = word_set("chatter companions")
HELP_WORDS = word_set("help", "help heads")
HELP_HEADS = word_set("help heads")
NO_HEADS = word_set("no heads")
NO_NEWS = word_set("no news")
NO_COMPANIONS = word_set("no companions", "no news")
KEPT_THINGS = word_set("kept things")
OVERALL_WORDS = word_set("overall")
PEOPLE = word_set("people")
SUBJECTS = word_set("subjects", "people")
QUESTION_WORDS = word_set("question words")
AUXILIARIES = word_set("auxiliaries")
FINITE = word_set("finite", "auxiliaries")
ASKED_KINDS = word_set("asked kinds")
MEASURING = word_set("measuring")
PRONOUNS = word_set("pronouns")
DOINGS = word_set("doings")
EFFECTS = word_set("effects")
CHANGES = word_set("changes")
BASE_VERBS = word_set("base verbs")
OTHER_QUESTION_WORDS = word_set("other question words")
OTHER_VERBS = word_set("other verbs")
OTHER_OPENINGS = word_set("other openings")

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
    "pains": "pians paisn",
    "list": "lsit",
    "tell": "tel",
}

MISSPELT = {wrong: right for right, all_ in _MISSPELLINGS.items() for wrong in all_.split()}
