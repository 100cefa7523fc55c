"""Notes follow the Slack messages they came from, as far as their author saved them."""

from datetime import timedelta

import pytest

from domain.map_history import FieldChange
from domain.note_changes import NoteChangeType
from domain.notes import Message, NoteKind
from tests.bot.env import Env, pain_score, part
from tests.bot.note_steps import (
    MESSAGE,
    by,
    changing,
    following,
    form,
    found,
    history,
    note_of,
    save,
    say,
    support,
)

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY

MINUTE, MOMENT = timedelta(minutes=1), timedelta(microseconds=1)


def edited(env: Env, text: str, message: Message = MESSAGE, before: str | None = None) -> None:
    """Its author edits the message; `before` is what it said, where Slack tells."""
    following(env).follow_edit(env.ws, message, text, before)


def withdraw(env: Env, user: str, kind: NoteKind | None = PAIN) -> None:
    """Somebody takes their reaction back."""
    following(env).withdraw(env.ws, user, MESSAGE, kind)


def test_what_its_own_author_saved_is_reworded_and_scored_anew(env: Env) -> None:
    note_id = say(env, "pain point in onboarding: the page is terrible").note_id
    env.clock.advance(MINUTE)
    edited(env, "pain point in onboarding: the page is wonderful")
    note = note_of(env, note_id)
    assert (note.text, note.stage) == ("the page is wonderful", "onboarding")
    assert note.score == note.mood == pain_score("the page is wonderful") > 0
    assert (note.label, note.edited_at) == ("positive", env.clock.now())
    assert env.figures()["stages"][3]["mean"] == note.mood
    (recorded,) = history(env, note_id)
    assert (recorded.at, recorded.author, recorded.change_type) == (
        env.clock.now(),
        "U1",
        NoteChangeType.EDITED,
    )
    assert recorded.edits == (FieldChange("text", "the page is terrible", "the page is wonderful"),)
    assert (found(env, "terrible"), found(env, "wonderful")) == (set(), {note.text})


def test_a_declared_feeling_stays_the_mood(env: Env) -> None:
    note_id = say(env, "onboarding: a page feeling:frustrated").note_id
    edited(env, "onboarding: a wonderful page")
    assert part(env.rows()[0], "text", "mood", "feeling") == ("a wonderful page", -1, -2)
    assert note_of(env, note_id).sentiment_score.value > 0


@pytest.mark.parametrize(
    ("said", "edited_to", "text"),
    [
        ("Opportunity: a link", "Opportunity: a referral link", "a referral link"),
        ("onboarding: slow", "onboarding: very slow", "very slow"),
        ("slow", "onboarding: very slow", "very slow"),
        ("onb: slow", "onb: very slow", "very slow"),
        ("delivery: slow", "delivery: very slow", "delivery: very slow"),
        ("slow team:sales", "very slow team:sales", "very slow"),
        ("slow", "severity:high", "severity:high"),
        ("slow", "onboarding:", "onboarding:"),
        ("slow", " very\x00 slow ", "very slow"),
    ],
)
def test_words_said_to_waymark_are_saved_without_their_kind_and_stage(
    env: Env, said: str, edited_to: str, text: str
) -> None:
    note_id = say(env, said).note_id
    edited(env, edited_to)
    assert note_of(env, note_id).text == text


@pytest.mark.parametrize(
    "line", ["onboarding: it broke", "it broke severity:high", "Pain: it broke"]
)
def test_a_message_its_author_saved_word_by_word_stays_so(env: Env, line: str) -> None:
    note_id = save(env, line, speaker="U1").note_id
    assert note_of(env, note_id).text == line
    edited(env, f"{line} again")
    assert note_of(env, note_id).text == f"{line} again"


@pytest.mark.parametrize("text", ["pain point in onboarding: slow", "", " ", "\x00"])
def test_an_edit_that_says_the_same_or_nothing_changes_nothing(env: Env, text: str) -> None:
    note_id = say(env, "pain point in onboarding: slow").note_id
    before = note_of(env, note_id)
    edited(env, text)
    assert (note_of(env, note_id), history(env, note_id)) == (before, [])


def test_an_edit_delivered_twice_is_one(env: Env) -> None:
    note_id = say(env, "slow").note_id
    for _ in range(2):
        edited(env, "very slow")
    assert len(history(env, note_id)) == 1


def by_hand(env: Env, note_id: int) -> None:
    """The author edits the note itself."""
    changing(env).edit(by(env), note_id, PAIN, form("slow on Fridays", severity=1))


@pytest.mark.parametrize("before", ["slow", None])
def test_a_link_that_unfurls_leaves_a_note_edited_by_hand_as_it_is(
    env: Env, before: str | None
) -> None:
    note_id = say(env, "slow").note_id
    by_hand(env, note_id)
    edited(env, "slow", before=before)
    assert note_of(env, note_id).text == "slow on Fridays"


def test_a_message_that_really_says_something_else_is_followed_by_a_note_edited_by_hand(
    env: Env,
) -> None:
    note_id = say(env, "slow severity:high").note_id
    by_hand(env, note_id)
    edited(env, "very slow severity:high", before="slow severity:high")
    note = note_of(env, note_id)
    # What the edit did not touch stays as somebody chose it.
    assert (note.text, note.details.severity) == ("very slow", 1)


def test_words_that_an_edit_adds_are_taken_over(env: Env) -> None:
    note_id = say(env, "slow team:sales").note_id
    env.clock.advance(MINUTE)
    edited(
        env,
        "slow team:sales severity:high feeling:frustrated on:2026-08-10",
        before="slow team:sales",
    )
    note = note_of(env, note_id)
    details = note.details
    assert (note.text, details.team, details.severity, details.feeling, note.mood) == (
        *("slow", "sales", 3, -2, -1),
    )
    assert note.occurred_at.date().isoformat() == "2026-08-10"
    (recorded,) = history(env, note_id)
    assert [(edit.field, edit.before, edit.after) for edit in recorded.edits[:2]] == [
        ("severity", None, "3"),
        ("feeling", None, "-2"),
    ]
    assert [edit.field for edit in recorded.edits[2:]] == ["happened"]


def test_a_kind_and_a_stage_that_an_edit_adds_are_taken_over(env: Env) -> None:
    note_id = say(env, "a friendly call").note_id
    edited(env, "opportunity in loyalty: a friendly call", before="a friendly call")
    note = note_of(env, note_id)
    assert (note.kind, note.stage, note.text) == (IDEA, "loyalty", "a friendly call")
    assert env.rows()[0]["stage"] == "loyalty"


def test_a_kind_its_message_is_saved_as_already_is_not_taken_over(env: Env) -> None:
    note_id = say(env, "slow").note_id
    save(env, "slow", kind=IDEA, speaker="U1")
    edited(env, "opportunity: slow call", before="slow")
    assert note_of(env, note_id).kind is not IDEA


def test_an_edit_across_a_quarters_end_moves_the_note_there(env: Env) -> None:
    note_id = say(env, "slow").note_id
    edited(env, "slow on:2026-06-30", before="slow")
    assert note_of(env, note_id).occurred_at.date().isoformat() == "2026-06-30"
    assert env.figures()["notes"]["total"] == 0


@pytest.mark.parametrize("speaker", ["U9", None])
def test_what_somebody_else_saved_is_evidence_and_stays(env: Env, speaker: str) -> None:
    note_id = save(env, "terrible", speaker=speaker).note_id
    before = note_of(env, note_id)
    edited(env, "wonderful")
    assert (note_of(env, note_id), history(env, note_id)) == (before, [])


def test_only_the_authors_own_note_of_a_message_follows_it(env: Env) -> None:
    mine = save(env, "slow", kind=IDEA, author="U9").note_id
    theirs = save(env, "slow", kind=PAIN).note_id
    other = save(env, "slow", author="U9", message=Message("C1", "1.2")).note_id
    edited(env, "fast")
    assert [note_of(env, n).text for n in (mine, theirs, other)] == ["fast", "slow", "slow"]


def test_where_a_note_came_from_is_saved(env: Env) -> None:
    note_id = save(env).note_id
    following(env).set_permalink(env.ws, note_id, "https://x.slack.com/1")
    assert part(env.rows()[0], "permalink") == ("https://x.slack.com/1",)


@pytest.mark.parametrize(
    ("first", "excerpt"),
    [("Who  waited?\n", "Who waited?"), (" \x00", None), ("x" * 301, "x" * 299 + "…")],
)
def test_the_beginning_of_what_it_replied_to_outlasts_edits_and_goes_with_it(
    env: Env, first: str, excerpt: str | None
) -> None:
    note_id = save(env).note_id
    assert following(env).set_reply_excerpt(env.ws, note_id, first) == excerpt
    by_hand(env, note_id)
    assert note_of(env, note_id).reply_to == excerpt
    assert save(env, author="U2").reply_to == excerpt


def linked(env: Env, author: str) -> int:
    """A note of a message of U9, with its link."""
    note_id = save(env, author=author, speaker="U9").note_id
    following(env).set_permalink(env.ws, note_id, "https://x.slack.com/1")
    return note_id


def test_with_its_message_goes_what_its_author_saved(env: Env) -> None:
    note_id = linked(env, "U9")
    for _ in range(2):
        following(env).follow_deletion(env.ws, MESSAGE)
    assert (env.rows(), note_of(env, note_id).deleted_at) == ([], env.clock.now())
    assert [recorded.change_type for recorded in history(env, note_id)] == [NoteChangeType.DELETED]


@pytest.mark.parametrize(("author", "supported"), [("U1", False), ("U1", True), ("U9", True)])
def test_what_others_saved_or_have_seen_too_outlives_its_message_without_the_link(
    env: Env, author: str, supported: bool
) -> None:
    note_id = linked(env, author)
    if supported:
        support(env, note_id, "U5")
    following(env).follow_deletion(env.ws, MESSAGE)
    assert part(env.rows()[0], "text", "permalink") == ("it broke", None)
    assert history(env, note_id) == []


@pytest.mark.parametrize(
    ("after", "gone"), [(timedelta(), True), (MINUTE, True), (MINUTE + MOMENT, False)]
)
def test_a_reaction_taken_back_within_a_minute_was_a_slip(
    env: Env, after: timedelta, gone: bool
) -> None:
    note_id = save(env).note_id
    env.clock.advance(after)
    withdraw(env, "U1")
    assert (env.rows() == []) is gone
    assert [recorded.change_type for recorded in history(env, note_id)] == [
        NoteChangeType.DELETED
    ] * gone


def test_with_supporters_a_note_stays_though_its_author_takes_it_back(env: Env) -> None:
    save(env)
    save(env, author="U2")
    withdraw(env, "U1")
    assert part(env.rows()[0], "author", "supporters") == ("U1", 2)


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=9)])
def test_a_supporter_who_takes_it_back_counts_no_more_whenever(env: Env, after: timedelta) -> None:
    save(env)
    for author in ("U2", "U3"):
        save(env, author=author)
    env.clock.advance(after)
    for _ in range(2):
        withdraw(env, "U2")
    withdraw(env, "U7")
    assert part(env.rows()[0], "author", "supporters") == ("U1", 2)
    assert save(env, author="U2", receipt="event:E9").supported


def test_when_the_last_supporter_takes_it_back_the_author_may_too(env: Env) -> None:
    save(env)
    save(env, author="U2")
    for user in ("U2", "U1"):
        withdraw(env, user)
    assert env.rows() == []


def test_one_reaction_taken_back_leaves_the_other_kind_as_it_is(env: Env) -> None:
    for author in ("U1", "U2"):
        for kind in (PAIN, IDEA):
            save(env, author=author, kind=kind)
    withdraw(env, "U2", IDEA)
    assert [row["supporters"] for row in env.rows()] == [2, 1]
    withdraw(env, "U1", IDEA)
    assert [row["kind"] for row in env.rows()] == ["pain point"]


def test_messages_of_another_workspace_are_not_meant(env: Env) -> None:
    save(env, speaker="U1", workspace=env.other)
    edited(env, "fast")
    withdraw(env, "U1")
    following(env).follow_deletion(env.ws, MESSAGE)
    assert [row["text"] for row in env.rows(env.other)] == ["it broke"]
