"""A map with everything that is hard to draw: twelve stages, all scripts, no spaces, no mercy."""

from datetime import date

from domain.journey_map import JourneyMap, MapStage
from domain.journeys import Milestone, Stage
from domain.kpis import Unit
from domain.reviews import NoteCounts
from tests.handlers.pictures.sample import around, kpi, made_map, mood, pain, sums, touchpoint

FAMILY = "👩‍👩‍👧"

FLAG = "🇩🇪"

TEXTS = (
    "客户体验旅程从第一次听说我们开始，直到向朋友推荐为止。",
    "お客様が初めてサービスを知り、ご検討いただく段階です。",
    "고객이 처음으로 우리 서비스를 알게 되는 단계입니다",
    "رحلة العميل تبدأ هنا (المرحلة 1 من 12)، ثم Slack!",
    "מסע הלקוח מתחיל כאן (שלב 2 מתוך 12) עם Slack!",
    "การเดินทางของลูกค้าเริ่มต้นที่นี่และดำเนินต่อไปจนถึงการต่ออายุสัญญา",
    "ग्राहक की यात्रा यहाँ से शुरू होती है और नवीनीकरण तक जाती है",
    f"Emoji {FAMILY}{FLAG}👍🏽❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿🧑🏻‍💻 and 1️⃣ ☎️ → ✓",
    "x" * 300,
    "An objective that never ends. " * 67,
    "<script>alert(\"1\")</script> & 'quotes' &amp; \x00\x07\ud800\u202e turned",
    "Ἑλληνικά, русский, Tiếng Việt, Z̸̧̢̛͉̪̟a̵̡̢͚l̷̨g̶o, 𝓯𝓪𝓷𝓬𝔂, 𐎀𐎁𐎂, বাংলা தமிழ்",
)

NAMES = {"U1": "山田 太郎", "U2": "محمد بن عبد الله", "U3": f"Zoë {FLAG} " + "van der " * 30}


def extreme_map() -> JourneyMap:
    """Twelve stages of which each has its texts in another script."""
    return made_map(
        f"旅程 رحلة {FAMILY} <b>Journey</b> & " + "long " * 40,
        [_stage(number, text) for number, text in enumerate(TEXTS, 1)],
        kpis=[kpi(f"指標-{n}-" + "k" * 60, Unit.MONEY, 9e14, -9e14, 9e14) for n in range(14)],
        notes=NoteCounts(1_234_567, 98_765),
        persona="עסק קטן " * 20,
    )


def _stage(number: int, text: str) -> MapStage:
    stage = Stage(
        number,
        f"stage-{number}",
        text,
        number,
        objective=text * 3,
        milestone=text,
        milestone_state=tuple(Milestone)[number % 3],
        milestone_since=date(2026, 2, number),
        owner=(None, "U1", "U2", "U3", "UGONE")[number % 5],
    )
    now = (sums(), sums(1, 1, 1, 1, 1), sums(-1, -1, -1, -1, -1, -1), around(0.8, 9))[number % 4]
    before = (around(0.7, 9), around(0.9, 6), around(-0.9, 6), around(0.75, 2))[number % 4]
    return MapStage(
        mood(stage, now, before),
        touchpoints=tuple(
            touchpoint(text[index:], channel, text)
            for index, channel in enumerate(("chat", "print", "unheard-of", "phone", "email"))
        ),
        pains=tuple(pain(text, 1_000_000 * n, n) for n in range(1, 7)),
        opportunities=(text, text, text, text),
        opportunity_count=4_000,
        kpis=tuple(kpi(text, Unit.SECONDS, target, None, 1e14) for target in (None, 1.0, 1e14)),
    )
