"""Words by which intents are told apart, in lower case and without accents."""

from domain.text import strip_accents


def _words(text: str) -> frozenset[str]:
    return frozenset(strip_accents(text.casefold()).split())


# Who is spoken to, and what may stand around a greeting or thanks.
ADDRESSEES = _words(
    "waymark bot team all everyone everybody there folks guys people assistant friend friends mate "
    "you zusammen leute alle equipe tous todos tout le monde allemaal tutti iedereen"
)

FILLERS = _words(
    "so very much really again a an the lot lots for your that this it is was all ok okay oh ah hey "
    "and to of then now just well too in on my our please pls from me i us we have has both today "
    "auch sehr dir ihnen und das ist war beaucoup muy muito molto mille heel erg je wel u de da la "
    "pour por ayuda quick answer reply info update helps helped perfect great awesome good nice "
    "helpful useful kind support saved there things everything all u guys folks as always helping "
    "super lovely cool help alot million ton bunch work job fast"
)

GREETINGS = _words(
    "hi hello hey heya hiya hallo helo hullo yo howdy greetings morning afternoon evening moin "
    "servus gruezi gruss hei hej bonjour bonsoir salut coucou hola buenas buenos goedemorgen "
    "goedemiddag goedenavond hoi ola oi bom boa ciao buongiorno buonasera salve goodmorning gday "
    "welcome wave gm ahoj czesc namaste merhaba aloha shalom salam selamat konnichiwa hejsan hallochen "
    "guete こんにちは おはよう 你好 您好 안녕하세요 привет здравствуите 早上好"
)

# They greet only beside one of the words above, or as “good morning”, “guten Tag”.
GREETING_COMPANIONS = _words(
    "good guten gute schonen tag abend morgen mahlzeit dia dias tardes noches tarde noite jour "
    "again mitenand pagi siang malam dobry den zusammen mate back everyone happy monday tuesday wednesday thursday friday new year dag avond matin journee day"
)

THANKS = _words(
    "thanks thank thx thanx thnx tnx ty tysm tyvm cheers appreciated appreciate grateful kudos ta "
    "danke dankeschon dank vielen besten herzlichen merci gracias bedankt dankjewel dankuwel "
    "obrigado obrigada obg valeu grazie pray many dziekuje tak tack takk kiitos spasibo arigato dekuji "
    "ありがとう ありがとうございます 谢谢 감사합니다 спасибо thankyou thks thnks"
)

CHATTER = _words(
    "haha hahaha hahah lol lmao rofl hehe hihi cool nice great wow woah yay hooray yeah yep yes yup "
    "sure ok okay okey okidoki k kk oki fine perfect awesome amazing brilliant excellent fantastic "
    "super neat sweet interesting indeed exactly agreed agree true right correct noted understood "
    "done roger gotcha test testing ping pong hmm hm mm mhm uh uhm um oops ups whoops sorry pardon "
    "brb afk bye goodbye cya later tschuss ja jo klar genau oui si vale sim claro d'accord ok. "
    "congrats congratulations bravo alright absolutely definitely +1 wip tbd done "
    "tada thumbsup rocket clap fire heart raised_hands smile joy muscle ok_hand 100 "
    "1 2 3 one two three bueno bien gut toll prima top sorted ready perfecto super"
)

CHATTER_COMPANIONS = _words(
    "one job work bot boy girl you u r are good well done ill i'll will do makes make sense sounds "
    "got it me too same here my bad that's thats thanks to know very so really see i "
    "we'll later tomorrow soon then all a again is it this that the there only more now please "
    "waymark hello just for us mic check"
)

# Whole messages that are chatter; the bot is spoken to, or nothing is said of customers.
CHATTER_SENTENCES = (
    r"(?:sorry,? |oops,? |ups,? )?(?:wrong (?:channel|chat|window|thread|person)|(?:please )?ignore "
    r"(?:that|this|me|my last message)|never ?mind|nvm|my (?:bad|mistake)|(?:just )?(?:a )?"
    r"(?:typo|test|testing)(?: message| only)?|didn't mean (?:to|that).*)",
    r"(?:see (?:you|ya|u)|talk (?:to you )?(?:soon|later|tomorrow)|back in (?:a |\d).*|on my way|"
    r"(?:i'?m|im|i am) (?:off|out|back|away|here|on holiday|on vacation|late|in a meeting)\b.*|"
    r"good ?night|gute nacht|bonne nuit|buenas noches|welterusten|buona notte|boa noite|"
    r"(?:have a |enjoy (?:the|your) |happy |schones |bon |buen |fijn |prettig )"
    r"(?:nice |good |great |lovely )?(?:week ?end|wochenende|day|evening|holidays?|lunch|friday|"
    r"birthday|new year|christmas|easter|one|fin de semana|monday|thursday)\b.*)",
    r"(?:(?:ha){2,}h?,? |lol,? |lmao,? |ok,? |wow,? )?(?:(?:that|this|it)(?:'s| is| was|s)? (?:(?:so|"
    r"very|really|just|a|quite|all|too) )*(?:funny|great|cool|nice|good|awesome|fine|ok|okay|true|"
    r"hilarious|brilliant|sweet|amazing|perfect|interesting|helpful|right|correct|wrong|all|it|"
    r"weird|odd|fun|clever|smart|enough|one)|on it|(?:i'?m|im|i am) (?:at|on|in) (?:lunch|a call|"
    r"a meeting|a break|holiday|vacation|the train|it|my way)|who'?s a (?:good|clever|nice) \w+|"
    r"i (?:see|know|agree|guess so|think so|hope so|got it|will|am back|don't think so)|"
    r"(?:looks?|sounds?) (?:good|great|fine|right|interesting|fun)(?: to me)?)",
    r"(?:how (?:are|r) (?:you|u|things)|how'?s it going|how'?re you|how do you do|what'?s up|wassup|"
    r"sup|how (?:is|was) your (?:day|weekend|morning)|wie geht'?s(?: dir)?|wie geht es dir|"
    r"comment (?:ca va|vas[- ]tu|allez[- ]vous)|ca va|que tal|como estas|hoe gaat het|tudo bem|"
    r"come stai|are you (?:there|alive|awake|ok|okay|a robot|a bot|human|real|an ai|working|online|"
    r"up|busy|listening|sure)|anyone (?:there|here)|can you hear me|do you (?:like|love|sleep|dream)"
    r"\b.*|tell (?:me|us) (?:a joke|something funny|a story)|sing (?:me|us)?\b.*|what'?s your "
    r"(?:name|favou?rite\b.*)|what is your name|what'?s for lunch|lunch\??|coffee\??|"
    r"who (?:made|built|created) you)(?: today| then| now| waymark| bot| everyone| all)?",
    r"(?:you(?:'re|r| are|re)|u r|ur)(?: (?:so|really|very|such|quite|too|the|a|an))* (?:\w+ ?){1,3}"
    r"(?:than (?:my|our|the) \w+)?(?:bot|waymark)?",
    r"i (?:really )?(?:love|like|hate|miss) (?:you|u|this bot|waymark)\b.*",
    r"(?:you|waymark|this bot|that) (?:rocks?|sucks?|made my day|saved? my day|is (?:great|awesome|"
    r"cool|amazing|helpful|funny|so cool))",
    r"(?:good|bad|silly|smart|clever|stupid|best|nice|dumb) (?:bot|robot|waymark)(?: ever)?",
)

# “None”, “nothing new this week”: the first word, and what may follow it.
NO_HEADS = _words(
    "no nope nah none non n/a na nothing nil nada nix nichts nein rien niks nee nao nenhum nenhuma "
    "niente nessuno ninguno ninguna keine kein aucune aucun geen 0 zero not"
)

# After “no”, “not” and their like, one of these says that it is news which is missing.
NO_NEWS = _words(
    "news updates update notes note comments comment changes findings feedback new neues neuen "
    "neuigkeiten nouvelles noticias novedades nieuws novita novidades today yet now really this "
    "applicable much thanks thank sorry answer input insights anything here from danke merci "
    "gracias grazie bedankt nouveau cette esta deze diese questa observations"
)

NO_COMPANIONS = NO_NEWS | _words(
    "this last the past week time month quarter round to report add share say tell log mention me us "
    "my our side end team sales support marketing product management for on at moment more else "
    "special in particular important worth noting so far you either then all i have we had for "
    "customers clients besonderes woche zu melden berichten a signaler de neuf semaine nuevo semana "
    "reportar te week da segnalare i've general unfortunately specific interesting as usual again "
    "since yesterday wochenende heute bisher hier uns mir von"
)

NO_ANSWERS = (
    r"n/?a|-+|–|—|not applicable",
    r"(?:i |we )?(?:have|had|got|have got|'ve got|haven't (?:heard|seen|got)|didn't (?:hear|see|get)|"
    r"heard|saw)(?: (?:nothing|none|anything|no news|no notes|no updates))"
    r"(?: (?:new|to report|to add|this week|from customers|yet|so far))*",
    r"(?:all (?:quiet|good|fine|well|clear)|quiet week|same as (?:last (?:week|time|month)|before|"
    r"always)|skip(?: me)?(?: this (?:week|time))?|pass|no change|unchanged|alles (?:gut|ruhig)|"
    r"tout va bien|todo bien|alles goed)(?: here| this week| on my side| from me| today| thanks)*",
)

# What Waymark keeps: a question about one of these is meant for Waymark.
KEPT_THINGS = _words(
    "nps csat ces kpi kpis churn mood moods sentiment stage stages journey journeys note notes pain "
    "pains painpoint painpoints opportunity opportunities touchpoint touchpoints persona personas "
    "review reviews reviewed quarter quarters target targets score scores scoring theme themes "
    "milestone milestones owner owners evidence trend trends feedback q1 q2 q3 q4 blindspot "
    "blindspots insight insights verbatim verbatims unsorted activation first-reply trial-to-paid "
    "awareness consideration decision onboarding retention loyalty adoption expansion advocacy "
    "stimmung notizen phase phasen etappe etapa etapas stemming notities notas retencion fidelite "
    "humor umore fase fasi tappa overdue signed complaints complaint complained complain reported "
    "mentioned mention mentions sign-off sign-offs signoff spots pattern patterns written noted filed"
)

# What is asked of many notes together, or of the people who wrote them.
OVERALL_WORDS = _words(
    "most often common commonly frequent frequently many anyone anybody someone somebody else ever "
    "worst best biggest top main happiest unhappiest happier unhappier better worse latest so-far "
    "feel feels feeling felt first next share verbatim mostly pattern drop drops dropped dropping "
    "happy unhappy angry satisfied negative positive anything something everything we us our we're "
    "said wrote noted say says think hate love like asked doing going trending looking developing "
    "happening responsible charge yesterday today week month year monday tuesday wednesday thursday "
    "friday january february april june july august september october november december lately "
    "behind status progress action actions improvement improvements channel channels team teams "
    "idea ideas problem problems problemi problemas problemes probleme problemen issues themselves topic topics fix fixed focus priority priorities "
    "changed trend overall usually mostly least lately recently compared"
)

PEOPLE = _words(
    "customer customers client clients user users buyer buyers guest guests member members people "
    "visitor visitors patient patients student students parent parents tenant tenants shopper "
    "shoppers prospect prospects lead leads subscriber subscribers passenger passengers clinic "
    "clinics owner owners receptionist receptionists manager managers caller callers team teams "
    "commuters families they kunden gaste clientes clients klanten gasten everyone everybody anyone "
    "anybody someone somebody others accounts account companies sales support marketing "
    "product folks those these"
)

QUESTION_WORDS = _words(
    "what which who whose whom when where why how whats what's whos who's whens"
)

CONTRACTED = {
    "whats": ("what", "is"),
    "what's": ("what", "is"),
    "whos": ("who", "is"),
    "who's": ("who", "is"),
    "hows": ("how", "is"),
    "how's": ("how", "is"),
    "wheres": ("where", "is"),
    "where's": ("where", "is"),
    "whens": ("when", "is"),
    "when's": ("when", "is"),
    "whys": ("why", "is"),
    "why's": ("why", "is"),
    "what're": ("what", "are"),
    "how're": ("how", "are"),
    "who're": ("who", "are"),
    "how'd": ("how", "did"),
    "what'd": ("what", "did"),
    "whatre": ("what", "are"),
}

MISSPELT = {
    "waht": "what", "wat's": "what's", "wht": "what", "whta": "what", "hwat": "what",
    "wich": "which", "whcih": "which", "witch": "which", "whihc": "which", "wihch": "which",
    "hwo": "how", "hiw": "how", "hou": "how", "woh": "who", "hwy": "why", "wyh": "why",
    "wehn": "when", "whne": "when", "wher": "where", "wehre": "where", "whre": "where",
    "teh": "the", "manny": "many", "mny": "many", "r": "are", "ar": "are", "dose": "does",
    "doess": "does", "si": "is", "hav": "have", "hsa": "has", "u": "you", "shwo": "show",
    "comapre": "compare", "lsit": "list", "tel": "tell"
}  # fmt: skip

AUXILIARIES = _words(
    "is are was were do does did has have had can could should would will shall may might am isn't "
    "aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't shouldn't "
    "wouldn't won't isnt arent dont doesnt didnt hasnt"
)

FINITE = AUXILIARIES | _words(
    "gets got goes went comes came takes took says said wants wanted needs needed makes made "
    "keeps kept loses lost fails failed breaks broke shows lands ends asks asked told tells "
    "confuses surprises annoys hides eats logs mixes arrives crashes doesnt cannot"
)

# What a question's auxiliary is followed by, where no question mark tells.
SUBJECTS = PEOPLE | _words(
    "we it there our the this that he she you any these those all most some both january february "
    "march april may june july august september october november december things anything"
)

# “Which plan includes roaming is not clear”: the question is what the sentence is about.
CLAUSE_AS_SUBJECT = (
    r"\b(?:is|are|was|were|remains?|isn't|wasn't|seems?|stays?) (?:\w+ ){0,2}?(?:un)?"
    r"(?:clear|known|obvious|impossible|hard|difficult|easy|confusing|missing|hidden|buried|a "
    r"mystery|not (?:on|in|at|explained|said|shown|visible|written)|nowhere|wrong)\b|"
    r"\b(?:surprises?|confuses?|annoys?|puzzles?|irritates?|is beyond) (?:\w+)|"
    r"\b(?:nobody|no one|no-one) (?:knows?|knew|understands?|can (?:say|tell|find)|finds?)\b"
)

WIDE_QUESTION_WORDS = _words(
    "wie was wer wann wo warum wieso weshalb wozu welche welcher welches welchen welchem wieviel "
    "wieviele woran wem wen quel quelle quels quelles qui que quoi qu'est-ce qu'est est-ce comment "
    "pourquoi combien quand ou cual cuales quien quienes como cuando donde cuanto cuantos cuanta "
    "cuantas hoe wat wanneer waar waarom welke hoeveel qual quais quem onde quanto quantos quanta "
    "quantas porque quale quali chi come dove quanti quante perche cosa cos'e qu'est-ce-que"
)

WIDE_VERBS = _words(
    "ist sind war waren hat haben gibt stort storen lauft laufen geht gehen steht stehen viele viel "
    "oft sagen sagt mogen wollen brauchen denken gefallt fehlt nervt passiert kann konnen hasst "
    "lieben beschweren finden wird werden est sont en va vont disent aiment veulent pensent a ont "
    "etait dit es son esta estan era fue dicen quieren piensan molesta gusta tiene tenemos hay han "
    "zijn heeft hebben gaat gaan staat zegt zeggen vinden willen veel vaak e sono dicono pensano ha "
    "abbiamo vanno tem temos dizem querem foi sao esta notes notizen note"
)

# How a yes-no question begins in other languages.
WIDE_OPENINGS = _words(
    "gibt haben hat ist sind war waren kann kannst konnen wurde sollen y est-ce avons hay tenemos "
    "han es son esta estan zijn hebben heeft kunnen ha ci sono e abbiamo temos existe existem tem "
    "sao foi alguien algun jemand hat und et en"
)

WIDE_REQUESTS = (
    r"(?:zeige?|sage?|gib|nenne?|erzahle?) (?:mir|uns)\b|(?:montre|dis|donne|liste)[- ](?:moi|nous)"
    r"\b|(?:muestra|di|dime|muestrame|dame|ensename)\b|(?:toon|laat) (?:me|mij|ons|zien)\b|"
    r"(?:mostra|diz|da)[- ]me\b|(?:mostrami|dimmi|dammi)\b"
)
