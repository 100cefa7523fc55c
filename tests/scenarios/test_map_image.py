"""`/journey map`: text at once, then the image; both can be shared with the channel."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.pictures.png import size
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, downloaded, file_of
from tests.scenarios.theme_steps import save_pain
from tests.scenarios.waiting import until

SHARE = "Show it to the channel"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with notes in two quarters, but not in #general."""
    clock = StandingClock(2026, 8, 15)
    with running(sqlite_url, clock, bot_in=("customer-journey",)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command(
            "/painpoint onboarding: the invite lands in spam persona:owner feeling:-2"
        )
        mara.type_command("/touchpoint decision: a good demo persona:receptionist feeling:2")
        mara.type_command("/painpoint decision: the quote took days on:2026-05-02 feeling:-1")
        yield pair


def image(message: dict[str, Any]) -> dict[str, Any]:
    """The picture of a message."""
    (block,) = [block for block in message["blocks"] if block["type"] == "image"]
    return dict(block)


def wait_until_idle(pair: RunningPair) -> None:
    """Wait until no background work is left."""
    pair.slack.settle()


def test_words_come_at_once_and_then_the_picture_for_one_person_alone(
    pair: RunningPair, mara: SlackUser
) -> None:
    before = len(mara.visible_messages())
    answer = mara.type_command("/journey map")
    assert answer["text"].startswith("Buyer journey, 2026-Q3 so far: Awareness")
    assert "image" not in json.dumps([block["type"] for block in answer["blocks"]])
    message = mara.newest_picture(after=before)
    assert message["ephemeral"]
    assert min(size(downloaded(pair, file_of(message)))) > 1000
    words = image(message)["alt_text"]
    assert "Buyer journey" in words
    assert "Onboarding" in words
    assert 50 < len(words) <= 1000
    assert image(message)["title"]["text"] == "Buyer journey, 2026-Q3 so far"
    assert SlackUser(pair, "tomas").visible_messages() == []


def test_the_upload_carries_the_same_alt_text_and_a_name_that_says_what_it_is(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/journey map 2026-Q2")
    message = mara.newest_picture()
    (call,) = pair.slack.calls("files.getUploadURLExternal")
    assert call["arguments"]["filename"] == "buyer-2026-Q2.png"
    assert call["arguments"]["alt_txt"].startswith(image(message)["alt_text"][:100])


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_where_the_upload_fails_the_words_do(
    pair: RunningPair, mara: SlackUser, method: str
) -> None:
    for error in ("missing_scope", "internal_error"):
        pair.slack.request("DELETE", "log")
        pair.slack.fault(method, "error", error=error)
        before = len(mara.visible_messages())
        assert mara.read_answer("/journey map").startswith("Buyer journey"), error
        until(lambda: pair.slack.calls(method))
        assert "Saved" in mara.read_answer(f"/painpoint decision: still alive {error}"), error
        assert len(mara.visible_messages()) == before + 2, error
        mara.type_command("/journey map")
        assert mara.newest_picture(after=before), error


def test_a_file_that_slack_is_slow_to_process_is_shown_all_the_same(
    pair: RunningPair, mara: SlackUser
) -> None:
    pair.slack.settings(file_seconds=1.0)
    mara.type_command("/journey map")
    assert file_of(mara.newest_picture())
    tries = [call["answer"]["ok"] for call in pair.slack.calls("chat.postEphemeral")]
    assert tries[-1] is True
    assert False in tries
    assert tries.count(True) == 1


def test_forms_open_while_pictures_are_drawn(pair: RunningPair, mara: SlackUser) -> None:
    # Two at a time they take six seconds; a form that waited for them would be three too late.
    pair.slack.settings(file_seconds=1.2, rate_limit=False)
    for _ in range(6):
        mara.type_command("/journey map")
    until(lambda: pair.slack.calls("files.completeUploadExternal"))
    mara.type_command("/painpoint")
    mara.form()
    assert [call["answer"]["ok"] for call in pair.slack.calls("views.open")] == [True]
    # Nobody waits for the pictures that are left.
    pair.slack.settings(file_seconds=0.0)


def test_it_is_shown_to_the_channel_once_and_to_everybody(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/journey map")
    mara.newest_picture()
    mara.press_button(SHARE)
    post = until(lambda: pair.posts(CHANNEL, "tomas"))[0]
    assert [block["type"] for block in post["blocks"]] == ["header", "image"]
    assert post["text"].startswith("Buyer journey, 2026-Q3 so far: Awareness")
    assert post["live"] == []
    assert len(pair.posts(CHANNEL)) == 1


def test_what_is_shared_is_the_map_that_was_asked_for(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/journey map 2026-Q2")
    mara.press_button(SHARE)
    post = until(lambda: pair.posts(CHANNEL))[0]
    assert image(post)["title"]["text"] == "Buyer journey, 2026-Q2"


def post_after(pair: RunningPair, count: int) -> dict[str, Any]:
    """The first post in the channel after so many others."""
    return until(lambda: pair.posts(CHANNEL)[count:])[0]


def test_a_map_of_a_persona_with_a_strange_name_is_shared_too(
    pair: RunningPair, mara: SlackUser
) -> None:
    for shared, name in enumerate(["Owner | Group", "A & <B>"]):
        mara.open_form("/journey personas", "Add one")
        mara.save_form(name=name)
        before = len(mara.visible_messages())
        mara.type_command(f"/journey map persona:{name}")
        mara.newest_picture(after=before)
        mara.press_button(SHARE)
        post = post_after(pair, shared)
        assert image(post)["title"]["text"] == f"Buyer journey, 2026-Q3 so far, persona {name}"


def test_where_the_upload_fails_the_map_is_shared_in_words(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(owner="U0TOMAS")
    mara.type_command("/journey map")
    mara.newest_picture()
    pair.slack.fault("files.getUploadURLExternal", "error", error="missing_scope")
    mara.press_button(SHARE)
    post = until(lambda: pair.posts(CHANNEL))[0]
    assert "image" not in [block["type"] for block in post["blocks"]]
    assert "Onboarding" in json.dumps(post["blocks"])
    # Nobody is called by a map that somebody else shows.
    assert post["live"] == []


def test_without_membership_the_answer_explains_how_to_invite_waymark(pair: RunningPair) -> None:
    general = SlackUser(pair, "tomas", "general")
    general.type_command("/journey map")
    picture = until(general.direct_messages)[0]
    assert image(picture)
    general.press_button(SHARE)
    message = until(lambda: general.direct_messages()[1:])[0]
    assert "Type `/invite @Waymark`, then press the button again" in message["text"]
    assert pair.posts("general", "tomas") == []
    pair.slack.invite("general")
    general.press_button(SHARE)
    assert until(lambda: pair.posts("general", "tomas"))


def test_it_is_narrowed_by_quarter_journey_and_persona(mara: SlackUser) -> None:
    for text in ("still no quote", "a week for a price"):
        save_pain(mara, f"decision: {text} on:2026-05-02 feeling:-1", "The quote takes days")
    for words, title, has, misses in [
        ("2026-Q2", "Buyer journey, 2026-Q2", "The quote takes days", "lands in spam"),
        (
            "2026-Q3 owner",
            "Buyer journey, 2026-Q3 so far, persona owner",
            "Onboarding  net mood −100",
            "The quote",
        ),
        (
            "receptionist",
            "Buyer journey, 2026-Q3 so far, persona receptionist",
            "Decision  net mood +100",
            "lands in spam",
        ),
        ("buyer recept", "persona receptionist", "Decision  net mood +100", "lands in spam"),
    ]:
        before = len(mara.visible_messages())
        answer = mara.read_answer(f"/journey map {words}")
        assert title in answer, words
        assert has in answer, words
        assert misses not in answer, words
        assert title in image(mara.newest_picture(after=before))["title"]["text"], words


def test_a_word_that_means_nothing_gets_a_sentence_and_no_picture(
    pair: RunningPair, mara: SlackUser
) -> None:
    for words, expected in [
        ("frobnicate", "“frobnicate” is not a journey, persona or period"),
        ("2026-Q7", "There is no quarter, half-year or month “2026-Q7”"),
        ("2030-Q1", "has not begun"),
        ("<!channel>", "“<!channel>” is not a journey"),
    ]:
        assert expected in mara.read_answer(f"/journey map {words}"), words
        wait_until_idle(pair)
        assert pair.slack.calls("files.getUploadURLExternal") == [], words
        assert mara.visible_messages()[-1]["live"] == [], words


def test_in_socket_mode_the_picture_comes_too(sqlite_url: URL) -> None:
    with running(
        sqlite_url, StandingClock(2026, 8, 15), socket_mode=True, sandbox=Settings(file_seconds=0.5)
    ) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/journey map")
        assert downloaded(pair, file_of(mara.newest_picture()))
        mara.press_button(SHARE)
        assert image(until(lambda: pair.posts(CHANNEL))[0])
