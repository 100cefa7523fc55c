"""Capturing notes: understood, scored, filed, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import BadInputError
from domain.journeys import Template
from domain.notes import NoteKind
from domain.sentiment import Label
from tests.bot.env import SCORER, Env, at_once, pain_score, part


def test_the_first_use_makes_the_buyer_journey_without_asking(env: Env) -> None:
    env.capture("onboarding: the invite is late")
    journey = env.journey()
    assert journey is not None
    assert (journey.key, journey.time_zone, journey.fiscal_start_month) == ("buyer", "UTC", 1)
    assert [stage.key for stage in journey.stages] == (
        ["awareness", "consideration", "decision", "onboarding", "retention", "loyalty"]
    )


def test_the_first_review_is_due_after_the_running_quarter(env: Env) -> None:
    env.capture("onboarding: the invite is late")
    due = datetime(2026, 10, 1, 9, tzinfo=UTC)
    found = [
        env.ws in {item.workspace for item in env.storage.due_reviews(instant, 1_000)}
        for instant in (due - timedelta(seconds=1), due)
    ]
    assert found == [False, True]


@pytest.mark.each_database
def test_the_first_use_by_many_at_once_makes_one_journey(env: Env) -> None:
    ids = at_once(8, lambda: env.capture("onboarding: the invite is late").note_id)
    with env.storage.read(env.ws) as uow:
        assert len(uow.journeys.all()) == 1
    assert {row["id"] for row in env.rows()} == set(ids)
    assert len(set(ids)) == 8


def test_everything_that_was_typed_is_filed(env: Env) -> None:
    env.capture(
        "onboarding: coupon codes with spaces are rejected via:web persona:shopper severity:high "
        "team:support feeling:frustrated source:ticket on:2026-08-10 touchpoint:basket"
    )
    (row,) = env.rows()
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
        "theme": None,
    }


def test_what_was_understood_is_returned(env: Env) -> None:
    captured = env.capture("onb: slow severity:huge priority:high")
    assert captured.stage is not None
    assert (captured.stage.key, captured.stage_guessed) == ("onboarding", True)
    assert (captured.refused, captured.label) == (("severity:huge",), Label.NEGATIVE)


@pytest.mark.parametrize(
    "typed", ["onboarding", "Onboarding", "buyer/onboarding", "BUYER/onboarding"]
)
def test_a_stage_that_was_named_is_not_called_a_guess(env: Env, typed: str) -> None:
    captured = env.capture(f"{typed}: it broke")
    assert captured.stage is not None
    assert (captured.stage.key, captured.stage_guessed) == ("onboarding", False)
    assert env.rows()[0]["text"] == "it broke"


def test_a_slip_in_the_stage_is_understood(env: Env) -> None:
    env.capture("onbaording: it broke")
    assert part(env.rows()[0], "stage", "text") == ("onboarding", "it broke")


def test_an_unknown_stage_puts_the_note_in_the_tray(env: Env) -> None:
    captured = env.capture("delivery: the parcel was late")
    assert (captured.stage, captured.candidates, captured.unknown_journey) == (None, (), None)
    assert captured.note.stage_typed == "delivery"
    assert part(env.rows()[0], "stage", "text") == (None, "delivery: the parcel was late")


def test_a_stage_that_could_be_two_puts_the_note_in_the_tray_and_offers_both(env: Env) -> None:
    env.create_journey(Template("buyer", "Buyer journey", ("Plan A", "Plan B", "Do")))
    captured = env.capture("plan: too long")
    assert captured.stage is None
    assert [stage.key for stage in captured.candidates] == ["plan-a", "plan-b"]
    assert env.rows()[0]["stage"] is None


def test_a_note_without_a_stage_goes_to_the_tray(env: Env) -> None:
    captured = env.capture("the parcel was late")
    assert (captured.stage, captured.candidates) == (None, ())
    assert env.rows()[0]["text"] == "the parcel was late"


def test_an_unknown_journey_puts_the_note_in_the_tray_of_the_default_one(env: Env) -> None:
    captured = env.capture("shop/onboarding: it broke")
    assert (captured.unknown_journey, captured.stage) == ("shop", None)
    expected = ("buyer", None, "shop/onboarding: it broke")
    assert part(env.rows()[0], "journey", "stage", "text") == expected


def test_the_name_of_an_unknown_journey_is_saved_with_the_note(env: Env) -> None:
    note_id = env.capture("shop/onboarding: it broke").note_id
    with env.storage.read(env.ws) as uow:
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
def test_prose_with_a_colon_keeps_all_its_words(env: Env, line: str) -> None:
    env.capture(line)
    assert env.rows()[0]["text"] == line


def test_the_declared_feeling_is_the_mood(env: Env) -> None:
    env.capture("onboarding: a wonderful, excellent page feeling:unhappy")
    row = env.rows()[0]
    assert part(row, "feeling", "mood", "label") == (-1, -0.5, "negative")
    assert row["score"] > 0


def test_without_a_feeling_the_words_make_the_mood(env: Env) -> None:
    env.capture("onboarding: a wonderful, excellent page")
    row = env.rows()[0]
    assert row["mood"] == row["score"] == pain_score("a wonderful, excellent page")
    assert row["label"] == "positive"


def test_words_that_are_no_part_of_the_text_do_not_colour_the_mood(env: Env) -> None:
    env.capture("onboarding: the page has a form team:wonderful")
    assert env.rows()[0]["score"] == pain_score("the page has a form")


def test_the_scorers_version_is_saved_with_the_note(env: Env) -> None:
    note_id = env.capture("onboarding: a fine page").note_id
    with env.storage.read(env.ws) as uow:
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
    env: Env, text: str, kind: NoteKind
) -> None:
    env.capture(text, kind=None, is_message=True)
    assert env.rows()[0]["kind"] == kind.value


def test_a_message_is_saved_word_by_word(env: Env) -> None:
    text = "onboarding: it broke severity:high"
    env.capture(text, is_message=True)
    assert part(env.rows()[0], "stage", "severity", "text") == (None, None, text)


def test_the_home_channel_is_that_of_the_first_note(env: Env) -> None:
    env.capture("onboarding: one", channel="C9")
    env.capture("onboarding: two", channel="C8")
    journey = env.journey()
    assert journey is not None
    assert journey.home_channel == "C9"


def test_a_note_without_a_day_happened_now(env: Env) -> None:
    env.capture("onboarding: it broke")
    assert env.rows()[0]["occurred_at"] == "2026-08-14T12:00:00+00:00"


def test_a_note_of_today_does_not_lie_ahead_of_the_clock(env: Env) -> None:
    env.at("2026-08-14T03:00:00+00:00")
    env.capture("onboarding: it broke on:2026-08-14")
    assert env.rows()[0]["occurred_at"] == "2026-08-14T03:00:00+00:00"


@pytest.mark.each_database
def test_a_day_is_saved_as_noon_in_the_journeys_zone(env: Env) -> None:
    env.capture("onboarding: the first note")
    env.change_journey(time_zone="America/New_York")
    env.capture("onboarding: it broke on:2026-08-10")
    assert env.rows()[0]["occurred_at"] == "2026-08-10T16:00:00+00:00"


def test_a_day_is_in_the_future_by_the_journeys_calendar(env: Env) -> None:
    env.capture("onboarding: the first note")
    env.change_journey(time_zone="Pacific/Auckland")
    env.at("2026-08-14T13:00:00+00:00")
    captured = env.capture("onboarding: it broke on:2026-08-15")
    assert captured.refused == ()
    assert env.capture("onboarding: it broke on:2026-08-16").refused == ("on:2026-08-16",)


def test_a_note_belongs_to_the_quarter_in_which_it_happened(env: Env) -> None:
    env.capture("onboarding: late on:2026-06-30")
    totals = [env.figures(label)["notes"]["total"] for label in ("2026-Q2", "2026-Q3")]
    assert totals == [1, 0]


@pytest.mark.parametrize("line", ["", "   ", "onboarding:", "severity:high", "\x00"])
def test_without_text_nothing_is_saved_not_even_a_journey(env: Env, line: str) -> None:
    with pytest.raises(BadInputError):
        env.capture(line)
    assert env.journey() is None


@pytest.mark.each_database
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
def test_any_text_comes_back_as_it_was_written(env: Env, text: str) -> None:
    env.capture(text, is_message=True)
    assert env.rows()[0]["text"] == text


@pytest.mark.each_database
def test_the_longest_note_is_saved_whole(env: Env) -> None:
    text = "ü" * 40_000
    env.capture(f"onboarding: {text}")
    assert env.rows()[0]["text"] == text


@pytest.mark.each_database
def test_null_characters_do_not_reach_the_database(env: Env) -> None:
    env.capture("onboarding: it\x00 broke")
    assert env.rows()[0]["text"] == "it broke"


def test_workspaces_have_journeys_of_their_own(env: Env) -> None:
    env.capture("onboarding: here", channel="C1")
    env.capture("onboarding: there", workspace=env.other, channel="C2")
    assert [row["text"] for row in env.rows()] == ["here"]
    assert [row["text"] for row in env.rows(env.other)] == ["there"]
