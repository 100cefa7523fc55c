"""Somebody corrects themes in Slack, and what was said in private stays where it was said."""

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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark where two pains have been noted, one of them twice."""
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm) as made:
        mara = SlackUser(made, "mara")
        mara.types("/painpoint onboarding: the invite mail lands in spam severity:high")
        mara.types("/painpoint onboarding: the invite mail is in spam again severity:high")
        mara.types("/painpoint loyalty: login is slow on the phone")
        yield made


def newest(hands: SlackUser, has: str) -> dict[str, Any]:
    """Waymark's newest message to them that says this."""
    return until(
        lambda: next((m for m in reversed(hands.seen()) if has in shown(m["blocks"])), None)
    )


def chooses(hands: SlackUser, theme: str, what: str) -> None:
    """List the themes, and choose something in the menu of one."""
    hands.types("/journey themes")
    listed = newest(hands, "Themes of Buyer journey")
    block = next(b for b in listed["blocks"] if theme in (b.get("text") or {}).get("text", ""))
    menu = block["accessory"]
    value = next(o["value"] for o in menu["options"] if o["text"]["text"] == what)
    report = hands.person.click(hands.channel, listed["ts"], menu["action_id"], value)
    assert report["notice"] is None


def themes(hands: SlackUser) -> str:
    """The words of the list."""
    hands.types("/journey themes")
    blocks = newest(hands, "Themes of Buyer journey")["blocks"]
    return "\n".join((block.get("text") or {}).get("text", "") for block in blocks)


def test_a_theme_is_named_muted_and_shown_again(bench: RunningPair) -> None:
    mara, tomas = SlackUser(bench, "mara"), SlackUser(bench, "tomas")
    assert "2 notes · weight 6 · new · Onboarding" in themes(tomas)
    chooses(tomas, "invite mail", "Rename…")
    tomas.form()
    assert tomas.submits(theme_name="Invites <!here> & spam") == {}
    newest(tomas, "is now called “Invites <!here> & spam”")
    assert "Invites &lt;!here&gt; &amp; spam" in themes(mara)
    assert "<@U0TOMAS> renamed a theme" in themes(mara)
    chooses(mara, "Invites", "Mute")
    newest(mara, "is muted. Reviews and maps leave it out")
    assert "1 theme is muted" in mara.reads("/journey review")
    assert "Invites" not in mara.reads("/journey map")
    assert themes(mara).index("login") < themes(mara).index("🔇 Invites")
    assert "1 of them muted" in shown(newest(mara, "Themes of Buyer journey")["blocks"])
    mara.presses("Unmute")
    newest(mara, "is shown again")
    assert "Invites" in mara.reads("/journey review")


def test_themes_are_merged_and_that_is_taken_back(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    chooses(mara, "invite mail", "Merge…")
    options = mara.form()["blocks"][-1]["element"]["options"]
    assert [option["text"]["text"] for option in options] == ["login is slow on the phone (1)"]
    assert mara.submits(theme_other=options[0]["value"]) == {}
    newest(mara, "are one theme")
    assert "3 notes · weight 8" in themes(mara)
    mara.presses("Undo")
    newest(mara, "is undone")
    assert "3 notes" not in themes(mara)


def test_notes_are_split_off_and_what_splits_nothing_is_refused(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    chooses(mara, "login", "Split…")
    assert "nothing to split" in mara.refused_form()
    mara.person.close()
    chooses(mara, "invite mail", "Split…")
    options = mara.form()["blocks"][-1]["element"]["options"]
    field = "theme_notes.0"
    both = [option["value"] for option in options]
    assert mara.submits(**{field: both})[field] == "Leave at least one note where it is."
    assert mara.submits(**{field: []})[field].startswith("Tick the notes")
    assert mara.submits(**{field: both[:1]}) == {}
    newest(mara, "Split off 1 note")
    assert themes(mara).count("1 note · weight 3") == 2


def test_a_themes_notes_are_listed(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    for number in range(9):
        mara.types(f"/painpoint onboarding: invite mail in spam, customer {number}")
    chooses(mara, "invite mail", "Show notes")
    first = shown(newest(mara, "11 notes in Buyer journey, 2026-Q3")["blocks"])
    assert "login" not in first
    assert "page 1 of 2" in first
    mara.presses("Older")
    assert "again" in shown(newest(mara, "page 2 of 2")["blocks"])


def test_what_is_said_in_a_private_channel_is_counted_and_not_quoted(bench: RunningPair) -> None:
    mara, priya = SlackUser(bench, "mara", LEADS), SlackUser(bench, "priya", LEADS)
    tomas = SlackUser(bench, "tomas")
    ts = priya.person.say(LEADS, SECRET)
    mara.person.shortcut("save_message", LEADS, ts)
    until(lambda: [row for row in exported(bench) if row["text"] == SECRET])
    mara.types("/painpoint decision: typed there for all")
    listed = tomas.reads("/journey notes")
    assert PRIVATE_TEXT in listed
    assert "typed there for all" in listed
    assert "No notes match" in tomas.reads("/journey search contract")
    for hands in (mara, priya, SlackUser(bench, "priya", CHANNEL)):
        assert SECRET in hands.reads("/journey search contract")
    assert UNTITLED in themes(tomas)
    assert SECRET in themes(priya)
    for command in ("review", "map", "themes", "notes"):
        assert "Acme" not in tomas.reads(f"/journey {command}")
    bench.time_is(bench.clock.now().replace(month=10))
    (outcome,) = bench.waymark.services.post_due_reviews()
    assert outcome.result.done
    said = [*bench.posts(CHANNEL), *bench.replies(CHANNEL)]
    assert "Acme" not in str(said)
    assert UNTITLED in "".join(shown(message["blocks"]) for message in said)
    pains = next(m for m in bench.replies(CHANNEL) if m["text"].startswith("Pains"))
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
