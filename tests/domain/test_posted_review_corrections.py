"""The differences between a posted review and its current figures."""

from typing import Any

import pytest

from domain.posted_reviews import CorrectedFigure, find_corrections


def stage(n: int, mean: float | None, verdict: str = "no clear change") -> dict[str, Any]:
    return {
        "key": "onboarding",
        "name": "Onboarding",
        "n": n,
        "mean": mean,
        "change": {"verdict": verdict},
    }


def kpi(last: float | None, status: str = "on target") -> dict[str, Any]:
    return {"key": "nps", "stage": None, "last": last, "target": 40.0, "status": status}


def pain(title: str, *notes: int, score: int = 4) -> dict[str, Any]:
    return {"title": title, "n": len(notes), "note_ids": list(notes), "score": score}


def review(
    stages: list[Any] = [],  # noqa: B006 - never changed
    kpis: list[Any] = [],  # noqa: B006
    pains: list[Any] = [],  # noqa: B006
    total: int = 10,
    unsorted: int = 0,
) -> dict[str, Any]:
    notes = {"total": total, "unsorted": unsorted}
    return {"stages": stages, "kpis": kpis, "pains": pains, "notes": notes}


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (stage(5, 0.1), stage(5, 0.1), False),
        (stage(5, 0.1), stage(6, 0.1), True),
        (stage(5, 0.101), stage(5, 0.104), False),
        (stage(5, 0.10), stage(5, 0.12), True),
        (stage(0, None), stage(0, None), False),
        (stage(5, 0.1), stage(5, 0.1, "falling"), True),
    ],
)
def test_a_stage_differs_where_a_reader_would_see_it(
    before: dict[str, Any], after: dict[str, Any], *, differs: bool
) -> None:
    found = find_corrections(review([before]), review([after]))
    assert [one.what for one in found] == [CorrectedFigure.STAGE] * differs
    assert all((one.before, one.after) == (before, after) for one in found)


def test_a_kpi_differs_by_its_reading_and_status() -> None:
    assert find_corrections(review(kpis=[kpi(41)]), review(kpis=[kpi(41)])) == ()
    (found,) = find_corrections(review(kpis=[kpi(41)]), review(kpis=[kpi(39, "off target")]))
    assert found.what is CorrectedFigure.KPI


def test_stages_and_kpis_in_only_one_review_are_left_out() -> None:
    assert find_corrections(review([stage(5, 0.1)], [kpi(1)]), review()) == ()
    assert find_corrections(review(), review([stage(5, 0.1)], [kpi(1)])) == ()


def test_pains_are_compared_with_those_they_share_most_notes_with() -> None:
    before = review(pains=[pain("Slow", 1, 2, 3), pain("Lost mail", 4, 5)])
    after = review(pains=[pain("Lost mail", 4, 5), pain("Too slow", 2, 3, 6), pain("New", 7)])
    found = find_corrections(before, after)
    assert [
        (one.before and one.before["title"], one.after and one.after["title"]) for one in found
    ] == [("Slow", "Too slow"), (None, "New")]


def test_a_pain_without_notes_has_disappeared() -> None:
    (found,) = find_corrections(review(pains=[pain("Slow", 1)]), review())
    assert found.after is None
    resolved = pain("Was before")
    assert find_corrections(review(pains=[resolved]), review(pains=[])) == ()


def test_counts_differ() -> None:
    (found,) = find_corrections(review(total=10), review(total=10, unsorted=1))
    assert found.what is CorrectedFigure.NOTES
