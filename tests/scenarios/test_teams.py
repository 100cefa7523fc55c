"""A person's team: asked once, taken from the form, changed by a command; their notes are of it."""

from typing import Any

import pytest

from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, exported, read_newest

QUESTION = "Which team are you in?"


def teams(pair: RunningPair) -> list[str | None]:
    """The teams of all notes, in the order they were saved."""
    return [note["team"] for note in sorted(exported(pair), key=lambda note: note["id"])]


def choose_team(user: SlackUser, team: str) -> None:
    """Choose a team in the menu of the newest answer."""
    message = user.visible_messages()[-1]
    menu: dict[str, Any] = next(
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith("answer_team")
    )
    value = next(o["value"] for o in menu["options"] if o["value"].endswith(f":{team}"))
    user.person.click(user.channel, message["ts"], menu["action_id"], value)


def test_a_person_is_asked_once_and_their_notes_are_of_their_team(
    pair: RunningPair, tomas: SlackUser, mara: SlackUser
) -> None:
    assert QUESTION in tomas.read_answer("/painpoint onboarding: the wizard closes")
    choose_team(tomas, "support")
    read_newest(tomas, "Your notes count for support from now on")
    answer = tomas.read_answer("/painpoint onboarding: it closes again")
    assert QUESTION not in answer
    assert "team support" in answer
    tomas.read_answer("/painpoint onboarding: they say it hangs team:sales")
    assert QUESTION in mara.read_answer("/touchpoint decision: a good demo")
    assert QUESTION not in mara.read_answer("/touchpoint decision: another demo")
    assert teams(pair) == ["support", "support", "sales", None, None]


def test_a_team_is_taken_from_the_form(pair: RunningPair, tomas: SlackUser) -> None:
    tomas.open_note_form("/painpoint")
    tomas.save_form(text="the wizard closes", stage="onboarding", team="product")
    answer = tomas.read_answer("/painpoint onboarding: it closes again")
    assert QUESTION not in answer
    tomas.open_note_form("/painpoint")
    assert tomas.form_values()["team"] == "product"
    assert teams(pair) == ["product", "product"]


def test_a_note_that_names_a_team_asks_for_none(tomas: SlackUser) -> None:
    assert QUESTION not in tomas.read_answer("/painpoint onboarding: it closes team:sales")


def test_the_team_is_shown_and_changed_by_a_command(pair: RunningPair, tomas: SlackUser) -> None:
    assert "You are in no team yet" in tomas.read_answer("/journey team")
    assert "Your notes count for sales" in tomas.read_answer("/journey team Sales")
    assert "Your team is sales" in tomas.read_answer("/journey team")
    assert "There is no team “plumbing” here" in tomas.read_answer("/journey team plumbing")
    answer = tomas.read_answer("/painpoint onboarding: it closes")
    assert "team sales" in answer
    assert QUESTION not in answer
    assert "You are in no team now" in tomas.read_answer("/journey team none")
    assert QUESTION not in tomas.read_answer("/painpoint onboarding: it closes again")
    assert teams(pair) == ["sales", None]


@pytest.mark.parametrize("speaker", ["tomas", "mara"])
def test_a_saved_message_is_of_the_team_of_who_wrote_it(
    pair: RunningPair, tomas: SlackUser, mara: SlackUser, speaker: str
) -> None:
    tomas.type_command("/journey team sales")
    mara.type_command("/journey team support")
    ts = pair.slack.person(speaker).say(tomas.channel, "A customer waited for an hour")
    tomas.person.shortcut("save_message", tomas.channel, ts)
    read_newest(tomas, "Saved a ")
    assert teams(pair) == ["sales" if speaker == "tomas" else "support"]
