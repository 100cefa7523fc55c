"""What was said in a private channel counts everywhere, and is read by who may read it alone."""

import json
from dataclasses import replace

import pytest

from bot.journeys.lookup import RequestScope
from bot.notes.capture import CaptureRequest
from bot.reviews.figures import compute_review
from domain.access import PRIVATE_TEXT, Audience
from domain.notes import Message, NoteKind
from domain.review_json import review_as_json
from domain.themes import PeriodTheme
from tests.bot.env import Env
from tests.bot.note_steps import by, changing, form, found, listed, note_of, placing, save, say
from tests.bot.themes.theme_steps import changing_themes, sort_into

SECRET = Message("G1", "1787000000.000200")


TEXT = "the contract of Acme is too expensive"


DM = "D1"


@pytest.fixture
def private_note(env: Env) -> int:
    """A message U9 wrote in the private channel G1, saved as a pain by U1."""
    env.channels.private.add("G1")
    return save(env, TEXT, message=SECRET, channel="G1").note_id


def seen_by(env: Env, user: str, channel: str | None = "C1") -> list[str]:
    """The texts somebody's list of notes holds."""
    return [note.text for note in listed(env, "", user, channel=channel).notes]


def pains(env: Env, channel: str | None) -> tuple[PeriodTheme, ...]:
    """The pains of a review asked for in a channel."""
    return env.services.reviews.compute(env.ws, place=RequestScope(channel)).pains


def test_saved_messages_and_mentions_of_private_channels_are_private(
    env: Env, private_note: int
) -> None:
    mention = say(env, "pain: too slow", message=replace(SECRET, ts="1.1"), channel="G1")
    typed = env.capture("onboarding: typed for all", channel="G1")
    public = save(env, "said for all")
    env.channels.private.add(DM)
    direct = say(env, "pain: told to you", message=Message(DM, "1.2"), channel=DM)
    # Of the direct messages of others it can only be pointed at.
    others = save(env, "told to him", message=Message(DM, "1.3"), channel=DM)
    ids = (
        private_note,
        mention.note_id,
        typed.note_id,
        public.note_id,
        direct.note_id,
        others.note_id,
    )
    assert [note_of(env, note).private for note in ids] == [True, True, False, False, False, True]


def test_parts_of_private_messages_and_those_not_known_any_more_are_private(env: Env) -> None:
    env.channels.private.add("G1")
    request = CaptureRequest(env.ws, "G1", "U1", None, "pain: too slow", is_free=True)
    part = replace(request, message=SECRET, is_part=True, receipt="held:1:0")
    other = replace(part, line="pain: too dear", receipt="held:1:1")
    unknown = replace(request, said_in="G1", receipt="held:2")
    saved = [env.services.notes.capture(one) for one in (part, other, unknown)]
    notes = [note_of(env, one.note_id) for one in saved]
    assert len({one.note_id for one in saved}) == len(saved)
    assert [note.private for note in notes] == [True, True, True]
    # They follow no edits: the message is more than each of them.
    assert [note.message for note in notes] == [None, None, None]
    again = env.services.notes.capture(part)
    assert (again.known, again.note_id) == (True, saved[0].note_id)


def test_a_private_note_is_for_all_once_its_channel_is_seen_to_be_public(
    env: Env, private_note: int
) -> None:
    # Slack did not answer then, so that nobody else was shown the words.
    elsewhere = save(env, "said elsewhere", message=replace(SECRET, channel="G2"), channel="G2")
    env.channels.private = {"G2"}
    hidden = save(env, "said elsewhere too", message=Message("G2", "1.5"), channel="G2")
    later = save(env, "said later", message=replace(SECRET, ts="1.4"), channel="G1")
    ids = (private_note, later.note_id, elsewhere.note_id, hidden.note_id)
    assert [note_of(env, note).private for note in ids] == [False, False, False, True]
    assert TEXT in seen_by(env, "U5")


def test_it_stays_private_whatever_becomes_of_it(env: Env, private_note: int) -> None:
    changing(env).edit(by(env), private_note, NoteKind.OPPORTUNITY, form("other words"))
    assert note_of(env, private_note).private
    assert seen_by(env, "U2") == [PRIVATE_TEXT]


@pytest.mark.parametrize(
    ("user", "channel", "reads"),
    [
        ("U1", "C1", True),
        ("U9", None, True),
        ("U2", "G1", True),
        ("U2", "C1", False),
        ("U2", None, False),
        ("U2", "G2", False),
    ],
)
def test_who_reads_it(
    env: Env, private_note: int, user: str, channel: str | None, *, reads: bool
) -> None:
    words = TEXT if reads else PRIVATE_TEXT
    assert seen_by(env, user, channel) == [words]
    assert found(env, "acme", user=user, channel=channel) == ({TEXT} if reads else set())
    inbox = env.services.inbox.show(env.ws, user, env.journey_by_key().id, channel)
    assert [note.text for note in inbox.notes] == [words]
    if channel is None:
        assert [note.text for _, note in env.home(user).unsorted] == [words]
    supported = env.services.note_edits.support(env.ws, user, private_note, channel)
    assert supported.note.text == words
    # Having seen the same makes nobody a reader.
    assert seen_by(env, user, channel) == [words]
    rows = env.services.exports.notes(env.ws, "buyer", Audience(channel, user))
    assert [row["text"] for row in rows] == [words]
    assert placing(env).place(by(env, user), private_note, "onboarding", channel).note.text == words
    shown = changing_themes(env).get_theme(
        env.ws, user, sort_into(env, "Prices", [private_note]), channel
    )
    assert [note.text for note in shown.notes] == [words]


def test_whoever_runs_waymark_exports_it_whole(env: Env, private_note: int) -> None:
    assert [row["text"] for row in env.rows()] == [TEXT]


@pytest.mark.slow
def test_a_review_counts_it_and_quotes_it_in_its_own_channel_alone(
    env: Env, private_note: int
) -> None:
    other = save(env, TEXT, message=replace(SECRET, ts="1.9"), channel="G1").note_id
    sort_into(env, "Prices", [private_note, other])
    (elsewhere,) = pains(env, "C1")
    (there,) = pains(env, "G1")
    assert (elsewhere.title, elsewhere.quote, elsewhere.n) == ("Prices", None, 2)
    assert there.quote is not None
    assert (there.title, there.quote.text, there.quote.note_id) == ("Prices", TEXT, other)
    placing(env).place(by(env), private_note, "onboarding")
    placing(env).place(by(env), other, "onboarding")
    assert env.column("onboarding").pains[0].quote is None
    quote = env.map(place=RequestScope("G1")).stages[3].pains[0].quote
    assert quote is not None
    assert quote.text == TEXT


def test_figures_never_hold_it_for_they_are_exported(env: Env, private_note: int) -> None:
    sort_into(env, None, [private_note])
    journey = env.journey_by_key()
    with env.storage.read(env.ws) as uow:
        now = env.clock.now()
        period = journey.period_of(now)
        review = compute_review(
            uow, journey, period, complete=False, now=now, audience=Audience("G1")
        )
    assert [quote.text for quote in review.said_once.quotes] == [TEXT]
    assert TEXT not in json.dumps(review_as_json(review))
    assert env.services.reviews.compute(env.ws).said_once.quotes == ()


def test_a_theme_quotes_those_of_its_notes_that_may_be(env: Env, private_note: int) -> None:
    public = env.capture("onboarding: contract too expensive, says Acme").note_id
    sort_into(env, "Prices", [private_note, public])
    for channel in ("C1", "G1"):
        (theme,) = pains(env, channel)
        assert theme.n == 2
        assert theme.quote is not None
        assert theme.quote.text == "contract too expensive, says Acme"


def test_an_opportunity_is_counted_on_the_map_without_its_words(env: Env) -> None:
    env.channels.private.add("G1")
    idea = save(env, "sell to Acme", kind=NoteKind.OPPORTUNITY, message=SECRET, channel="G1")
    placing(env).place(by(env), idea.note_id, "loyalty")
    assert env.column("loyalty").opportunities == (PRIVATE_TEXT,)
    assert env.map(place=RequestScope("G1")).stages[5].opportunities == ("sell to Acme",)


def test_two_quarters_side_by_side_hide_it_too(env: Env, private_note: int) -> None:
    other = save(env, TEXT, message=replace(SECRET, ts="1.9"), channel="G1").note_id
    sort_into(env, "Prices", [private_note, other])
    compare = env.services.reviews.compare
    for channel, text in (("C1", None), ("G1", TEXT)):
        result = compare(env.ws, "2026-Q3 vs 2026-Q2", place=RequestScope(channel))
        quotes = [pain.quote.text if pain.quote else None for pain in result.pains]
        assert quotes == [text]


def test_nobody_is_offered_it_as_a_duplicate_who_may_not_read_it(
    env: Env, private_note: int
) -> None:
    duplicate = env.capture(TEXT, author="U2").note_id
    find = env.services.duplicates.find
    assert find(env.ws, env.journey_by_key(), duplicate, TEXT, Audience("C1", "U2")) is None
    there = find(env.ws, env.journey_by_key(), duplicate, TEXT, Audience("G1", "U2"))
    assert there is not None
    assert there.id == private_note


def test_the_reasons_of_a_private_note_are_for_who_may_read_it(env: Env, private_note: int) -> None:
    def why(channel: str, user: str) -> tuple[bool, bool]:
        explained = env.services.moods.explain(env.ws, private_note, Audience(channel, user))
        return explained.may_read, bool(explained.note.why)

    assert why("G1", "U5") == why("C1", "U1") == why("C1", "U9") == (True, True)
    assert why("C1", "U5") == (False, False)
