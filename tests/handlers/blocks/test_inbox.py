"""The form that files many notes from the inbox, and its answer."""

import pytest
from hypothesis import given

from bot.notes.inbox import Inbox, PlacedNotes
from handlers.notes import inbox_blocks
from handlers.notes.inbox_blocks import InboxFormTarget
from handlers.notes.list_blocks import NoteListQuery
from tests.handlers import strategies
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import few, sized


@pytest.mark.slow
@few
@given(strategies.trays())
def test_the_form_is_taken_and_carries_what_it_suggested(waiting: Inbox) -> None:
    form = inbox_blocks.inbox_form(waiting, "C1")
    assert_modal_taken(form)
    if waiting.notes:
        about = InboxFormTarget.from_metadata(form["private_metadata"])
        suggested = {note: stage.key for note, stage in waiting.suggested.items()}
        assert (about.journey, about.channel) == (waiting.journey.id, "C1")
        assert dict(about.suggested) == suggested


@sized
@given(strategies.placed_many())
def test_what_came_of_it_is_taken(result: PlacedNotes) -> None:
    assert_taken(inbox_blocks.placed_notes_message(result, 3))
    assert "3 notes stay unsorted: the stage was not suggested." in shown(
        inbox_blocks.placed_notes_message(result, 3)["blocks"]
    )


def test_a_list_is_known_again_by_its_menus() -> None:
    listing = NoteListQuery("unsorted team:support a:b", 3, search=True)
    assert NoteListQuery.from_block_id(listing.block_id(7)) == listing
    assert NoteListQuery.from_block_id(
        NoteListQuery("x" * 300, 3, search=True).block_id(7)
    ) == NoteListQuery("unsorted", 0, search=False)
    assert NoteListQuery.from_block_id("AbC1=") is None
