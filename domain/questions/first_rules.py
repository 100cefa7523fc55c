"""The first rules of questions: about reviews, actions, people, reasons, gaps and rankings.

They come before those of `domain.questions.rules`, where their form is explained.
"""

from domain.questions.extreme_rules import DAY_RULES, EXTREME_RULES, Rule
from domain.questions.patterns import (
    BEST,
    COUNT,
    MOOD,
    MOST,
    REVIEW,
    SAY,
    STAGE_NOUN,
    WHEN,
    WHO,
    WHY,
    WORST,
)
from domain.questions.values import Aspect, Subject

_REVIEW_NOUN = r"(?:reviews?|revues?|revision(?:es)?|bilan)"

FIRST_RULES: tuple[Rule, ...] = (
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
    *DAY_RULES,
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
            r"was) .* last (?:look(?:ed)?|check(?:ed)?|discuss(?:ed)?)\b|last time (?:we|you|"
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
    (
        Subject.REVIEW,
        Aspect.LAST,
        (
            rf"\b(?:was|were|is|are|has|have|did|do)\b.*\b{_REVIEW_NOUN}\b.*"
            rf"\b(?:done|posted|held|happen\w*|made|finished|published|PERIOD|yet)\b|"
            rf"\b(?:was|were|is|are) there (?:a|an|any)(?: \w+)? {_REVIEW_NOUN}\b|"
            rf"\b(?:past|earlier|previous|posted) {_REVIEW_NOUN}\b"
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
    *EXTREME_RULES,
    # Owners.
    (
        Subject.OWNER,
        None,
        (
            r"\b(?:who|whose|wer|wem|qui|quien|wie)\b.*\b(?:owns?|owner|owning|"
            r"responsib\w*|in charge|charge|accountab\w*|looks? after|"
            r"looking after|on the hook|lleva|takes? care|"
            r"leads?|leading|manages?|managing|runs?|running|handles?|zustandig|"
            r"verantwort\w*|gehort|responsables?|s occupe|charge|encargad\w+|answers? for|"
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
            rf"what are we missing|\bgaps?\b|unowned|{STAGE_NOUN} (?:have|has) no|"
            rf"{STAGE_NOUN} without (?:an |any )?owners?"
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
)
