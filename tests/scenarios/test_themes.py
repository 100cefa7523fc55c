"""Pains are sorted into themes in Slack, and themes changed; private texts stay private."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import URL

from domain.access import PRIVATE_TEXT
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import BOT_TOKEN, RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.theme_steps import (
    choose_for_note,
    choose_for_theme,
    elements,
    last_screen,
    newest,
    note_menu,
    offered,
    pick,
    pick_new,
    save_pain,
    show_notes,
    sort_menus,
    themes,
    words,
)
from tests.scenarios.waiting import until

LEADS = "leads"

SECRET = "Acme says the contract is too expensive"

SPAM, AGAIN, LOGIN = (
    "the invite mail lands in spam",
    "the invite mail is in spam again",
    "login is slow on the phone",
)


@pytest.fixture
def empty(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark without notes."""
    calm = Settings(rate_limit=False)
    # The clock ticks where a test says so.
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm, tick_seconds=3600) as pair:
        yield pair


@pytest.fixture
def unsorted(empty: RunningPair) -> RunningPair:
    """Three pains in one stage and one in another, none of them sorted."""
    mara = SlackUser(empty, "mara")
    for text in (SPAM, AGAIN, LOGIN):
        mara.type_command(f"/painpoint onboarding: {text} severity:high team:support")
    mara.type_command("/painpoint loyalty: nobody answers the phone")
    return empty


@pytest.fixture
def pair(empty: RunningPair) -> RunningPair:
    """Two themes, one of them of two notes."""
    mara = SlackUser(empty, "mara")
    save_pain(mara, f"onboarding: {SPAM} severity:high", "Invites in spam")
    save_pain(mara, f"onboarding: {AGAIN} severity:high", "Invites in spam")
    save_pain(mara, f"loyalty: {LOGIN}", "Slow login")
    return empty


def test_a_saved_pain_point_gets_its_theme_from_the_menu(empty: RunningPair) -> None:
    mara, tomas = SlackUser(empty, "mara"), SlackUser(empty, "tomas")
    mara.type_command(f"/painpoint onboarding: {SPAM}")
    # Nothing is suggested yet.
    assert list(note_menu(newest(mara, SPAM))) == ["Said once", "New theme …", "Another theme …"]
    choose_for_note(mara, SPAM, "Another theme …")
    assert "There are no themes yet" in mara.form_refusal()
    mara.person.close()
    choose_for_note(mara, SPAM, "New theme …")
    mara.form()
    assert mara.submit_form(theme_name="  ")["theme_name"]
    assert mara.save_form(theme_name="Invites <!here> & spam").startswith(
        "Filed under Invites &lt;!here&gt; &amp; spam."
    )
    tomas.type_command(f"/painpoint onboarding: {AGAIN}")
    choose_for_note(tomas, AGAIN, "Another theme …")
    (menu,) = (b["element"] for b in tomas.form()["blocks"] if b["type"] == "input")
    assert [option["text"]["text"] for option in menu["options"]] == ["Invites <!here> & spam"]
    tomas.save_form(theme_other=menu["options"][0]["value"])
    assert "Invites <!here> & spam\ntwice · new · Onboarding" in themes(mara)
    mara.type_command(f"/painpoint onboarding: {LOGIN}")
    choose_for_note(mara, LOGIN, "Said once")
    newest(mara, "Noted as said once.")
    assert "1 more was said once" in mara.read_answer("/journey review")
    mara.press_button("Undo")
    newest(mara, "Undone: the sorting")
    assert "1 pain is not sorted yet" in mara.read_answer("/journey review")


def test_an_answer_suggests_what_people_said_before(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    save_pain(mara, "onboarding: yet another invite in spam", "Invites in spam")
    mara.type_command("/painpoint onboarding: no invite arrived")
    # As the clock does: suggestions come from what is in memory then.
    pair.waymark.services.theme_suggester.update_all()
    mara.type_command("/painpoint onboarding: the invite went to spam, they say")
    menu = note_menu(newest(mara, "they say"))
    assert "Invites in spam" in menu
    assert list(menu)[-3:] == ["Said once", "New theme …", "Another theme …"]
    choose_for_note(mara, "they say", "Invites in spam")
    newest(mara, "Filed under Invites in spam.")
    assert "Invites in spam\n4 times · new" in themes(mara)


def test_after_a_restart_themes_are_suggested_before_the_next_tick(sqlite_url: URL) -> None:
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm) as before:
        # Nothing is left to sort.
        save_pain(SlackUser(before, "mara"), f"onboarding: {SPAM}", "Invites in spam")
    later = StandingClock(2026, 8, 17)
    with running(sqlite_url, later, sandbox=calm, tick_seconds=3600) as after:
        mara, numbers = SlackUser(after, "mara"), itertools.count()
        # Models are loaded on a thread, within a second or so.
        found = until(lambda: _suggestions(mara, f"onboarding: invite {next(numbers)} in spam"))
    assert found == ["Invites in spam"]


def _suggestions(user: SlackUser, note: str) -> list[str]:
    """Save a pain point; return the themes its answer suggests."""
    user.type_command(f"/painpoint {note}")
    return list(note_menu(newest(user, note.partition(": ")[2])))[:-3]


def test_the_first_theme_is_suggested_by_the_words_of_alike_notes(unsorted: RunningPair) -> None:
    unsorted.waymark.services.theme_suggester.update_all()
    mara, text = SlackUser(unsorted, "mara"), "another invite mail that lands in spam"
    assert _suggestions(mara, f"onboarding: {text}") == ["New theme “Invite mail, spam”"]
    choose_for_note(mara, text, "New theme “Invite mail, spam”")
    newest(mara, "Filed under Invite mail, spam.")


def test_other_kinds_of_notes_have_no_theme(empty: RunningPair) -> None:
    mara = SlackUser(empty, "mara")
    mara.type_command("/touchpoint onboarding: the welcome call went well")
    assert not elements(newest(mara, "welcome call"), "note_theme")


def test_pains_are_sorted_a_screen_at_a_time(unsorted: RunningPair) -> None:
    mara = SlackUser(unsorted, "mara")
    mara.type_command("/journey themes")
    listed = newest(mara, "4 pains are not sorted yet, about a minute.")
    (button,) = elements(listed, "sort_pains")
    mara.person.click(mara.channel, listed["ts"], button["action_id"], button["value"])
    form = mara.form()
    assert "Onboarding\n4 pains to sort, about a minute." in words(form)
    menus = sort_menus(mara)
    assert set(menus) == {SPAM, AGAIN, LOGIN}
    assert menus[SPAM]["hint"]["text"] == "14 Aug 2026, support"
    assert offered(menus[SPAM])[-3:] == ["Said once", "New theme …", "Leave for later"]
    # The same name is the same theme.
    pick_new(mara, AGAIN, "Invites in spam")
    pick_new(mara, SPAM, " Invites  in spam")
    pick(mara, LOGIN, "Leave for later")
    assert mara.submit_form() == {}
    assert set(sort_menus(mara)) == {"nobody answers the phone"}
    assert "Loyalty\n2 pains to sort" in words(mara.form())
    pick(mara, "nobody answers the phone", "Said once")
    assert mara.submit_form() == {}
    assert (
        last_screen(mara)
        .strip()
        .startswith("Sorted 3 pains into 1 theme, 1 of them said once. 1 is left for later.")
    )
    mara.person.close()
    review = mara.read_answer("/journey review")
    assert "Invites in spam · twice · new · Onboarding · support" in review
    assert "1 more was said once, for example:" in review
    assert "“nobody answers the phone”" in review
    assert "1 pain is not sorted yet" in review
    assert "Hurts most: Invites in spam" in mara.read_answer("/journey map")
    assert "<@U0MARA> sorted 2 pains into “Invites in spam”, 14 Aug 2026" in themes(mara)
    mara.type_command("/journey themes sort")
    assert set(sort_menus(mara)) == {LOGIN}
    assert "Invites in spam" in offered(sort_menus(mara)[LOGIN])


def test_a_sorted_screen_is_undone(unsorted: RunningPair) -> None:
    mara, tomas = SlackUser(unsorted, "mara"), SlackUser(unsorted, "tomas")
    mara.type_command("/journey themes sort")
    for text in (SPAM, AGAIN):
        pick_new(mara, text, "Invites in spam")
    pick_new(mara, LOGIN, "Login")
    assert mara.submit_form() == {}
    until(lambda: "Loyalty" in words(mara.form()))
    assert "sorted 3 pains" in themes(tomas)
    tomas.press_button("Undo")
    newest(tomas, "Undone: the sorting.")
    assert "4 pains are not sorted yet" in themes(tomas)
    assert "undone by <@U0TOMAS>" in themes(tomas)


def test_a_name_is_asked_for_where_its_input_was_missed(unsorted: RunningPair) -> None:
    mara = SlackUser(unsorted, "mara")
    mara.type_command("/journey themes sort")
    menu = sort_menus(mara)[LOGIN]
    # Filled in without the change being sent, as when it is submitted at once.
    mara.person.fill(**{menu["block_id"]: "new"})
    assert mara.submit_form() == {}
    field = menu["block_id"].replace("sort_note", "name_sorted")
    until(lambda: any(b.get("block_id") == field for b in mara.form()["blocks"]))
    assert mara.submit_form(**{field: "Login"}) == {}
    until(lambda: "Loyalty" in words(mara.form()))
    assert "Login" in themes(mara)


def test_what_one_person_said_another_does_not_overrule(unsorted: RunningPair) -> None:
    mara, tomas = SlackUser(unsorted, "mara"), SlackUser(unsorted, "tomas")
    for user in (mara, tomas):
        user.type_command("/journey themes sort")
        user.form()
    pick_new(mara, SPAM, "Invites in spam")
    # A group of alike notes may be suggested for these.
    for text in (AGAIN, LOGIN):
        pick(mara, text, "Leave for later")
    assert mara.submit_form() == {}
    until(lambda: "Loyalty" in words(mara.form()))
    pick(tomas, LOGIN, "Leave for later")
    pick_new(tomas, SPAM, "Mail")
    pick_new(tomas, AGAIN, "Mail")
    assert tomas.submit_form() == {}
    until(lambda: "1 was sorted by others meanwhile." in words(tomas.form()))
    assert "Invites in spam\nonce" in themes(mara)
    assert "Mail\nonce" in themes(mara)


def test_guests_sort_nothing(unsorted: RunningPair) -> None:
    mara, guest = SlackUser(unsorted, "mara", "general"), SlackUser(unsorted, "gus", "general")
    mara.type_command("/journey use buyer")
    refused = "Guests cannot change themes. Nothing was changed."
    guest.type_command("/journey themes sort")
    assert refused in guest.form_refusal()
    guest.person.close()
    guest.type_command("/painpoint onboarding: the guide is out of date")
    choose_for_note(guest, "out of date", "Said once")
    newest(guest, refused)
    choose_for_note(guest, "out of date", "New theme …")
    guest.form()
    assert guest.submit_form(theme_name="Guide") == {"theme_name": refused}
    assert "5 pains are not sorted yet" in mara.read_answer("/journey review")


def test_a_theme_is_renamed_muted_and_shown_again(pair: RunningPair) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    assert "Invites in spam\ntwice · new · Onboarding" in themes(tomas)
    choose_for_theme(tomas, "Invites in spam", "Rename …")
    assert tomas.form_values() == {"theme_name": "Invites in spam"}
    assert "already" in tomas.submit_form(theme_name="slow  LOGIN")["theme_name"]
    assert tomas.submit_form(theme_name="Invites <!here> & spam") == {}
    newest(tomas, "It is called “Invites <!here> & spam” now.")
    assert "Invites <!here> & spam" in themes(mara)
    assert "<@U0TOMAS> renamed a theme" in str(newest(mara, "Latest changes")["blocks"])
    choose_for_theme(mara, "Invites", "Mute")
    newest(mara, "is muted. Reviews and maps leave it out")
    assert "1 theme is muted" in mara.read_answer("/journey review")
    assert "Invites" not in mara.read_answer("/journey map")
    assert themes(mara).index("Slow login") < themes(mara).index("🔇 Invites")
    assert "1 of them muted" in themes(mara)
    choose_for_theme(mara, "Invites", "Unmute")
    newest(mara, "is shown again")
    assert "Invites" in mara.read_answer("/journey review")


def test_many_themes_are_merged_and_that_is_undone(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    save_pain(mara, "onboarding: the mail never came", "Mail")
    choose_for_theme(mara, "Invites in spam", "Merge …")
    boxes = mara.form()["blocks"][-1]["element"]["options"]
    assert [one["text"]["text"] for one in boxes] == ["Mail", "Slow login"]
    field = "theme_others.0"
    assert mara.submit_form(**{field: []})[field] == "Tick the themes that are the same."
    assert mara.submit_form(**{field: [one["value"] for one in boxes]}) == {}
    newest(mara, "Merged. “Slow login” and “Mail” are part of “Invites in spam” now.")
    assert "4 times" in themes(mara)
    assert "Slow login" not in mara.read_answer("/journey map")
    mara.press_button("Undo")
    newest(mara, "Undone: the merge of “Invites in spam”.")
    listed = themes(mara)
    assert "Invites in spam\ntwice" in listed
    assert "Slow login\nonce" in listed


def test_notes_are_moved_out_of_a_theme(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    choose_for_theme(mara, "Invites in spam", "Move notes …")
    boxes = next(b for b in mara.form()["blocks"] if b.get("block_id") == "theme_notes.0")
    again = next(
        one["value"] for one in boxes["element"]["options"] if one["text"]["text"] == AGAIN
    )
    assert "theme_notes.0" in mara.submit_form(theme_name="Mail")
    ticked = {"theme_notes.0": [again]}
    assert "theme_other" in mara.submit_form(**ticked, theme_name="")
    both = mara.submit_form(**ticked, theme_name="Mail", theme_other="once")
    assert both["theme_name"] == "Choose a theme or type a new name, not both."
    mara.person.close()
    choose_for_theme(mara, "Invites in spam", "Move notes …")
    mara.form()
    assert mara.submit_form(**ticked, theme_name="Mail") == {}
    newest(mara, "Moved 1 note to “Mail”.")
    listed = themes(mara)
    assert "Mail\nonce" in listed
    assert "Invites in spam\nonce" in listed
    choose_for_theme(mara, "Mail", "Move notes …")
    mara.form()
    assert mara.submit_form(**ticked, theme_other="once") == {}
    newest(mara, "Moved 1 note out: said once.")
    choose_for_theme(mara, "Mail", "Move notes …")
    assert "“Mail” has no notes in 2026-Q3." in mara.form_refusal()


def test_tracked_words_are_saved_and_suggest_first(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    choose_for_theme(mara, "Slow login", "Tracked words …")
    mara.form()
    assert "theme_words" in mara.submit_form(theme_words="ab, price letter")
    assert mara.submit_form(theme_words="Price  Letter, sign in") == {}
    newest(mara, "“Slow login” is suggested first for new notes with “price letter” or “sign in”.")
    assert "tracks price letter, sign in" in themes(mara)
    choose_for_theme(mara, "Slow login", "Tracked words …")
    assert mara.form_values() == {"theme_words": "price letter, sign in"}
    mara.person.close()
    mara.type_command("/painpoint onboarding: they got the price letter twice")
    mara.type_command("/journey themes sort")
    menu = sort_menus(mara)["they got the price letter twice"]
    assert offered(menu)[0] == "Slow login"
    assert menu["element"]["initial_option"]["text"]["text"] == "Slow login"


def test_a_themes_notes_are_listed(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    for number in range(9):
        save_pain(mara, f"onboarding: spam again, customer {number}", "Invites in spam")
    show_notes(mara, "Invites in spam")
    first = shown(newest(mara, "11 notes in Buyer journey, 2026-Q3")["blocks"])
    assert "login" not in first
    assert "page 1 of 2" in first
    mara.press_button("Older")
    assert AGAIN in shown(newest(mara, "page 2 of 2")["blocks"])


@pytest.mark.parametrize(
    ("action", "value"),
    [("theme_menu.0", "split:1:2:2026-Q3"), ("unmute_theme.0", "1:2:2026-Q3")],
)
def test_a_button_of_an_older_version_says_so(empty: RunningPair, action: str, value: str) -> None:
    mara = SlackUser(empty, "mara")
    ts = _post(empty, action, value)
    mara.person.click(CHANNEL, ts, action, value)
    newest(mara, "That button is from an older version of Waymark.")


def _post(pair: RunningPair, action: str, value: str) -> str:
    """Post a message with an element as older versions made it; return its ts."""
    label = {"type": "plain_text", "text": "Unmute"}
    element: dict[str, Any] = {"type": "button", "text": label, "value": value}
    if action.startswith("theme_menu"):
        element = {"type": "overflow", "options": [{"text": label, "value": value}]}
    client = WebClient(token=BOT_TOKEN, base_url=f"{pair.slack.url}/api/")
    blocks = [{"type": "actions", "elements": [{**element, "action_id": action}]}]
    return str(client.chat_postMessage(channel=CHANNEL, text="Themes", blocks=blocks)["ts"])


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
    # People of that channel sort it; others are not asked.
    tomas.type_command("/journey themes sort")
    assert set(sort_menus(tomas)) == {"typed there for all"}
    pick_new(tomas, "typed there for all", "Contracts")
    assert tomas.submit_form() == {}
    assert "1 more was noted in private channels" in last_screen(tomas)
    mara.type_command("/journey themes sort")
    pick(mara, SECRET, "Contracts")
    assert mara.submit_form() == {}
    assert "Sorted 1 pain into 1 theme." in last_screen(mara)
    for command in ("review", "map", "themes", "notes"):
        assert "Acme" not in tomas.read_answer(f"/journey {command}")
    assert "Contracts\ntwice" in themes(tomas)
    pair.set_time(pair.clock.now().replace(month=10))
    (outcome,) = pair.waymark.services.post_due_reviews()
    assert outcome.result.done
    answer = [*pair.posts(CHANNEL), *pair.replies(CHANNEL)]
    assert "Acme" not in str(answer)
    pains = next(m for m in pair.replies(CHANNEL) if m["text"].startswith("Pains"))
    assert "Contracts · twice · new" in shown(pains["blocks"])
    make = elements(pains, "make_action")
    titles = []
    for one in make:
        mara.person.click(CHANNEL, pains["ts"], one["action_id"], one["value"])
        titles.append(shown(mara.form()["blocks"]))
        mara.person.close()
    assert "Contracts" in "".join(titles)
    assert "Acme" not in "".join(titles)
