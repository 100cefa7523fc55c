"""The words with which people name periods in questions."""

# Words of English, German, French, Spanish and Dutch, without accents as `fold_question` leaves
# them. Of a month's name the language does not matter.
UNITS = {
    "month": "months?|monat(?:e|en|s)?|mois|mes|meses|maand(?:en)?",
    "quarter": "quarters?|qtr|quartal(?:e|en|s)?|trimestres?|kwarta(?:al|len)",
    "half": "half[ -]years?|halbjahr(?:e|en|es|s)?|semestres?|halfjaar",
    "week": "weeks?|wochen?|semaines?|semanas?|weken",
    "year": "years?|jahr(?:e|en|es|s)?|annees?|ans?|anos?|jaar|jaren",
    "day": "days?|tag(?:e|en)?|jours?|dias?|dag(?:en)?",
    "period": "(?:review )?periods?",
}
UNIT = "|".join(UNITS.values())
THIS = (
    r"(?:so far )?(?:this|(?:the )?(?:current|running)|diese[nmrs]?|(?:im )?(?:aktuelle|laufende)"
    r"[nmrs]?|ce|cette|este|esta|deze|dit|huidige)"
)
LAST = (
    r"(?:the |das |dem |im |le |la |el |het )?(?:last|previous|prior|preceding|(?:letzte|vorige|"
    r"vergangene)[nmrs]?|derniere?|ultim[oa]|vorige?|afgelopen)"
)
LAST_AFTER = r"(?:dernier|derniere|passee?|precedente?|pasad[oa]|anterior)"
NEXT = (
    r"(?:the |das |le |la |el )?(?:next|coming|upcoming|(?:nachste|kommende)[nmrs]?|prochaine?|"
    r"proxim[oa]|volgende?|komende?)"
)
NUMBER_WORDS = (
    (1, "a|an|one|einem|einer|ein|un|une|una|een"),
    (2, "two|couple|zwei|deux|dos|twee"),
    (3, "three|drei|trois|tres|drie"),
    (4, "four|vier|quatre|cuatro"),
    (5, "five|funf|cinq|cinco|vijf"),
    (6, "six|sechs|seis|zes"),
    (7, "seven|sieben|sept|siete|zeven"),
    (10, "ten|zehn|dix|diez|tien"),
    (12, "twelve|zwolf|douze|doce|twaalf"),
)
NUMBERS = {word: number for number, words in NUMBER_WORDS for word in words.split("|")}
NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})(?: of)?"
MONTHS = (
    "january|jan|januar|janvier|enero|januari",
    "february|feb|februar|fevrier|febrero|februari",
    "march|mar|marz|maerz|mars|marzo|maart",
    "april|apr|avril|abril",
    "may|mai|mayo|mei",
    "june|jun|juni|juin|junio",
    "july|jul|juli|juillet|julio",
    "august|aug|aout|agosto|augustus",
    "september|sept|sep|septembre|septiembre",
    "october|oct|oktober|okt|octobre|octubre",
    "november|nov|novembre|noviembre",
    "december|dec|dezember|dez|decembre|diciembre",
)
MONTH = "|".join(MONTHS)
# These are other words too: they are months after a preposition or before a year.
DOUBTFUL_MONTHS = "may|mar|mars|jan|sep|dec|jun|mei|mai|march"
WEEKDAYS = (
    "monday|montag|lundi|lunes|maandag",
    "tuesday|dienstag|mardi|martes|dinsdag",
    "wednesday|mittwoch|mercredi|miercoles|woensdag",
    "thursday|donnerstag|jeudi|jueves|donderdag",
    "friday|freitag|vendredi|viernes|vrijdag",
    "saturday|samstag|samedi|sabado|zaterdag",
    "sunday|sonntag|dimanche|domingo|zondag",
)
ORDINAL_WORDS = (
    (1, "first|erste|premier|primer"),
    (2, "second|zweite|deuxieme|segundo"),
    (3, "third|dritte|troisieme|tercer"),
    (4, "fourth|vierte|quatrieme|cuarto"),
)
ORDINALS = {word: number for number, words in ORDINAL_WORDS for word in words.split("|")}
NOW = (
    r"right now|currently|at the moment|at present|just now|these days|as of now|nowadays|"
    r"(?<!just )\bnow\b|derzeit|aktuell|gerade|zurzeit|momentan|im moment|"
    r"actuellement|en ce moment|"
    r"en este momento|actualmente|ahora(?: mismo)?|momenteel|op dit moment|lately|recently|"
    r"in letzter zeit|recemment|recientemente|onlangs|so far|to date"
)
EVER = (
    r"of all time|all[ -]time|\bever\b|since the (?:start|beginning)|in total|altogether|"
    r"jemals|insgesamt|jamais|au total|en total|ooit|in totaal|\bbefore\b$"
)
SINCE = r"(?:ever since|since|seit(?: dem| der)?|depuis(?: le| la)?|desde(?: el| la)?|sinds)"
AGAINST = (
    r"(?:compared? (?:to|with|against)|in comparison (?:to|with)|versus|vs|against|than|"
    r"relative to|(?:verglichen|im vergleich) (?:mit|zu[mr]?)|gegenuber|als|"
    r"par rapport (?:a|au)|compare a|que|comparad[oa] con|en comparacion con|respecto a|"
    r"vergeleken met|ten opzichte van)"
)
FILLER = r"(?: (?:in|the|to|at|it|was|what|dem|der|im|al|le|la|el|het|de|en|to))*"
LAST_REVIEW = (
    r"since (?:the |our |we )?(?:last |latest |previous )?review(?:ed)?|since we last reviewed|"
    r"seit dem letzten review|depuis la derniere (?:revue|review)|"
    r"desde la ultima (?:revision|review)|sinds de laatste review"
)
