"""What a review shows besides moods, themes and KPIs, on a real database."""

import json
from dataclasses import replace

import pytest

from bot.themes.sorting import SortingService
from domain.notes import NoteKind
from tests.bot.env import Env
from tests.bot.factories import stage_values
from tests.bot.note_steps import by, save
from tests.bot.test_private_notes import SECRET


def happy(env: Env, text: str, ways: str = "") -> int:
    """A touchpoint of somebody who is happy."""
    return env.capture(f"onboarding: {text} feeling:happy {ways}", kind=NoteKind.TOUCHPOINT).note_id


@pytest.mark.each_database
def test_the_happiest_notes_are_quoted_the_newest_of_equals_first(env: Env) -> None:
    first = happy(env, "a friendly call")
    second = happy(env, "the guide was clear")
    best = env.capture("onboarding: they hugged us feeling:delighted").note_id
    env.capture("onboarding: a wonderful idea", kind=NoteKind.OPPORTUNITY)
    happy(env, "last quarter", "on:2026-05-05")
    delights = env.services.reviews.compute(env.ws).highlights.delights
    assert [quote.note_id for quote in delights.quotes] == [best, second, first]
    assert delights.n == 3
    assert env.figures()["delights"] == {"n": 3, "note_ids": [best, second, first]}


def test_a_happy_text_of_a_private_channel_is_quoted_nowhere_else(env: Env) -> None:
    env.channels.private.add("G1")
    save(env, "a truly wonderful and excellent call", message=SECRET, channel="G1")
    found = env.services.reviews.compute(env.ws).highlights.delights
    assert (found.n, found.quotes) == (1, ())
    assert "wonderful" not in json.dumps(env.figures())


@pytest.mark.each_database
def test_opportunities_are_counted_by_theme(env: Env) -> None:
    ideas = [
        env.capture(f"loyalty: idea {number}", kind=NoteKind.OPPORTUNITY).note_id
        for number in range(4)
    ]
    sorting: SortingService = env.services.theme_sorting
    answers = {ideas[0]: "Stamp card", ideas[1]: "Referrals", ideas[3]: "Referrals"}
    sorting.save(by(env), env.journey_by_key().id, answers)
    assert env.figures()["opportunities"] == [
        {"title": "Referrals", "n": 2, "note_ids": [ideas[1], ideas[3]]},
        {"title": "Stamp card", "n": 1, "note_ids": [ideas[0]]},
        {"title": None, "n": 1, "note_ids": [ideas[2]]},
    ]


@pytest.mark.each_database
def test_personas_and_touchpoints_have_a_mood_from_five_notes_on(env: Env) -> None:
    for number in range(5):
        happy(env, f"good {number}", "persona:shopper touchpoint:checkout")
        env.capture(f"onboarding: bad {number} feeling:frustrated persona:clinic touchpoint:phone")
    env.capture("onboarding: fine feeling:happy persona:owner touchpoint:desk")
    figures = env.figures()
    assert [(one["key"], one["n"], one["net"]) for one in figures["personas"]] == [
        ("clinic", 5, -100),
        ("shopper", 5, 100),
    ]
    assert [(one["key"], one["mean"]) for one in figures["touchpoints"]] == [
        ("phone", -1.0),
        ("checkout", 0.5),
    ]


def test_milestones_that_moved_in_the_period_are_named(env: Env) -> None:
    journey, stage = env.buyer_journey(), env.stage("onboarding")
    values = {
        **stage_values("Onboarding"),
        "milestone": "First value",
        "milestone_state": "reached",
    }
    env.services.stages.save(env.ws, "U1", journey.id, values, stage.id, seen=99)
    assert env.figures()["milestones"] == [
        {
            "stage": "onboarding",
            "milestone": "First value",
            "state": "reached",
            "day": "2026-08-14",
        }
    ]
    env.at("2026-11-02T09:00:00+00:00")
    assert env.figures()["milestones"] == []
    # Moved again since: the review of then stays as it was.
    env.services.stages.save(
        env.ws, "U1", journey.id, {**values, "milestone_state": "blocked"}, stage.id, seen=99
    )
    assert len(env.figures("2026-Q3")["milestones"]) == 1


@pytest.mark.each_database
def test_words_that_rose_are_named_with_their_counts(env: Env) -> None:
    for number in range(6):
        env.capture(f"onboarding: the invoice {number} was wrong on:2026-05-05")
    for number in range(8):
        env.capture(f"onboarding: a price letter came, number {number}")
    found = env.figures()["rising_words"]
    assert {one["word"]: (one["n"], one["previous_n"]) for one in found}["letter"] == (8, 0)
    assert "invoice" not in {one["word"] for one in found}


def test_words_of_private_channels_do_not_rise(env: Env) -> None:
    env.channels.private.add("G1")
    env.capture("onboarding: the invoice was wrong on:2026-05-05")
    for number in range(8):
        message = replace(SECRET, ts=f"1.{number}")
        save(env, f"pain: acme leaves us, {number}", message=message, channel="G1")
    assert env.figures()["rising_words"] == []
