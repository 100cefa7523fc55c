"""The words of questions that say what is asked, not of what: they are no names and no topic."""

import re
from difflib import get_close_matches

from domain.similarity import STOP_WORDS
from domain.text import strip_accents

MIN_TYPO_LENGTH = 5
MIN_TYPO_SIMILARITY = 0.84

# What people call customers.
_CUSTOMERS = """
    customer customers client clients user users people person persons folks folk guests buyers
    buyer someone anyone anybody somebody everyone everybody nobody kunde kunden leute nutzer
    clients gens utilisateurs clientes gente usuarios klanten klant mensen gebruikers team teams
"""

_ASKING = """
    ask asked asking tell told show give list name names say said says saying report reported
    reports mention mentioned mentions mentioning complain complained complains complaining
    complaint complaints note notes noted noting wrote write written writes file filed files log
    logged hear heard hears talk talked talking feedback evidence example examples quote quotes
    verbatim exactly literally anything something nothing everything know known knows think thinks
    thought thoughts find found look looks looking looked see seen need needs know please pls could
    would should hey hi hello waymark bot thanks thank question quick just wondering wonder curious
    interested remember word details detail detailed insights insight learn learned learnt raise
    raised flag flagged bring brought came come comes coming contain contains hold everything
    currently actually exact precise precisely point points bit lot lots kind kinds sort type types
    way ways sense idea guess hm ok okay so well um uh yes no not dont doesnt isnt arent wasnt
    havent hasnt didnt cant whats hows whos wheres whens id ive im were weve journey journeys map
    waymarks company business product products service general overall particular especially
    specifically exist exists existing available been being got getting main top most least more
    less few fewer many much number total count share percentage percent proportion per each every
    fewest everywhere somewhere anywhere nowhere other others another else also too still yet
    already again ever never always often usually sometimes far long big bigger biggest small large
    new newest latest recent old older first second third single common commonly frequent frequently
    major minor real really quite pretty rather whole entire single side part parts thing things
    stuff place places area areas moment time times today end start begin beginning level rate
    status state situation case cases reason reasons cause causes caused causing drive drives driver
    drivers driving driven behind due because regarding concerning around concern concerns matter
    matters related relate relates
"""

_FEELING = """
    mood moods feel feels feeling feelings felt sentiment happy happier happiest unhappy unhappier
    unhappiest satisfied dissatisfied satisfaction content angry sad glad pleased upset score scores
    scored rating net good better best bad worse worst great poor well positive negative neutral
    like likes liked love loved loves enjoy enjoyed appreciate appreciated hate hated dislike
    disliked delight delights delighted delighting praise praised compliment compliments works
    worked working hurt hurts hurting pain pains painful painpoint painpoints problem problems
    problematic issue issues trouble troubles bother bothers bothering annoy annoys annoyed annoying
    frustrate frustrates frustrated frustrating frustration struggle struggles struggled struggling
    friction wrong theme themes topic topics weakest weak strong strongest strength strengths
    weakness weaknesses lose losing lost confident confidence sure certain reliable reliability
    trust solid significant based red green amber low lower lowest high higher highest drop drops
    dropped dropping fall falls fell falling rise rises rose rising risen go goes going went gone up
    down change changes changed changing improve improved improves improving improvement
    improvements decline declined declining deteriorate deteriorated increase increased decrease
    decreased grow grew growing trend trends trending move moved moves moving develop developed
    development evolve evolved compare compared comparison comparing compares differ differs
    difference differences different versus vs prefer prefers preferred than doing perform performs
    performing performance stand stands standing happen happened happening happens
"""

_THINGS = """
    stage stages step steps phase phases persona personas segment segments group groups touchpoint
    touchpoints channel channels kpi kpis metric metrics measure measures measured figure figures
    value values target targets goal goals reading readings opportunity opportunities chance chances
    suggestion suggestions suggest suggested request requests requested requesting wish wishes
    wished feature features idea ideas want wants wanted milestone milestones owner owners owned own
    owns responsible responsibility accountable charge lead leads leading run runs review reviews
    reviewed reviewing reviewer sign signed signoff off approve approved overdue due next last
    previous action actions initiative initiatives todo todos task tasks open closed done pending
    planned progress blind spot spots gap gaps silent empty missing without definition define
    defined calculate calculated calculation compute computed formula mean means meaning unit track
    tracking tracked track hit hitting meet meeting reach reached reaching miss missed belong
    belongs belonging summary summarise summarize overview highlights news author authors writer
    writers contributor contributors contribute contributes contributed active repeated repeatedly
    recurring recur once twice happened currently responsible person contact
"""

_OTHER_LANGUAGES = """
    schlecht gut hoch niedrig rot mauvais mauvaise bon bonne bas haut malo mala bueno buena alto
    bajo slecht goed laag hoog wie was wer wann wo warum wieso weshalb welche welcher welches
    welchen wieviel viele der die das den dem des ein eine einer einen ist sind war waren hat haben
    wird werden und oder nicht kein keine es gibt in im an am auf aus bei mit nach von vom vor zu
    zum zur uber fur seit bis um wir uns unser unsere sie ihr ihre ich du man sich stimmung
    zufrieden unzufrieden stort storen nervt argert schmerzt probleme problem beschwerden
    schmerzpunkte schlimmste grosste grossten haufigsten gefallt mogen steht stehen lauft geht
    aktuell gerade ziel kennzahl kennzahlen notizen notiz meldungen phase schritt unterschied
    vergleich verglichen besser schlechter beste schlechteste hat gesagt gemeldet zustandig
    verantwortlich gehort letzte letzten letztes nachste nachsten nachstes denn eigentlich bitte mal
    zeig mir gib neu neues passiert geandert verandert que quoi quel quelle quels quelles qui quand
    ou pourquoi comment combien le la les l un une des du de d et est sont etait a ont au aux en
    dans sur sous pour par avec sans nous vous ils elles on ce cette ces se s y qu il elle notre nos
    leur leurs humeur ambiance satisfaits satisfait mecontents probleme problemes plaintes derange
    genent gene frustre agace aiment plait apprecient point points douleur notes objectif cible
    indicateur indicateurs etape phase pire meilleure meilleur mieux difference comparer dit signale
    responsable proprietaire prochaine prochain derniere dernier change nouveau neuf passe va vont
    tient tiennent que cual cuales quien quienes cuando donde como cuanto cuantos cuantas por el los
    las un una unos unas del al y o es son era fue esta estan hay han ha ser no nos les se su sus
    nuestro nuestra lo le mas menos muy animo humor sentimiento contentos satisfechos molesta
    molestan duele queja quejas quejan dolor dolores gusta gustan encanta nota notas objetivo meta
    indicador indicadores etapa fase peor mejor diferencia comparar dijo menciono responsable
    proxima proximo ultima ultimo cambio cambiado nuevo sienten siente va van respecto a con sin
    sobre para wat wie waar wanneer waarom hoe hoeveel welke het een is zijn was waren heeft hebben
    wordt en of niet geen er in op aan bij met van voor naar over uit tot te om dan wij we ons onze
    zij hun ik je men stemming sfeer tevreden ontevreden stoort storen ergert irriteert pijn
    pijnpunten problemen klachten klaagt vinden leuk doel notities fase stap slechtste beste
    verschil vergelijk vergeleken beter slechter zei gezegd meldde verantwoordelijk eigenaar
    volgende laatste veranderd nieuw gaat staat
"""

_MORE_STOP_WORDS = """
    numbers pattern patterns unsorted inbox worry fixed discuss around forever
    words dragging pulling pushing bekommen erhalten meeste geschreven algo alguien quelqu jemand
    iemand douleur douleurs cible hook anyway exact log logged logs lleva partent van back direction
    unhappiness happiness search looking enough schlechtesten besten meisten meist geschrieben
    gesagt gab gibts sagen sagt meinen denken finden empfinden plus moins mal disent dit pensent
    trouvent dicen dice piensan opinan zeggen zegt vinden denken escribio escribe ecrit schreef vibe
    vibes atmosphere morale kind critical severe spring summer autumn winter quick wins win nobody
    noone thx please skip late early later how what when where which who whom whose why will shall
    do does did is are was were am has have had the a an of in on at by for from to with without and
    or but if as it its this that these those they them their we us our you your i me my mine he she
    his her him there here out all any some no not only same such than then very can could may might
    must would should let lets within across between among during against toward towards above below
    under until up down off come per via give take takes taken use uses used keep keeps keeping put
    puts go get gets got make makes made made one ones two three both either neither nor once upon
    while though although aside except excepting excluding excluded exclude besides apart leaving
    leave ignoring ignore counting bottom earliest oldest else rest gap distance
"""

# Words that say what is asked. A name of the journey that is one of them is found all the same.
VOCABULARY = (
    frozenset(
        " ".join(
            (_CUSTOMERS, _ASKING, _FEELING, _THINGS, _OTHER_LANGUAGES, _MORE_STOP_WORDS)
        ).split()
    )
    | STOP_WORDS
)

# Misspelt words are read as these.
_SPELLED = sorted(
    word
    for word in {*_CUSTOMERS.split(), *_FEELING.split(), *_THINGS.split()}
    if len(word) >= MIN_TYPO_LENGTH
)

_BY_LETTERS = {"".join(sorted(word)): word for word in _SPELLED}

# What the stages of the ready-made journeys are called elsewhere.
STAGE_TRANSLATIONS = {
    "awareness": "bekanntheit aufmerksamkeit wahrnehmung notoriete conciencia reconocimiento "
    "bewustwording naamsbekendheid bekendheid",
    "consideration": "erwagung abwagung uberlegung consideracion overweging",
    "decision": "entscheidung beslissing besluit",
    "onboarding": "einfuhrung einarbeitung incorporacion inwerken",
    "retention": "bindung kundenbindung fidelisation retencion retentie behoud",
    "loyalty": "loyalitat treue kundentreue fidelite lealtad fidelidad loyaliteit trouw",
    "purchase": "kauf achat compra aankoop",
    "adoption": "nutzung adopcion adoptie",
    "expansion": "ausbau erweiterung uitbreiding",
    "advocacy": "weiterempfehlung recommandation recomendacion aanbeveling",
}

# Slips that are no words of questions with a letter changed.
_SLIPS = {
    "wich": "which", "whihc": "which", "waht": "what", "hwat": "what", "wht": "what",
    "hwats": "whats", "wats": "whats", "hwo": "how", "whne": "when", "teh": "the",
    "becuase": "because", "planed": "planned", "reveiw": "review", "reveiws": "reviews",
     "abt": "about", "wihch": "which", "whta": "what",
}  # fmt: skip

_MENTION_AT_START = re.compile(r"^\s*(?:<@[A-Z0-9]+(?:\|[^>]*)?>|@waymark)[\s:,]*", re.IGNORECASE)
# “I'd be happy to know” says nothing of anybody's mood, nor is it a wish of customers.
_POLITE = (
    r"(?:i|we)(?: (?:d|would|ll|m|am|re|are))?(?: (?:really|just|so|very|be|like|love|glad|happy|"
    r"pleased|delighted|curious|interested|grateful|want|need|wish|hoping|keen))+ "
    r"(?:to (?:know|see|hear|learn|read|find out|understand|get)|if you (?:could|can) (?:tell|show)"
    r"(?: me)?)"
)
_OPENING = re.compile(
    rf"^(?:(?:{_POLITE}|" + r"hey|hi|hello|hallo|bonjour|salut|hola|hoi|ok|okay|so|"
    r"and also|thx|thanks|thank you|cool|great|nice|merci|danke|gracias|"
    r"bedankt|well|quick question|"
    r"question|frage|pregunta|vraag|waymark|please|pls|bitte|dear|good morning|morning|sorry)\b"
    r"[\s,:!.]*)+"
)


def fold_question(text: str) -> str:
    """Return a question in small letters without accents, mention of Waymark and punctuation.

    Apostrophes become spaces, but for those of “don't”; hyphens stay inside words.
    """
    bare = strip_accents(_MENTION_AT_START.sub("", text).casefold()).replace("ß", "ss")
    bare = re.sub(r"n['’`´]t\b", "nt", bare)
    bare = re.sub(r"['’`´]", " ", bare)
    bare = re.sub(r"(?<!\d)\.|\.(?!\d|\.)|[^\w\s./&%-]", " ", bare.replace("…", ".."))
    bare = re.sub(r"(?<!\w)-|-(?!\w)|(?<!\d)/|/(?!\d)", " ", bare)
    folded = " ".join(bare.split())
    opened = _OPENING.sub("", folded).strip()
    return opened or folded


def correct_typos(words: list[str], known: frozenset[str]) -> list[str]:
    """Return the words with misspelt words of questions put right; `known` stay as they are."""
    return [_corrected(word, known) for word in words]


def _corrected(word: str, known: frozenset[str]) -> str:
    if word in _SLIPS and word not in known:
        return _SLIPS[word]
    is_word = word.islower() and word.isalpha() and len(word) >= MIN_TYPO_LENGTH
    if not is_word or word in known or word in VOCABULARY:
        return word
    if swapped := _BY_LETTERS.get("".join(sorted(word))):
        return swapped
    # A letter more or less is a slip; another letter in its place may be another word.
    near = [
        spelled
        for spelled in get_close_matches(word, _SPELLED, 3, MIN_TYPO_SIMILARITY)
        if len(spelled) != len(word)
    ]
    # Another ending is another word: `reported` and `reporter`, but not `custmers`.
    if not near or near[0][:2] != word[:2] or near[0][: len(word) - 2] == word[: len(word) - 2]:
        return word
    return near[0]
