"""What was said in a private channel counts everywhere, and is read by who may read it alone."""

from dataclasses import replace

import pytest

from bot.domain.audience import UNREAD, Audience
from bot.domain.notes import Message, NoteKind
from bot.domain.themes import UNQUOTED, Theme
from bot.usecases.compare_reviews import CompareReviews
from bot.usecases.compute_review import ComputeReview, compute
from bot.usecases.export_notes import ExportNotes
from bot.usecases.find_twin import FindTwin
from bot.usecases.journeys import Place
from bot.usecases.list_themes import ListThemes
from bot.usecases.show_tray import ShowTray
from bot.usecases.support_note import SupportNote
from bot.usecases.theme_lookup import ThemeRef
from tests.bot.usecases.house import House
from tests.bot.usecases.living import by, changing, form, found, listed, note_of, placing, save, say
from tests.bot.usecases.test_correct_themes import correct

SECRET = Message("G1", "1787000000.000200")
TEXT = "the contract of Acme is too expensive"
DM = "D1"


@pytest.fixture
def told(house: House) -> int:
    """A message U9 wrote in the private channel G1, saved as a pain by U1."""
    house.channels.private.add("G1")
    return save(house, TEXT, message=SECRET, channel="G1").note_id


def seen_by(house: House, user: str, channel: str | None = "C1") -> list[str]:
    """The texts somebody's list of notes holds."""
    return [note.text for note in listed(house, "", user, channel=channel).notes]


def pains(house: House, channel: str | None) -> tuple[Theme, ...]:
    """The pains of a review asked for in a channel."""
    return ComputeReview(house.storage, house.clock)(house.ws, place=Place(channel)).pains


def test_saved_messages_and_mentions_of_private_channels_are_private(
    house: House, told: int
) -> None:
    mention = say(house, "pain: too slow", message=replace(SECRET, ts="1.1"), channel="G1")
    typed = house.capture("onboarding: typed for all", channel="G1")
    public = save(house, "said for all")
    house.channels.private.add(DM)
    direct = say(house, "pain: told to you", message=Message(DM, "1.2"), channel=DM)
    # Of the direct messages of others it can only be pointed at.
    others = save(house, "told to him", message=Message(DM, "1.3"), channel=DM)
    ids = (told, mention.note_id, typed.note_id, public.note_id, direct.note_id, others.note_id)
    assert [note_of(house, note).private for note in ids] == [True, True, False, False, False, True]


def test_what_was_kept_back_is_for_all_once_its_channel_is_seen_to_be_public(
    house: House, told: int
) -> None:
    # Slack did not answer then, so that nobody else was shown the words.
    elsewhere = save(house, "said elsewhere", message=replace(SECRET, channel="G2"), channel="G2")
    house.channels.private = {"G2"}
    hidden = save(house, "said elsewhere too", message=Message("G2", "1.5"), channel="G2")
    later = save(house, "said later", message=replace(SECRET, ts="1.4"), channel="G1")
    ids = (told, later.note_id, elsewhere.note_id, hidden.note_id)
    assert [note_of(house, note).private for note in ids] == [False, False, False, True]
    assert TEXT in seen_by(house, "U5")


def test_it_stays_private_whatever_becomes_of_it(house: House, told: int) -> None:
    changing(house).edit(by(house), told, NoteKind.OPPORTUNITY, form("other words"))
    assert note_of(house, told).private
    assert seen_by(house, "U2") == [UNREAD]


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
    house: House, told: int, user: str, channel: str | None, *, reads: bool
) -> None:
    words = TEXT if reads else UNREAD
    assert seen_by(house, user, channel) == [words]
    assert found(house, "acme", user=user, channel=channel) == ({TEXT} if reads else set())
    tray = ShowTray(house.storage)(house.ws, user, house.kept().id, channel)
    assert [note.text for note in tray.notes] == [words]
    if channel is None:
        assert [note.text for _, note in house.home(user).unsorted] == [words]
    supported = SupportNote(house.storage, house.clock)(house.ws, user, told, channel)
    assert supported.note.text == words
    # Having seen the same makes nobody a reader.
    assert seen_by(house, user, channel) == [words]
    rows = ExportNotes(house.storage)(house.ws, "buyer", Audience(channel, user))
    assert [row["text"] for row in rows] == [words]
    assert placing(house)(by(house, user), told, "onboarding", channel).note.text == words
    ref = ThemeRef(house.kept().id, told)
    shown = ListThemes(house.storage, house.clock).look(house.ws, user, ref, channel)
    assert [note.text for note in shown.notes] == [words]
    assert shown.theme.title == (TEXT if reads else UNQUOTED)


def test_whoever_runs_waymark_exports_it_whole(house: House, told: int) -> None:
    assert [row["text"] for row in house.rows()] == [TEXT]


def test_a_review_counts_it_and_quotes_it_in_its_own_channel_alone(house: House, told: int) -> None:
    (elsewhere,) = pains(house, "C1")
    (there,) = pains(house, "G1")
    assert (elsewhere.title, elsewhere.quote, elsewhere.n) == (UNQUOTED, None, 1)
    assert there.quote is not None
    assert (there.title, there.quote.text, there.quote.note_id) == (TEXT, TEXT, told)
    assert house.figures()["pains"][0]["title"] == UNQUOTED
    placing(house)(by(house), told, "onboarding")
    assert house.column("onboarding").pains[0].title == UNQUOTED
    assert house.map(place=Place("G1")).stages[3].pains[0].title == TEXT


def test_figures_never_hold_it_for_they_are_exported(house: House, told: int) -> None:
    journey = house.kept()
    with house.storage.read(house.ws) as uow:
        now = house.clock.now()
        period = journey.period_of(now)
        review = compute(uow, journey, period, complete=False, now=now, audience=Audience("G1"))
    assert review.pains[0].title == TEXT
    assert review.pains[0].open_title == UNQUOTED


def test_a_theme_quotes_those_of_its_notes_that_may_be(house: House, told: int) -> None:
    house.capture("onboarding: contract too expensive, says Acme")
    (theme,) = pains(house, "C1")
    assert theme.n == 2
    assert theme.title == "contract too expensive, says Acme"


def test_a_name_somebody_gave_is_for_all(house: House, told: int) -> None:
    correct(house).rename(by(house), ThemeRef(house.kept().id, told), "Prices")
    (theme,) = pains(house, "C1")
    assert (theme.title, theme.quote) == ("Prices", None)
    assert house.figures()["pains"][0]["title"] == "Prices"


def test_an_opportunity_is_counted_on_the_map_without_its_words(house: House) -> None:
    house.channels.private.add("G1")
    idea = save(house, "sell to Acme", kind=NoteKind.OPPORTUNITY, message=SECRET, channel="G1")
    placing(house)(by(house), idea.note_id, "loyalty")
    assert house.column("loyalty").opportunities == (UNREAD,)
    assert house.map(place=Place("G1")).stages[5].opportunities == ("sell to Acme",)


def test_two_quarters_side_by_side_hide_it_too(house: House, told: int) -> None:
    compare = CompareReviews(house.storage, house.clock)
    for channel, title in (("C1", UNQUOTED), ("G1", TEXT)):
        result = compare(house.ws, "2026-Q3 vs 2026-Q2", place=Place(channel))
        assert [pain.title for pain in result.pains] == [title]


def test_nobody_is_offered_it_as_a_twin_who_may_not_read_it(house: House, told: int) -> None:
    twin = house.capture(TEXT, author="U2").note_id
    find = FindTwin(house.storage, house.clock)
    assert find(house.ws, twin, Audience("C1", "U2")) is None
    there = find(house.ws, twin, Audience("G1", "U2"))
    assert there is not None
    assert there.id == told
