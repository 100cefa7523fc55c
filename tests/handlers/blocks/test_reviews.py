"""Everything a review says is what Slack takes, whatever its size and whatever is in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.corrections import corrections
from bot.domain.figures import as_json
from bot.domain.journey import Journey
from bot.domain.publication import PartName, Publication, PublicationState
from bot.domain.review import Review
from bot.domain.sign_offs import MAX_COMMENT, Signature, SignOff, Standing, standing
from bot.ports import DuePublication
from bot.usecases.sign_off_review import Signable, Signed
from handlers.blocks.reviews import afterwards, parent, sign_off
from handlers.blocks.reviews.post import post
from tests.handlers import made, made_names
from tests.handlers.made import sized
from tests.handlers.slack_says import NATIVE_DATA, assert_modal_taken, assert_taken, kinds

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 10, 14, tzinfo=UTC)
NAMED = {*made_names.GOOD_LINKS, "U1"}


@st.composite
def said(draw: st.DrawFn, journey: Journey) -> Standing:
    """Some stages signed, some not."""
    signed = [
        SignOff(stage.id, "U1", draw(st.sampled_from(list(Signature))), None, NOW)
        for stage in journey.stages
        if draw(st.booleans())
    ]
    return standing(journey.stages, signed)


@sized
@given(made.reviews())
def test_the_parent_is_taken_and_holds_nothing_a_workspace_may_refuse(figures: Review) -> None:
    message = post(figures, KEY).parent
    assert_taken(message)
    assert not kinds(message["blocks"]) & NATIVE_DATA
    assert len(message["blocks"]) <= 5


@sized
@given(made.reviews())
def test_every_part_is_taken_with_native_data_and_without(figures: Review) -> None:
    for name, payload in post(figures, KEY).parts:
        if name is PartName.MAP:
            continue
        assert_taken(
            {"text": payload["text"], "blocks": payload["blocks"]}, {*made_names.GOOD_LINKS, "U1"}
        )
        charts = [b for b in payload["blocks"] if b["type"] == "data_visualization"]
        assert len(charts) <= 2
        native = bool(kinds(payload["blocks"]) & NATIVE_DATA)
        assert native == ("plain_blocks" in payload), name
        if native:
            assert_taken({"text": payload["text"], "blocks": payload["plain_blocks"]})
            assert not kinds(payload["plain_blocks"]) & NATIVE_DATA


@sized
@given(st.data(), made.reviews())
def test_the_parent_is_taken_however_it_is_signed(data: st.DataObject, figures: Review) -> None:
    now = data.draw(said(figures.journey))
    message = post(figures, KEY).parent
    signed = parent.with_signs(message, now)
    assert_taken(signed, naming={"U1"})
    others = [block for block in signed["blocks"] if block.get("block_id") != parent.SIGNS]
    assert others == [b for b in message["blocks"] if b.get("block_id") != parent.SIGNS]


@sized
@given(st.data(), made.reviews(), made.reviews(), made_names.names)
def test_what_is_said_afterwards_is_taken(
    data: st.DataObject, figures: Review, other: Review, comment: str
) -> None:
    journey = figures.journey
    changed = corrections(as_json(figures), as_json(other))
    assert_taken(afterwards.corrections(journey, changed))
    if not journey.stages:
        return
    stages = data.draw(st.lists(st.sampled_from(journey.stages), min_size=1, unique=True))
    assert_taken(afterwards.nudge(journey, stages, KEY))
    one = SignOff(stages[0].id, "U1", Signature.ANOTHER_LOOK, comment[:MAX_COMMENT], NOW)
    assert_taken(afterwards.comment(one, stages), naming={"U1"})


@sized
@given(st.data(), made.reviews())
def test_the_form_and_its_answer_are_taken(data: st.DataObject, figures: Review) -> None:
    journey = figures.journey
    if not journey.stages:
        return
    stages = tuple(data.draw(st.lists(st.sampled_from(journey.stages), min_size=1, unique=True)))
    posted = Publication(
        *(1, 1, "2026-Q3", 24318, "C1", KEY, PublicationState.PUBLISHED, 1, {}, {}),
        *(NOW, None, None, "1.1", NOW, 0),
    )
    now = data.draw(said(journey))
    assert_modal_taken(sign_off.sign_off_form(Signable(journey, posted, now, stages, stages[:1])))
    done = Signed(DuePublication(made.WORKSPACE, 1), "2026-Q3", stages, Signature.SIGNED, now.state)
    assert_taken(sign_off.signed(done))


@pytest.mark.parametrize("stages", [0, 6])
def test_an_empty_quarter_is_said_and_not_drawn(stages: int) -> None:
    rendered = post(made.empty_review(stages), KEY)
    assert "No notes were dropped this quarter" in rendered.parent["text"]
    assert [name for name, _ in rendered.parts] == [PartName.GAPS, PartName.MAP]
    assert_taken(rendered.parent)


def buttons(message: dict[str, Any]) -> list[str]:
    """The action ids of what can be pressed in a message."""
    return [
        element["action_id"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_every_number_leads_to_what_is_behind_it() -> None:
    journey = made.empty_review(6).journey
    felt = {stage.id: made.sums_of([5000, -2000, 0]) for stage in journey.stages}
    rendered = post(made.review_of(journey, felt, felt), KEY)
    parts = dict(rendered.parts)
    assert any(action.startswith("show_behind") for action in buttons(rendered.parent))
    (menu,) = (
        element
        for block in parts[PartName.MOOD]["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    )
    assert [option["value"] for option in menu["options"]] == [
        "1|2026-Q3|all",
        *(f"1|2026-Q3|stage:{stage.key}" for stage in journey.stages),
    ]
