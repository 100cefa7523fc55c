"""Themes of a whole journey: with their notes, suggested, sorted by texts."""

import pytest

from bot.themes.batch import JourneyThemes, SuggestedThemes, ThemeBatchService
from bot.themes.suggester import BATCH
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.notes import NoteKind
from tests.bot.env import Env, guests
from tests.bot.imports.test_import_notes import rows
from tests.bot.note_steps import by, changing
from tests.bot.themes.theme_steps import add_pains, add_theme, changing_themes, sort_into, themes_of

pytestmark = pytest.mark.each_database


def batches(env: Env) -> ThemeBatchService:
    """The service."""
    return env.services.theme_batches


def listed(env: Env, period: str | None = None) -> JourneyThemes:
    """The themes of the buyer journey."""
    return batches(env).list_all(env.ws, "buyer", period)


def suggested(env: Env, period: str | None = None) -> list[SuggestedThemes]:
    """What is suggested in the buyer journey."""
    return list(batches(env).suggest_all(env.ws, "buyer", period))


def join(env: Env, note_id: int, name: str) -> None:
    """Let a note join a theme unasked."""
    with env.storage.write(env.ws) as uow:
        uow.pains.join({note_id: themes_of(env)[name].id})
        uow.commit()


def test_a_theme_is_listed_with_its_notes_of_every_kind(env: Env) -> None:
    _, few = add_theme(env, "Few", ["a"])
    ref, many = add_theme(env, "Many", ["b", "c"], stage="retention")
    many.append(env.capture("loyalty: d", kind=NoteKind.OPPORTUNITY).note_id)
    sort_into(env, "Many", many[2:])
    many.append(env.capture("e", kind=NoteKind.TOUCHPOINT).note_id)
    sort_into(env, "Many", many[3:])
    once = add_pains(env, "f")
    sort_into(env, None, once)
    (joined,) = add_pains(env, "g")
    join(env, joined, "Few")
    to_sort = add_pains(env, "h")
    env.capture("loyalty: nobody sorts this", kind=NoteKind.OPPORTUNITY)
    changing_themes(env).mute(by(env), ref)
    found = listed(env)
    assert (found.journey.key, found.period) == ("buyer", None)
    assert [(one.theme.name, one.theme.muted) for one in found.themes] == [
        ("Many", True),
        ("Few", False),
    ]
    assert [one.note_ids for one in found.themes] == [tuple(many), (*few, joined)]
    assert found.themes[0].stages == ("retention", None, "loyalty")
    assert (found.said_once, found.to_sort) == (tuple(once), tuple(to_sort))


def test_deleted_notes_are_in_no_theme_and_a_theme_without_notes_is_listed(env: Env) -> None:
    _, (note_id,) = add_theme(env, "Spam", ["a"])
    changing(env).delete(by(env), note_id)
    (theme,) = listed(env).themes
    assert (theme.theme.name, theme.note_ids, theme.stages) == ("Spam", (), ())


def test_a_period_has_only_its_own_notes(env: Env) -> None:
    old, new = add_pains(env, "a on:2026-05-01", "b on:2026-08-01")
    sort_into(env, "Spam", [old, new])
    later, earlier = add_pains(env, "c on:2026-08-02", "d on:2026-05-02")
    quarter = listed(env, "2026-q2")
    assert quarter.period == "2026-Q2"
    assert (quarter.themes[0].note_ids, quarter.to_sort) == ((old,), (earlier,))
    assert listed(env).themes[0].note_ids == (old, new)
    assert [one.note_id for one in suggested(env)] == [earlier, later]
    assert [one.note_id for one in suggested(env, "2026-Q3")] == [later]
    with pytest.raises(BadInputError, match="has not begun yet"):
        listed(env, "2027-Q1")
    with pytest.raises(BadInputError, match="has not begun yet"):
        suggested(env, "2027-Q1")


def test_an_unknown_journey_is_named(env: Env) -> None:
    env.buyer_journey()
    service = batches(env)
    for ask in (
        lambda: service.list_all(env.ws, "shop"),
        lambda: list(service.suggest_all(env.ws, "shop")),
        lambda: service.suggest_new(env.ws, "shop"),
        lambda: service.sort_texts(by(env), "shop", {}),
    ):
        with pytest.raises(NotFoundError, match="shop"):
            ask()


def test_what_no_person_has_sorted_has_suggestions_oldest_first(env: Env) -> None:
    ref, _ = add_theme(env, "Spam folder", ["the invite lands in spam"])
    changing_themes(env).track(by(env), ref, ["spam"])
    sort_into(env, None, add_pains(env, "spam on the menu"))
    new, old = add_pains(env, "spam again on:2026-08-02", "more spam on:2026-08-01")
    (joined,) = add_pains(env, "invites in spam on:2026-08-03")
    join(env, joined, "Spam folder")
    env.capture("onboarding: spam filter", kind=NoteKind.OPPORTUNITY)
    assert [(one.note_id, one.names[:1], one.joined) for one in suggested(env)] == [
        (old, ("Spam folder",), None),
        (new, ("Spam folder",), None),
        (joined, ("Spam folder",), "Spam folder"),
    ]


@pytest.mark.slow
def test_more_notes_than_are_suggested_in_one_go(env: Env) -> None:
    many = rows(
        {"text": f"n{n}", "kind": "pain", "score": "0", "stage": "loyalty"}
        for n in range(BATCH + 1)
    )
    list(env.services.imports.import_notes(env.ws, "buyer", many))
    ids = [one.note_id for one in suggested(env)]
    assert ids == sorted(ids)
    assert len(set(ids)) == BATCH + 1


def test_notes_are_sorted_by_their_texts(env: Env) -> None:
    spam = add_pains(env, "The invite  is spam", "the INVITE is spam")
    (said,) = add_pains(env, "said before")
    sort_into(env, "Another", [said])
    (once,) = add_pains(env, "once")
    (joined,) = add_pains(env, "joined")
    join(env, joined, "Another")
    add_pains(env, "left alone")
    answers = {
        "the invite is spam": "Spam",
        "said before": "Spam",
        "once": None,
        "joined": "spam",
        "no such note": "Nothing",
    }
    result = batches(env).sort_texts(by(env, "U2"), "buyer", answers)
    assert result.count == 4
    assert {row["id"]: row["theme"] for row in env.rows() if row["theme"]} == {
        **dict.fromkeys([*spam, joined], "Spam"),
        said: "Another",
        once: "said once",
    }
    assert sorted(themes_of(env)) == ["Another", "Spam"]
    again = batches(env).sort_texts(by(env, "U2"), "buyer", answers)
    assert (again.count, again.is_new) == (0, False)


def test_guests_sort_nothing(env: Env) -> None:
    add_pains(env, "a")
    guests(env, "U2")
    with pytest.raises(NotAllowedError):
        batches(env).sort_texts(by(env, "U2"), "buyer", {"a": "Spam"})
