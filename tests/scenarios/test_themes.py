"""Themes are corrected in Slack; private messages are not quoted elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from domain.access import PRIVATE_TEXT
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

LEADS = "leads"

SECRET = "Acme says the contract is too expensive"

UNTITLED = "a pain noted in a private channel"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark where two pains have been noted, one of them twice."""
    calm = Settings(rate_limit=False)
    # The clock ticks where a test says so.
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm, tick_seconds=3600) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/painpoint onboarding: the invite mail lands in spam severity:high")
        mara.type_command("/painpoint onboarding: the invite mail is in spam again severity:high")
        mara.type_command("/painpoint loyalty: login is slow on the phone")
        yield pair


def newest(user: SlackUser, has: str) -> dict[str, Any]:
    """Waymark's newest message to them that says this."""
    return until(
        lambda: next(
            (m for m in reversed(user.visible_messages()) if has in shown(m["blocks"])), None
        )
    )


def choose(user: SlackUser, theme: str, what: str) -> None:
    """List the themes and choose an option in the menu of one."""
    user.type_command("/journey themes")
    listed = newest(user, "Themes of Buyer journey")
    block = next(b for b in listed["blocks"] if theme in (b.get("text") or {}).get("text", ""))
    menu = block["accessory"]
    value = next(o["value"] for o in menu["options"] if o["text"]["text"] == what)
    report = user.person.click(user.channel, listed["ts"], menu["action_id"], value)
    assert report["notice"] is None


def themes(user: SlackUser) -> str:
    """The words of the list."""
    user.type_command("/journey themes")
    blocks = newest(user, "Themes of Buyer journey")["blocks"]
    return "\n".join((block.get("text") or {}).get("text", "") for block in blocks)


def test_a_theme_is_named_muted_and_shown_again(pair: RunningPair) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    assert "2 notes · weight 6 · new · Onboarding" in themes(tomas)
    choose(tomas, "invite mail", "Rename…")
    tomas.form()
    assert tomas.submit_form(theme_name="Invites <!here> & spam") == {}
    newest(tomas, "is now called “Invites <!here> & spam”")
    assert "Invites &lt;!here&gt; &amp; spam" in themes(mara)
    assert "<@U0TOMAS> renamed a theme" in themes(mara)
    choose(mara, "Invites", "Mute")
    newest(mara, "is muted. Reviews and maps leave it out")
    assert "1 theme is muted" in mara.read_answer("/journey review")
    assert "Invites" not in mara.read_answer("/journey map")
    assert themes(mara).index("login") < themes(mara).index("🔇 Invites")
    assert "1 of them muted" in shown(newest(mara, "Themes of Buyer journey")["blocks"])
    mara.press_button("Unmute")
    newest(mara, "is shown again")
    assert "Invites" in mara.read_answer("/journey review")


def test_themes_are_merged_and_that_is_taken_back(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    choose(mara, "invite mail", "Merge…")
    options = mara.form()["blocks"][-1]["element"]["options"]
    assert [option["text"]["text"] for option in options] == ["login is slow on the phone (1)"]
    assert mara.submit_form(theme_other=options[0]["value"]) == {}
    newest(mara, "are one theme")
    assert "3 notes · weight 8" in themes(mara)
    mara.press_button("Undo")
    newest(mara, "is undone")
    assert "3 notes" not in themes(mara)


def test_notes_are_split_off_and_what_splits_nothing_is_refused(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    choose(mara, "login", "Split…")
    assert "nothing to split" in mara.form_refusal()
    mara.person.close()
    choose(mara, "invite mail", "Split…")
    options = mara.form()["blocks"][-1]["element"]["options"]
    field = "theme_notes.0"
    both = [option["value"] for option in options]
    assert mara.submit_form(**{field: both})[field] == "Leave at least one note where it is."
    assert mara.submit_form(**{field: []})[field].startswith("Tick the notes")
    assert mara.submit_form(**{field: both[:1]}) == {}
    newest(mara, "Split off 1 note")
    assert themes(mara).count("1 note · weight 3") == 2


def test_a_themes_notes_are_listed(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    for number in range(9):
        mara.type_command(f"/painpoint onboarding: invite mail in spam, customer {number}")
    choose(mara, "invite mail", "Show notes")
    first = shown(newest(mara, "11 notes in Buyer journey, 2026-Q3")["blocks"])
    assert "login" not in first
    assert "page 1 of 2" in first
    mara.press_button("Older")
    assert "again" in shown(newest(mara, "page 2 of 2")["blocks"])


def test_messages_of_a_private_channel_are_counted_and_not_quoted(pair: RunningPair) -> None:
    mara, priya = SlackUser(pair, "mara", LEADS), SlackUser(pair, "priya", LEADS)
    tomas = SlackUser(pair, "tomas")
    ts = priya.person.say(LEADS, SECRET)
    mara.person.shortcut("save_message", LEADS, ts)
    until(lambda: [row for row in exported(pair) if row["text"] == SECRET])
    mara.type_command("/painpoint decision: typed there for all")
    listed = tomas.read_answer("/journey notes")
    assert PRIVATE_TEXT in listed
    assert "typed there for all" in listed
    assert "No notes match" in tomas.read_answer("/journey search contract")
    for user in (mara, priya, SlackUser(pair, "priya", CHANNEL)):
        assert SECRET in user.read_answer("/journey search contract")
    assert UNTITLED in themes(tomas)
    assert SECRET in themes(priya)
    for command in ("review", "map", "themes", "notes"):
        assert "Acme" not in tomas.read_answer(f"/journey {command}")
    pair.set_time(pair.clock.now().replace(month=10))
    (outcome,) = pair.waymark.services.post_due_reviews()
    assert outcome.result.done
    answer = [*pair.posts(CHANNEL), *pair.replies(CHANNEL)]
    assert "Acme" not in str(answer)
    assert UNTITLED in "".join(shown(message["blocks"]) for message in answer)
    pains = next(m for m in pair.replies(CHANNEL) if m["text"].startswith("Pains"))
    make = [
        one
        for block in pains["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("make_action")
    ]
    titles = []
    for one in make:
        # She has saved it and may read it; whoever lists the actions may not.
        mara.person.click(CHANNEL, pains["ts"], one["action_id"], one["value"])
        titles.append(str(mara.form()["state"]["values"]["title"]))
        mara.person.close()
    assert UNTITLED in "".join(titles)
    assert "Acme" not in "".join(titles)
