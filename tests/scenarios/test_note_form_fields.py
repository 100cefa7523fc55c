"""The form of a note: long texts stay whole, personas and touchpoints come from the map."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.bot.factories import touchpoint_values
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, journey
from tests.scenarios.waiting import until

LONG = " ".join(f"word{number}" for number in range(1_000))


@pytest.fixture(scope="module")
def pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a persona and a touchpoint on its map."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 15)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/touchpoint decision: a good demo")
        services, buyer = pair.waymark.services, journey(pair).id
        services.personas.save(pair.workspace, "U0MARA", buyer, {"name": "Clinic owner"})
        services.touchpoints.save(
            pair.workspace,
            "U0MARA",
            buyer,
            touchpoint_values("Invite email", "onboarding", "email"),
        )
        yield pair


def newest(pair: RunningPair) -> dict[str, object]:
    """The note that was saved last."""
    return max(exported(pair), key=lambda note: note["id"])


@pytest.mark.parametrize("text", [LONG, "x" * 5_000, "😀" * 2_000, f"{LONG}\n\n{LONG}"])
def test_an_edit_never_shortens_a_text(pair: RunningPair, mara: SlackUser, text: str) -> None:
    mara.type_command(f"/painpoint onboarding: {text}")
    mara.press_button("Edit")
    beginning = mara.form_values()["text"] or ""
    assert len(beginning.encode("utf-16-le")) <= 6_000
    assert text.startswith(beginning)
    hint = shown(mara.form()["blocks"])
    assert f"Your note has {len(text):,} characters, more than a form holds" in hint
    mara.save_form(text=beginning.replace(beginning[:5], "begun", 1), severity="4")
    note = newest(pair)
    assert (note["text"], note["severity"]) == (f"begun{text[5:]}", 4)


def test_a_short_text_is_edited_as_a_whole(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/painpoint onboarding: it is slow")
    mara.press_button("Edit")
    assert "more than a form holds" not in shown(mara.form()["blocks"])
    mara.save_form(text="it is quick")
    assert newest(pair)["text"] == "it is quick"


def test_a_note_that_changed_meanwhile_is_not_mixed(pair: RunningPair, mara: SlackUser) -> None:
    ts = mara.person.say("bot", f"pain point in onboarding: {LONG}")
    message = until(lambda: [m for m in mara.direct_messages() if "word0" in str(m["blocks"])])[-1]
    action = next(
        element["action_id"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element.get("text", {}).get("text") == "Edit"
    )
    mara.person.click("bot", message["ts"], action)
    mara.form()
    mara.person.edit("bot", ts, f"pain point in onboarding: {LONG} and more")
    until(lambda: str(newest(pair)["text"]).endswith("and more"))
    errors = mara.submit_form(text="begun")
    assert "Someone changed this note meanwhile" in errors["text"]
    mara.person.close()


def test_personas_and_touchpoints_are_chosen_from_the_map(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_note_form("/painpoint")
    mara.choose_value("stage", "onboarding", shows="touchpoint")
    mara.save_form(text="lost", persona_choice="clinic-owner", touchpoint="invite-email")
    note = newest(pair)
    assert (note["persona"], note["touchpoint"]) == ("clinic-owner", "invite-email")


def test_others_can_be_added_and_stay_in_an_edit(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_note_form("/painpoint")
    mara.choose_value("stage", "onboarding", shows="touchpoint")
    mara.save_form(text="lost again", persona="Night Nurse", touchpoint_name="Phone call")
    note = newest(pair)
    assert (note["persona"], note["touchpoint"]) == ("night-nurse", "phone-call")
    mara.press_button("Edit")
    values = mara.form_values()
    assert (values["persona"], values["touchpoint_name"]) == ("night-nurse", "phone-call")
    mara.save_form(text="lost once more")
    note = newest(pair)
    assert (note["persona"], note["touchpoint"]) == ("night-nurse", "phone-call")
