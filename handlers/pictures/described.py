"""The map in words: what the picture shows, for those who hear it instead."""

from collections.abc import Callable, Iterator

from domain.journey_map import JourneyMap, MapStage
from domain.reviews import KpiTrend, StageMood
from domain.text import shorten
from handlers.pictures import telling
from handlers.pictures.cells import Names
from handlers.pictures.letters import plain
from handlers.presentation import words

# What Slack takes as alt_text, counted as it does at the most: an emoji is two.
LIMIT = 2_000


_SHORTENED = "Shortened; the picture tells more."


Telling = Callable[[MapStage, Names, int], Iterator[str]]


def describe_map(journey_map: JourneyMap, names: Names) -> str:
    """Every stage with what stands in its column, in at most 2,000 characters.

    With many stages each is told in fewer words, and the text says so. `names` as in `draw_map`.
    """
    whole = _told(journey_map, names, _everything, 400)
    if _size(whole) <= LIMIT:
        return whole
    for telling_of, length in _levels():
        text = f"{_told(journey_map, names, telling_of, length)} {_SHORTENED}"
        if _size(text) <= LIMIT:
            return text
    return _cut(_told(journey_map, names, _mood_only, 4))


def _levels() -> Iterator[tuple[Telling, int]]:
    """Ways to tell a stage, and how long each of its texts may be, from the fullest on."""
    yield from ((_everything, length) for length in (120, 60, 40, 30))
    yield from ((_gist, length) for length in (90, 60, 40, 24, 16))
    yield from ((_mood_only, length) for length in range(60, 3, -4))


def _told(journey_map: JourneyMap, names: Names, telling_of: Telling, length: int) -> str:
    stages = (
        f"{number}. {_short(one.stage.name, length)}: {'; '.join(telling_of(one, names, length))}."
        for number, one in enumerate(journey_map.stages, 1)
    )
    return " ".join((_head(journey_map, length), *stages))


def _head(journey_map: JourneyMap, length: int) -> str:
    about = (
        telling.period(journey_map),
        _short(telling.persona(journey_map), max(length, 60)),
        *telling.counts(journey_map),
    )
    head = f"Journey map {_short(journey_map.journey.name, max(length, 60))}, {', '.join(about)}."
    if not journey_map.kpis:
        return head
    shown = journey_map.kpis[: 12 if length > 60 else 3]
    kpis = ", ".join(_kpi(trend, length) for trend in shown)
    return f"{head} Whole journey: {kpis}{_more(len(journey_map.kpis), len(shown))}."


def _mood_only(stage: MapStage, _names: Names, _length: int) -> Iterator[str]:
    mood = stage.mood
    yield f"mood {words.signed(mood.now.mean)}, {telling.heard(mood)}" if mood.now.n else "no notes"


def _gist(stage: MapStage, names: Names, length: int) -> Iterator[str]:
    yield _mood(stage.mood)
    points = len(stage.touchpoints)
    if points:
        yield "1 touchpoint" if points == 1 else f"{points} touchpoints"
    yield from _pains(stage, 1, length)
    if chances := max(stage.opportunity_count, len(stage.opportunities)):
        yield "1 opportunity" if chances == 1 else f"{chances:,} opportunities"
    yield from _kpis(stage, length)
    if stage.stage.milestone:
        yield f"milestone {telling.milestone(stage.stage)}"
    yield _short(telling.owner(stage.stage, names), length)


def _everything(stage: MapStage, names: Names, length: int) -> Iterator[str]:
    own = stage.stage
    if own.objective:
        yield _short(own.objective, length)
    if stage.touchpoints:
        shown = stage.touchpoints[: telling.MOST_TOUCHPOINTS]
        points = (
            f"{_short(one.name, length)} ({_short(telling.touchpoint(one), 60)})" for one in shown
        )
        yield f"touchpoints: {', '.join(points)}{_more(len(stage.touchpoints), len(shown))}"
    yield _mood(stage.mood)
    yield from _pains(stage, telling.MOST_PAINS, length)
    if stage.opportunities:
        texts = (_short(one, length) for one in stage.opportunities[: telling.MOST_OPPORTUNITIES])
        yield f"opportunities: {', '.join(texts)}{_more(telling.more_opportunities(stage), 0)}"
    yield from _kpis(stage, length)
    if own.milestone:
        yield f"milestone {_short(own.milestone, length)}: {telling.milestone(own)}"
    yield _short(telling.owner(own, names), length)


def _mood(mood: StageMood) -> str:
    if not mood.now.n:
        return f"no notes, {telling.before(mood)}"
    parts = (telling.heard(mood), telling.before(mood), telling.verdict(mood))
    return f"mood {words.signed(mood.now.mean)}, {', '.join(part for part in parts if part)}"


def _pains(stage: MapStage, most: int, length: int) -> Iterator[str]:
    shown = stage.pains[:most]
    if shown:
        texts = (f"{_short(one.title, length)} ({telling.pain(one)})" for one in shown)
        yield f"pains: {', '.join(texts)}{_more(len(stage.pains), len(shown))}"


def _kpis(stage: MapStage, length: int) -> Iterator[str]:
    shown = stage.kpis[: telling.MOST_KPIS]
    if shown:
        texts = ", ".join(_kpi(trend, length) for trend in shown)
        yield f"KPIs: {texts}{_more(len(stage.kpis), len(shown))}"


def _kpi(trend: KpiTrend, length: int) -> str:
    standing = words.kpi_status(trend.status, trend.noun)
    return f"{_short(trend.kpi.key, length)} {telling.kpi(trend)}, {standing}"


def _more(count: int, shown: int) -> str:
    return f" +{count - shown:,} more" if count > shown else ""


def _short(text: str, length: int) -> str:
    """One line that Slack takes: nothing in it that is half a character."""
    whole = plain(text).encode("utf-8", "replace").decode("utf-8")
    return shorten(whole, length) or telling.NOTHING


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    room = LIMIT - len(_SHORTENED) - 2
    kept = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return f"{kept.rstrip()}… {_SHORTENED}"
