"""The map of a journey: its columns, filtered by typed words."""

import pytest

from bot.journeys.map import MAX_OPPORTUNITIES, MapRequest, MapService
from domain.errors import BadInputError, NotFoundError
from domain.notes import NoteKind
from domain.trends import Verdict
from storage.session import Database
from tests.bot.env import Env, make_env
from tests.bot.factories import new_journey_values, persona_values
from tests.bot.imports.test_import_notes import imported
from tests.bot.themes.theme_steps import add_pains, sort_into


def fill(env: Env) -> Env:
    """Notes of two quarters and two personas, a KPI of a stage and one of the journey."""
    slow = (
        env.capture("onboarding: slow severity:high persona:shopper feeling:-2").note_id,
        env.capture("onboarding: SLOW! severity:low persona:clinic-owner feeling:0").note_id,
        env.capture("onboarding: a snail severity:critical persona:shopper").note_id,
    )
    unclear = add_pains(env, "unclear", "what now?", ways="persona:shopper")
    sort_into(env, "Slow", slow)
    sort_into(env, "Unclear", unclear)
    env.capture("onboarding: late on:2026-05-01 persona:shopper feeling:1")
    env.capture("loyalty: a referral link", kind=NoteKind.OPPORTUNITY)
    env.capture("loyalty: a stamp card persona:shopper", kind=NoteKind.OPPORTUNITY)
    env.capture("somewhere else")
    env.record("onboarding.completion 71% target:80%")
    env.record("onboarding.completion 60% on:2026-05-01")
    env.record("nps 41")
    return env


@pytest.fixture
def filled(env: Env) -> Env:
    """A filled map to change."""
    return fill(env)


@pytest.fixture(scope="module")
def unchanged(shared_storage: Database) -> Env:
    """A filled map that is only looked at."""
    return fill(make_env(shared_storage))


def test_every_stage_in_use_is_a_column_in_order(unchanged: Env) -> None:
    shown = unchanged.map()
    assert [column.stage for column in shown.stages] == list(unchanged.journey_by_key().stages)
    assert (shown.period.label, shown.complete) == ("2026-Q3", False)
    assert (shown.notes.total, shown.notes.unsorted, shown.persona) == (8, 1, None)


@pytest.mark.each_database
def test_a_column_has_this_quarters_mood_and_last_quarters(unchanged: Env) -> None:
    mood = unchanged.column("onboarding").mood
    assert (mood.now.n, mood.previous.n) == (5, 1)
    assert mood.change.verdict is Verdict.TOO_FEW


@pytest.mark.each_database
def test_pains_are_heaviest_first_and_in_their_column(unchanged: Env) -> None:
    pains = unchanged.column("onboarding").pains
    assert [(pain.title, pain.n, pain.score) for pain in pains] == [
        ("Slow", 3, 8),
        ("Unclear", 2, 4),
    ]
    assert unchanged.column("loyalty").pains == ()


@pytest.mark.each_database
def test_opportunities_are_newest_first_and_counted(unchanged: Env) -> None:
    column = unchanged.column("loyalty")
    assert column.opportunities == ("a stamp card", "a referral link")
    assert column.opportunity_count == 2
    assert unchanged.column("onboarding").opportunities == ()


@pytest.mark.each_database
def test_opportunities_are_counted_however_many_there_are(env: Env) -> None:
    env.buyer_journey()
    cells = [
        {"kind": "opportunity", "stage": "loyalty", "text": str(number)}
        for number in range(MAX_OPPORTUNITIES)
    ]
    assert imported(env, cells) == (MAX_OPPORTUNITIES, 0, 0, 0)
    env.capture("decision: the newest", kind=NoteKind.OPPORTUNITY)
    assert env.column("loyalty").opportunity_count == MAX_OPPORTUNITIES
    assert env.column("decision").opportunity_count == 1


def test_kpis_are_in_their_column_or_beside_the_map(unchanged: Env) -> None:
    (completion,) = unchanged.column("onboarding").kpis
    assert (completion.last, completion.previous_last) == (71, 60)
    assert [(trend.kpi.key, trend.last) for trend in unchanged.map().kpis] == [("nps", 41)]


@pytest.mark.slow
def test_words_narrow_the_map(unchanged: Env) -> None:
    cases = [
        ("", 8, None),
        ("shopper", 5, "shopper"),
        ("SHOPPER", 5, "shopper"),
        ("persona:shopper", 5, "shopper"),
        ("shop", 5, "shopper"),
        ("clinic-owner", 1, "clinic-owner"),
        ("clinic owner", 1, "clinic-owner"),
        ("2026-Q2", 1, None),
        ("2026-q2", 1, None),
        ("2026q2", 1, None),
        ("buyer", 8, None),
        ("Buyer shopper 2026-Q2", 1, "shopper"),
        ("2026-Q2 clinic-owner", 0, "clinic-owner"),
        ("2025-Q1", 0, None),
    ]
    shown = [(words, unchanged.map(words)) for words, *_ in cases]
    assert [(words, found.notes.total, found.persona) for words, found in shown] == cases


@pytest.mark.each_database
def test_a_persona_narrows_moods_pains_and_opportunities(unchanged: Env) -> None:
    onboarding = unchanged.column("onboarding", "shopper")
    assert (onboarding.mood.now.n, onboarding.mood.previous.n) == (4, 1)
    assert [(pain.title, pain.score) for pain in onboarding.pains] == [("Slow", 7), ("Unclear", 4)]
    assert unchanged.column("loyalty", "shopper").opportunities == ("a stamp card",)


def test_a_persona_of_the_map_is_called_by_its_name(filled: Env) -> None:
    service = filled.services.personas
    service.save(filled.ws, "U1", filled.journey_by_key().id, persona_values("Clinic Owner"))
    service.save(filled.ws, "U1", filled.journey_by_key().id, persona_values("55 plus"))
    assert [filled.map(words).persona for words in ("clinic", "55-plus")] == [
        "Clinic Owner",
        "55 plus",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nobody", r"“nobody” is not a journey, persona or period \(.*\) here.*shopper"),
        ("2026-Q7", "There is no quarter, half-year or month “2026-Q7”"),
        ("2026-Q4", "2026-Q4 has not begun yet"),
        ("onboarding", "is not a journey"),
        ("2026", "There is no quarter"),
    ],
)
def test_a_word_that_means_nothing_is_refused(unchanged: Env, words: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        unchanged.map(words)


def test_another_journeys_map_is_shown_by_its_key(filled: Env) -> None:
    new = new_journey_values("Shop", "custom", stages="Door\nTill")
    filled.services.journeys.create(filled.ws, "U1", new)
    shown = filled.map("SHOP 2026-Q3")
    assert (shown.journey.key, shown.notes.total) == ("shop", 0)
    assert [column.stage.key for column in shown.stages] == ["door", "till"]


def test_a_journey_that_is_not_there_is_not_found(unchanged: Env) -> None:
    show = MapService(unchanged.storage, unchanged.clock)
    with pytest.raises(NotFoundError, match="buyer"):
        show.show(unchanged.ws, MapRequest("other"))
    with pytest.raises(NotFoundError):
        show.show(unchanged.other, MapRequest("other"))
    assert unchanged.journey(unchanged.other) is None


def test_the_first_map_makes_the_buyer_journey(env: Env) -> None:
    shown = env.map()
    assert shown.journey == env.journey()
    assert {column.mood.now.n for column in shown.stages} == {0}


def test_an_archived_journey_is_shown_as_archived(filled: Env) -> None:
    service = filled.services.journeys
    service.create(filled.ws, "U1", new_journey_values("Depot", "buyer"))
    assert filled.map("depot").journey.key == "depot"
    service.archive(filled.ws, "U1", filled.journey_by_key("depot").id)
    with pytest.raises(NotFoundError, match="“Depot” is archived"):
        filled.map("depot")


def test_showing_a_map_changes_nothing(unchanged: Env) -> None:
    before = (unchanged.parts(), unchanged.versions(), unchanged.rows())
    unchanged.map("shopper 2026-Q2")
    assert (unchanged.parts(), unchanged.versions(), unchanged.rows()) == before


def test_notes_of_another_workspace_are_on_no_map(filled: Env) -> None:
    before = filled.map()
    filled.capture("onboarding: theirs severity:critical", workspace=filled.other)
    assert filled.map() == before
