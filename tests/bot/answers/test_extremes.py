"""Best, worst, most and least; and names that the journey does not have."""

import pytest

from domain.questions.answers import KpiExtremeFinding, MoodFinding
from domain.questions.values import Aspect, Part
from tests.bot.answers.asking import ask, ask_alone, figures
from tests.bot.answers.test_answers import said
from tests.bot.env import Env


@pytest.fixture
def nps(env: Env) -> Env:
    """A KPI with four readings, and one where lower is better."""
    for value, day in (
        (41, "2025-11-03"),
        (49, "2026-03-10"),
        (38, "2026-05-20"),
        (44, "2026-07-02"),
    ):
        env.record(f"nps {value} target:45 on:{day}")
    for value, day in ((20, "2026-05-20"), (12, "2026-06-20")):
        env.record(f"retention.churn {value}% on:{day}")
    return env


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("worst nps so far", "nps was worst on 20 May 2026, at 38: of 4 readings since 3 November"),
        ("what was our best month for nps?", "nps was best on 10 March 2026, at 49"),
        ("when was nps at its lowest this year?", "nps was lowest on 20 May 2026, at 38: of 3"),
        ("highest nps in Q2", "at 38: its only reading"),
        ("best churn ever", "was best on 20 June 2026, at 12%"),
    ],
)
def test_extremes_of_a_kpi_have_their_day(nps: Env, question: str, text: str) -> None:
    answer = ask(nps, question)
    assert answer.of_type(KpiExtremeFinding)
    assert text in said(answer)


def test_the_first_of_a_ranking(sample: Env) -> None:
    whole = figures(ask_alone(sample, "which persona is unhappiest last quarter?"), "mood")
    some = figures(ask_alone(sample, "bottom two personas by mood last quarter"), "mood")
    assert some == whole[:2]
    best = figures(ask_alone(sample, "top two stages by mood last quarter"), "mood")
    assert best == figures(ask_alone(sample, "which stage is best last quarter?"), "mood")[:2]


def test_most_pain_points_are_counted(sample: Env) -> None:
    answer = ask(sample, "which persona had the most pain points last quarter?")
    assert answer.question is not None
    assert answer.question.aspect is Aspect.MOST_NOTES
    counted: dict[str, int] = {}
    for row in sample.rows():
        if row["kind"] == "pain point" and "2026-04" <= row["occurred_at"][:7] < "2026-07":
            counted[row["persona"]] = counted.get(row["persona"], 0) + 1
    found = {one.key: one.sums.note_count for one in answer.of_type(MoodFinding)}
    assert found == {key: n for key, n in counted.items() if key}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert "Clinic owner: 23 pain points." in said(answer)


def test_the_pains_that_grew_most_come_first(sample: Env) -> None:
    found = figures(ask_alone(sample, "which pains grew fastest in Q2?"), "theme")
    review = {pain["title"]: pain for pain in sample.figures("2026-Q2")["pains"]}
    rises = [review[one["title"]]["n"] - review[one["title"]]["previous_n"] for one in found]
    assert rises == sorted(rises, reverse=True)
    assert min(rises) > 0
    compared = ask(sample, "which theme grew the most in Q2 compared with 2025-Q4?")
    assert "in October to December 2025" in said(compared)


def test_the_kpis_that_changed_most_come_first(sample: Env) -> None:
    found = figures(ask_alone(sample, "which KPIs changed the most last quarter?"), "kpi")
    changes = [abs(one["last"] / one["previous_last"] - 1) for one in found]
    assert len(changes) == 3
    assert changes == sorted(changes, reverse=True)


@pytest.mark.parametrize(
    ("question", "typed", "part"),
    [
        ("what's our renewal-rate?", "renewal-rate", Part.KPI),
        ("did refund-rate improve in Q2?", "refund-rate", Part.KPI),
        ("nps and refund-rate", "refund-rate", Part.KPI),
        ("opportunities for bookkeepers", "bookkeepers", Part.PERSONA),
        ("mood of practice managers in retention", "practice managers", Part.PERSONA),
        ("notes from marketing managers", "marketing managers", Part.PERSONA),
        ("mood of dental assistants", "dental assistants", Part.PERSONA),
        ("pains of franchise owners", "franchise owners", Part.PERSONA),
        ("compare retention and checkout", "checkout", Part.STAGE),
        ("compare nps and csat", "csat", Part.KPI),
    ],
)
def test_a_name_there_is_not_is_said(sample: Env, question: str, typed: str, part: Part) -> None:
    answer = ask(sample, question)
    assert answer.question is not None
    unknown = answer.question.unknown
    assert unknown is not None
    assert (unknown.typed, unknown.part) == (typed, part)
    heads = {Part.KPI: "KPIs are", Part.PERSONA: "Personas are", Part.STAGE: "Stages are"}
    assert heads[part] in said(answer)


@pytest.mark.parametrize(
    "question",
    ["notes about reminders", "what do group managers say?", "complaints about printers",
     "how do customers feel about the exchange rate?", "what do users think of folders?"],
)  # fmt: skip
def test_things_and_known_groups_are_no_unknown_names(sample: Env, question: str) -> None:
    answer = ask(sample, question)
    assert answer.question is not None
    assert answer.question.unknown is None


def test_the_order_of_few_notes_is_explained(env: Env) -> None:
    env.capture("onboarding: the invite lands in spam feeling:-1")
    assert "Only Onboarding has notes." in said(ask(env, "which stage is happiest?"))
    env.capture("retention: a friendly call feeling:2")
    assert "so the order says little" in said(ask(env, "which stage is happiest?"))
    for number in range(5):
        env.capture(f"decision: the offer came late {number} feeling:-1")
    text = said(ask(env, "which stage is worst?"))
    assert text.startswith("Those with fewer than 5 notes come last")
