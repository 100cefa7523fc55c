"""Actions in lists, forms and answers are what Slack takes, whatever is in them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.improvements import ImprovementFormData, ImprovementsPage, SavedImprovement
from domain.improvements import Improvement, ImprovementDraft, ImprovementSnapshot
from domain.journeys import Journey
from handlers.improvements import blocks as improvement_blocks
from handlers.improvements.forms import ImprovementFormTarget, improvement_form
from tests.handlers import improvement_strategies
from tests.handlers.slack_says import assert_modal_taken, assert_taken
from tests.handlers.strategies import journeys, sized


@sized
@given(journeys(), st.lists(improvement_strategies.seen, max_size=8), st.integers(0, 3))
def test_a_list_is_taken(journey: Journey, seen: list[ImprovementSnapshot], page: int) -> None:
    total = len(seen) + 8 * page
    assert_taken(
        improvement_blocks.improvement_list_message(
            ImprovementsPage(journey, tuple(seen), total, "open", page)
        ),
        {"U1"},
    )


@sized
@given(journeys(), improvement_strategies.seen)
def test_what_became_of_an_action_is_taken(journey: Journey, seen: ImprovementSnapshot) -> None:
    assert_taken(
        improvement_blocks.improvement_saved_message(
            SavedImprovement(journey, seen), "Action made"
        ),
        {"U1"},
    )


@sized
@given(
    journeys(),
    improvement_strategies.drafts,
    st.booleans(),
    st.none() | improvement_strategies.actions,
)
def test_a_form_is_taken_and_carries_its_notes(
    journey: Journey, draft: ImprovementDraft, measured: bool, action: Improvement | None
) -> None:
    kpis = (improvement_strategies.KPI,) if measured else ()
    view = improvement_form(ImprovementFormData(journey, kpis, action), draft, "C1")
    assert_modal_taken(view)
    about = ImprovementFormTarget.held(view["private_metadata"])
    assert about.notes == draft.note_ids[:200]
    assert (about.journey, about.action) == (journey.id, action.id if action else None)
