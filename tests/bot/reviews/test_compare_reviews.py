"""Two quarters side by side."""

import pytest

from domain.errors import BadInputError, NotFoundError
from domain.themes import ThemeRef
from domain.trends import Verdict
from storage.session import Database
from tests import reference
from tests.bot.env import Env, make_env
from tests.bot.note_steps import by
from tests.bot.themes.theme_steps import add_theme, changing_themes, themes_of


@pytest.fixture(scope="module")
def noted(shared_storage: Database) -> Env:
    """Three quarters of notes; what lies between the compared ones must not matter."""
    env = make_env(shared_storage)
    for day in range(1, 7):
        env.capture(f"onboarding: fine {day} feeling:happy on:2026-02-{day:02}")
        env.capture(f"onboarding: bad {day} feeling:frustrated on:2026-05-{day:02}")
        env.capture(f"onboarding: worse {day} feeling:unhappy on:2026-08-{day:02}")
    for name, days in (
        ("Spam", ("2026-02-10", "2026-08-10")),
        ("Hold music", ("2026-02-11",)),
        ("Dented parcels", ("2026-08-11",)),
        ("Faded", ("2026-02-12",)),
        ("Grown", ("2026-08-12",)),
        ("Hidden", ("2026-02-13", "2026-08-13")),
    ):
        for date in days:
            texts = (f"{name} one", f"{name} two")
            add_theme(env, name, texts, stage="decision", ways=f"on:{date}")
    for name, date in (("Faded", "2026-08-12"), ("Grown", "2026-02-12"), ("Rare", "2026-02-14")):
        add_theme(env, name, [f"{name} alone"], stage="decision", ways=f"on:{date}")
    changing_themes(env).mute(by(env), ThemeRef(themes_of(env)["Hidden"].id))
    env.record("decision.trial 20% on:2026-02-01")
    env.record("decision.trial 10% on:2026-05-01")
    env.record("decision.trial 25% on:2026-08-01")
    return env


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.parametrize(
    "words", ["2026-Q3 vs 2026-Q1", "2026-q1 VS q3 2026", "2026-Q1 against 2026-Q3"]
)
def test_the_later_quarter_is_compared_with_the_earlier(noted: Env, words: str) -> None:
    env = noted
    result = env.services.reviews.compare(env.ws, words)
    labels = [review.period.label for review in (result.earlier, result.later)]
    assert labels == ["2026-Q1", "2026-Q3"]
    mood = next(mood for mood in result.moods if mood.stage.key == "onboarding")
    rows = [row for row in env.rows() if row["stage"] == "onboarding"]
    before = [row["mood"] for row in rows if row["occurred_at"] < "2026-04"]
    after = [row["mood"] for row in rows if row["occurred_at"] >= "2026-07"]
    assert (mood.previous.n, mood.now.n) == (len(before), len(after)) == (6, 6)
    assert mood.change.verdict is Verdict.FALLING
    assert mood.change.interval == pytest.approx(reference.welch_interval(before, after))
    (kpi,) = result.kpis
    assert kpi.last_by_period == (20, 25)


def test_pains_are_of_both_quarters_or_of_one(noted: Env) -> None:
    result = noted.services.reviews.compare(noted.ws, "2026-Q1 vs 2026-Q3")
    found = {pain.title: (pain.previous_n, pain.n) for pain in result.pains}
    assert found == {
        "Spam": (2, 2),
        "Dented parcels": (0, 2),
        "Grown": (1, 2),
        "Faded": (2, 1),
        "Hold music": (2, 0),
    }


def test_its_themes_are_those_of_the_two_reviews(noted: Env) -> None:
    reviews = noted.services.reviews
    earlier, later = (
        {pain.title for pain in reviews.compute(noted.ws, period=period).current_pains}
        for period in ("2026-Q1", "2026-Q3")
    )
    compared = reviews.compare(noted.ws, "2026-Q1 vs 2026-Q3").pains
    assert {pain.title for pain in compared if pain.previous_n > 1} == earlier
    assert {pain.title for pain in compared if pain.n > 1} == later
    assert earlier & later == {"Spam"}


@pytest.mark.parametrize(
    "words", ["2026-Q3 vs 2026-Q3", "2026-Q3 vs", "2026-Q1 vs 2026-Q2 vs 2026-Q3", "vs 2026-Q5"]
)
def test_words_without_two_quarters_raise(noted: Env, words: str) -> None:
    with pytest.raises(BadInputError):
        noted.services.reviews.compare(noted.ws, words)


def test_a_future_quarter_or_no_journey_raises(env: Env, noted: Env) -> None:
    with pytest.raises(NotFoundError):
        env.services.reviews.compare(env.ws, "2026-Q3 vs 2026-Q1")
    with pytest.raises(BadInputError, match="has not begun yet"):
        noted.services.reviews.compare(noted.ws, "2027-Q3 vs 2026-Q1")
