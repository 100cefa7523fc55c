"""Every figure of an answer is that of the review of its period; more than a hundred questions."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.kpi_movement import Movement
from tests.bot.answers.asking import ask_alone, figures
from tests.bot.env import Env

# How a period is named, and its label.
PERIODS = (
    ("this quarter", "2026-Q3"),
    ("last quarter", "2026-Q2"),
    ("in Q1", "2026-Q1"),
    ("in June", "2026-06"),
    ("in 2025-Q4", "2025-Q4"),
)

STAGES = ("awareness", "consideration", "decision", "onboarding", "retention", "loyalty")

MOODS = (
    "How do customers feel in {stage} {when}?",
    "mood of {stage} {when}",
    "how happy were people in the {stage} stage {when}",
)


@pytest.fixture(scope="module")
def review(sample: Env) -> Callable[[str], dict[str, Any]]:
    """Return the JSON of a period's review, computed once."""
    known: dict[str, dict[str, Any]] = {}

    def load(label: str) -> dict[str, Any]:
        if label not in known:
            known[label] = sample.figures(label)
        return known[label]

    return load


Reviews = Callable[[str], dict[str, Any]]


def stage_of(review: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a stage's figures."""
    return next(stage for stage in review["stages"] if stage["key"] == key)


def assert_same_mood(answered: dict[str, Any], stage: dict[str, Any]) -> None:
    """Compare a mood with that of a stage in a review."""
    for name in ("n", "mean", "sd", "ci95", "net", "negative", "neutral", "positive"):
        assert answered[name] == stage[name], name
    assert answered["previous"]["n"] == stage["previous"]["n"]
    assert answered["previous"]["mean"] == stage["previous"]["mean"]
    for name in ("delta", "ci95", "verdict"):
        assert answered["change"][name] == stage["change"][name], name


@pytest.mark.parametrize(("when", "label"), PERIODS)
@pytest.mark.parametrize("stage", STAGES)
def test_the_mood_of_a_stage(
    sample: Env, review: Reviews, stage: str, when: str, label: str
) -> None:
    for form in MOODS:
        answer = ask_alone(sample, form.format(stage=stage, when=when))
        (mood,) = figures(answer, "mood")
        assert answer["period"]["label"] == label
        assert answer["n"] == mood["n"]
        assert_same_mood(mood, stage_of(review(label), stage))


@pytest.mark.parametrize(("when", "label"), PERIODS)
def test_the_mood_of_all_stages_and_their_order(
    sample: Env, review: Reviews, when: str, label: str
) -> None:
    stages = {stage["key"]: stage for stage in review(label)["stages"] if stage["n"]}
    for form, sign in (("which stage is worst {}?", 1), ("which stage is best {}?", -1)):
        ranked = figures(ask_alone(sample, form.format(when)), "mood")
        assert {one["key"] for one in ranked} == set(stages)
        for one in ranked:
            assert_same_mood(one, stages[one["key"]])
        enough = [one["net"] for one in ranked if one["n"] >= 5]
        assert enough == sorted(enough, key=lambda net: sign * net)
    (whole, *_) = figures(ask_alone(sample, f"how do customers feel {when}?"), "mood")
    assert whole["n"] == sum(stage["n"] for stage in stages.values())
    total = sum(stage["n"] * stage["mean"] for stage in stages.values())
    assert whole["mean"] == pytest.approx(total / whole["n"])


@pytest.mark.parametrize(("when", "label"), PERIODS)
def test_themes(sample: Env, review: Reviews, when: str, label: str) -> None:
    pains = [pain for pain in review(label)["pains"] if pain["n"]]
    for form in ("top 3 pains {}", "what hurts most {}?", "was stört die Kunden {}?"):
        found = figures(ask_alone(sample, form.format(when)), "theme")
        assert len(found) == min(len(pains), 3 if "3" in form else 5)
        for one, pain in zip(found, pains, strict=False):
            for name in ("title", "stage", "n", "score", "status", "previous_n", "note_ids"):
                assert one[name] == pain[name], name
    quiet = figures(ask_alone(sample, f"which pains have gone quiet {when}?"), "theme")
    gone = [pain["title"] for pain in review(label)["pains"] if pain["status"] == "gone quiet"]
    assert [one["title"] for one in quiet] == gone[:5]


def test_themes_of_a_stage_are_those_with_notes_in_it(sample: Env, review: Reviews) -> None:
    for stage in STAGES:
        found = figures(ask_alone(sample, f"what hurts in {stage} last quarter?"), "theme")
        mine = [p for p in review("2026-Q2")["pains"] if p["n"] and stage in p["stages"]]
        assert sorted(one["title"] for one in found) == sorted(p["title"] for p in mine)[:5]
        assert [one["stage"] == stage for one in found] == sorted(
            (one["stage"] == stage for one in found), reverse=True
        )


KPIS = (
    ("nps", "what was our nps {}?"),
    ("trial-to-paid", "what is trial to paid at {}"),
    ("first-reply", "are we hitting the target for first reply {}?"),
    ("monthly-churn", "did churn go up or down {}?"),
    ("demo-requests", "how have demo requests developed {}?"),
    ("referrals", "how are referrals doing {}"),
)


@pytest.mark.parametrize(("when", "label"), PERIODS[1:])
@pytest.mark.parametrize(("key", "form"), KPIS)
def test_a_kpi(sample: Env, review: Reviews, key: str, form: str, when: str, label: str) -> None:
    answer = ask_alone(sample, form.format(when))
    (found,) = figures(answer, "kpi")
    kpi = next(one for one in review(label)["kpis"] if one["key"] == key)
    assert answer["period"]["label"] == label
    for name in ("key", "stage", "unit", "direction", "target", "last", "previous_last", "status"):
        assert found[name] == kpi[name], name
    assert found["movement"]["verdict"] == kpi["movement"]["verdict"]
    assert found["movement"]["delta"] == kpi["movement"]["delta"]


@pytest.mark.parametrize(("when", "label"), PERIODS[1:])
def test_which_kpis(sample: Env, review: Reviews, when: str, label: str) -> None:
    kpis = review(label)["kpis"]

    def keys(question: str) -> set[str]:
        return {one["key"] for one in figures(ask_alone(sample, question), "kpi")}

    def with_status(status: str) -> set[str]:
        return {kpi["key"] for kpi in kpis if kpi["status"] == status}

    assert keys(f"which KPIs are off target {when}?") == with_status("off target")
    assert keys(f"which metrics are on target {when}?") == with_status("on target")
    assert keys(f"which KPIs belong to retention {when}?") == {
        kpi["key"] for kpi in kpis if kpi["stage"] == "retention"
    }
    for kpi in kpis:
        verdict, delta = kpi["movement"]["verdict"], kpi["movement"]["delta"]
        rose = verdict == Movement.RISING or (verdict == Movement.TOO_FEW and (delta or 0) > 0)
        fell = verdict == Movement.FALLING or (verdict == Movement.TOO_FEW and (delta or 0) < 0)
        is_worse = fell if kpi["direction"] == "higher" else rose
        assert (kpi["key"] in keys(f"which KPIs got worse {when}?")) == is_worse


@pytest.mark.parametrize(("when", "label"), PERIODS)
def test_counts_and_blind_spots(sample: Env, review: Reviews, when: str, label: str) -> None:
    total = review(label)["notes"]["total"]
    answer = ask_alone(sample, f"how many notes did we get {when}?")
    assert (answer["n"], figures(answer, "count")[0]["n"]) == (total, total)
    assert len(answer["note_ids"]) == total
    spots = {**review(label)["blind_spots"], "figure": "blind spots"}
    assert figures(ask_alone(sample, f"any blind spots {when}?"), "blind spots") == [spots]
    unsorted = ask_alone(sample, f"how many unsorted notes are there {when}?")
    assert unsorted["n"] == len(unsorted["note_ids"]) == review(label)["notes"]["unsorted"]
    opportunities = sum(one["n"] for one in review(label)["opportunities"])
    wishes = ask_alone(sample, f"what do people ask for {when}?")
    assert wishes["n"] == opportunities
    liked = ask_alone(sample, f"what do customers like {when}?")
    assert liked["n"] == review(label)["delights"]["n"]
    pains = ask_alone(sample, f"how many pain points were noted {when}?")
    themes = sum(pain["n"] for pain in review(label)["pains"])
    assert pains["n"] == themes + review(label)["said_once"]["n"]


@pytest.mark.parametrize(("when", "label"), PERIODS)
def test_personas_and_touchpoints(sample: Env, review: Reviews, when: str, label: str) -> None:
    for part, question in (
        ("personas", f"which persona is unhappiest {when}?"),
        ("touchpoints", f"which touchpoint is worst {when}?"),
    ):
        found = {one["key"]: one for one in figures(ask_alone(sample, question), "mood")}
        known = review(label)[part]
        assert {key for key, one in found.items() if one["n"] >= 5} == {k["key"] for k in known}
        for one in known:
            for name in ("n", "mean", "net", "negative", "positive"):
                assert found[one["key"]][name] == one[name], name
    for one in review(label)["personas"]:
        question = f"how do {one['key'].replace('-', ' ')}s feel {when}?"
        (mood,) = figures(ask_alone(sample, question), "mood")
        assert (mood["key"], mood["n"], mood["net"]) == (one["key"], one["n"], one["net"])


@pytest.mark.parametrize("label", ["negative", "positive", "neutral"])
def test_shares_of_a_stage(sample: Env, review: Reviews, label: str) -> None:
    for key in STAGES:
        stage = stage_of(review("2026-Q2"), key)
        answer = ask_alone(sample, f"how many of the notes in {key} are {label} last quarter?")
        (count,) = figures(answer, "count")
        assert count["of"] == stage["n"]
        assert count["n"] == round(stage[label] * stage["n"])
        assert len(answer["note_ids"]) == count["n"]


def test_two_quarters_and_two_stages_compared(sample: Env, review: Reviews) -> None:
    found = figures(ask_alone(sample, "compare Q1 and Q2"), "mood")
    later, earlier = review("2026-Q2"), review("2026-Q1")
    for one in found[1:]:
        assert one["n"] == stage_of(later, one["key"])["n"]
        assert one["previous"]["n"] == stage_of(earlier, one["key"])["n"]
        assert one["change"]["delta"] == stage_of(later, one["key"])["change"]["delta"]
    both = figures(ask_alone(sample, "how do retention and loyalty compare last quarter?"), "mood")
    assert [one["key"] for one in both] == ["retention", "loyalty"]
    for one in both:
        assert_same_mood(one, stage_of(later, one["key"]))


def test_a_kpi_of_two_quarters_is_that_of_their_comparison(sample: Env) -> None:
    compared = sample.services.reviews.compare(sample.ws, "2026-Q2 vs 2025-Q4", "buyer")
    known = {trend.kpi.path: trend for trend in compared.kpis}
    for question in ("nps in Q2 vs 2025-Q4", "how has nps changed in Q2 compared to 2025-Q4?"):
        (kpi,) = figures(ask_alone(sample, question), "kpi")
        trend = known["nps"]
        assert (kpi["last"], kpi["previous_last"]) == (trend.last, trend.previous_last)
        assert kpi["movement"]["verdict"] == trend.movement.verdict


def test_actions(sample: Env, review: Reviews) -> None:
    found = figures(ask_alone(sample, "what are we working on?"), "action")
    actions = review("2026-Q3")["actions"]
    assert [(one["title"], one["owner"], one["standing"]) for one in found] == [
        (one["title"], one["owner"], one["standing"]) for one in actions
    ]


def test_the_notes_behind_an_answer_are_those_it_counts(sample: Env) -> None:
    rows = {row["id"]: row for row in sample.rows()}
    answer = ask_alone(sample, "how many negative notes in retention last quarter?")
    found = [rows[note_id] for note_id in answer["note_ids"]]
    assert len(found) == answer["n"] > 0
    assert {(row["stage"], row["label"]) for row in found} == {("retention", "negative")}
    mentions = ask_alone(sample, "how many notes mention invoices?")
    assert len(mentions["note_ids"]) == mentions["n"] > 0
    assert all("invoice" in rows[note_id]["text"].casefold() for note_id in mentions["note_ids"])
