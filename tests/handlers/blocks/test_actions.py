"""Actions in lists, forms and answers are what Slack takes, whatever is in them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import Action, ActionDraft, ActionSeen
from bot.domain.journey import Journey
from bot.usecases.keep_actions import ActionDesk, ActionKept
from bot.usecases.list_actions import ActionsListed
from handlers.blocks import actions
from handlers.blocks.action_form import AboutAction, action_form
from tests.handlers import made_actions
from tests.handlers.made import journeys, sized
from tests.handlers.slack_says import assert_modal_taken, assert_taken


@sized
@given(journeys(), st.lists(made_actions.seen, max_size=8), st.integers(0, 3))
def test_a_list_is_taken(journey: Journey, seen: list[ActionSeen], page: int) -> None:
    total = len(seen) + 8 * page
    assert_taken(actions.listed(ActionsListed(journey, tuple(seen), total, "open", page)), {"U1"})


@sized
@given(journeys(), made_actions.seen)
def test_what_became_of_an_action_is_taken(journey: Journey, seen: ActionSeen) -> None:
    assert_taken(actions.kept(ActionKept(journey, seen), "Action made"), {"U1"})


@sized
@given(journeys(), made_actions.drafts, st.booleans(), st.none() | made_actions.actions)
def test_a_form_is_taken_and_carries_its_notes(
    journey: Journey, draft: ActionDraft, measured: bool, action: Action | None
) -> None:
    kpis = (made_actions.KPI,) if measured else ()
    view = action_form(ActionDesk(journey, kpis, action), draft, "C1")
    assert_modal_taken(view)
    about = AboutAction.held(view["private_metadata"])
    assert about.notes == draft.note_ids[:200]
    assert (about.journey, about.action) == (journey.id, action.id if action else None)
