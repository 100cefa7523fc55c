"""Capturing notes: understood, scored, filed, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import BadInputError
from bot.domain.notes import NoteKind
from bot.domain.sentiment import Label
from bot.domain.templates import Template
from tests.bot.usecases.house import SCORER, House, at_once, heard_as_pain, part


def test_the_first_use_makes_the_buyer_journey_without_asking(house: House) -> None:
    house.capture("onboarding: the invite is late")
    journey = house.journey()
    assert journey is not None
    assert (journey.key, journey.time_zone, journey.fiscal_start_month) == ("buyer", "UTC", 1)
    assert [stage.key for stage in journey.stages] == (
        ["awareness", "consideration", "decision", "onboarding", "retention", "loyalty"]
    )


def test_the_first_review_is_due_after_the_running_quarter(house: House) -> None:
    house.capture("onboarding: the invite is late")
    due = datetime(2026, 10, 1, 9, tzinfo=UTC)
    found = [
        house.ws in {item.workspace for item in house.storage.due_reviews(instant, 1_000)}
        for instant in (due - timedelta(seconds=1), due)
    ]
    assert found == [False, True]


def test_the_first_use_by_many_at_once_makes_one_journey(house: House) -> None:
    ids = at_once(8, lambda: house.capture("onboarding: the invite is late").note_id)
    with house.storage.read(house.ws) as uow:
        assert len(uow.journeys.all()) == 1
    assert {row["id"] for row in house.rows()} == set(ids)
    assert len(set(ids)) == 8


def test_everything_that_was_typed_is_filed(house: House) -> None:
    house.capture(
        "onboarding: coupon codes with spaces are rejected via:web persona:shopper severity:high "
        "team:support feeling:frustrated source:ticket on:2026-08-10 touchpoint:basket"
    )
    (row,) = house.rows()
    score = SCORER.score("coupon codes with spaces are rejected", kind=NoteKind.PAIN_POINT)
    assert row == {
        "id": row["id"],
        "kind": "pain point",
        "journey": "buyer",
        "stage": "onboarding",
        "touchpoint": "basket",
        "persona": "shopper",
        "channel": "website",
        "team": "support",
        "source": "ticket",
        "severity": 3,
        "feeling": -2,
        "score": score.value,
        "mood": -1,
        "label": "negative",
        "language": score.language,
        "text": "coupon codes with spaces are rejected",
        "author": "U1",
        "occurred_at": "2026-08-10T12:00:00+00:00",
        "created_at": "2026-08-14T12:00:00+00:00",
        "permalink": None,
        "supporters": 1,
    }


def test_what_was_understood_is_told(house: House) -> None:
    captured = house.capture("onb: slow severity:huge priority:high")
    assert captured.stage is not None
    assert (captured.stage.key, captured.stage_guessed) == ("onboarding", True)
    assert (captured.refused, captured.label) == (("severity:huge",), Label.NEGATIVE)


@pytest.mark.parametrize(
    "typed", ["onboarding", "Onboarding", "buyer/onboarding", "BUYER/onboarding"]
)
def test_a_stage_that_was_named_is_not_called_a_guess(house: House, typed: str) -> None:
    captured = house.capture(f"{typed}: it broke")
    assert captured.stage is not None
    assert (captured.stage.key, captured.stage_guessed) == ("onboarding", False)
    assert house.rows()[0]["text"] == "it broke"


def test_a_slip_in_the_stage_is_understood(house: House) -> None:
    house.capture("onbaording: it broke")
    assert part(house.rows()[0], "stage", "text") == ("onboarding", "it broke")


def test_an_unknown_stage_puts_the_note_in_the_tray(house: House) -> None:
    captured = house.capture("delivery: the parcel was late")
    assert (captured.stage, captured.candidates, captured.unknown_journey) == (None, (), None)
    assert captured.note.stage_typed == "delivery"
    assert part(house.rows()[0], "stage", "text") == (None, "delivery: the parcel was late")


def test_a_stage_that_could_be_two_puts_the_note_in_the_tray_and_offers_both(house: House) -> None:
    house.begin(Template("buyer", "Buyer journey", ("Plan A", "Plan B", "Do")))
    captured = house.capture("plan: too long")
    assert captured.stage is None
    assert [stage.key for stage in captured.candidates] == ["plan-a", "plan-b"]
    assert house.rows()[0]["stage"] is None


def test_a_note_without_a_stage_goes_to_the_tray(house: House) -> None:
    captured = house.capture("the parcel was late")
    assert (captured.stage, captured.candidates) == (None, ())
    assert house.rows()[0]["text"] == "the parcel was late"


def test_an_unknown_journey_puts_the_note_in_the_tray_of_the_default_one(house: House) -> None:
    captured = house.capture("shop/onboarding: it broke")
    assert (captured.unknown_journey, captured.stage) == ("shop", None)
    kept = ("buyer", None, "shop/onboarding: it broke")
    assert part(house.rows()[0], "journey", "stage", "text") == kept


def test_the_name_of_an_unknown_journey_is_kept_with_the_note(house: House) -> None:
    note_id = house.capture("shop/onboarding: it broke").note_id
    with house.storage.read(house.ws) as uow:
        found = uow.notes.by_id(note_id)
    assert found is not None
    assert found[1].stage_typed == "shop/onboarding"


@pytest.mark.parametrize(
    "line",
    [
        "The customer said: never again",
        "No retention: users leave after a week",
        "re:invent was full of our competitors",
        "The onboarding: two weeks of silence",
        "a/b c: d",
    ],
)
def test_prose_with_a_colon_keeps_all_its_words(house: House, line: str) -> None:
    house.capture(line)
    assert house.rows()[0]["text"] == line


def test_the_declared_feeling_is_the_mood(house: House) -> None:
    house.capture("onboarding: a wonderful, excellent page feeling:unhappy")
    row = house.rows()[0]
    assert part(row, "feeling", "mood", "label") == (-1, -0.5, "negative")
    assert row["score"] > 0


def test_without_a_feeling_the_words_make_the_mood(house: House) -> None:
    house.capture("onboarding: a wonderful, excellent page")
    row = house.rows()[0]
    assert row["mood"] == row["score"] == heard_as_pain("a wonderful, excellent page")
    assert row["label"] == "positive"


def test_words_that_are_no_part_of_the_text_do_not_colour_the_mood(house: House) -> None:
    house.capture("onboarding: the page has a form team:wonderful")
    assert house.rows()[0]["score"] == heard_as_pain("the page has a form")


def test_the_scorers_version_is_kept_with_the_note(house: House) -> None:
    note_id = house.capture("onboarding: a fine page").note_id
    with house.storage.read(house.ws) as uow:
        found = uow.notes.by_id(note_id)
    assert found is not None
    assert found[1].scorer == SCORER.version


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This is the worst, most terrible wait", NoteKind.PAIN_POINT),
        ("They opened the invoice page", NoteKind.TOUCHPOINT),
        ("A wonderful call", NoteKind.TOUCHPOINT),
    ],
)
def test_a_message_is_a_pain_point_only_where_it_sounds_like_one(
    house: House, text: str, kind: NoteKind
) -> None:
    house.capture(text, kind=None, is_message=True)
    assert house.rows()[0]["kind"] == kind.value


def test_a_message_is_kept_word_by_word(house: House) -> None:
    text = "onboarding: it broke severity:high"
    house.capture(text, is_message=True)
    assert part(house.rows()[0], "stage", "severity", "text") == (None, None, text)


def test_the_home_channel_is_that_of_the_first_note(house: House) -> None:
    house.capture("onboarding: one", channel="C9")
    house.capture("onboarding: two", channel="C8")
    journey = house.journey()
    assert journey is not None
    assert journey.home_channel == "C9"


def test_a_note_without_a_day_happened_now(house: House) -> None:
    house.capture("onboarding: it broke")
    assert house.rows()[0]["occurred_at"] == "2026-08-14T12:00:00+00:00"


def test_a_note_of_today_does_not_lie_ahead_of_the_clock(house: House) -> None:
    house.at("2026-08-14T03:00:00+00:00")
    house.capture("onboarding: it broke on:2026-08-14")
    assert house.rows()[0]["occurred_at"] == "2026-08-14T03:00:00+00:00"


def test_a_day_is_kept_as_noon_in_the_journeys_zone(house: House) -> None:
    house.capture("onboarding: the first note")
    house.change_journey(time_zone="America/New_York")
    house.capture("onboarding: it broke on:2026-08-10")
    assert house.rows()[0]["occurred_at"] == "2026-08-10T16:00:00+00:00"


def test_a_day_is_in_the_future_by_the_journeys_calendar(house: House) -> None:
    house.capture("onboarding: the first note")
    house.change_journey(time_zone="Pacific/Auckland")
    house.at("2026-08-14T13:00:00+00:00")
    captured = house.capture("onboarding: it broke on:2026-08-15")
    assert captured.refused == ()
    assert house.capture("onboarding: it broke on:2026-08-16").refused == ("on:2026-08-16",)


def test_a_note_belongs_to_the_quarter_in_which_it_happened(house: House) -> None:
    house.capture("onboarding: late on:2026-06-30")
    totals = [house.figures(label)["notes"]["total"] for label in ("2026-Q2", "2026-Q3")]
    assert totals == [1, 0]


@pytest.mark.parametrize("line", ["", "   ", "onboarding:", "severity:high", "\x00"])
def test_without_text_nothing_is_saved_not_even_a_journey(house: House, line: str) -> None:
    with pytest.raises(BadInputError):
        house.capture(line)
    assert house.journey() is None


@pytest.mark.parametrize(
    "text",
    [
        "שירות: מעולה מאוד 😀",
        "これは、ひどい。" * 500,
        "a\nb\tc",
        "'; DROP TABLE notes; --",
        "<@U1> *b* &amp;",
    ],
    ids=["rtl", "cjk", "lines", "sql", "markup"],
)
def test_any_text_comes_back_as_it_was_written(house: House, text: str) -> None:
    house.capture(text, is_message=True)
    assert house.rows()[0]["text"] == text


def test_the_longest_note_is_kept_whole(house: House) -> None:
    text = "ü" * 40_000
    house.capture(f"onboarding: {text}")
    assert house.rows()[0]["text"] == text


def test_null_characters_do_not_reach_the_database(house: House) -> None:
    house.capture("onboarding: it\x00 broke")
    assert house.rows()[0]["text"] == "it broke"


def test_workspaces_have_journeys_of_their_own(house: House) -> None:
    house.capture("onboarding: here", channel="C1")
    house.capture("onboarding: there", workspace=house.other, channel="C2")
    assert [row["text"] for row in house.rows()] == ["here"]
    assert [row["text"] for row in house.rows(house.other)] == ["there"]
