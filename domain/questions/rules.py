"""The rules that say what a question is about, from its words.

The words are folded (`fold_question`), with STAGE, PERSONA, KPI, TEAM, TOUCHPOINT, CHANNEL, AUTHOR
and PERIOD in place of names. The first rule that fits decides.
"""

import re

from domain.questions.extreme_rules import Rule
from domain.questions.first_rules import FIRST_RULES
from domain.questions.patterns import (
    CHANGE,
    COUNT,
    KPI_NOUN,
    LIKED,
    MOOD,
    OPPORTUNITY,
    PAIN,
    SAY,
    SHARE,
    STAGE_NOUN,
    TARGET,
)
from domain.questions.values import Aspect, Subject

_RULES: tuple[Rule, ...] = (
    *FIRST_RULES,
    # KPIs.
    (
        Subject.KPI,
        Aspect.DEFINITION,
        (
            r"\bKPI\b.*\b(?:calculat\w*|defin\w*|comput\w*|mean(?:s|ing)?\b|"
            r"measured|work(?:s|ed)? out|unit|formula|berechnet|bedeutet|gemessen|"
            r"calcule|signifie|calcula|significa|mide|berekend|betekent)|"
            r"\b(?:calculat\w*|defin\w*|comput\w*|meaning of|formula|explain|"
            r"bedeutet|signifie|significa|betekent|berechnet|measure|berekend|unit|"
            r"calcule|calcula)\b.*\bKPI\b|what (?:exactly )?(?:is|s) (?:a |"
            r"an )?KPI exactly"
        ),
    ),
    (
        Subject.KPI,
        Aspect.TARGET,
        (
            rf"\bKPI\b.*\b{TARGET}\b|\b{TARGET}\b.*\bKPI\b|(?:is|"
            r"are) KPI (?:good|ok|okay|fine|bad|red|green)|how far .*KPI"
        ),
    ),
    (Subject.COMPARE, None, r"\bKPI\b.*\b(?:vs|versus|compared? to|against|than)\b.*\bKPI\b"),
    (Subject.KPI, Aspect.CHANGE, rf"\bKPI\b.*\b{CHANGE}\b|\b{CHANGE}\b.*\bKPI\b"),
    (
        Subject.KPIS,
        Aspect.WORSE,
        rf"\b(?:worst|schlechteste\w*|pires?|peor(?:es)?|slechtste) {KPI_NOUN}",
    ),
    (
        Subject.KPIS,
        Aspect.BETTER,
        rf"\b(?:best|beste\w*|meilleure?s?|mejor(?:es)?) {KPI_NOUN}",
    ),
    (
        Subject.KPIS,
        Aspect.WORSE,
        (
            rf"\b{KPI_NOUN}\b.*\b(?:worse|down|fell|fall\w*|dropp?\w*|declin\w*|"
            r"deteriorat\w*|worst|wrong|schlechter|verschlechtert|pire|baisse|"
            r"peor\w*|empeor\w*|slechter|gesunken|gedaald)\b"
        ),
    ),
    (
        Subject.KPIS,
        Aspect.BETTER,
        (
            rf"\b{KPI_NOUN}\b.*\b(?:better|improv\w*|went up|r[io]se[ns]?|rising|"
            r"grew|best|besser|verbessert|mieux|mejor\w*|beter)\b"
        ),
    ),
    (
        Subject.KPIS,
        Aspect.OFF_TARGET,
        (
            rf"\b{KPI_NOUN}\b.*\b(?:off|furthest|farthest|far from|below|behind|"
            r"miss\w*|red|under|not (?:on|"
            r"hit\w*|meet\w*)|arent|failing|verfehl\w*|hors|bajo|achter)\b|(?:off|"
            r"behind|below|missing|not on|under) (?:our |the |their )?targets?|"
            r"(?:miss\w*|off)\b.*\btargets?"
        ),
    ),
    (
        Subject.KPIS,
        Aspect.ON_TARGET,
        (
            rf"\b{KPI_NOUN}\b.*\b(?:on target|hit\w*|green|meet\w*|reach\w*|"
            r"on track|targets?)\b|(?:hit|hitting|meet|meeting|reach|"
            r"reached) (?:our |the |any )?targets?|on target|on track"
        ),
    ),
    (Subject.KPIS, Aspect.CHANGE, rf"\b{KPI_NOUN}\b.*\b{CHANGE}\b"),
    (Subject.KPI, Aspect.VALUE, r"\bKPI\b"),
    (
        Subject.KPIS,
        None,
        (
            rf"\b{KPI_NOUN}\b|what (?:do|are) we (?:measur\w*|"
            r"track\w*)(?! persona)|\bnumbers\b|was messen wir"
        ),
    ),
    (
        Subject.MILESTONES,
        None,
        (
            r"\b(?:goals?|objectives?|purpose|aim|ziel\w*|objectif\w*|objetivo\w*|doel\w*)\b.*"
            r"\bSTAGE\b"
        ),
    ),
    # Counts.
    (Subject.PERSONAS, None, rf"\b{COUNT} (?:personas?|segments?)\b"),
    (
        Subject.TOUCHPOINTS,
        None,
        (
            rf"\b{COUNT} touchpoints?\b(?!.*\b(?:did|notes?|log\w*|filed|noted|"
            r"PERIOD)\b)"
        ),
    ),
    (Subject.STAGES, None, rf"\b{COUNT} {STAGE_NOUN}\b"),
    (Subject.PAINS, None, rf"\b{COUNT} (?:themes?|themen)\b"),
    (Subject.COUNT, Aspect.SHARE, rf"\b{SHARE}\b"),
    (Subject.COUNT, None, rf"\b{COUNT}\b|based on how|wie viel\b"),
    # Comparisons.
    (
        Subject.COMPARE,
        None,
        (
            r"\bcompar\w*|\b(?:versus|vs)\b|\bdiffer\w*|\bdifference|"
            r"unterscheide\w*|unterschied\w*|vergleich\w*|\bentre (?:STAGE|"
            r"PERSONA|PERIOD)|diferencia\w*|verschil\w*|vergelijk\w*|prefer"
        ),
    ),
    (
        Subject.COMPARE,
        None,
        (
            r"\b(STAGE|PERSONA|TEAM|CHANNEL|TOUCHPOINT|PERIOD)\b.*\b(?:than|als|"
            r"dan|or|oder|ou)\b.*\b\1\b"
        ),
    ),
    (
        Subject.COMPARE,
        None,
        (
            rf"^(?!.*\b(?:{PAIN}|{OPPORTUNITY}|{LIKED}|{SAY}|"
            r"notes?)\b).*\b(STAGE|PERSONA|TEAM|CHANNEL|TOUCHPOINT|"
            r"PERIOD)\b.*\b(?:and|und|et|y|en|que|o|of)\b.*\b\1\b"
        ),
    ),
    (
        Subject.MOOD,
        None,
        r"^how (?:negative|positive|happy|unhappy|satisfied|bad|good)\b(?!.*\bnotes?\b)",
    ),
    (
        Subject.EVIDENCE,
        None,
        (
            r"^(?:has|have|did|does)\b(?!.*\b(?:anything|STAGE|"
            r"PERSONA)\b).*\bcomplain(?:ed|ing)?\b(?! about)"
        ),
    ),
    # Confidence.
    (
        Subject.MOOD,
        Aspect.CONFIDENCE,
        (
            r"\bconfiden\w*|\b(?:how|are you) (?:sure|certain|reliable|solid|"
            r"accurate|robust|exact|precise)|\breliab\w*|\btrust\b|"
            r"\bsignifican\w*|enough (?:notes|evidence|data)|(?:notes|evidence|"
            r"data) enough|margin of error|"
            r"wie sicher|quelle confiance|que tan (?:seguro|fiable)|hoe (?:zeker|"
            r"betrouwbaar)|statistical\w*|sample size|just noise|a fluke|"
            r"verlasslich"
        ),
    ),
    # Lists of the map.
    (
        Subject.PERSONAS,
        None,
        (
            r"\bpersonas?\b(?!.*\b(?:hurt|pain|problem|mood|feel)\w*)|"
            r"customer (?:segments|groups|types)|who are our (?:customers|users|"
            r"clients|buyers)|who is (?:a |an |the )?PERSONA$|(?:tell me|"
            r"what do we know) about (?:the |our )?PERSONA|describe (?:the |our |"
            r"a )?PERSONA|what (?:is|s) (?:a |an |the )?PERSONA$"
        ),
    ),
    (
        Subject.TOUCHPOINTS,
        None,
        (
            r"\btouchpoints?\b|contact points?|kontaktpunkte?|points? de contact|"
            r"puntos? de contacto|contact(?:momenten|punten)|where do (?:we|"
            r"customers) (?:meet|touch|interact)"
        ),
    ),
    # What came in.
    (
        Subject.CHANGES,
        None,
        (
            r"what (?:has |have |is |s |had |all )?(?:been )?(?:chang\w+|"
            r"happen\w*|new|different|moved|came in|come in|going on)|"
            r"whats (?:new|changed|happening|going on|different|the latest)|"
            r"what s (?:new|changed)|anything (?:new|change\w*|happen\w*|"
            r"else new)|any (?:news|changes|updates?|developments?|new notes)|"
            r"\bnews\b|\bupdates?\b|something new|what did (?:i|we) miss|"
            r"catch me up|latest notes|newest notes|recent notes|new notes|"
            r"was hat sich|was ist (?:neu|passiert)|gibt es (?:neues|etwas neues|"
            r"was neues)|quoi de neuf|qu est ce qui (?:a change|est nouveau)|"
            r"que ha (?:cambiado|pasado)|novedades|que hay de nuevo|"
            r"wat is er (?:veranderd|nieuw|gebeurd)|nieuws"
        ),
    ),
    # Opportunities, what people liked, pains.
    (Subject.OPPORTUNITIES, None, rf"\b{OPPORTUNITY}\b"),
    (
        Subject.PAINS,
        Aspect.REPEATED,
        (
            r"(?:more than once|repeat\w*|recur\w*|again and again|over and over|"
            r"come(?:s)? up|came up|keep(?:s)? (?:coming|happening)|most often|"
            r"mehrfach|wiederholt|immer wieder|plusieurs fois|reviennent|"
            r"se repiten|repetid\w+|terugker\w*|several times|common\w*|"
            r"frequent\w*)"
        ),
    ),
    (
        Subject.PAINS,
        Aspect.QUIET,
        (
            r"gone quiet|went quiet|disappear\w*|no longer|went away|gone away|"
            r"solved|resolved|stopped complaining|erledigt|resolu\w*|"
            r"desapareci\w*|verdwenen"
        ),
    ),
    (
        Subject.PAINS,
        Aspect.NEW,
        (
            rf"\bnew (?:\w+ )?{PAIN}|\bneue (?:\w+ )?{PAIN}|nouveaux problemes|"
            rf"{PAIN}\b.*\b(?:are |is )new\b"
        ),
    ),
    (Subject.EVIDENCE, Aspect.BEST, rf"\b{LIKED}\b(?!.*\b(?:hurt|pain)\w*)(?<!would like)"),
    (
        Subject.PAINS,
        None,
        (
            rf"\b{PAIN}\b|what should we (?:fix|work on|do|improve|tackle|focus)|"
            r"what (?:to|needs) (?:fix|fixing|improv\w*)|priorit\w+"
        ),
    ),
    # What people say.
    (
        Subject.EVIDENCE,
        None,
        (
            r"\b(?:search(?: for)?|look for|says?|said|saying|mention\w*|evidence|"
            r"quotes?|feedback|heard|"
            r"hear|verbatim|word for word|examples?|report(?:ed|s)?|noted?|notes|"
            r"notizen|meldungen|zitate?|notas|notities|disent|dit|dicen|dice|"
            r"zeggen|sagen|sagt|know about|think (?:about|of)|thoughts|opinions?|"
            r"have (?:anything|something)|anything (?:on|about)|something (?:on|"
            r"about)|talk(?:ing|ed)? about|comments|told us|written|wrote|denken|"
            r"piensan|pensent|vinden|observ\w*|stories)\b"
        ),
    ),
    (
        Subject.STAGES,
        None,
        (
            r"\b(?:which|what|list|show|welche|quelles|que|cuales|"
            r"welke)\b(?: (?:are|the|our|all|me|do|we|have|"
            rf"does))*(?: journey)? {STAGE_NOUN}|{STAGE_NOUN} (?:do we have|"
            r"are there|of the journey|does|gibt es|haben wir)"
        ),
    ),
    # Moods.
    (
        Subject.MOOD,
        Aspect.CHANGE,
        (
            rf"\b{MOOD}\b.*\b{CHANGE}\b|\b{CHANGE}\b.*\b{MOOD}\b|"
            rf"\b{CHANGE}\b.*\b(?:STAGE|PERSONA|TEAM|TOUCHPOINT|CHANNEL)\b|"
            rf"\b(?:STAGE|PERSONA|TEAM|TOUCHPOINT|CHANNEL)\b.*\b{CHANGE}\b"
        ),
    ),
    (
        Subject.SUMMARY,
        None,
        (
            r"summar\w*|overview|highlights?|big picture|in a nutshell|tl ?dr|"
            r"how are (?:we|things)(?: doing)?|how (?:is|s) (?:it|everything|"
            r"business)(?: going)?|hows it going|(?:what|anything) (?:should )?(?:i|"
            r"we|one)(?: should)? know|zusammenfass\w*|uberblick|resume\b|resumen|"
            r"samenvatting|overzicht|wie laufts|wie lauft es|how did (?:PERIOD|we|"
            r"it) (?:go|do)|how was PERIOD|most important|main findings|"
            r"key (?:points|takeaways|findings)|state of the journey"
        ),
    ),
    (Subject.MOOD, None, rf"\b{MOOD}\b"),
    (Subject.MOOD, Aspect.CHANGE, rf"^(?:has|have|did|is|are|hat|haben) .*\b{CHANGE}\b"),
)

RULES = tuple((subject, aspect, re.compile(pattern)) for subject, aspect, pattern in _RULES)


def find_subject(text: str) -> tuple[Subject, Aspect | None] | None:
    """Return what the first rule that fits says, None where none does."""
    return next(((rule[0], rule[1]) for rule in RULES if rule[2].search(text)), None)
