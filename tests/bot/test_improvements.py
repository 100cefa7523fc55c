"""Tests of improvements: created once, changed by those who may, measured, in the review."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.improvements import ImprovementService, SavedImprovement
from domain.access import Actor, Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.improvements import ImprovementDraft, ImprovementProgress, ImprovementState
from domain.trends import Verdict
from tests.bot.env import Env, at_once

DRAFT = ImprovementDraft("Send invites from our own domain", stage="onboarding", owner="UOWNER")


@pytest.fixture
def env(env: Env) -> Env:
    """A journey of ULEAD's, in August."""
    env.capture("onboarding: the invite lands in spam", channel="C1")
    with env.storage.write(env.ws) as uow:
        uow.journeys.change(replace(env.buyer_journey(), owner="ULEAD"))
        uow.commit()
    env.people.roles["UGUEST"] = Role.GUEST
    return env


def service(env: Env) -> ImprovementService:
    """What changes actions."""
    return env.services.improvements


def make(env: Env, draft: ImprovementDraft = DRAFT, receipt: str = "view:V1") -> SavedImprovement:
    """Submit the form."""
    return service(env).create(Actor(env.ws, "UMAKER"), env.buyer_journey().id, draft, receipt)


def move(env: Env, action: int, state: ImprovementState, user: str = "UOWNER") -> SavedImprovement:
    """Choose a state in its menu."""
    return service(env).change_state(Actor(env.ws, user), action, state)


def listed(env: Env, words: str = "", user: str = "UOWNER") -> list[str]:
    """The titles of `/journey actions WORDS`."""
    found = env.services.improvements.list_improvements(env.ws, user, words)
    return [one.improvement.draft.title for one in found.improvements]


def actions_of_review(env: Env, period: str) -> list[dict[str, Any]]:
    """The actions of a review."""
    actions: list[dict[str, Any]] = env.figures(period)["actions"]
    return actions


def test_what_was_filled_in_is_saved(env: Env) -> None:
    kpi = env.record("onboarding.activation 55% target:60%").kpi.id
    whole = replace(
        DRAFT,
        why="They never arrive.",
        impact=5,
        ease=2,
        resources="One week",
        expected_return="Ten more clinics",
        kpi_id=kpi,
        due=date(2026, 9, 1),
        note_ids=(1, 2),
    )
    made = make(env, whole)
    assert made.is_new
    assert made.snapshot.improvement.draft == whole
    assert (made.snapshot.improvement.state, made.snapshot.improvement.priority) == (
        ImprovementState.PROPOSED,
        10,
    )


@pytest.mark.each_database
@pytest.mark.parametrize("times", [4])
def test_a_delivery_makes_one_action_however_often_it_comes(env: Env, times: int) -> None:
    made = at_once(times, lambda: make(env))
    assert [one.is_new for one in made].count(True) == 1
    assert {one.snapshot.improvement.id for one in made} == {made[0].snapshot.improvement.id}
    assert not make(env).is_new
    assert make(env, receipt="view:V2").is_new
    assert len(listed(env)) == 2


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, title="  "), "title"),
        (replace(DRAFT, title="x" * 151), "title"),
        (replace(DRAFT, why="x" * 2001), "why"),
        (replace(DRAFT, impact=6), "impact"),
        (replace(DRAFT, stage="nowhere"), "stage"),
        (replace(DRAFT, kpi_id=999_999), "kpi"),
    ],
)
def test_what_cannot_be_saved_is_named_at_its_field(
    env: Env, draft: ImprovementDraft, field: str
) -> None:
    with pytest.raises(BadFieldError) as refused:
        make(env, draft)
    assert refused.value.field == field
    assert listed(env) == []


def test_an_edit_keeps_its_notes_and_its_state(env: Env) -> None:
    made = make(env, replace(DRAFT, note_ids=(7,))).snapshot.improvement
    move(env, made.id, ImprovementState.PLANNED)
    edited = service(env).edit(
        Actor(env.ws, "UOWNER"), made.id, replace(DRAFT, title="Buy a domain")
    )
    assert edited.snapshot.improvement.draft.title == "Buy a domain"
    assert edited.snapshot.improvement.draft.note_ids == (7,)
    assert edited.snapshot.improvement.state is ImprovementState.PLANNED


@pytest.mark.parametrize(
    ("user", "may"), [("UOWNER", True), ("UMAKER", True), ("ULEAD", True), ("UANYBODY", False)]
)
def test_its_owner_its_maker_and_who_may_edit_the_map_may_change_it(
    env: Env, user: str, *, may: bool
) -> None:
    made = make(env).snapshot.improvement.id
    if may:
        assert (
            move(env, made, ImprovementState.PLANNED, user).snapshot.improvement.state
            is ImprovementState.PLANNED
        )
        return
    with pytest.raises(NotAllowedError):
        move(env, made, ImprovementState.PLANNED, user)


def test_guests_make_none(env: Env) -> None:
    with pytest.raises(NotAllowedError):
        service(env).create(Actor(env.ws, "UGUEST"), env.buyer_journey().id, DRAFT, "view:V1")


def test_a_leap_is_refused_and_the_same_again_is_nothing(env: Env) -> None:
    made = make(env).snapshot.improvement.id
    with pytest.raises(BadInputError, match="cannot become measured"):
        move(env, made, ImprovementState.MEASURED)
    for _ in range(2):
        move(env, made, ImprovementState.IN_PROGRESS)
    with env.storage._engine.connect() as connection:
        changes = connection.exec_driver_sql(
            f"SELECT state FROM action_changes WHERE action_id = {made} ORDER BY id"  # noqa: S608
        )
        assert [row[0] for row in changes] == ["proposed", "in progress"]


def test_an_action_of_another_workspace_is_not_there(env: Env) -> None:
    made = make(env).snapshot.improvement.id
    with pytest.raises(NotFoundError):
        service(env).change_state(Actor(env.other, "ULEAD"), made, ImprovementState.PLANNED)


def test_lists_are_by_what_is_asked(env: Env) -> None:
    env.at("2026-08-14T12:00:00+00:00")
    late = make(
        env, replace(DRAFT, title="late", due=date(2026, 8, 13)), "a"
    ).snapshot.improvement.id
    make(env, replace(DRAFT, title="due today", due=date(2026, 8, 14)), "b")
    make(env, replace(DRAFT, title="another's", owner="UELSE"), "c")
    done = make(env, replace(DRAFT, title="done"), "d").snapshot.improvement.id
    move(env, done, ImprovementState.IMPLEMENTED)
    move(env, late, ImprovementState.IN_PROGRESS)
    assert listed(env) == ["late", "due today", "another's"]
    assert listed(env, "mine") == ["late", "due today"]
    assert listed(env, "overdue") == ["late"]
    assert listed(env, "done") == ["done"]
    assert listed(env, "all") == ["late", "due today", "another's", "done"]
    with pytest.raises(BadInputError):
        listed(env, "everything")


def felt(env: Env, count: int, feeling: str, month: str) -> None:
    """Notes of the stage with a declared feeling, a day each."""
    for number in range(1, count + 1):
        env.capture(f"onboarding: note {number} feeling:{feeling} on:2026-{month}-{number:02}")


def test_what_an_action_did_is_measured_by_the_rule_of_the_review(env: Env) -> None:
    felt(env, 6, "frustrated", "07")
    env.record("onboarding.activation 50% on:2026-07-30")
    kpi = env.record("onboarding.activation 52% on:2026-08-13").kpi.id
    made = make(env, replace(DRAFT, kpi_id=kpi)).snapshot.improvement.id
    move(env, made, ImprovementState.IMPLEMENTED)
    env.at("2026-10-20T12:00:00+00:00")
    felt(env, 6, "happy", "09")
    env.record("onboarding.activation 61% on:2026-09-30")
    effect = move(env, made, ImprovementState.MEASURED).snapshot.effect
    assert effect is not None
    assert (effect.before.n, effect.before.mean) == (6, -1.0)
    # The six of September, and the first note, of the day it was implemented.
    assert effect.after.n == 7
    assert effect.change.verdict is Verdict.RISING
    assert (effect.kpi_before, effect.kpi_after, effect.movement) == (
        52.0,
        61.0,
        "too few readings to judge (2 and 1)",
    )
    # Frozen: what is noted later changes nothing of what was measured.
    env.capture("onboarding: worse feeling:frustrated on:2026-09-20")
    with env.storage.read(env.ws) as uow:
        found = uow.improvements.by_id(made)
    assert found is not None
    assert found[1].measured is not None
    assert found[1].measured["kpi"] == {
        "before": 52.0,
        "after": 61.0,
        "movement": "too few readings to judge (2 and 1)",
    }


def test_too_few_notes_give_no_verdict_and_no_reading_is_no_comparison(env: Env) -> None:
    made = make(env).snapshot.improvement.id
    effect = move(env, made, ImprovementState.IMPLEMENTED).snapshot.effect
    assert effect is not None
    assert effect.change.verdict is Verdict.TOO_FEW
    assert effect.movement == "no comparison"


def test_a_review_has_what_was_open_or_ended_in_its_period(env: Env) -> None:
    open_one = make(
        env, replace(DRAFT, title="open", due=date(2026, 9, 1)), "a"
    ).snapshot.improvement.id
    dropped = make(env, replace(DRAFT, title="dropped"), "b").snapshot.improvement.id
    move(env, dropped, ImprovementState.DROPPED)
    assert actions_of_review(env, "2026-Q2") == []
    env.at("2026-10-20T12:00:00+00:00")
    make(env, replace(DRAFT, title="of October"), "c")
    summary = [
        (one["title"], one["standing"], one["overdue"]) for one in actions_of_review(env, "2026-Q3")
    ]
    assert summary == [("open", "overdue", True), ("dropped", "dropped", False)]
    assert [one["title"] for one in actions_of_review(env, "2026-Q4")] == ["open", "of October"]
    env.clock.advance(timedelta(days=1))
    done = move(env, open_one, ImprovementState.IMPLEMENTED)
    assert done.snapshot.progress is ImprovementProgress.DONE
