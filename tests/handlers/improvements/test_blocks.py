"""Tests that Slack accepts improvements in lists, forms and answers, with any text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.improvements import ImprovementFormData, ImprovementsPage, SavedImprovement
from domain.improvements import Improvement, ImprovementDraft, ImprovementSnapshot
from domain.journeys import Journey
from handlers.improvements import blocks as improvement_blocks
from handlers.improvements.forms import ImprovementFormTarget, improvement_form
from tests.handlers.improvements import strategies as improvement_strategies
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
def test_the_answer_to_a_change_is_taken(journey: Journey, seen: ImprovementSnapshot) -> None:
    assert_taken(
        improvement_blocks.improvement_saved_message(
            SavedImprovement(journey, seen), "Action created"
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
    about = ImprovementFormTarget.from_metadata(view["private_metadata"])
    assert about.notes == draft.note_ids[:200]
    assert (about.journey, about.improvement) == (journey.id, action.id if action else None)
