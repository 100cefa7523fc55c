"""Notes follow the Slack messages they came from, as far as their author saved them."""

from datetime import timedelta

import pytest

from bot.domain.history import Edit
from bot.domain.note_changes import NoteDeed
from bot.domain.notes import Message, NoteKind
from tests.bot.usecases.house import House, heard_as_pain, part
from tests.bot.usecases.living import (
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


def edited(house: House, text: str, message: Message = MESSAGE, before: str | None = None) -> None:
    """Its author edits the message; `before` is what it said, where Slack tells."""
    following(house).edited(house.ws, message, text, before)


def withdraw(house: House, user: str, kind: NoteKind | None = PAIN) -> None:
    """Somebody takes their reaction back."""
    following(house).withdraw(house.ws, user, MESSAGE, kind)


def test_what_its_own_author_saved_is_reworded_and_scored_anew(house: House) -> None:
    note_id = say(house, "pain point in onboarding: the page is terrible").note_id
    house.clock.advance(MINUTE)
    edited(house, "pain point in onboarding: the page is wonderful")
    note = note_of(house, note_id)
    assert (note.text, note.stage) == ("the page is wonderful", "onboarding")
    assert note.score == note.mood == heard_as_pain("the page is wonderful") > 0
    assert (note.label, note.edited_at) == ("positive", house.clock.now())
    assert house.figures()["stages"][3]["mean"] == note.mood
    (kept,) = history(house, note_id)
    assert (kept.at, kept.author, kept.deed) == (house.clock.now(), "U1", NoteDeed.EDITED)
    assert kept.edits == (Edit("text", "the page is terrible", "the page is wonderful"),)
    assert (found(house, "terrible"), found(house, "wonderful")) == (set(), {note.text})


def test_a_declared_feeling_stays_the_mood(house: House) -> None:
    note_id = say(house, "onboarding: a page feeling:frustrated").note_id
    edited(house, "onboarding: a wonderful page")
    assert part(house.rows()[0], "text", "mood", "feeling") == ("a wonderful page", -1, -2)
    assert note_of(house, note_id).heard.value > 0


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
def test_words_said_to_waymark_are_kept_without_their_kind_and_stage(
    house: House, said: str, edited_to: str, text: str
) -> None:
    note_id = say(house, said).note_id
    edited(house, edited_to)
    assert note_of(house, note_id).text == text


@pytest.mark.parametrize(
    "line", ["onboarding: it broke", "it broke severity:high", "Pain: it broke"]
)
def test_a_message_its_author_saved_word_by_word_stays_so(house: House, line: str) -> None:
    note_id = save(house, line, speaker="U1").note_id
    assert note_of(house, note_id).text == line
    edited(house, f"{line} again")
    assert note_of(house, note_id).text == f"{line} again"


@pytest.mark.parametrize("text", ["pain point in onboarding: slow", "", " ", "\x00"])
def test_an_edit_that_says_the_same_or_nothing_changes_nothing(house: House, text: str) -> None:
    note_id = say(house, "pain point in onboarding: slow").note_id
    before = note_of(house, note_id)
    edited(house, text)
    assert (note_of(house, note_id), history(house, note_id)) == (before, [])


def test_an_edit_delivered_twice_is_one(house: House) -> None:
    note_id = say(house, "slow").note_id
    for _ in range(2):
        edited(house, "very slow")
    assert len(history(house, note_id)) == 1


def by_hand(house: House, note_id: int) -> None:
    """The author edits the note itself."""
    changing(house).edit(by(house), note_id, PAIN, form("slow on Fridays", severity=1))


@pytest.mark.parametrize("before", ["slow", None])
def test_a_link_that_unfurls_leaves_a_note_edited_by_hand_as_it_is(
    house: House, before: str | None
) -> None:
    note_id = say(house, "slow").note_id
    by_hand(house, note_id)
    edited(house, "slow", before=before)
    assert note_of(house, note_id).text == "slow on Fridays"


def test_a_message_that_really_says_something_else_is_followed_by_a_note_edited_by_hand(
    house: House,
) -> None:
    note_id = say(house, "slow severity:high").note_id
    by_hand(house, note_id)
    edited(house, "very slow severity:high", before="slow severity:high")
    note = note_of(house, note_id)
    # What the edit did not touch stays as somebody chose it.
    assert (note.text, note.details.severity) == ("very slow", 1)


def test_words_that_an_edit_adds_are_taken_over(house: House) -> None:
    note_id = say(house, "slow team:sales").note_id
    house.clock.advance(MINUTE)
    edited(
        house,
        "slow team:sales severity:high feeling:frustrated on:2026-08-10",
        before="slow team:sales",
    )
    note = note_of(house, note_id)
    details = note.details
    assert (note.text, details.team, details.severity, details.feeling, note.mood) == (
        *("slow", "sales", 3, -2, -1),
    )
    assert note.occurred_at.date().isoformat() == "2026-08-10"
    (kept,) = history(house, note_id)
    assert [(edit.field, edit.before, edit.after) for edit in kept.edits[:2]] == [
        ("severity", None, "3"),
        ("feeling", None, "-2"),
    ]
    assert [edit.field for edit in kept.edits[2:]] == ["happened"]


def test_a_kind_and_a_stage_that_an_edit_adds_are_taken_over(house: House) -> None:
    note_id = say(house, "a friendly call").note_id
    edited(house, "opportunity in loyalty: a friendly call", before="a friendly call")
    note = note_of(house, note_id)
    assert (note.kind, note.stage, note.text) == (IDEA, "loyalty", "a friendly call")
    assert house.rows()[0]["stage"] == "loyalty"


def test_a_kind_its_message_is_saved_as_already_is_not_taken_over(house: House) -> None:
    note_id = say(house, "slow").note_id
    save(house, "slow", kind=IDEA, speaker="U1")
    edited(house, "opportunity: slow call", before="slow")
    assert note_of(house, note_id).kind is not IDEA


def test_an_edit_across_a_quarters_end_moves_the_note_there(house: House) -> None:
    note_id = say(house, "slow").note_id
    edited(house, "slow on:2026-06-30", before="slow")
    assert note_of(house, note_id).occurred_at.date().isoformat() == "2026-06-30"
    assert house.figures()["notes"]["total"] == 0


@pytest.mark.parametrize("speaker", ["U9", None])
def test_what_somebody_else_saved_is_evidence_and_stays(house: House, speaker: str) -> None:
    note_id = save(house, "terrible", speaker=speaker).note_id
    before = note_of(house, note_id)
    edited(house, "wonderful")
    assert (note_of(house, note_id), history(house, note_id)) == (before, [])


def test_only_the_authors_own_note_of_a_message_follows_it(house: House) -> None:
    mine = save(house, "slow", kind=IDEA, author="U9").note_id
    theirs = save(house, "slow", kind=PAIN).note_id
    other = save(house, "slow", author="U9", message=Message("C1", "1.2")).note_id
    edited(house, "fast")
    assert [note_of(house, n).text for n in (mine, theirs, other)] == ["fast", "slow", "slow"]


def test_where_a_note_came_from_is_kept(house: House) -> None:
    note_id = save(house).note_id
    following(house).link(house.ws, note_id, "https://x.slack.com/1")
    assert part(house.rows()[0], "permalink") == ("https://x.slack.com/1",)


@pytest.mark.parametrize(
    ("first", "kept"),
    [("Who  waited?\n", "Who waited?"), (" \x00", None), ("x" * 301, "x" * 299 + "…")],
)
def test_the_beginning_of_what_it_replied_to_is_kept_through_edits_and_goes_with_it(
    house: House, first: str, kept: str | None
) -> None:
    note_id = save(house).note_id
    assert following(house).answer(house.ws, note_id, first) == kept
    by_hand(house, note_id)
    assert note_of(house, note_id).reply_to == kept
    assert save(house, author="U2").reply_to == kept


def linked(house: House, author: str) -> int:
    """A note of a message of U9, with its link."""
    note_id = save(house, author=author, speaker="U9").note_id
    following(house).link(house.ws, note_id, "https://x.slack.com/1")
    return note_id


def test_with_its_message_goes_what_its_author_saved(house: House) -> None:
    note_id = linked(house, "U9")
    for _ in range(2):
        following(house).deleted(house.ws, MESSAGE)
    assert (house.rows(), note_of(house, note_id).deleted_at) == ([], house.clock.now())
    assert [kept.deed for kept in history(house, note_id)] == [NoteDeed.DELETED]


@pytest.mark.parametrize(("author", "supported"), [("U1", False), ("U1", True), ("U9", True)])
def test_what_others_saved_or_have_seen_too_outlives_its_message_without_the_link(
    house: House, author: str, supported: bool
) -> None:
    note_id = linked(house, author)
    if supported:
        support(house, note_id, "U5")
    following(house).deleted(house.ws, MESSAGE)
    assert part(house.rows()[0], "text", "permalink") == ("it broke", None)
    assert history(house, note_id) == []


@pytest.mark.parametrize(
    ("after", "gone"), [(timedelta(), True), (MINUTE, True), (MINUTE + MOMENT, False)]
)
def test_a_reaction_taken_back_within_a_minute_was_a_slip(
    house: House, after: timedelta, gone: bool
) -> None:
    note_id = save(house).note_id
    house.clock.advance(after)
    withdraw(house, "U1")
    assert (house.rows() == []) is gone
    assert [kept.deed for kept in history(house, note_id)] == [NoteDeed.DELETED] * gone


def test_with_supporters_a_note_stays_though_its_author_takes_it_back(house: House) -> None:
    save(house)
    save(house, author="U2")
    withdraw(house, "U1")
    assert part(house.rows()[0], "author", "supporters") == ("U1", 2)


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=9)])
def test_a_supporter_who_takes_it_back_counts_no_more_whenever(
    house: House, after: timedelta
) -> None:
    save(house)
    for author in ("U2", "U3"):
        save(house, author=author)
    house.clock.advance(after)
    for _ in range(2):
        withdraw(house, "U2")
    withdraw(house, "U7")
    assert part(house.rows()[0], "author", "supporters") == ("U1", 2)
    assert save(house, author="U2", receipt="event:E9").supported


def test_when_the_last_supporter_takes_it_back_the_author_may_too(house: House) -> None:
    save(house)
    save(house, author="U2")
    for user in ("U2", "U1"):
        withdraw(house, user)
    assert house.rows() == []


def test_one_reaction_taken_back_leaves_the_other_kind_as_it_is(house: House) -> None:
    for author in ("U1", "U2"):
        for kind in (PAIN, IDEA):
            save(house, author=author, kind=kind)
    withdraw(house, "U2", IDEA)
    assert [row["supporters"] for row in house.rows()] == [2, 1]
    withdraw(house, "U1", IDEA)
    assert [row["kind"] for row in house.rows()] == ["pain point"]


def test_messages_of_another_workspace_are_not_meant(house: House) -> None:
    save(house, speaker="U1", workspace=house.other)
    edited(house, "fast")
    withdraw(house, "U1")
    following(house).deleted(house.ws, MESSAGE)
    assert [row["text"] for row in house.rows(house.other)] == ["it broke"]
