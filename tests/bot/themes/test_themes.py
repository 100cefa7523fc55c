"""Themes as a review counts them, and what people do with them."""

from collections.abc import Callable
from functools import partial

import pytest

from bot.themes.changes import ThemeResult
from domain.access import Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import CUSTOMER_SUCCESS
from domain.themes import ThemeChangeKind, ThemeRef
from tests.bot.env import Env, all_at_once, at_once
from tests.bot.note_steps import by, changing, everything, merge, separate, sweep
from tests.bot.themes.theme_steps import (
    LOGIN,
    SPAM,
    add_pains,
    add_theme,
    changing_themes,
    list_themes,
    review_pains,
    sort_into,
    themes_of,
)


@pytest.mark.each_database
def test_a_review_counts_themes_of_two_notes_and_more(env: Env) -> None:
    _, spam = add_theme(env, "Invites are spam", SPAM, ways="severity:high team:support")
    _, login = add_theme(env, "Slow login", LOGIN)
    (alone,) = add_pains(env, "the logo is ugly")
    sort_into(env, None, [alone])
    (single,) = add_pains(env, "one of a kind", ways="severity:critical")
    sort_into(env, "Rare", [single])
    (unsorted,) = add_pains(env, "nobody looked at this yet")
    figures = env.figures()
    first, second = figures["pains"]
    assert (first["title"], first["n"], first["score"], first["status"]) == (
        "Invites are spam",
        3,
        9,
        "new",
    )
    assert first["note_ids"] == spam
    assert first["teams"] == ["support"]
    assert (second["n"], second["score"], second["note_ids"]) == (2, 4, login)
    assert figures["said_once"] == {
        "n": 3,
        "to_sort": 1,
        "note_ids": sorted([alone, single, unsorted]),
    }


@pytest.mark.slow
@pytest.mark.each_database
def test_how_a_theme_goes_from_quarter_to_quarter(env: Env) -> None:
    add_theme(env, "Every quarter", SPAM, ways="on:2026-02-03")
    add_theme(env, "Every quarter", SPAM, ways="on:2026-05-03")
    add_theme(env, "Every quarter", LOGIN)
    add_theme(env, "Back again", LOGIN, ways="on:2026-02-03")
    add_theme(env, "Back again", LOGIN)
    add_theme(env, "Gone", LOGIN, ways="on:2026-05-03")
    add_theme(env, "Fresh", LOGIN)
    add_theme(env, "Once last quarter", LOGIN[:1], ways="on:2026-05-03")
    assert review_pains(env) == [
        ("Back again", 2, "returned"),
        ("Every quarter", 2, "persisting"),
        ("Fresh", 2, "new"),
        ("Gone", 0, "gone quiet"),
    ]
    by_title = {one["title"]: one for one in env.figures()["pains"]}
    assert (by_title["Every quarter"]["periods"], by_title["Every quarter"]["previous_n"]) == (3, 3)
    assert (by_title["Gone"]["periods"], by_title["Gone"]["previous_n"]) == (0, 2)
    assert by_title["Gone"]["note_ids"] == []


@pytest.mark.each_database
def test_a_theme_has_not_gone_quiet_while_an_unsorted_note_may_be_one_of_it(env: Env) -> None:
    ref, _ = add_theme(env, "Gone", LOGIN, ways="on:2026-05-03")
    (note,) = add_pains(env, "login takes ages")
    assert review_pains(env) == [("Gone", 0, "gone quiet")]
    with env.storage.write(env.ws) as uow:
        uow.pains.suggest({note: ref.theme})
        uow.commit()
    assert review_pains(env) == []
    sort_into(env, None, [note])
    assert review_pains(env) == [("Gone", 0, "gone quiet")]


def test_a_note_more_changes_no_other_note(env: Env) -> None:
    _, spam = add_theme(env, "Invites are spam", SPAM)
    add_pains(env, *[f"invite email lands in spam {n}" for n in range(5)])
    assert env.figures()["pains"][0]["note_ids"] == spam


def test_the_quote_is_the_newest_of_the_most_severe(env: Env) -> None:
    add_theme(env, "Slow login", ["old and high"], ways="severity:high")
    add_theme(env, "Slow login", ["newer and high"], ways="severity:high")
    add_theme(env, "Slow login", ["newest and low"], ways="severity:low")
    review = env.services.reviews.compute(env.ws)
    assert review.pains[0].quote is not None
    assert review.pains[0].quote.text == "newer and high"


def test_the_heaviest_of_what_was_said_once_are_quoted(env: Env) -> None:
    ways = ("severity:low", "severity:critical", "severity:high", "severity:medium")
    sort_into(env, None, [add_pains(env, f"a {way}", ways=way)[0] for way in ways])
    quotes = env.services.reviews.compute(env.ws).said_once.quotes
    assert [quote.text for quote in quotes] == [
        "a severity:critical",
        "a severity:high",
        "a severity:medium",
    ]


def test_supporters_are_counted_and_weigh_nothing(env: Env) -> None:
    _, notes = add_theme(env, "Slow login", LOGIN)
    changing(env).support(env.ws, "U2", notes[0])
    changing(env).support(env.ws, "U3", notes[0])
    (duplicate,) = [env.capture("onboarding: me too", author="U4").note_id]
    merge(env, duplicate, notes[1], user="U4")
    (pain,) = env.figures()["pains"]
    assert (pain["supporters"], pain["score"], pain["n"]) == (3, 4, 2)


@pytest.mark.each_database
def test_a_name_stays_with_the_theme_and_two_themes_have_two_names(env: Env) -> None:
    ref, _ = add_theme(env, "Spam", SPAM)
    add_theme(env, "Slow login", LOGIN)
    done = changing_themes(env).rename(by(env, "U2"), ref, "Invites are spam")
    assert done.is_new
    assert not changing_themes(env).rename(by(env, "U2"), ref, "Invites are spam").is_new
    with pytest.raises(BadFieldError, match="Merge the two"):
        changing_themes(env).rename(by(env), ref, "slow  LOGIN")
    env.at("2026-11-02T09:00:00+00:00")
    sort_into(env, "invites are SPAM", add_pains(env, "spam once more", "and again"))
    assert review_pains(env) == [
        ("Invites are spam", 2, "persisting"),
        ("Slow login", 0, "gone quiet"),
    ]


@pytest.mark.each_database
def test_merged_themes_are_one_until_it_is_undone(env: Env) -> None:
    ref, _ = add_theme(env, "Spam", SPAM)
    other, _ = add_theme(env, "Slow login", LOGIN)
    third, _ = add_theme(env, "Locked out", LOGIN)
    done = changing_themes(env).merge(by(env), ref, [other.theme, third.theme])
    assert (done.count, len(done.others), done.is_new) == (4, 2, True)
    assert review_pains(env) == [("Spam", 7, "new")]
    # A button of before leads to the theme it is part of now.
    assert changing_themes(env).get_theme(env.ws, "U1", other).theme.title == "Spam"
    assert not changing_themes(env).merge(by(env), other, [ref.theme]).is_new
    assert done.change_id is not None
    back = changing_themes(env).undo(by(env, "U3"), done.change_id)
    assert (back.change.kind, back.is_new) == (ThemeChangeKind.MERGED, True)
    assert not changing_themes(env).undo(by(env), done.change_id).is_new
    assert review_pains(env) == [
        ("Spam", 3, "new"),
        ("Locked out", 2, "new"),
        ("Slow login", 2, "new"),
    ]


@pytest.mark.each_database
def test_notes_move_to_another_theme_a_new_one_or_none(env: Env) -> None:
    ref, spam = add_theme(env, "Spam", SPAM)
    other, _ = add_theme(env, "Slow login", LOGIN)
    move = changing_themes(env).move
    assert move(by(env), ref, [spam[0]], other.theme).count == 1
    done = move(by(env), ref, [spam[1]], "Gmail")
    assert [theme.name for theme in done.others] == ["Gmail"]
    assert move(by(env), ref, [spam[2], 10**9], None).count == 1
    assert review_pains(env) == [("Slow login", 3, "new")]
    with pytest.raises(BadFieldError, match="Tick the notes"):
        move(by(env), ref, [spam[0]], other.theme)
    with pytest.raises(NotFoundError, match="no longer exists"):
        move(by(env), other, [spam[0]], 10**9)
    assert done.change_id is not None
    changing_themes(env).undo(by(env), done.change_id)
    assert {note.id for note in changing_themes(env).get_theme(env.ws, "U1", ref).notes} == {
        spam[1]
    }


def test_undo_leaves_what_was_said_since(env: Env) -> None:
    ref, spam = add_theme(env, "Spam", SPAM)
    done = changing_themes(env).move(by(env), ref, spam, "Gmail")
    sort_into(env, None, spam[:1])
    changing_themes(env).move(by(env), ThemeRef(themes_of(env)["Gmail"].id), spam[:1], None)
    assert done.change_id is not None
    changing_themes(env).undo(by(env), done.change_id)
    assert review_pains(env) == [("Spam", 2, "new")]
    assert env.figures()["said_once"]["note_ids"] == spam[:1]


def test_a_muted_theme_is_counted_and_not_shown_until_it_is_unmuted(env: Env) -> None:
    ref, _ = add_theme(env, "Spam", SPAM)
    add_theme(env, "Slow login", LOGIN)
    change = changing_themes(env)
    assert change.mute(by(env), ref).is_new
    assert not change.mute(by(env), ref).is_new
    figures = env.figures()
    assert [pain["title"] for pain in figures["pains"]] == ["Slow login"]
    assert [pain["n"] for pain in figures["pains_muted"]] == [3]
    assert (figures["notes"]["total"], figures["said_once"]["n"]) == (5, 0)
    assert [pain.n for pain in env.column("onboarding").pains] == [2]
    listed = list_themes(env)
    assert [(theme.n, theme.is_muted) for theme in listed.themes] == [(2, False), (3, True)]
    assert (listed.total, listed.muted) == (2, 1)
    assert change.unmute(by(env), ref).is_new
    assert not change.unmute(by(env), ref).is_new
    assert env.figures()["pains_muted"] == []


def test_words_are_tracked(env: Env) -> None:
    ref, _ = add_theme(env, "Spam", SPAM)
    done = changing_themes(env).track(by(env), ref, ["junk folder", "spam"])
    assert done.is_new
    assert themes_of(env)["Spam"].tracked == ("junk folder", "spam")
    assert done.change_id is not None
    changing_themes(env).undo(by(env), done.change_id)
    assert themes_of(env)["Spam"].tracked == ()


def test_who_changed_and_who_undid_it_is_saved(env: Env) -> None:
    ref, _ = add_theme(env, "Spam", SPAM)
    done = changing_themes(env).rename(by(env, "U2"), ref, "Junk")
    assert done.change_id is not None
    env.at("2026-08-15T12:00:00+00:00")
    changing_themes(env).undo(by(env, "U3"), done.change_id)
    change = list_themes(env).changes[0]
    assert (change.kind, change.name, change.author) == (ThemeChangeKind.RENAMED, "Junk", "U2")
    assert (change.undone_by, change.undone_at) == ("U3", env.clock.now())
    assert change.at < env.clock.now()
    assert list(themes_of(env)) == ["Spam"]


def test_guests_change_nothing(env: Env) -> None:
    ref, spam = add_theme(env, "Spam", SPAM)
    env.people.roles["U9"] = Role.GUEST
    before = everything(env)
    guest, change = by(env, "U9"), changing_themes(env)
    for attempt in (
        partial(change.mute, guest, ref),
        partial(change.unmute, guest, ref),
        partial(change.rename, guest, ref, "x"),
        partial(change.track, guest, ref, ["spam"]),
        partial(change.merge, guest, ref, [ref.theme]),
        partial(change.move, guest, ref, spam, None),
        partial(change.undo, guest, 1),
    ):
        with pytest.raises(NotAllowedError, match="Guests"):
            attempt()
    assert everything(env) == before


@pytest.mark.parametrize("what", ["rename", "merge", "move", "mute"])
@pytest.mark.each_database
def test_done_four_times_at_once_it_is_done_once(env: Env, what: str) -> None:
    ref, spam = add_theme(env, "Spam", SPAM)
    other, _ = add_theme(env, "Slow login", LOGIN)
    known, change = len(list_themes(env).changes), changing_themes(env)
    do: Callable[[], ThemeResult] = {
        "rename": lambda: change.rename(by(env), ref, "Junk"),
        "merge": lambda: change.merge(by(env), ref, [other.theme]),
        "move": lambda: _move_or_refuse(env, ref, spam[1:]),
        "mute": lambda: change.mute(by(env), ref),
    }[what]
    found = at_once(4, do)
    assert [one.is_new for one in found].count(True) == 1
    assert len(list_themes(env).changes) == known + 1


def _move_or_refuse(env: Env, ref: ThemeRef, notes: list[int]) -> ThemeResult:
    """Move notes; who comes too late is told that none is left."""
    try:
        return changing_themes(env).move(by(env), ref, notes, "Gmail")
    except BadFieldError:
        found = themes_of(env)["Spam"]
        return ThemeResult(env.journey_by_key(), found, ThemeChangeKind.MOVED)


@pytest.mark.each_database
def test_two_who_merge_the_same_themes_at_once_from_either_side_do_it_once(env: Env) -> None:
    one, _ = add_theme(env, "Spam", SPAM)
    other, _ = add_theme(env, "Slow login", LOGIN)
    ways = [(one, other), (other, one)] * 2
    merging = [
        partial(changing_themes(env).merge, by(env), into, [merged.theme]) for into, merged in ways
    ]
    assert [result.is_new for result in all_at_once(merging)].count(True) == 1
    assert [n for _, n, _ in review_pains(env)] == [5]


@pytest.mark.slow
@pytest.mark.each_database
def test_a_deleted_note_keeps_its_theme_until_it_is_gone_for_good(lone_env: Env) -> None:
    env = lone_env
    _, spam = add_theme(env, "Spam", SPAM)
    changing(env).delete(by(env), spam[0])
    assert review_pains(env) == [("Spam", 2, "new")]
    changing(env).restore(by(env), spam[0])
    assert review_pains(env) == [("Spam", 3, "new")]
    changing(env).delete(by(env), spam[0])
    env.at("2026-09-20T12:00:00+00:00")
    assert sweep(env) == 1
    assert review_pains(env) == [("Spam", 2, "new")]


def test_a_note_that_moves_to_another_journey_leaves_its_theme(env: Env) -> None:
    _, spam = add_theme(env, "Spam", SPAM)
    with env.storage.write(env.ws) as uow:
        uow.journeys.add(CUSTOMER_SUCCESS, env.clock.now(), env.clock.now(), is_default=False)
        uow.commit()
    changing(env).move(by(env), spam[0], "onboarding")
    assert review_pains(env) == [("Spam", 3, "new")]
    changing(env).move(by(env), spam[0], None, CUSTOMER_SUCCESS.key)
    changing(env).move(by(env), spam[0], "onboarding", "buyer")
    assert review_pains(env) == [("Spam", 2, "new")]
    assert env.figures()["said_once"]["to_sort"] == 1


def test_a_duplicate_brings_its_theme_along(env: Env) -> None:
    _, spam = add_theme(env, "Spam", SPAM)
    (better,) = add_pains(env, "invitations land in the junk folder of every provider")
    merge(env, spam[0], better)
    assert env.figures()["pains"][0]["note_ids"] == [*spam[1:], better]
    separate(env, spam[0])
    assert env.figures()["pains"][0]["note_ids"] == [*spam, better]


def test_a_theme_of_another_workspace_is_not_found(env: Env) -> None:
    theirs = env.capture("theirs", workspace=env.other).note_id
    journey = env.journey(env.other)
    assert journey is not None
    actor = by(env)
    stranger = type(actor)(env.other, "U1")
    result = env.services.theme_sorting.save(stranger, journey.id, {theirs: "Theirs"})
    assert result.theme is not None
    add_theme(env, "Ours", SPAM)
    for missing in (result.theme.id, 10**9):
        with pytest.raises(NotFoundError, match="no longer exists"):
            changing_themes(env).mute(actor, ThemeRef(missing))


@pytest.mark.slow
@pytest.mark.each_database
def test_themes_are_listed_page_by_page(env: Env) -> None:
    for name in ["tea", "box", "fax", "sun", "owl", "cat", "dog", "elk", "fig", "gem"]:
        add_theme(env, name, LOGIN, ways="on:2026-05-05")
    ref, spam = add_theme(env, "Spam", SPAM)
    first, second = (list_themes(env, "2026-Q2", page=page) for page in (0, 1))
    assert (first.total, first.pages, len(first.themes), first.complete) == (11, 2, 8, True)
    # Spam has no notes in that quarter, and comes last.
    assert [theme.title for page in (first, second) for theme in page.themes] == [
        *("box", "cat", "dog", "elk", "fax", "fig", "gem", "owl", "sun", "tea", "Spam")
    ]
    assert list_themes(env, "2026-Q2", page=7).page == 1
    assert [theme.n for theme in list_themes(env).themes] == [3] + [0] * 7
    with pytest.raises(BadInputError, match="not begun"):
        list_themes(env, "2027-Q1")
    shown = changing_themes(env).get_theme(env.ws, "U1", ref)
    assert [note.id for note in shown.notes] == spam[::-1]
    assert len(shown.others) == 10


@pytest.mark.each_database
def test_the_notes_of_a_theme_are_listed_newest_first(env: Env) -> None:
    ref, spam = add_theme(env, "Spam", [f"in spam, customer {n}" for n in range(10)])
    add_theme(env, "Slow login", LOGIN)
    notes = changing_themes(env).list_notes
    first, second = (notes(env.ws, "U1", ref, page=page) for page in (0, 1))
    assert (first.total, first.pages) == (10, 2)
    assert [note.id for page in (first, second) for note in page.notes] == spam[::-1]


def test_the_comparison_of_two_quarters_counts_the_same_themes(env: Env) -> None:
    add_theme(env, "Both", LOGIN, ways="on:2026-02-03")
    add_theme(env, "Both", SPAM)
    add_theme(env, "Earlier", LOGIN, ways="on:2026-02-03")
    add_theme(env, "In between", LOGIN, ways="on:2026-05-03")
    add_theme(env, "Later", LOGIN)
    found = env.services.reviews.compare(env.ws, "2026-Q1 vs 2026-Q3")
    assert [(one.title, one.previous_n, one.n) for one in found.pains] == [
        ("Both", 2, 3),
        ("Later", 0, 2),
        ("Earlier", 2, 0),
    ]
