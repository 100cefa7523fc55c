"""Actions in a list with what can be done with each, and in a review."""

from typing import Any

from bot.improvements import ImprovementsPage, SavedImprovement
from domain.improvements import TRANSITIONS, ImprovementProgress, ImprovementSnapshot
from domain.journeys import Journey
from domain.reviews import Review
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, numbered

MAX_TITLE = 150


TEXT = 200


MAX_NAME = 60


MAX_IN_REVIEW = 10


EDIT = "edit"


SIGNS = {
    ImprovementProgress.DONE: "✅",
    ImprovementProgress.IN_PROGRESS: "🔧",
    ImprovementProgress.OVERDUE: "⏰",
    ImprovementProgress.TO_COME: "💡",
    ImprovementProgress.DROPPED: "🚫",
}


def improvement_list_message(result: ImprovementsPage) -> dict[str, Any]:
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
    blocks = [
        kit.rich(kit.line(kit.span(told, bold=True))),
        kit.actions([new, *_page_buttons(result)]),
    ]
    for number, one in enumerate(result.actions):
        blocks += [
            kit.rich(improvement_line(one, journey)),
            kit.actions([_improvement_menu(one, number)]),
        ]
    return kit.ephemeral(told, blocks)


def improvement_saved_message(done: SavedImprovement, what: str) -> dict[str, Any]:
    """An action after something was done to it."""
    title = shorten(done.seen.action.draft.title, MAX_TITLE)
    told = f"{what}: “{title}”, {done.seen.action.state.value}."
    blocks = [
        kit.rich(
            kit.line(f"{SIGNS[done.seen.standing]} {what}: "), kit.bullets([_saved_line(done)])
        ),
        kit.actions([_improvement_menu(done.seen, 0)]),
    ]
    return kit.ephemeral(told, blocks)


def review_improvement_blocks(review: Review) -> list[kit.Block]:
    """What became of the actions: done with what happened since, in progress, overdue."""
    if not review.improvements:
        return []
    in_order = words.sort_improvements(review.improvements)
    items = [improvement_line(one, review.journey) for one in in_order[:MAX_IN_REVIEW]]
    more = len(in_order) - MAX_IN_REVIEW
    rest = [kit.context(f"… and {more} more: `/journey actions all`.")] if more > 0 else []
    heading = kit.line(kit.span("Actions", bold=True))
    return [kit.rich(heading, kit.bullets(items)), *rest]


def improvement_line(one: ImprovementSnapshot, journey: Journey) -> kit.Element:
    """An action with who, when, and what happened since."""
    draft = one.action.draft
    parts = [one.action.state.value]
    if one.standing is ImprovementProgress.OVERDUE:
        parts.append("overdue")
    if draft.due:
        parts.append(f"due {draft.due:%-d %b %Y}")
    if draft.stage:
        parts.append(kit.cut(words.stage_name(journey, draft.stage), MAX_NAME))
    if one.action.priority:
        parts.append(f"impact {draft.impact} × ease {draft.ease}")
    if one.kpi:
        parts.append(f"KPI {kit.cut(one.kpi.key, MAX_NAME)}")
    who = [kit.span(" · "), kit.user(draft.owner)] if draft.owner else []
    return kit.line(
        f"{SIGNS[one.standing]} ",
        kit.span(shorten(draft.title, MAX_TITLE), bold=True),
        kit.span(f"  {' · '.join(parts)}", italic=True),
        *who,
        *([f" {words.describe_effect(one.effect)}"] if one.effect else []),
    )


def _saved_line(done: SavedImprovement) -> kit.Element:
    return improvement_line(done.seen, done.journey)


def _improvement_menu(one: ImprovementSnapshot, number: int) -> kit.Element:
    """Edit, and the states it may come into."""
    action = one.action
    moves = [
        forms.option(f"{action.id}:{state.value}", f"→ {state.value}")
        for state in TRANSITIONS[action.state]
    ]
    return {
        "type": "overflow",
        "action_id": numbered(Action.ACTION_MENU, number),
        "options": [forms.option(f"{action.id}:{EDIT}", "Edit …"), *moves],
    }


def _page_buttons(result: ImprovementsPage) -> list[kit.Element]:
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
