"""Patterns of what people say, which the rules of questions are made of.

In English, German, French, Spanish and Dutch, folded by `fold_question`.
"""

BE = r"(?:is|are|was|were|s)"
KPI_NOUN = (
    r"(?:kpis?|metrics?|key figures?|kennzahl(?:en)?|indicateurs?|indicador(?:es)?|"
    r"meetwaarden?|numbers are)"
)
STAGE_NOUN = (
    r"(?:stages?|phases?n?|steps?|parts? of the journey|etapes?|etapas?|fases?n?|schritte?|"
    r"stap(?:pen)?)"
)
WORST = (
    r"(?:worst|worse|weakest|lowest|unhapp\w+|saddest|angriest|most negative|least (?:happy|"
    r"satisfied|positive)|lose|losing|lost|fail\w*|struggl\w*|hurts?(?: the)? most|suffer\w*|"
    r"disappoint\w*|frustrat\w+|go(?:es|ing)? wrong|most (?:pains?|problems|trouble|complaints|"
    r"unhappy|annoyed|angry|irritated|upset|annoying)|fed up|annoyed|"
    r"in trouble|(?:most )?painful|red|broken|bad|poor\w*|schlecht\w*|"
    r"am schlimmsten|complain\w* (?:the )?most|am schlechtesten|plus mal|va mal|schlimmste\w*|"
    r"pires?|"
    r"plus mauvaise?|peor(?:es)?|slecht\w*|unzufrieden\w*|perdons|perdemos|verlieren|verliezen)"
)
BEST = (
    r"(?:best|happiest|happier|strongest|highest|most (?:positive|satisfied|happy|loved)|shine|"
    r"delight\w*|going well|well|good|beste\w*|am zufriedensten|meilleure?s?|mejor(?:es)?|"
    r"gelukkigst\w*|glucklichst\w*|plus contents?|love us)"
)
CHANGE = (
    r"(?:chang\w*|better|worse|improv\w*|trend\w*|evol\w*|develop\w*|up or down|go(?:ne|ing|es)? "
    r"(?:up|down)|went (?:up|down)|r[io]se[ns]?|rising|fall\w*|fell|dropp?\w*|declin\w*|mov\w+|"
    r"increas\w*|decreas\w*|grow\w*|grew|shift\w*|over time|histor\w*|since|compared|progress\w*|"
    r"from \d|get(?:ting)? any|better than|worse than|entwick\w*|verander\w*|verandert|gestiegen|"
    r"gesunken|besser|schlechter|mieux|pire|augmente|baisse|cambi\w*|mejor\w*|empeor\w*|subido|"
    r"bajado|beter|slechter|gestegen|gedaald|geandert)"
)
WHY = (
    r"(?:why|how come|reasons?|what (?:causes?|caused|drives?|drove|explains?|explained|"
    r"made|makes|moved?|pulls?|pulled|pushed?|lies behind)|what (?:is|s|was) (?:behind|driving|"
    r"causing|dragging|pulling)|drivers?|root cause|behind|due to what|warum|wieso|weshalb|"
    r"woran liegt|woher kommt|pourquoi|por que|porque|a que se debe|waarom|hoezo|hoe komt|what for)"
)
TARGET = (
    r"(?:targets?|goals?|on track|hit(?:ting)?|meet(?:ing)?|ziel\w*|"
    r"objectif\w*|objetivo\w*|meta|cible|"
    r"doel\w*|benchmark|supposed to be|aim(?:ing)?)"
)
OPPORTUNITY = (
    r"(?:opportunit\w*|oportunidad\w*|opportunites?|gelegenheit\w*|chancen?|chances|kansen?|"
    r"ideas?|ideen|idees?|ideeen|suggest\w*|sugerenc\w*|vorschlag\w*|wish\w*|wunsch\w*|wunsche\w*|"
    r"souhait\w*|desea\w*|wens\w*|feature requests?|request\w*|ask(?:s|ed|ing)? (?:us )?for|"
    r"(?:would|d) (?:\w+ ){0,2}like|quick wins|want\w*|wanted|"
    r"needs?(?: most)?|could we (?:do|improve|offer)|"
    r"should we (?:build|do|offer|add)|requests?)"
)
PAIN = (
    r"(?:pain\w*|hurt\w*|problem\w*|problema\w*|issues?|complain\w*|bother\w*|annoy\w*|frustrat\w*|"
    r"struggl\w*|troubl\w*|themes?|topics?|themen|friction|blockers?|bugs?|schmerz\w*|stor\w+|"
    r"nervt|nerven|argert|beschwer\w*|genent?|derange\w*|plain\w*|agacent?|enerven?t?|molesta\w*|"
    r"quej\w*|duele\w*|dolor\w*|douleurs?|stoor\w*|irrit\w*|erger\w*|"
    r"klacht\w*|klag\w+|goes wrong|go wrong|"
    r"going wrong|went wrong|unhappy (?:about|with)|upset about|hate\w*|dislik\w*|criti\w*|"
    r"negative\w*|worr\w+|biggest|worst|broken|sorgen|difficult\w*|schwierigkeit\w*|negatif\w*|"
    r"negativ\w*|lastig|pijn\w*|knelpunt\w*|angry about|on fire|fix first|most urgent|"
    r"turns? (?:people|customers|them) off|holds? (?:people|customers|them) back)"
)
LIKED = (
    r"(?:like about|likes? most|liked|like (?:best|most)|likes?|loved?|loves?|happy about|prais\w*|"
    r"delight\w*|positive\w*|works well|working well|going well|went well|goes well|compliments?|"
    r"good (?:news|things?|feedback)|anything good|apprecia\w*|enjoy\w*|gefallt|gefallen|mogen|"
    r"positiv\w*|lob|aiment|plait|apprecient|positif\w*|gusta\w*|encanta\w*|valoran|leuk|"
    r"goed gaat|strengths?|wins?|kudos|blij mee|gut lauft|lauft gut)"
)
MOOD = (
    r"(?:mood\w*|vibes?|atmosphere|morale|feel\w*|felt|sentiment\w*|happy|"
    r"happier|unhappy|unhappier|satisf\w*|scores?|"
    r"how (?:is|are|s|do|does|did|was|were|have|has|goes|went)|hows|doing|perform\w*|stimmung\w*|"
    r"zufrieden\w*|wie (?:lauft|geht|steht|ist|sind|war)|humeur|ambiance|content\w*|comment (?:va|"
    r"vont|se|est|ca)|ou en est|se sent\w*|sentent|moral|animo|humor|"
    r"como (?:va|van|esta|estan|se)|satisfech\w*|"
    r"stemming|sfeer|tevreden\w*|hoe (?:gaat|is|zijn|voelen|staat)|ressenti|what is it like|"
    r"look like|looking|status|state)"
)
SAY = (
    r"(?:said|sa(?:y|ys|ying)|mention\w*|complain\w*|report\w*|noted|"
    r"wrote|written|told|ask(?:ed|s)|"
    r"brought up|bring up|rais\w*|flag\w*|notic\w*|saw|seen|hear\w*|talk\w*|comment\w*|gesagt|"
    r"gemeldet|geschrieben|erwahnt|dit|signale\w*|ecrit|dijo|menciono|reporto|escribio|zei|gezegd|"
    r"gemeld|schreef|had (?:trouble|problems|issues)|experienced|struggl\w*|came up with|"
    r"submitted|posted|requested|wanted|claimed|observ\w*|discovered|spotted|pointed out|filed)"
)
WHO = (
    r"(?:who|whom|wer|wen|qui|quien(?:es)?|wie (?:zei|heeft|schreef|"
    r"meldde)|which (?:customers?|clients?|clinics?|compan\w+|accounts?|"
    r"people|person|colleagues?|team mates?|users?|buyers?|shops?|guests?|"
    r"hotels?|schools?|patients?))"
)
MOST = r"(?:most|least|more|fewest|top|meisten|plus|mas|meeste|often|frequently|biggest)"
COUNT = (
    r"(?:how many|how much|number of|how often|count(?: of)?|wie ?viele?|wie oft|combien|"
    r"cuant[oa]s?|hoeveel|hoe vaak|amount of|nombre de|numero de|anzahl|aantal)"
)
SHARE = (
    r"(?:percentage|share of|what (?:share|percentage|percent|proportion|part|fraction)|"
    r"how much of|welcher anteil|quelle part|que porcentaje|welk deel)"
)
REVIEW = r"(?:reviews?|reviewed|reviewing|revues?|revision\w*|bilan)"
WHEN = (
    r"(?:when|wann|quand|cuando|wanneer|what (?:day|date|time)|which day|"
    r"how long (?:until|till|before)|how soon|date)"
)
