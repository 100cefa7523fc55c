"""People rename, merge, split and mute themes, and that sticks."""

from collections.abc import Callable
from functools import partial

import pytest

from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.roles import Role
from bot.domain.templates import CUSTOMER_SUCCESS
from bot.domain.theme_corrections import CorrectionKind
from bot.usecases.correct_themes import LONGEST_NAME, Corrected, CorrectThemes
from bot.usecases.list_themes import ListThemes, ThemesListed
from bot.usecases.theme_lookup import ThemeRef
from tests.bot.usecases.house import House, all_at_once, at_once
from tests.bot.usecases.living import by, changing, everything, merge, separate, sweep

SPAM = ["invite email lands in spam", "the invite email is in spam", "invite email went to spam"]
LOGIN = ["login is slow on the phone", "slow login on my phone"]


def correct(house: House) -> CorrectThemes:
    """Name, merge, split, mute."""
    return CorrectThemes(house.storage, house.clock, house.people)


def themes(house: House, period: str | None = None, **ways: object) -> ThemesListed:
    """What `/journey themes` lists."""
    return ListThemes(house.storage, house.clock, house.people)(
        house.ws,
        "U1",
        period,
        **ways,  # type: ignore[arg-type]
    )


def noted(house: House, *texts: str, stage: str = "onboarding") -> list[int]:
    """Pain points with these words."""
    return [house.capture(f"{stage}: {text}").note_id for text in texts]


def ref(house: House, note: int, period: str | None = None) -> ThemeRef:
    """The theme a note is in."""
    return ThemeRef(house.kept().id, note, period)


def pains(house: House, period: str | None = None) -> list[tuple[str, list[int]]]:
    """The titles and notes of a review's pains, in the order of their oldest notes."""
    found = house.figures(period)["pains"]
    return sorted(((one["title"], one["note_ids"]) for one in found), key=lambda one: one[1])


def test_a_name_sticks_through_more_notes_and_the_next_quarter(house: House) -> None:
    spam = noted(house, *SPAM)
    done = correct(house).rename(by(house, "U2"), ref(house, spam[1]), "  Invites are\nspam ")
    assert (done.name, done.different) == ("Invites are spam", True)
    spam += noted(house, "again: invite email, spam folder")
    assert pains(house) == [("Invites are spam", spam)]
    house.at("2026-11-02T09:00:00+00:00")
    later = noted(house, "invite email lands in spam once more")
    assert pains(house) == [("Invites are spam", later)]
    assert house.figures()["pains"][0]["quarters"] == 2
    # Where it is left empty, the notes speak for themselves again.
    assert correct(house).rename(by(house), ref(house, later[0]), " ").different
    assert pains(house)[0][0] == "invite email lands in spam once more"
    assert not correct(house).rename(by(house), ref(house, later[0]), "").different


def test_a_name_too_long_is_refused(house: House) -> None:
    (note,) = noted(house, "it broke")
    correct(house).rename(by(house), ref(house, note), "x" * LONGEST_NAME)
    with pytest.raises(BadFieldError, match="at most 150"):
        correct(house).rename(by(house), ref(house, note), "x" * (LONGEST_NAME + 1))


def test_merged_themes_are_one_until_that_is_taken_back(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    done = correct(house).merge(by(house), ref(house, spam[0]), login[0])
    assert done.other is not None
    assert (done.theme.n, done.other.n, done.different) == (3, 2, True)
    more = noted(house, "login on the phone is slow today")
    (pain,) = house.figures()["pains"]
    assert pain["note_ids"] == [*spam, *login, *more]
    assert pain["score"] == 12
    assert not correct(house).merge(by(house), ref(house, login[0]), spam[0]).different
    assert done.correction is not None
    back = correct(house).undo(by(house, "U3"), done.correction)
    assert (back.correction.kind, back.different) == (CorrectionKind.MERGED, True)
    assert not correct(house).undo(by(house), done.correction).different
    assert [notes for _, notes in pains(house)] == [spam, [*login, *more]]


def test_split_notes_are_a_theme_of_their_own_and_draw_those_like_them(house: House) -> None:
    texts = ["invite email in spam at gmail", "invite email in spam at gmail again"]
    other = ["invite email in spam for outlook", "invite email in spam for outlook too"]
    gmail, outlook = noted(house, *texts), noted(house, *other)
    done = correct(house).split(by(house), ref(house, gmail[0]), outlook)
    assert (done.count, done.different) == (2, True)
    outlook += noted(house, "outlook puts the invite email in spam")
    assert [notes for _, notes in pains(house)] == [gmail, outlook]
    again = correct(house).split(by(house), ref(house, gmail[0]), outlook[:2])
    assert (again.different, again.correction) == (False, done.correction)


@pytest.mark.parametrize(("chosen", "words"), [([], "Choose"), ([0, 1, 2], "at least one")])
def test_a_split_that_parts_nothing_is_refused(house: House, chosen: list[int], words: str) -> None:
    spam = noted(house, *SPAM)
    with pytest.raises(BadFieldError, match=words):
        correct(house).split(by(house), ref(house, spam[0]), [spam[one] for one in chosen])


def test_a_muted_theme_is_counted_and_not_shown_until_it_is_unmuted(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    assert correct(house).mute(by(house), ref(house, spam[0])).different
    assert not correct(house).mute(by(house), ref(house, spam[1])).different
    noted(house, "invite email: spam again")
    figures = house.figures()
    assert [pain["note_ids"] for pain in figures["pains"]] == [login]
    assert [pain["n"] for pain in figures["pains_muted"]] == [4]
    assert figures["notes"]["total"] == 6
    assert [pain.n for pain in house.column("onboarding").pains] == [2]
    listed = themes(house)
    assert [(theme.n, theme.muted) for theme in listed.themes] == [(2, False), (4, True)]
    assert (listed.total, listed.muted) == (2, 1)
    assert correct(house).unmute(by(house), ref(house, spam[0])).different
    assert not correct(house).unmute(by(house), ref(house, spam[0])).different
    assert house.figures()["pains_muted"] == []


def test_a_muted_theme_and_one_that_is_not_are_not_merged(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    correct(house).mute(by(house), ref(house, spam[0]))
    with pytest.raises(BadInputError, match="Unmute it first"):
        correct(house).merge(by(house), ref(house, login[0]), spam[0])
    correct(house).mute(by(house), ref(house, login[0]))
    assert correct(house).merge(by(house), ref(house, login[0]), spam[0]).different


def test_who_said_what_and_who_took_it_back_is_kept(house: House) -> None:
    spam = noted(house, *SPAM)
    done = correct(house).rename(by(house, "U2"), ref(house, spam[0]), "Spam")
    assert done.correction is not None
    house.at("2026-08-15T12:00:00+00:00")
    correct(house).undo(by(house, "U3"), done.correction)
    (kept,) = themes(house).corrections
    assert (kept.kind, kept.name, kept.author) == (CorrectionKind.RENAMED, "Spam", "U2")
    assert (kept.undone_by, kept.undone_at) == ("U3", house.clock.now())
    assert kept.at < house.clock.now()


def test_guests_correct_nothing(house: House) -> None:
    spam = noted(house, *SPAM)
    house.people.roles["U9"] = Role.GUEST
    before = everything(house)
    guest = by(house, "U9")
    for attempt in (
        partial(correct(house).mute, guest, ref(house, spam[0])),
        partial(correct(house).unmute, guest, ref(house, spam[0])),
        partial(correct(house).rename, guest, ref(house, spam[0]), "x"),
        partial(correct(house).undo, guest, 1),
    ):
        with pytest.raises(NotAllowedError, match="Guests"):
            attempt()
    assert everything(house) == before


@pytest.mark.parametrize("what", ["rename", "merge", "split", "mute"])
def test_done_four_times_at_once_it_is_done_once(house: House, what: str) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    mine = by(house), ref(house, spam[0])
    use = correct(house)
    do: Callable[[], Corrected] = {
        "rename": lambda: use.rename(*mine, "Spam"),
        "merge": lambda: use.merge(*mine, login[0]),
        "split": lambda: use.split(*mine, spam[1:]),
        "mute": lambda: use.mute(*mine),
    }[what]
    found = at_once(4, do)
    assert [one.different for one in found].count(True) == 1
    # Whoever finds the two together already is not told by whom.
    assert len({one.correction for one in found} - {None}) == 1
    assert len(themes(house).corrections) == 1


def test_two_who_correct_the_same_theme_at_once_are_both_heard(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    all_at_once(
        [
            partial(correct(house).rename, by(house), ref(house, spam[0]), "Spam"),
            partial(correct(house).merge, by(house, "U2"), ref(house, login[0]), spam[0]),
        ]
    )
    assert pains(house) == [("Spam", [*spam, *login])]


def test_two_who_merge_the_same_themes_at_once_from_either_side_do_it_once(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    ways = [(spam[0], login[0]), (login[0], spam[0])] * 2
    merging = [
        partial(correct(house).merge, by(house), ref(house, one), other) for one, other in ways
    ]
    assert [one.different for one in all_at_once(merging)].count(True) == 1
    assert len(themes(house).corrections) == 1


def test_a_deleted_note_holds_its_place_until_it_is_gone_for_good(lone_house: House) -> None:
    house = lone_house
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    correct(house).merge(by(house), ref(house, spam[0]), login[0])
    for note in login:
        changing(house).delete(by(house), note)
    assert [notes for _, notes in pains(house)] == [spam]
    changing(house).restore(by(house), login[0])
    assert [notes for _, notes in pains(house)] == [[*spam, login[0]]]
    house.at("2026-09-20T12:00:00+00:00")
    assert sweep(house) == 1
    assert [notes for _, notes in pains(house)] == [[*spam, login[0]]]
    assert len(themes(house).corrections) == 1


def test_a_note_that_moves_to_another_journey_leaves_the_theme(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    with house.storage.write(house.ws) as uow:
        uow.journeys.add(CUSTOMER_SUCCESS, house.clock.now(), house.clock.now(), is_default=False)
        uow.commit()
    correct(house).merge(by(house), ref(house, spam[0]), login[0])
    changing(house).move(by(house), login[0], None, CUSTOMER_SUCCESS.key)
    assert [notes for _, notes in pains(house)] == [[*spam, login[1]]]
    changing(house).move(by(house), login[0], None, "buyer")
    assert [notes for _, notes in pains(house)] == [[*spam, *login]]


def test_what_stands_for_a_merged_note_has_its_place_in_the_theme(house: House) -> None:
    spam, login = noted(house, *SPAM), noted(house, *LOGIN)
    (twin,) = noted(house, "the phone takes minutes")
    correct(house).merge(by(house), ref(house, spam[0]), login[0])
    correct(house).rename(by(house), ref(house, spam[0]), "Getting in")
    merge(house, login[0], twin)
    assert pains(house) == [("Getting in", [*spam, login[1], twin])]
    separate(house, login[0])
    assert pains(house) == [("Getting in", [*spam, *login]), ("the phone takes minutes", [twin])]


def test_a_note_merged_across_a_split_does_not_undo_it(house: House) -> None:
    spam = noted(house, *SPAM)
    correct(house).split(by(house), ref(house, spam[0]), [spam[2]])
    merge(house, spam[2], spam[0])
    assert [notes for _, notes in pains(house)] == [spam[:2]]


def test_a_theme_whose_notes_are_gone_is_not_found(house: House) -> None:
    (note,) = noted(house, "it broke")
    changing(house).delete(by(house), note)
    for missing in (note, 10**9):
        with pytest.raises(NotFoundError, match="no longer there"):
            correct(house).mute(by(house), ref(house, missing))
    theirs = house.capture("theirs", workspace=house.other).note_id
    with pytest.raises(NotFoundError):
        correct(house).mute(by(house), ref(house, theirs))


def test_themes_of_a_past_quarter_are_listed_page_by_page(house: House) -> None:
    names = ["tea", "box", "fax", "sun", "owl", "cat", "dog", "elk", "fig", "gem"]
    for name in names:
        house.capture(f"onboarding: {name} broke on:2026-05-05 severity:high")
    spam = noted(house, *SPAM)
    first, second = (themes(house, "2026-Q2", page=page) for page in (0, 1))
    assert (first.total, first.pages, len(first.themes), first.complete) == (10, 2, 8, True)
    assert [theme.title for page in (first, second) for theme in page.themes] == [
        f"{name} broke" for name in names
    ]
    assert themes(house, "2026-Q2", page=7).page == 1
    # Last quarter's are gone this quarter, and said to be.
    assert [theme.n for theme in themes(house).themes] == [3] + [0] * 7
    with pytest.raises(BadInputError, match="not begun"):
        themes(house, "2027-Q1")
    shown = ListThemes(house.storage, house.clock).look(house.ws, "U1", ref(house, spam[0]))
    assert [note.id for note in shown.notes] == spam[::-1]
    assert len(shown.others) == 10


def test_the_notes_of_a_theme_are_listed_newest_first(house: House) -> None:
    spam = noted(house, *[f"invite email in spam, customer {n}" for n in range(10)])
    noted(house, *LOGIN)
    notes = ListThemes(house.storage, house.clock).notes
    first, second = (notes(house.ws, "U1", ref(house, spam[0]), page=page) for page in (0, 1))
    assert (first.total, first.pages) == (10, 2)
    assert [note.id for page in (first, second) for note in page.notes] == spam[::-1]
