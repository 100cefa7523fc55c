"""The rules that say what a question is about, from its words.

The words are folded (`fold_question`), with STAGE, PERSONA, KPI, TEAM, TOUCHPOINT, CHANNEL, AUTHOR
and PERIOD in place of names. The first rule that fits decides.
"""

import re

from domain.question_patterns import (
    BEST,
    CHANGE,
    COUNT,
    KPI_NOUN,
    LIKED,
    MOOD,
    MOST,
    OPPORTUNITY,
    PAIN,
    REVIEW,
    SAY,
    SHARE,
    STAGE_NOUN,
    TARGET,
    WHEN,
    WHO,
    WHY,
    WORST,
)
from domain.questions import Aspect, Subject

_RULES: tuple[tuple[Subject, Aspect | None, str], ...] = (
    # What nobody can say from notes.
    (
        Subject.FORECAST,
        None,
        (
            r"\b(?:will|wont|going to|gonna|forecast|predict\w*|expect(?:ed)?|"
            r"wird|werden)\b.*\bFUTURE|\b(?:forecast|predict\w*|prognos\w*|will happen)\b|"
            r"FUTURE.*\b(?:be|sein|sera|sera)\b|\bwill (?:KPI|the KPI|our KPI|"
            r"STAGE|we|it|they|customers)\b(?! review| look)"
        ),
    ),
    # Reviews.
    (
        Subject.SIGN_OFF,
        None,
        (
            r"sign(?:ed|s|ing)?[ -]?(?:it |this |that )?off|signoffs?|\bsigned\b|"
            r"approv\w+|abgezeichnet|freigegeben|valide[es]?\b|aprobad\w+|"
            r"goedgekeurd|afgetekend"
        ),
    ),
    (
        Subject.OWNER,
        Aspect.NEXT,
        (
            r"\b(?:who|wer|qui|quien|wie)\b.*\b(?:charge|responsib\w*|runs?|owns?|"
            rf"leads?|hosts?|does|prepar\w+|organi\w+)\b.*\b{REVIEW}\b"
        ),
    ),
    (
        Subject.REVIEW,
        Aspect.OVERDUE,
        (
            rf"overdue.*\b{REVIEW}\b|\b{REVIEW}\b.*\b(?:overdue|late|missed|"
            r"missing|skipped|uberfallig|en retard|atrasad\w+|te laat)\b|"
            rf"\b(?:missed|late|skipped|skip) (?:a |any |the )?{REVIEW}|"
            rf"late with (?:a |any |the )?{REVIEW}|behind on {REVIEW}|^(?:is|"
            r"what is|what s|whats) (?:anything )?overdue$"
        ),
    ),
    (
        Subject.REVIEW,
        Aspect.LAST,
        (
            rf"\b{WHEN}\b.*\b(?:last(?:ly)?|latest|previous|letzte\w*|derniere?|"
            rf"ultim[oa]|laatste?)\b.*\b{REVIEW}\b|"
            rf"\b{WHEN}\b.*\b{REVIEW}\b.*\blast\b|\b{WHEN} (?:did|was|were|"
            rf"have)\b.*\b{REVIEW}\b|how long (?:ago|since|"
            rf"is it since).*\b{REVIEW}\b|^(?:show |what (?:was|is|did) |whats |"
            r"was war )?(?:me )?(?:in |say )?(?:the |our |das )?(?:last|latest|"
            rf"previous|letzte\w*) {REVIEW}(?: say| show| tell)?$|"
            rf"what did the (?:last |latest )?{REVIEW} say|when (?:did|"
            r"was) .* last (?:looked|checked|discussed)|last time (?:we|you|"
            r"anyone) (?:looked|reviewed)"
        ),
    ),
    (
        Subject.REVIEW,
        Aspect.NEXT,
        (
            r"\b(?:next|upcoming|coming|naechste\w*|nachste\w*|prochaine?|"
            rf"proxim[oa]|volgende?)\b.*\b{REVIEW}\b|\b{WHEN}\b.*\b{REVIEW}\b|"
            rf"\b{WHEN}\b.*\b(?:look at|discuss|talk about|go through|revisit)\b|"
            rf"\b{REVIEW}\b.*\b(?:due|scheduled|planned|coming|when)\b|deadline|"
            rf"{REVIEW} (?:schedule|date)"
        ),
    ),
    # Actions.
    (
        Subject.ACTIONS,
        Aspect.OVERDUE,
        (
            r"\b(?:actions?|tasks?|improvements?|initiatives?|todos?|massnahmen|"
            r"acciones|acties)\b.*\b(?:overdue|late|behind|uberfallig|retard|"
            r"atrasad\w+)\b|\b(?:overdue|late)\b.*\b(?:actions?|tasks?|"
            r"improvements?|initiatives?)\b|\boverdue\b"
        ),
    ),
    (
        Subject.ACTIONS,
        None,
        (
            r"\b(?:actions?|improvements (?:are|do|in)|initiatives?|todos?|"
            r"massnahmen?|aktionen|accion(?:es)?|acties?)\b|what (?:are|re) (?:we|"
            r"you|they) (?:doing|working|fixing|planning)|(?:being|is|been|"
            r"getting) (?:done|fixed|worked on)|what (?:have|did) (?:we|"
            r"you) (?:do|done|fix|fixed|ship|shipped|implement\w*)|did (?:it|that|"
            r"the fix) (?:help|work)|working on|fixing|tackling|looking into|"
            r"in progress|doing about"
        ),
    ),
    # Owners.
    (
        Subject.OWNER,
        None,
        (
            r"\b(?:who|whose|wer|wem|qui|quien|wie)\b.*\b(?:owns?|owner|owning|"
            r"responsib\w*|in charge|charge|accountab\w*|looks? after|"
            r"looking after|on the hook|lleva|takes? care|"
            r"leads?|leading|manages?|managing|runs?|running|handles?|zustandig|"
            r"verantwort\w*|gehort|responsables?|s occupe|charge|encargad\w+|"
            r"verantwoordelijk\w*|eigenaar|has (?:the )?(?:STAGE|KPI)|"
            r"is on (?:STAGE|KPI)|contact|point person|drives?)\b|\bwho (?:is|"
            r"s) (?:the )?(?:boss|lead|head|owner|person)\b|\b(?:owners?|"
            r"proprietaire|besitzer|eigenaar|responsable) (?:of|for|de|du|von|"
            r"van)?|who (?:do|should|can) (?:i|we) (?:ask|talk|speak|contact|go)|"
            r"(?:anyone|anybody|someone) (?:own|responsible|in charge)|"
            r"is responsible for|whose (?:job|stage|task|baby)|to whom|"
            r"belongs? to whom"
        ),
    ),
    # Who noted.
    (
        Subject.WHO,
        Aspect.TEAMS,
        (
            r"^(?!.*\b(?:havent|hasnt|not|silent|quiet|nothing|happ\w+|unhapp\w+|"
            r"satisf\w*|mood|feel\w*)\b).*\b(?:which|"
            r"what|welches|quelle|que|welk) (?:team|TEAM|department|"
            r"equipe|equipo)s?\b.*\b(?:files?|writes?|notes?|adds?|reports?|"
            rf"contribut\w*|{MOST}|schreib\w*|ecrit|escribe|schrijft|silent|"
            r"quiet)\b.*"
        ),
    ),
    (
        Subject.WHO,
        Aspect.MOST_NOTES,
        (
            r"\b(?:who|wer|qui|quien|wie|which (?:person|colleague|"
            r"user))\b.*\b(?:files?|writes?|notes?|adds?|"
            r"contribut\w*|reports?|posts?|logs?|submits?|filed|wrote|noted|added|"
            r"reported|posted|logged|active|schreibt|meldet|geschrieben|ecrit|"
            rf"signale|escribe|schrijft|meldt)\b.*\b{MOST}\b|\b(?:who|wer|qui|"
            rf"quien|wie)\b.*\b{MOST}\b.*\b(?:notes?|notizen|notas|notities|"
            r"active|aktiv\w*|meldungen|contribut\w*|pain points?|"
            r"opportunities)\b|top (?:contributors?|authors?|writers?|reporters?)|"
            r"most active|who (?:else )?(?:contribut\w+|writes|has been writing|"
            r"files|is writing|wrote|filed)(?: notes)?(?: PERIOD| here| STAGE|"
            r" in STAGE)?$|(?:meisten|plus de|mas|meeste) (?:notizen|notes|notas|"
            r"notities)$"
        ),
    ),
    (Subject.WHO, None, rf"\b{WHO}\b.*\b{SAY}\b"),
    # Why.
    (Subject.WHY, None, rf"\b{WHY}\b"),
    # Blind spots.
    (
        Subject.BLIND_SPOTS,
        None,
        (
            rf"(?:{STAGE_NOUN}|channels?|personas?|teams?|touchpoints?) (?:is|"
            r"are) (?:empty|silent|quiet)|"
            r"blind ?spots?|dont we know|we dont know|\b(?:nobody|no one|noone)\b|"
            r"blinde flecken?|angles? morts?|puntos? ciegos?|"
            r"blinde vlek\w*|\b(?:no|without|zero|not any|lack\w*|missing|ohne|"
            r"sans|sin|zonder|keine) (?:any )?(?:notes?|evidence|feedback|data|"
            r"input|notizen|notas|notities|meldungen|information)\b|\b(?:empty|"
            rf"silent) {STAGE_NOUN}|{STAGE_NOUN} (?:is|are) (?:empty|silent)|"
            r"nothing (?:noted|written|reported|filed|heard)|(?:havent|not|"
            r"nothing) (?:heard|covered|noted|written)|heard nothing|(?:who|"
            r"which team|which teams|what team)\b.*\b(?:hasnt|havent|not|silent|"
            r"quiet|nothing)\b|where are (?:we|the) (?:blind|gaps)|"
            rf"what are we missing|\bgaps?\b|unowned|{STAGE_NOUN} (?:have|has) no"
        ),
    ),
    # Milestones.
    (
        Subject.MILESTONES,
        Aspect.BLOCKED,
        r"\bblocked\b|blockiert|bloquead\w+|bloque\w*|geblokkeerd",
    ),
    (
        Subject.MILESTONES,
        Aspect.REACHED,
        (
            r"(?:milestones?|meilensteine?|jalons?|hitos?|mijlpa(?:al|"
            r"len))\b.*\b(?:reached|hit|done|achieved|erreicht|atteints?|"
            r"alcanzad\w+|bereikt)|(?:reached|hit|achieved)\b.*\bmilestones?"
        ),
    ),
    (
        Subject.MILESTONES,
        None,
        (
            r"milestones?|meilensteine?|jalons?|hitos?|mijlpa(?:al|len)|"
            r"success look|what does success|objectives?\b|what is STAGE for|"
            r"purpose of STAGE"
        ),
    ),
    # Rankings.
    (
        Subject.RANKING,
        Aspect.MOST_NOTES,
        (
            rf"\b(?:which|what|welche[rs]?|quelle|que|cual|welke) (?:{STAGE_NOUN}|"
            r"personas?|touchpoints?|channels?|segments?)\b.*\b(?:most|meisten|"
            r"plus de|mas|meeste) (?:notes?|evidence|feedback|notizen|notas|"
            r"notities|input)"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.FEWEST_NOTES,
        (
            rf"\b(?:which|what|welche[rs]?|quelle|que|cual|welke) (?:{STAGE_NOUN}|"
            r"personas?|touchpoints?|channels?|segments?)\b.*\b(?:fewest|"
            r"least) (?:notes?|evidence|feedback|input)"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.WORST,
        (
            r"\b(?:which|what|welche[rs]?|in welche[rnm]|quelles?|quels?|que|"
            r"cual(?:es)?|en que|welke?|rank|list|worst|schlechteste\w*|pire|peor|"
            rf"slechtste|{WORST})(?: (?:are|is|s|our|the))*(?: {STAGE_NOUN}|"
            r" personas?| customer groups?| segments?| touchpoints?| channels?|"
            rf" teams?| kontaktpunkte?| kanal\w*| canal\w*| canaux)\b.*\b{WORST}\b"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.BEST,
        (
            r"\b(?:which|what|welche[rs]?|quelles?|quels?|que|cual(?:es)?|welke?|"
            rf"best|{BEST})(?: (?:are|is|s|our|the))*(?: {STAGE_NOUN}| personas?|"
            r" customer groups?| segments?| touchpoints?| channels?|"
            rf" teams?)\b.*\b{BEST}\b|\b{BEST} (?:\w+ )?(?:{STAGE_NOUN}|personas?|"
            r"touchpoints?|channels?|segments?)\b"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.WORST,
        (
            r"^(?:and )?(?:where|wo|ou|donde|waar|in which STAGE|"
            rf"at which point)\b.*\b{WORST}\b|(?:who|wer|qui|quien|"
            r"which customers|which group) (?:is|are|ist|sind|est|es|son) (?:the |"
            r"our |am |le |el |de )?(?:most )?(?:unhapp\w+|angr\w+|dissatisfied|"
            rf"unzufrieden\w*|frustrated|least happy)|{WORST} (?:{STAGE_NOUN}|"
            r"personas?|touchpoints?|channels?|segments?)\b|"
            rf"{STAGE_NOUN} {WORST}|rank (?:the |our )?(?:{STAGE_NOUN}|personas?|"
            r"touchpoints?|channels?|teams?)"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.BEST,
        (
            rf"^(?:and )?(?:where|wo|ou|donde|waar)\b.*\b{BEST}\b|(?:who|wer|qui|"
            r"quien|which customers|which group) (?:is|are|ist|sind|est|"
            r"es) (?:the |our |am )?(?:happiest|most satisfied|zufriedensten|"
            r"happiest)"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.MOST_NOTES,
        (
            rf"{COUNT}.*\b(?:per|by|for each|in each|each|every|je|pro|par|por) "
            rf"(?:{STAGE_NOUN}|personas?|touchpoints?|channels?)\b"
        ),
    ),
    (
        Subject.RANKING,
        Aspect.WORST,
        (
            rf"{MOOD}.*\b(?:per|by|all|for each|in each|each|every|je|pro|par|por) (?:the |our )?"
            rf"(?:{STAGE_NOUN}|personas?|touchpoints?|channels?|teams?)\b"
        ),
    ),
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
