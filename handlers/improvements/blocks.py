"""Improvements ("actions" to people) as a list with menus, as answers, and in a review."""

from typing import Any

from bot.improvements import ImprovementsPage, SavedImprovement
from domain.improvements import (
    TRANSITIONS,
    ImprovementDraft,
    ImprovementProgress,
    ImprovementSnapshot,
)
from domain.journeys import Journey
from domain.reviews import Review
from domain.text import shorten
from handlers.improvements.forms import new_improvement_value
from handlers.presentation import words
from handlers.presentation.review_sections import ReviewSection
from handlers.slack import forms, kit
from handlers.slack.ids import Action, numbered

MAX_TITLE = 150


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


def improvement_list_message(page: ImprovementsPage) -> dict[str, Any]:
    """Build the message that lists a page of improvements, each with its menu."""
    journey = page.journey
    new = kit.button(
        "New action", numbered(Action.ADD_IMPROVEMENT, 0), new_improvement_value(journey.id)
    )
    if not page.improvements:
        text = (
            f"No actions here ({page.filter_word}). Create one from a pain in a review, or with "
            "this button."
        )
        return kit.ephemeral(text, [kit.rich(kit.line(text)), kit.actions([new])])
    noun = "action" if page.total == 1 else "actions"
    text = f"{page.total:,} {noun} of {journey.name} ({page.filter_word})"
    if page.pages > 1:
        text += f", page {page.page + 1} of {page.pages}"
    blocks = [
        kit.rich(kit.line(kit.span(text, bold=True))),
        kit.actions([new, *_page_buttons(page)]),
    ]
    for number, snapshot in enumerate(page.improvements):
        blocks += [
            kit.rich(improvement_line(snapshot, journey)),
            kit.actions([_improvement_menu(snapshot, number)]),
        ]
    return kit.ephemeral(text, blocks)


def improvement_saved_message(saved: SavedImprovement, what: str) -> dict[str, Any]:
    """Build the answer to a change; `what` says what was done, such as “Action created”."""
    snapshot = saved.snapshot
    title = shorten(snapshot.improvement.draft.title, MAX_TITLE)
    text = f"{what}: “{title}”, {snapshot.improvement.state.value}."
    blocks = [
        kit.rich(
            kit.line(f"{SIGNS[snapshot.progress]} {what}: "),
            kit.bullets([improvement_line(snapshot, saved.journey)]),
        ),
        kit.actions([_improvement_menu(snapshot, 0)]),
    ]
    return kit.ephemeral(text, blocks)


def new_improvement_message(
    draft: ImprovementDraft, author: str, theme: str | None
) -> dict[str, Any]:
    """Build the thread message about a new improvement: who will do what, about which theme."""
    title = f"“{shorten(draft.title, MAX_TITLE)}”"
    does = f" will {title}" if draft.owner else f" proposes {title}"
    about = shorten(theme, MAX_TITLE) if theme else ""
    due = f" · due {draft.due:%-d %b}" if draft.due else ""
    spans = [kit.user(draft.owner or author), kit.span(does)]
    if about:
        spans += [kit.span(" about "), kit.span(about, bold=True)]
    line = kit.line(*spans, due)
    text = f"New action: {title}{f' about {about}' if about else ''}{due}"
    return kit.message(text, [kit.rich(line)])


def review_improvement_blocks(review: Review) -> list[kit.Block]:
    """Build the improvements of a review; empty if there are none."""
    if not review.improvements:
        return []
    in_order = words.sort_improvements(review.improvements)
    items = [improvement_line(one, review.journey) for one in in_order[:MAX_IN_REVIEW]]
    more = len(in_order) - MAX_IN_REVIEW
    rest = [kit.context(f"… and {more} more: `/journey actions all`.")] if more > 0 else []
    heading = kit.line(kit.span(ReviewSection.ACTIONS.heading, bold=True))
    return [kit.rich(heading, kit.bullets(items)), *rest]


def improvement_line(snapshot: ImprovementSnapshot, journey: Journey) -> kit.Element:
    """Build the line of an improvement: title, state, due date, owner and effect."""
    draft = snapshot.improvement.draft
    parts = [snapshot.improvement.state.value]
    if snapshot.progress is ImprovementProgress.OVERDUE:
        parts.append("overdue")
    if draft.due:
        parts.append(f"due {draft.due:%-d %b %Y}")
    if draft.stage:
        parts.append(kit.cut(words.stage_name(journey, draft.stage), MAX_NAME))
    if snapshot.improvement.priority:
        parts.append(f"impact {draft.impact} × ease {draft.ease}")
    if snapshot.kpi:
        parts.append(f"KPI {kit.cut(snapshot.kpi.key, MAX_NAME)}")
    owner = [kit.span(" · "), kit.user(draft.owner)] if draft.owner else []
    return kit.line(
        f"{SIGNS[snapshot.progress]} ",
        kit.span(shorten(draft.title, MAX_TITLE), bold=True),
        kit.span(f"  {' · '.join(parts)}", italic=True),
        *owner,
        *([f" {words.describe_effect(snapshot.effect)}"] if snapshot.effect else []),
    )


def _improvement_menu(snapshot: ImprovementSnapshot, number: int) -> kit.Element:
    """Build the menu: edit, and the states that can follow."""
    improvement = snapshot.improvement
    states = [
        forms.option(f"{improvement.id}:{state.value}", f"→ {state.value}")
        for state in TRANSITIONS[improvement.state]
    ]
    return {
        "type": "overflow",
        "action_id": numbered(Action.IMPROVEMENT_MENU, number),
        "options": [forms.option(f"{improvement.id}:{EDIT}", "Edit …"), *states],
    }


def _page_buttons(page: ImprovementsPage) -> list[kit.Element]:
    pages = (("Earlier", page.page - 1), ("Later", page.page + 1))
    return [
        kit.button(
            label,
            numbered(Action.TURN_IMPROVEMENTS, number),
            f"{page.journey.id}:{target}:{page.filter_word}",
        )
        for number, (label, target) in enumerate(pages)
        if 0 <= target < page.pages
    ]
