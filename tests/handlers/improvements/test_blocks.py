"""Tests that Slack accepts improvements in lists, forms and answers, with any text."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.improvements import (
    ImprovementFormData,
    ImprovementsPage,
    SavedImprovement,
)
from domain.improvements import (
    Improvement,
    ImprovementDraft,
    ImprovementSnapshot,
    ImprovementSource,
)
from domain.journeys import Journey
from domain.notes import Message
from handlers.improvements import blocks as improvement_blocks
from handlers.improvements.forms import ImprovementFormTarget, improvement_form
from tests.handlers import name_strategies
from tests.handlers.improvements import strategies as improvement_strategies
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
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
    st.none() | name_strategies.names,
)
def test_a_form_is_taken_and_carries_its_notes(
    journey: Journey,
    draft: ImprovementDraft,
    measured: bool,
    action: Improvement | None,
    pain: str | None,
) -> None:
    kpis = (improvement_strategies.KPI,) if measured else ()
    source = ImprovementSource(12, Message("C1", "1787000000.000100"))
    data = ImprovementFormData(journey, kpis, action)
    view = improvement_form(data, draft, "C1", source, pain)
    assert_modal_taken(view)
    about = ImprovementFormTarget.from_metadata(view["private_metadata"])
    assert about.notes == draft.note_ids[:200]
    assert (about.journey, about.improvement) == (journey.id, action.id if action else None)
    assert about.source == source


def test_a_form_of_an_older_version_is_read() -> None:
    assert ImprovementFormTarget.from_metadata('[1, null, "C1", [4, 5]]') == ImprovementFormTarget(
        1, None, "C1", (4, 5)
    )


@sized
@given(improvement_strategies.drafts, st.none() | name_strategies.names)
def test_the_news_of_an_action_is_taken(draft: ImprovementDraft, theme: str | None) -> None:
    assert_taken(improvement_blocks.new_improvement_message(draft, "U1", theme), {"U1"})


def test_the_news_says_who_will_do_what_about_which_pain_and_when() -> None:
    draft = ImprovementDraft("call every clinic", owner="U2", due=date(2027, 1, 14))
    message = improvement_blocks.new_improvement_message(draft, "U1", "Price letter")
    assert message["text"] == "New action: “call every clinic” about Price letter · due 14 Jan"
    line = shown(message["blocks"]).replace("\n", "")
    assert line == " will “call every clinic” about Price letter · due 14 Jan"
    assert "'user_id': 'U2'" in str(message["blocks"])
