"""What a reaction asks for is kept until there is a note, whoever tries and however often."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.errors import TakenBackError
from bot.domain.notes import Message, NoteKind
from bot.domain.wishes import CLAIMED, FIRST_PAUSE, KEPT, MOST_TRIES, Wish
from bot.usecases.wish_notes import WishNotes
from tests.bot.usecases.house import House, all_at_once, at_once, part
from tests.bot.usecases.living import MESSAGE, by, changing, everything, following, save

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY


def wishing(house: House) -> WishNotes:
    """What keeps wishes."""
    return WishNotes(house.storage, house.clock)


def wish(
    house: House,
    event: str = "E1",
    user: str = "U1",
    message: Message = MESSAGE,
    kind: NoteKind = PAIN,
) -> Wish | None:
    """Somebody reacts to a message."""
    return wishing(house).keep(house.ws, event, user, message, kind)


def wished(house: House, event: str = "E1", user: str = "U1", kind: NoteKind = PAIN) -> Wish:
    """The same, for the first time."""
    kept = wish(house, event, user, kind=kind)
    assert kept is not None
    return kept


def fulfil(house: House, kept: Wish) -> bool:
    """Save the message; whether this call did."""
    try:
        save(house, author=kept.user, kind=kept.kind, receipt=kept.receipt, wish=kept.id)
    except TakenBackError:
        return False
    return True


def left(house: House) -> int:
    """How many wishes are kept."""
    return len(everything(house)["wished_notes"])


def due(house: House) -> list[Wish]:
    """What the clock finds to do here."""
    return [one for one in wishing(house).due() if one.workspace == house.ws]


def test_a_wish_is_due_at_once_as_it_was_wished(house: House) -> None:
    kept = wished(house)
    assert due(house) == [kept]
    assert (kept.user, kept.message, kept.kind) == ("U1", MESSAGE, PAIN)
    assert (kept.at, kept.tries, kept.workspace) == (house.clock.now(), 0, house.ws)


def test_the_note_takes_its_wish_away(house: House) -> None:
    kept = wished(house)
    assert fulfil(house, kept)
    assert (left(house), len(house.rows())) == (0, 1)
    assert not fulfil(house, kept)
    assert part(house.rows()[0], "author", "supporters") == ("U1", 1)


@pytest.mark.parametrize("done", [False, True])
def test_the_same_event_is_kept_once(house: House, done: bool) -> None:
    kept = wished(house)
    if done:
        fulfil(house, kept)
    assert wish(house) is None
    assert left(house) == (0 if done else 1)


def test_the_same_event_elsewhere_is_another(house: House) -> None:
    wished(house)
    assert wishing(house).keep(house.other, "E1", "U1", MESSAGE, PAIN) is not None


def test_one_of_many_who_try_at_once_may(house: House) -> None:
    kept = wished(house)
    begun = [one for one in at_once(8, lambda: wishing(house).begin(kept)) if one]
    assert [one.tries for one in begun] == [1]
    assert due(house) == []
    house.clock.advance(CLAIMED)
    assert due(house) == begun


def test_many_who_fulfil_it_at_once_make_one_note_and_one_of_them_is_to_tell(
    house: House,
) -> None:
    house.begun()
    kept = wished(house)
    assert sum(at_once(8, lambda: fulfil(house, kept))) == 1
    assert part(house.rows()[0], "supporters") == (1,)


def test_eight_reactions_fulfilled_at_once_are_one_note_with_eight_behind_it(
    house: House,
) -> None:
    house.begun()
    kept = [wished(house, f"E{n}", f"U{n}") for n in range(8)]
    assert all(all_at_once([partial(fulfil, house, one) for one in kept]))
    assert (left(house), part(house.rows()[0], "supporters")) == (0, (8,))


def test_it_is_dropped_by_one(house: House) -> None:
    house.begun()
    kept = wished(house)
    assert sum(at_once(4, lambda: wishing(house).drop(kept))) == 1
    assert not fulfil(house, kept)
    assert house.rows() == []


@pytest.mark.parametrize(
    ("tries", "asked", "waits"),
    [
        (1, None, FIRST_PAUSE),
        (2, None, 2 * FIRST_PAUSE),
        (5, None, 16 * FIRST_PAUSE),
        (1, 300, timedelta(seconds=300)),
        (5, 30, 16 * FIRST_PAUSE),
    ],
)
def test_each_try_waits_longer_and_as_long_as_slack_asks(
    house: House, tries: int, asked: int | None, waits: timedelta
) -> None:
    kept = wished(house)
    for _ in range(tries):
        begun = wishing(house).begin(kept)
        assert begun is not None
        kept = begun
    wishing(house).postpone(kept, None if asked is None else timedelta(seconds=asked))
    house.clock.advance(waits - timedelta(microseconds=1))
    assert due(house) == []
    house.clock.advance(timedelta(microseconds=1))
    assert due(house) == [kept]


def test_it_is_spent_after_so_many_tries_or_a_day(house: House) -> None:
    kept = wished(house)
    for tries in range(MOST_TRIES):
        assert not wishing(house).is_spent(kept), tries
        begun = wishing(house).begin(kept)
        assert begun is not None
        kept = begun
    assert wishing(house).is_spent(kept)
    other = wished(house, "E2")
    house.clock.advance(KEPT)
    assert not wishing(house).is_spent(other)
    house.clock.advance(timedelta(microseconds=1))
    assert wishing(house).is_spent(other)


def test_a_reaction_taken_back_takes_its_wish_away_and_no_other(house: House) -> None:
    house.begun()
    mine = wished(house)
    others = [wished(house, "E2", kind=IDEA), wished(house, "E3", "U2")]
    following(house).withdraw(house.ws, "U1", MESSAGE, PAIN)
    assert due(house) == others
    assert not fulfil(house, mine)
    assert house.rows() == []


def test_taken_back_while_it_is_being_saved_it_is_not_there_in_the_end(house: House) -> None:
    house.begun()
    for number in range(12):
        kept = wished(house, f"E{number}")
        take_back = partial(following(house).withdraw, house.ws, "U1", MESSAGE, PAIN)
        all_at_once([partial(fulfil, house, kept), take_back])
        assert (left(house), house.rows()) == (0, [])


def test_a_note_that_was_undone_is_not_wished_anew_by_the_same_event(house: House) -> None:
    fulfil(house, wished(house))
    changing(house).delete(by(house), house.rows()[0]["id"])
    assert wish(house) is None
