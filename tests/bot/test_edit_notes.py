"""Editing notes: every field, what it was before, and nothing that was not touched."""

from datetime import date
from typing import Any

import pytest

from bot.notes.edit import ChangedNote
from domain.errors import BadFieldError, BadInputError, NotFoundError
from domain.map_history import FieldChange
from domain.note_changes import NoteChangeType
from domain.notes import NoteKind
from tests.bot.env import Env, at_once, pain_score, part
from tests.bot.factories import new_journey_values
from tests.bot.journeys.test_settings import change
from tests.bot.note_steps import by, changing, form, found, history, note_of, save

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY

FULL: dict[str, Any] = {
    "stage": "onboarding",
    "touchpoint": "basket",
    "persona": "shopper",
    "channel": "website",
    "team": "support",
    "source": "ticket",
    "severity": 3,
    "feeling": -2,
}

LINE = (
    "onboarding: it broke touchpoint:basket persona:shopper via:web team:support source:ticket "
    "severity:high feeling:frustrated"
)


def edit(
    env: Env, note_id: int, text: str = "it broke", kind: NoteKind = PAIN, **fields: Any
) -> ChangedNote:
    """Its author fills the form in; what is not named stays as it was in LINE."""
    filled = form(text, **{**FULL, **fields})
    return changing(env).edit(by(env), note_id, kind, filled)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": IDEA}, FieldChange("kind", "pain point", "opportunity")),
        ({"text": "it breaks"}, FieldChange("text", "it broke", "it breaks")),
        ({"stage": "loyalty"}, FieldChange("stage", "onboarding", "loyalty")),
        ({"stage": None}, FieldChange("stage", "onboarding", None)),
        ({"touchpoint": None}, FieldChange("touchpoint", "basket", None)),
        ({"persona": "owner"}, FieldChange("persona", "shopper", "owner")),
        ({"channel": "email"}, FieldChange("channel", "website", "email")),
        ({"team": "sales"}, FieldChange("team", "support", "sales")),
        ({"source": "survey"}, FieldChange("source", "ticket", "survey")),
        ({"severity": 1}, FieldChange("severity", "3", "1")),
        ({"severity": None}, FieldChange("severity", "3", None)),
        ({"feeling": 0}, FieldChange("feeling", "-2", "0")),
        (
            {"day": date(2026, 8, 1)},
            FieldChange("happened", "2026-08-14T12:00:00+00:00", "2026-08-01T12:00:00+00:00"),
        ),
    ],
    ids=lambda value: value.field if isinstance(value, FieldChange) else "-".join(value),
)
def test_one_field_is_changed_and_its_values_before_and_after_are_recorded(
    env: Env, fields: dict[str, Any], said: FieldChange
) -> None:
    note_id = env.capture(LINE).note_id
    before = env.rows()[0]
    changed = edit(env, note_id, **fields)
    assert changed.different
    (recorded,) = history(env, note_id)
    assert (recorded.at, recorded.author, recorded.change_type) == (
        env.clock.now(),
        "U1",
        NoteChangeType.EDITED,
    )
    assert recorded.edits == (said,)
    field = "occurred_at" if said.field == "happened" else said.field
    after = env.rows()[0]
    assert [str(row[field]) for row in (before, after)] == [str(said.before), str(said.after)]
    # What is filed as a pain point leans that way.
    scored = {"text": {"score"}, "kind": {"score"}}
    follows = {**scored, "feeling": {"mood", "label"}}.get(field, set())
    unlike = {name for name in after if after[name] != before[name]}
    assert unlike - {field} <= follows


def test_several_edits_are_recorded_in_their_order(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    edit(env, note_id, "two", team="sales")
    edit(env, note_id, "three", team="sales")
    assert [[(e.field, e.after) for e in recorded.edits] for recorded in history(env, note_id)] == [
        [("text", "two"), ("team", "sales")],
        [("text", "three")],
    ]


def test_where_nothing_is_different_nothing_is_remembered(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    before = note_of(env, note_id)
    env.at("2026-08-15T12:00:00+00:00")
    changed = edit(env, note_id)
    assert (changed.different, history(env, note_id)) == (False, [])
    assert note_of(env, note_id) == before
    assert before.edited_at is None


def test_an_edited_note_says_when_and_keeps_who_wrote_it_and_where_it_came_from(
    env: Env,
) -> None:
    note_id = save(env, "it broke").note_id
    before = note_of(env, note_id)
    env.at("2026-08-15T12:00:00+00:00")
    edit(env, note_id, "it breaks")
    after = note_of(env, note_id)
    assert after.edited_at == env.clock.now()
    for field in ("author", "created_at", "occurred_at", "message", "speaker", "permalink"):
        assert getattr(after, field) == getattr(before, field), field


def test_the_mood_follows_the_words_and_the_declared_feeling(env: Env) -> None:
    note_id = env.capture("onboarding: it broke").note_id
    edit(env, note_id, "a wonderful, excellent page", feeling=None)
    row = env.rows()[0]
    assert row["mood"] == row["score"] == pain_score("a wonderful, excellent page") > 0
    edit(env, note_id, "a wonderful, excellent page", feeling=-2)
    assert part(env.rows()[0], "mood", "label") == (-1, "negative")
    assert env.figures()["stages"][3]["mean"] == -1


def test_the_text_is_cleaned_as_a_new_one_is(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    edit(env, note_id, " it\x00 breaks \u200b")
    assert note_of(env, note_id).text == "it breaks"
    assert note_of(env, note_id).score == pain_score("it breaks")


def test_the_moment_stays_where_the_day_was_not_changed(env: Env) -> None:
    env.at("2026-08-10T17:23:45+00:00")
    note_id = env.capture(LINE).note_id
    env.at("2026-08-14T12:00:00+00:00")
    for day in (None, date(2026, 8, 10)):
        assert not edit(env, note_id, day=day).different
    assert env.rows()[0]["occurred_at"] == "2026-08-10T17:23:45+00:00"


def test_a_note_edited_to_have_happened_today_does_not_lie_ahead_of_the_clock(
    env: Env,
) -> None:
    note_id = env.capture(f"{LINE} on:2026-08-01").note_id
    env.at("2026-08-14T03:00:00+00:00")
    edit(env, note_id, day=date(2026, 8, 14))
    assert env.rows()[0]["occurred_at"] == "2026-08-14T03:00:00+00:00"


def test_a_note_edited_to_another_quarter_counts_there(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    edit(env, note_id, day=date(2026, 6, 30))
    totals = [env.figures(label)["notes"]["total"] for label in ("2026-Q2", "2026-Q3")]
    assert totals == [1, 0]


@pytest.mark.parametrize("text", ["", "  ", "x" * 40_001])
def test_a_text_no_note_can_have_is_refused(env: Env, text: str) -> None:
    note_id = env.capture(LINE).note_id
    with pytest.raises(BadInputError):
        edit(env, note_id, text)
    assert (note_of(env, note_id).text, history(env, note_id)) == ("it broke", [])


def test_a_day_that_has_not_come_is_refused_at_its_field(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    with pytest.raises(BadFieldError) as refused:
        edit(env, note_id, day=date(2026, 8, 15))
    assert refused.value.field == "day"
    assert history(env, note_id) == []


def test_a_stage_that_was_archived_meanwhile_is_refused_at_its_field(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    stages, stage = env.services.stages, env.stage("loyalty")
    stages.archive(env.ws, "U1", env.journey_by_key().id, stage.id, None)
    with pytest.raises(BadFieldError) as refused:
        edit(env, note_id, stage="loyalty")
    assert refused.value.field == "stage"
    assert env.rows()[0]["stage"] == "onboarding"


@pytest.mark.parametrize("put_away", [False, True])
def test_a_journey_that_is_not_there_is_refused(env: Env, put_away: bool) -> None:
    note_id = env.capture(LINE).note_id
    if put_away:
        journeys = env.services.journeys
        journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"))
        journeys.archive(env.ws, "U1", env.journey_by_key("shop").id)
    with pytest.raises(NotFoundError, match="no journey “shop”"):
        edit(env, note_id, journey="shop")
    assert (env.rows()[0]["journey"], history(env, note_id)) == ("buyer", [])


def test_a_note_edited_into_another_journey_gets_a_quarter_of_its_year(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"))
    change(env, "shop", fiscal_start_month=8)
    edit(env, note_id, journey="shop")
    assert (env.rows(), [row["id"] for row in env.rows(journey="shop")]) == ([], [note_id])
    assert env.figures("2027-Q1", journey="shop")["stages"][3]["n"] == 1
    assert env.figures()["notes"]["total"] == 0
    assert history(env, note_id)[0].edits == (FieldChange("journey", "buyer", "shop"),)


def test_a_message_saved_as_two_kinds_cannot_become_twice_the_same(env: Env) -> None:
    save(env)
    idea = save(env, kind=IDEA).note_id
    with pytest.raises(BadFieldError) as refused:
        edit(env, idea, kind=PAIN)
    assert refused.value.field == "kind"
    assert [row["kind"] for row in env.rows()] == ["pain point", "opportunity"]


def test_an_edited_note_is_found_by_its_new_words_and_not_by_the_old(env: Env) -> None:
    note_id = env.capture("onboarding: the parcel was late").note_id
    edit(env, note_id, "the invoice was wrong")
    assert [len(found(env, word)) for word in ("parcel", "invoice", "was")] == [0, 1, 1]


@pytest.mark.each_database
def test_edits_at_once_are_all_recorded_one_after_the_other(env: Env) -> None:
    note_id = env.capture(LINE).note_id
    texts = iter([f"take {number}" for number in range(6)])
    at_once(6, lambda: edit(env, note_id, next(texts)))
    recorded = [change.edits[0] for change in history(env, note_id)]
    assert len(recorded) == 6
    assert [edit.before for edit in recorded[1:]] == [edit.after for edit in recorded[:-1]]
    assert recorded[-1].after == note_of(env, note_id).text
