"""Actions in a list with what can be done with each, and in a review."""

from collections.abc import Iterable
from typing import Any

from bot.domain.actions import MOVES, ActionSeen, ActionStanding, Effect
from bot.domain.journey import Journey
from bot.domain.review import Review
from bot.domain.texts import shortened
from bot.domain.trends import Verdict
from bot.usecases.keep_actions import ActionKept
from bot.usecases.list_actions import ActionsListed
from handlers.blocks import forms, kit, words
from handlers.ids import Action, numbered

TITLE = 150
TEXT = 200
NAME = 60
MOST_IN_REVIEW = 10
EDIT = "edit"
SIGNS = {
    ActionStanding.DONE: "✅",
    ActionStanding.IN_PROGRESS: "🔧",
    ActionStanding.OVERDUE: "⏰",
    ActionStanding.TO_COME: "💡",
    ActionStanding.DROPPED: "🚫",
}


def listed(result: ActionsListed) -> dict[str, Any]:
    """A page of actions, each with a menu of what can be done with it."""
    journey = result.journey
    new = kit.button("New action", numbered(Action.MAKE_ACTION, 0), f"{journey.id}:0:")
    if not result.actions:
        told = (
            f"No actions here ({result.asked}). One can be made from a pain of a review, or here."
        )
        return kit.ephemeral(told, [kit.rich(kit.line(told)), kit.actions([new])])
    plural = "action" if result.total == 1 else "actions"
    told = f"{result.total:,} {plural} of {journey.name} ({result.asked})"
    if result.pages > 1:
        told += f", page {result.page + 1} of {result.pages}"
    blocks = [kit.rich(kit.line(kit.span(told, bold=True))), kit.actions([new, *_turning(result)])]
    for number, one in enumerate(result.actions):
        blocks += [kit.rich(action_line(one, journey)), kit.actions([_menu(one, number)])]
    return kit.ephemeral(told, blocks)


def kept(done: ActionKept, what: str) -> dict[str, Any]:
    """An action after something was done to it."""
    title = shortened(done.seen.action.draft.title, TITLE)
    told = f"{what}: “{title}”, {done.seen.action.state.value}."
    blocks = [
        kit.rich(kit.line(f"{SIGNS[done.seen.standing]} {what}: "), kit.bullets([_line(done)])),
        kit.actions([_menu(done.seen, 0)]),
    ]
    return kit.ephemeral(told, blocks)


def review_actions(review: Review) -> list[kit.Block]:
    """What became of the actions: done with what happened since, in progress, overdue."""
    if not review.actions:
        return []
    in_order = ranked(review.actions)
    items = [action_line(one, review.journey) for one in in_order[:MOST_IN_REVIEW]]
    more = len(in_order) - MOST_IN_REVIEW
    rest = [kit.context(f"… and {more} more: `/journey actions all`.")] if more > 0 else []
    heading = kit.line(kit.span("Actions", bold=True))
    return [kit.rich(heading, kit.bullets(items)), *rest]


def ranked(actions: Iterable[ActionSeen]) -> list[ActionSeen]:
    """Those done first, then what is in progress, overdue and to come."""
    order = list(SIGNS)
    return sorted(actions, key=lambda one: order.index(one.standing))


def action_line(one: ActionSeen, journey: Journey) -> kit.Element:
    """An action with who, when, and what happened since."""
    draft = one.action.draft
    parts = [one.action.state.value]
    if one.standing is ActionStanding.OVERDUE:
        parts.append("overdue")
    if draft.due:
        parts.append(f"due {draft.due:%-d %b %Y}")
    if draft.stage:
        parts.append(kit.cut(words.stage_name(journey, draft.stage), NAME))
    if one.action.priority:
        parts.append(f"impact {draft.impact} × ease {draft.ease}")
    if one.kpi:
        parts.append(f"KPI {kit.cut(one.kpi.key, NAME)}")
    who = [kit.span(" · "), kit.user(draft.owner)] if draft.owner else []
    return kit.line(
        f"{SIGNS[one.standing]} ",
        kit.span(shortened(draft.title, TITLE), bold=True),
        kit.span(f"  {' · '.join(parts)}", italic=True),
        *who,
        *([f" {told(one.effect)}"] if one.effect else []),
    )


def told(effect: Effect) -> str:
    """What happened in equal times before and after, said only as far as the notes carry it."""
    before, after = effect.before, effect.after
    moods = f"{words.signed(before.mean)} (n={before.n}) → {words.signed(after.mean)} (n={after.n})"
    verdict = effect.change.verdict
    if verdict is Verdict.TOO_FEW:
        said = f"Mood: too few notes to tell, {moods}."
    else:
        said = f"Mood {verdict.value}: {moods}."
    if effect.kpi is None:
        return said
    values = [
        "no reading" if value is None else words.value_of(effect.kpi, value)
        for value in (effect.kpi_before, effect.kpi_after)
    ]
    return f"{said} {effect.kpi.key}: {values[0]} → {values[1]}, {effect.movement}."


def _line(done: ActionKept) -> kit.Element:
    return action_line(done.seen, done.journey)


def _menu(one: ActionSeen, number: int) -> kit.Element:
    """Edit, and the states it may come into."""
    action = one.action
    moves = [
        forms.option(f"{action.id}:{state.value}", f"→ {state.value}")
        for state in MOVES[action.state]
    ]
    return {
        "type": "overflow",
        "action_id": numbered(Action.ACTION_MENU, number),
        "options": [forms.option(f"{action.id}:{EDIT}", "Edit …"), *moves],
    }


def _turning(result: ActionsListed) -> list[kit.Element]:
    pages = (("Earlier", result.page - 1), ("Later", result.page + 1))
    return [
        kit.button(
            label,
            numbered(Action.TURN_ACTIONS, number),
            f"{result.journey.id}:{page}:{result.asked}",
        )
        for number, (label, page) in enumerate(pages)
        if 0 <= page < result.pages
    ]
