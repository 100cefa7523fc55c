"""People rename, merge, split and mute themes, and that sticks."""

from collections.abc import Callable
from functools import partial

import pytest

from bot.themes.themes import MAX_THEME_NAME, ThemeChange, ThemeService, ThemesPage
from domain.access import Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import CUSTOMER_SUCCESS
from domain.theme_corrections import ThemeCorrectionKind
from domain.themes import ThemeRef
from tests.bot.env import Env, all_at_once, at_once
from tests.bot.note_steps import by, changing, everything, merge, separate, sweep

SPAM = ["invite email lands in spam", "the invite email is in spam", "invite email went to spam"]


LOGIN = ["login is slow on the phone", "slow login on my phone"]


def correct(env: Env) -> ThemeService:
    """The service that corrects themes."""
    return env.services.themes


def themes(env: Env, period: str | None = None, **ways: object) -> ThemesPage:
    """What `/journey themes` lists."""
    return env.services.themes.list_themes(
        env.ws,
        "U1",
        period,
        **ways,  # type: ignore[arg-type]
    )


def noted(env: Env, *texts: str, stage: str = "onboarding") -> list[int]:
    """Pain points with these words."""
    return [env.capture(f"{stage}: {text}").note_id for text in texts]


def ref(env: Env, note: int, period: str | None = None) -> ThemeRef:
    """The theme a note is in."""
    return ThemeRef(env.journey_by_key().id, note, period)


def pains(env: Env, period: str | None = None) -> list[tuple[str, list[int]]]:
    """The titles and notes of a review's pains, in the order of their oldest notes."""
    found = env.figures(period)["pains"]
    return sorted(((one["title"], one["note_ids"]) for one in found), key=lambda one: one[1])


def test_a_name_sticks_through_more_notes_and_the_next_quarter(env: Env) -> None:
    spam = noted(env, *SPAM)
    done = correct(env).rename(by(env, "U2"), ref(env, spam[1]), "  Invites are\nspam ")
    assert (done.name, done.is_new) == ("Invites are spam", True)
    spam += noted(env, "again: invite email, spam folder")
    assert pains(env) == [("Invites are spam", spam)]
    env.at("2026-11-02T09:00:00+00:00")
    later = noted(env, "invite email lands in spam once more")
    assert pains(env) == [("Invites are spam", later)]
    assert env.figures()["pains"][0]["quarters"] == 2
    # Where it is left empty, a note is the title again.
    assert correct(env).rename(by(env), ref(env, later[0]), " ").is_new
    assert pains(env)[0][0] == "invite email lands in spam once more"
    assert not correct(env).rename(by(env), ref(env, later[0]), "").is_new


def test_a_name_too_long_is_refused(env: Env) -> None:
    (note,) = noted(env, "it broke")
    correct(env).rename(by(env), ref(env, note), "x" * MAX_THEME_NAME)
    with pytest.raises(BadFieldError, match="at most 150"):
        correct(env).rename(by(env), ref(env, note), "x" * (MAX_THEME_NAME + 1))


@pytest.mark.each_database
def test_merged_themes_are_one_until_it_is_undone(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    done = correct(env).merge(by(env), ref(env, spam[0]), login[0])
    assert done.other is not None
    assert (done.theme.n, done.other.n, done.is_new) == (3, 2, True)
    more = noted(env, "login on the phone is slow today")
    (pain,) = env.figures()["pains"]
    assert pain["note_ids"] == [*spam, *login, *more]
    assert pain["score"] == 12
    assert not correct(env).merge(by(env), ref(env, login[0]), spam[0]).is_new
    assert done.correction_id is not None
    back = correct(env).undo(by(env, "U3"), done.correction_id)
    assert (back.correction.kind, back.is_new) == (ThemeCorrectionKind.MERGED, True)
    assert not correct(env).undo(by(env), done.correction_id).is_new
    assert [notes for _, notes in pains(env)] == [spam, [*login, *more]]


@pytest.mark.each_database
def test_split_notes_are_a_theme_of_their_own_and_draw_those_like_them(env: Env) -> None:
    texts = ["invite email in spam at gmail", "invite email in spam at gmail again"]
    other = ["invite email in spam for outlook", "invite email in spam for outlook too"]
    gmail, outlook = noted(env, *texts), noted(env, *other)
    done = correct(env).split(by(env), ref(env, gmail[0]), outlook)
    assert (done.count, done.is_new) == (2, True)
    outlook += noted(env, "outlook puts the invite email in spam")
    assert [notes for _, notes in pains(env)] == [gmail, outlook]
    again = correct(env).split(by(env), ref(env, gmail[0]), outlook[:2])
    assert (again.is_new, again.correction_id) == (False, done.correction_id)


@pytest.mark.parametrize(("chosen", "words"), [([], "Choose"), ([0, 1, 2], "at least one")])
def test_a_split_that_parts_nothing_is_refused(env: Env, chosen: list[int], words: str) -> None:
    spam = noted(env, *SPAM)
    with pytest.raises(BadFieldError, match=words):
        correct(env).split(by(env), ref(env, spam[0]), [spam[one] for one in chosen])


def test_a_muted_theme_is_counted_and_not_shown_until_it_is_unmuted(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    assert correct(env).mute(by(env), ref(env, spam[0])).is_new
    assert not correct(env).mute(by(env), ref(env, spam[1])).is_new
    noted(env, "invite email: spam again")
    figures = env.figures()
    assert [pain["note_ids"] for pain in figures["pains"]] == [login]
    assert [pain["n"] for pain in figures["pains_muted"]] == [4]
    assert figures["notes"]["total"] == 6
    assert [pain.n for pain in env.column("onboarding").pains] == [2]
    listed = themes(env)
    assert [(theme.n, theme.is_muted) for theme in listed.themes] == [(2, False), (4, True)]
    assert (listed.total, listed.muted) == (2, 1)
    assert correct(env).unmute(by(env), ref(env, spam[0])).is_new
    assert not correct(env).unmute(by(env), ref(env, spam[0])).is_new
    assert env.figures()["pains_muted"] == []


def test_a_muted_theme_and_one_that_is_not_are_not_merged(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    correct(env).mute(by(env), ref(env, spam[0]))
    with pytest.raises(BadInputError, match="Unmute it first"):
        correct(env).merge(by(env), ref(env, login[0]), spam[0])
    correct(env).mute(by(env), ref(env, login[0]))
    assert correct(env).merge(by(env), ref(env, login[0]), spam[0]).is_new


def test_who_corrected_and_who_undid_it_is_saved(env: Env) -> None:
    spam = noted(env, *SPAM)
    done = correct(env).rename(by(env, "U2"), ref(env, spam[0]), "Spam")
    assert done.correction_id is not None
    env.at("2026-08-15T12:00:00+00:00")
    correct(env).undo(by(env, "U3"), done.correction_id)
    (correction,) = themes(env).corrections
    assert (correction.kind, correction.name, correction.author) == (
        ThemeCorrectionKind.RENAMED,
        "Spam",
        "U2",
    )
    assert (correction.undone_by, correction.undone_at) == ("U3", env.clock.now())
    assert correction.at < env.clock.now()


def test_guests_correct_nothing(env: Env) -> None:
    spam = noted(env, *SPAM)
    env.people.roles["U9"] = Role.GUEST
    before = everything(env)
    guest = by(env, "U9")
    for attempt in (
        partial(correct(env).mute, guest, ref(env, spam[0])),
        partial(correct(env).unmute, guest, ref(env, spam[0])),
        partial(correct(env).rename, guest, ref(env, spam[0]), "x"),
        partial(correct(env).undo, guest, 1),
    ):
        with pytest.raises(NotAllowedError, match="Guests"):
            attempt()
    assert everything(env) == before


@pytest.mark.parametrize("what", ["rename", "merge", "split", "mute"])
@pytest.mark.each_database
def test_done_four_times_at_once_it_is_done_once(env: Env, what: str) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    mine = by(env), ref(env, spam[0])
    use = correct(env)
    do: Callable[[], ThemeChange] = {
        "rename": lambda: use.rename(*mine, "Spam"),
        "merge": lambda: use.merge(*mine, login[0]),
        "split": lambda: use.split(*mine, spam[1:]),
        "mute": lambda: use.mute(*mine),
    }[what]
    found = at_once(4, do)
    assert [one.is_new for one in found].count(True) == 1
    # A merge that finds them merged already has no correction to undo.
    assert len({one.correction_id for one in found} - {None}) == 1
    assert len(themes(env).corrections) == 1


@pytest.mark.each_database
def test_two_who_correct_the_same_theme_at_once_both_take_effect(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    all_at_once(
        [
            partial(correct(env).rename, by(env), ref(env, spam[0]), "Spam"),
            partial(correct(env).merge, by(env, "U2"), ref(env, login[0]), spam[0]),
        ]
    )
    assert pains(env) == [("Spam", [*spam, *login])]


@pytest.mark.each_database
def test_two_who_merge_the_same_themes_at_once_from_either_side_do_it_once(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    ways = [(spam[0], login[0]), (login[0], spam[0])] * 2
    merging = [partial(correct(env).merge, by(env), ref(env, one), other) for one, other in ways]
    assert [one.is_new for one in all_at_once(merging)].count(True) == 1
    assert len(themes(env).corrections) == 1


@pytest.mark.each_database
def test_a_deleted_note_holds_its_place_until_it_is_gone_for_good(lone_env: Env) -> None:
    env = lone_env
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    correct(env).merge(by(env), ref(env, spam[0]), login[0])
    for note in login:
        changing(env).delete(by(env), note)
    assert [notes for _, notes in pains(env)] == [spam]
    changing(env).restore(by(env), login[0])
    assert [notes for _, notes in pains(env)] == [[*spam, login[0]]]
    env.at("2026-09-20T12:00:00+00:00")
    assert sweep(env) == 1
    assert [notes for _, notes in pains(env)] == [[*spam, login[0]]]
    assert len(themes(env).corrections) == 1


def test_a_note_that_moves_to_another_journey_leaves_the_theme(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    with env.storage.write(env.ws) as uow:
        uow.journeys.add(CUSTOMER_SUCCESS, env.clock.now(), env.clock.now(), is_default=False)
        uow.commit()
    correct(env).merge(by(env), ref(env, spam[0]), login[0])
    changing(env).move(by(env), login[0], None, CUSTOMER_SUCCESS.key)
    assert [notes for _, notes in pains(env)] == [[*spam, login[1]]]
    changing(env).move(by(env), login[0], None, "buyer")
    assert [notes for _, notes in pains(env)] == [[*spam, *login]]


def test_the_note_a_merged_one_counts_in_takes_its_place_in_the_theme(env: Env) -> None:
    spam, login = noted(env, *SPAM), noted(env, *LOGIN)
    (duplicate,) = noted(env, "the phone takes minutes")
    correct(env).merge(by(env), ref(env, spam[0]), login[0])
    correct(env).rename(by(env), ref(env, spam[0]), "Getting in")
    merge(env, login[0], duplicate)
    assert pains(env) == [("Getting in", [*spam, login[1], duplicate])]
    separate(env, login[0])
    assert pains(env) == [("Getting in", [*spam, *login]), ("the phone takes minutes", [duplicate])]


def test_a_note_merged_across_a_split_does_not_undo_it(env: Env) -> None:
    spam = noted(env, *SPAM)
    correct(env).split(by(env), ref(env, spam[0]), [spam[2]])
    merge(env, spam[2], spam[0])
    assert [notes for _, notes in pains(env)] == [spam[:2]]


def test_a_theme_whose_notes_are_gone_is_not_found(env: Env) -> None:
    (note,) = noted(env, "it broke")
    changing(env).delete(by(env), note)
    for missing in (note, 10**9):
        with pytest.raises(NotFoundError, match="no longer exists"):
            correct(env).mute(by(env), ref(env, missing))
    theirs = env.capture("theirs", workspace=env.other).note_id
    with pytest.raises(NotFoundError):
        correct(env).mute(by(env), ref(env, theirs))


@pytest.mark.each_database
def test_themes_of_a_past_quarter_are_listed_page_by_page(env: Env) -> None:
    names = ["tea", "box", "fax", "sun", "owl", "cat", "dog", "elk", "fig", "gem"]
    for name in names:
        env.capture(f"onboarding: {name} broke on:2026-05-05 severity:high")
    spam = noted(env, *SPAM)
    first, second = (themes(env, "2026-Q2", page=page) for page in (0, 1))
    assert (first.total, first.pages, len(first.themes), first.complete) == (10, 2, 8, True)
    assert [theme.title for page in (first, second) for theme in page.themes] == [
        f"{name} broke" for name in names
    ]
    assert themes(env, "2026-Q2", page=7).page == 1
    # Last quarter's themes are listed as resolved.
    assert [theme.n for theme in themes(env).themes] == [3] + [0] * 7
    with pytest.raises(BadInputError, match="not begun"):
        themes(env, "2027-Q1")
    shown = env.services.themes.get_theme(env.ws, "U1", ref(env, spam[0]))
    assert [note.id for note in shown.notes] == spam[::-1]
    assert len(shown.others) == 10


@pytest.mark.each_database
def test_the_notes_of_a_theme_are_listed_newest_first(env: Env) -> None:
    spam = noted(env, *[f"invite email in spam, customer {n}" for n in range(10)])
    noted(env, *LOGIN)
    notes = env.services.themes.list_notes
    first, second = (notes(env.ws, "U1", ref(env, spam[0]), page=page) for page in (0, 1))
    assert (first.total, first.pages) == (10, 2)
    assert [note.id for page in (first, second) for note in page.notes] == spam[::-1]
