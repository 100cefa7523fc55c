"""Mood by stage, as the first reply in a review's thread."""

from collections.abc import Sequence
from typing import Any

from bot.ports import Payload, Rendered
from domain.kpis import KpiStatus
from domain.posted_reviews import ReviewPartName
from domain.reviews import QUESTIONS, KpiTrend, Review, find_call_outs
from domain.text import shorten
from domain.themes import Theme, ThemeRef
from handlers.improvements.blocks import review_improvement_blocks
from handlers.presentation import words
from handlers.reviews.charts import kpi_charts, mood_chart, mood_table, mood_text_table
from handlers.reviews.notes_behind import notes_menu, readings_menu
from handlers.reviews.review_message import counted, parent, summary, three_things, title, told
from handlers.slack import kit
from handlers.slack.ids import Action, numbered
from handlers.themes.blocks import build_theme_ref, theme_menu
from handlers.themes.forms import theme_value

RULE = (
    "Mood runs from −1 to +1. A stage is said to rise or fall only where the 95% interval of the "
    "change excludes 0 and both times have 5 notes or more."
)


def mood_opening(review: Review) -> list[kit.Block]:
    """What the figures are and how they are to be read."""
    return [
        kit.rich(kit.line(kit.span("Mood by stage", bold=True))),
        kit.context(kit.escape(RULE)),
    ]


def mood_native(review: Review) -> list[kit.Block]:
    """With a native chart and table."""
    data = [block for block in (mood_chart(review), mood_table(review)) if block]
    return [*mood_opening(review), *data, *_menu_mood(review)]


def mood_plain(review: Review) -> list[kit.Block]:
    """In letters."""
    return [*mood_opening(review), *mood_text_table(review), *_menu_mood(review)]


def _menu_mood(review: Review) -> list[kit.Block]:
    menu = notes_menu(review)
    return [kit.actions([menu])] if menu else []


MAX_KPIS = 12


MAX_CALL_OUTS = 5


def kpis_native(review: Review) -> list[kit.Block]:
    """With native charts, at most two, and a native table."""
    rows = [_row(review, trend) for trend in _off_first(review.kpis)]
    last = f"Last {review.period.noun}"
    head = ("KPI", "Last reading", "Target", last, "Movement", "Status")
    table = kit.data_table(f"KPIs, {review.period.label}", head, rows)
    return [_heading(), *kpi_charts(review), table, *_call_outs(review), *_menu(review)]


def kpis_plain(review: Review) -> list[kit.Block]:
    """As a list."""
    return [_heading(), *kpi_list(review), *_call_outs(review), *_menu(review)]


def kpi_list(review: Review) -> list[kit.Block]:
    """A line for each KPI, those off target first where there are many."""
    items = [
        kit.line(
            f"{words.STATUS_SIGNS[trend.status]} ",
            kit.span(words.kpi_name(review.journey, trend), bold=True),
            f": {_standing(trend)}",
        )
        for trend in _off_first(review.kpis)[:MAX_KPIS]
    ]
    blocks = [kit.rich(kit.bullets(items))] if items else []
    if len(review.kpis) > MAX_KPIS:
        blocks.append(kit.context(f"… and {len(review.kpis) - MAX_KPIS} more KPIs."))
    return blocks


def _heading() -> kit.Block:
    return kit.rich(kit.line(kit.span("KPIs", bold=True)))


def _off_first(kpis: Sequence[KpiTrend]) -> Sequence[KpiTrend]:
    """In order; where there are more than are shown, those off target are not the ones left out."""
    if len(kpis) <= MAX_KPIS:
        return kpis
    return sorted(kpis, key=lambda trend: trend.status is not KpiStatus.OFF_TARGET)


def _row(review: Review, trend: KpiTrend) -> list[str | float]:
    return [
        words.kpi_name(review.journey, trend),
        words.kpi_value(trend, trend.last),
        words.kpi_value(trend, trend.kpi.target),
        words.kpi_value(trend, trend.previous_last),
        words.kpi_movement(trend),
        f"{words.STATUS_SIGNS[trend.status]} {words.kpi_status(trend.status, trend.noun)}",
    ]


def _standing(trend: KpiTrend) -> str:
    """`18.9% (off target, target 22%; last quarter 19%, worse)`."""
    standing = [trend.status.value] if trend.last is not None else []
    if trend.kpi.target is not None:
        standing.append(f"target {words.kpi_value(trend, trend.kpi.target)}")
    before = [f"last {trend.noun} {words.kpi_value(trend, trend.previous_last)}"]
    if trend.last is None:
        return f"{words.kpi_status(trend.status, trend.noun)} ({', '.join(standing + before)})"
    before.append(words.kpi_movement(trend))
    shown = words.kpi_value(trend, trend.last)
    return f"{shown} ({', '.join(standing)}; {', '.join(before)})"


def _call_outs(review: Review) -> list[kit.Block]:
    calls = find_call_outs(review.kpis, review.stages)
    if not calls:
        return []
    lines = [kit.line(told(review, call)) for call in calls[:MAX_CALL_OUTS]]
    heading = kit.line(kit.span("Figures and customers disagree", bold=True))
    more = len(calls) - MAX_CALL_OUTS
    rest = [kit.context(f"… and {more} more.")] if more > 0 else []
    return [kit.rich(heading, kit.bullets(lines)), *rest]


def _menu(review: Review) -> list[kit.Block]:
    menu = readings_menu(review)
    return [kit.actions([menu])] if menu else []


MAX_PAINS = 8


MAX_BRIEF = 5


MAX_RESOLVED = 3


TITLE = 160


WEIGHT = "Weight is severity added up over the notes (missing counts as medium, 2)."


def pains_in_thread(review: Review) -> list[kit.Block]:
    """The heaviest, each with its notes and what can be said of it at hand."""
    if not review.pains and not review.muted:
        return []
    blocks = [kit.rich(kit.line(kit.span("Pains, heaviest first", bold=True)))]
    for number, pain in enumerate(review.noted[:MAX_PAINS]):
        ref = build_theme_ref(pain, review.journey.id, review.period.label)
        blocks += [kit.rich(_line(review, pain)), kit.actions(_buttons(ref, number))]
    return [*blocks, *_more(review, MAX_PAINS), *_resolved(review)]


def pains_brief(review: Review) -> list[kit.Block]:
    """The heaviest as a list."""
    items = [_line(review, pain) for pain in review.noted[:MAX_BRIEF]]
    heading = kit.line(kit.span("Pains, heaviest first", bold=True))
    blocks = [kit.rich(heading, kit.bullets(items))] if items else []
    return [*blocks, *_more(review, MAX_BRIEF), *_resolved(review)]


def _line(review: Review, pain: Theme) -> kit.Element:
    teams = f", {', '.join(pain.teams)}" if pain.teams else ""
    where = ", ".join(
        kit.cut(words.stage_name(review.journey, stage), 40)
        for stage in pain.stages or (pain.stage,)
    )
    seen = f" · {words.people(pain.supporters)} more have seen it" if pain.supporters else ""
    return kit.line(
        kit.span(shorten(pain.title, TITLE), bold=True),
        *_quoted(pain),
        kit.span(
            f"  {kit.cut(where, 200)}{kit.cut(teams, 200)} · {words.notes(pain.n)} · "
            f"weight {pain.score} · {words.standing(pain, review.period.noun)}{seen}",
            italic=True,
        ),
    )


def _buttons(ref: ThemeRef, number: int) -> list[kit.Element]:
    acted = kit.button("Make an action", numbered(Action.MAKE_ACTION, number), theme_value(ref))
    return [acted, theme_menu(ref, number)]


def _quoted(pain: Theme) -> list[kit.Element]:
    """The words of one note where the title is another's, and the way to its message."""
    quote = pain.quote
    if quote is None:
        return []
    source = kit.link(quote.permalink, "source")
    said = [] if quote.text == pain.title else [kit.span(f" “{shorten(quote.text, TITLE)}”")]
    return [*said, *([kit.span(" · "), source] if source else [])]


def _more(review: Review, shown: int) -> list[kit.Block]:
    more = len(review.noted) - shown
    told = [f"… and {more} more: `/journey themes` lists them all."] if more > 0 else []
    if review.noted:
        told.append(WEIGHT)
    muted = sum(bool(pain.n) for pain in review.muted)
    if muted:
        told.append(f"{words.muted(muted)}: `/journey themes` lists them too.")
    return [kit.context(" ".join(told))] if told else []


def _resolved(review: Review) -> list[kit.Block]:
    if not review.resolved:
        return []
    shown = ", ".join(f"“{shorten(pain.title, 60)}”" for pain in review.resolved[:MAX_RESOLVED])
    more = len(review.resolved) - MAX_RESOLVED
    others = f" and {more} more" if more > 0 else ""
    told = f"Noted last {review.period.noun} and not in this: {shown}{others}."
    return [kit.context(kit.escape(told))]


def blind_spots(review: Review) -> list[kit.Block]:
    """Where there is no evidence, and what waits to be placed."""
    spots = review.blind_spots
    named = [words.stage_name(review.journey, key) for key in spots.stages]
    parts = [
        ("Stages without a note", named),
        ("Silent teams", spots.teams),
        ("Personas nobody wrote about", spots.personas),
        ("Channels nobody wrote about", spots.channels),
        ("Stages without an owner", _unowned(review)),
    ]
    items = [kit.line(f"{what}: ", ", ".join(keys)) for what, keys in parts if keys]
    if review.notes.unsorted:
        items.append(
            kit.line(
                f"{words.notes(review.notes.unsorted)} in the unsorted tray: "
                "/journey notes unsorted"
            )
        )
    if review.notes.unread:
        items.append(
            kit.line(
                f"{words.notes(review.notes.unread)} in a language that is not supported, in no "
                "mood: /journey notes unread"
            )
        )
    if not items:
        return []
    return [kit.rich(kit.line(kit.span("Blind spots", bold=True)), kit.bullets(items))]


def questions() -> list[kit.Block]:
    """The five questions of a quarterly review."""
    items = [kit.line(question) for question in QUESTIONS]
    return [
        kit.rich(kit.line(kit.span("What to look at", bold=True)), kit.bullets(items)),
        kit.context("Answer here in the thread: it stays with the review."),
    ]


def _unowned(review: Review) -> list[str]:
    keys = review.blind_spots.unowned
    if len(keys) == len(review.stages) > 1:
        return ["all of them"]
    return [words.stage_name(review.journey, key) for key in keys]


def review_post(review: Review, key: str) -> Rendered:
    """Everything as it is frozen; `key` is what the parent's buttons know the review by."""
    return Rendered(parent(review, key), tuple(_parts(review)))


def _parts(review: Review) -> list[tuple[ReviewPartName, Payload]]:
    parts: list[tuple[ReviewPartName, Payload]] = []
    if any(stage.now.n for stage in review.stages):
        parts.append((ReviewPartName.MOOD, _data("Mood by stage", mood_native, mood_plain, review)))
    if review.kpis:
        parts.append((ReviewPartName.KPIS, _data("KPIs", kpis_native, kpis_plain, review)))
    if review.pains:
        parts.append((ReviewPartName.PAINS, kit.message("Pains", pains_in_thread(review))))
    if review.actions:
        parts.append(
            (ReviewPartName.ACTIONS, kit.message("Actions", review_improvement_blocks(review)))
        )
    told = [*blind_spots(review), *questions()]
    parts.append((ReviewPartName.GAPS, kit.message("Blind spots and what to look at", told)))
    picture = {"journey": review.journey.key, "period": review.period.label}
    parts.append((ReviewPartName.MAP, {"text": f"The map. {title(review)}", "map": picture}))
    return parts


def _data(text: str, native: Any, plain: Any, review: Review) -> Payload:
    """A part with native data, and `plain_blocks` for where Slack refuses it."""
    return {
        **kit.message(text, native(review)),
        "plain_blocks": kit.fitted(plain(review)),
    }


def preview(review: Review, remarks: tuple[str, ...] = ()) -> dict[str, Any]:
    """The review; `remarks` say what is to be known of it beside its figures."""
    menu = notes_menu(review)
    lines = [kit.line(line) for line in (counted(review), *three_things(review))]
    blocks = [
        kit.header(title(review)),
        kit.rich(kit.bullets(lines)),
        *(kit.context(kit.escape(remark)) for remark in remarks),
        kit.context(kit.escape(RULE)),
        *mood_text_table(review),
        *([kit.actions([menu])] if menu else []),
        *pains_brief(review),
        *kpi_list(review),
        *review_improvement_blocks(review),
        *blind_spots(review),
        *questions()[:1],
    ]
    return kit.ephemeral(summary(review), blocks)
