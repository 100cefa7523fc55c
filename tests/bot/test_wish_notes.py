"""What a reaction asks for is kept until there is a note, whoever tries and however often."""

from datetime import timedelta
from functools import partial

import pytest

from bot.notes.messages import PendingCaptureQueue
from domain.errors import CaptureWithdrawnError
from domain.notes import Message, NoteKind
from domain.pending_captures import CLAIMED, FIRST_PAUSE, KEPT, MAX_TRIES, PendingCapture
from tests.bot.env import Env, all_at_once, at_once, part
from tests.bot.note_steps import MESSAGE, by, changing, everything, following, save

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY


def wishing(env: Env) -> PendingCaptureQueue:
    """What keeps wishes."""
    return PendingCaptureQueue(env.storage, env.clock)


def wish(
    env: Env,
    event: str = "E1",
    user: str = "U1",
    message: Message = MESSAGE,
    kind: NoteKind = PAIN,
) -> PendingCapture | None:
    """Somebody reacts to a message."""
    return wishing(env).keep(env.ws, event, user, message, kind)


def wished(env: Env, event: str = "E1", user: str = "U1", kind: NoteKind = PAIN) -> PendingCapture:
    """The same, for the first time."""
    kept = wish(env, event, user, kind=kind)
    assert kept is not None
    return kept


def fulfil(env: Env, kept: PendingCapture) -> bool:
    """Save the message; whether this call did."""
    try:
        save(env, author=kept.user, kind=kept.kind, receipt=kept.receipt, wish=kept.id)
    except CaptureWithdrawnError:
        return False
    return True


def left(env: Env) -> int:
    """How many wishes are kept."""
    return len(everything(env)["wished_notes"])


def due(env: Env) -> list[PendingCapture]:
    """What the clock finds to do here."""
    return [one for one in wishing(env).due() if one.workspace == env.ws]


def test_a_wish_is_due_at_once_as_it_was_wished(env: Env) -> None:
    kept = wished(env)
    assert due(env) == [kept]
    assert (kept.user, kept.message, kept.kind) == ("U1", MESSAGE, PAIN)
    assert (kept.at, kept.tries, kept.workspace) == (env.clock.now(), 0, env.ws)


def test_the_note_takes_its_wish_away(env: Env) -> None:
    kept = wished(env)
    assert fulfil(env, kept)
    assert (left(env), len(env.rows())) == (0, 1)
    assert not fulfil(env, kept)
    assert part(env.rows()[0], "author", "supporters") == ("U1", 1)


@pytest.mark.parametrize("done", [False, True])
def test_the_same_event_is_kept_once(env: Env, done: bool) -> None:
    kept = wished(env)
    if done:
        fulfil(env, kept)
    assert wish(env) is None
    assert left(env) == (0 if done else 1)


def test_the_same_event_elsewhere_is_another(env: Env) -> None:
    wished(env)
    assert wishing(env).keep(env.other, "E1", "U1", MESSAGE, PAIN) is not None


def test_one_of_many_who_try_at_once_may(env: Env) -> None:
    kept = wished(env)
    begun = [one for one in at_once(8, lambda: wishing(env).begin(kept)) if one]
    assert [one.tries for one in begun] == [1]
    assert due(env) == []
    env.clock.advance(CLAIMED)
    assert due(env) == begun


def test_many_who_fulfil_it_at_once_make_one_note_and_one_of_them_is_to_tell(
    env: Env,
) -> None:
    env.begun()
    kept = wished(env)
    assert sum(at_once(8, lambda: fulfil(env, kept))) == 1
    assert part(env.rows()[0], "supporters") == (1,)


def test_eight_reactions_fulfilled_at_once_are_one_note_with_eight_behind_it(
    env: Env,
) -> None:
    env.begun()
    kept = [wished(env, f"E{n}", f"U{n}") for n in range(8)]
    assert all(all_at_once([partial(fulfil, env, one) for one in kept]))
    assert (left(env), part(env.rows()[0], "supporters")) == (0, (8,))


def test_it_is_dropped_by_one(env: Env) -> None:
    env.begun()
    kept = wished(env)
    assert sum(at_once(4, lambda: wishing(env).drop(kept))) == 1
    assert not fulfil(env, kept)
    assert env.rows() == []


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
    env: Env, tries: int, asked: int | None, waits: timedelta
) -> None:
    kept = wished(env)
    for _ in range(tries):
        begun = wishing(env).begin(kept)
        assert begun is not None
        kept = begun
    wishing(env).postpone(kept, None if asked is None else timedelta(seconds=asked))
    env.clock.advance(waits - timedelta(microseconds=1))
    assert due(env) == []
    env.clock.advance(timedelta(microseconds=1))
    assert due(env) == [kept]


def test_it_is_spent_after_so_many_tries_or_a_day(env: Env) -> None:
    kept = wished(env)
    for tries in range(MAX_TRIES):
        assert not wishing(env).is_spent(kept), tries
        begun = wishing(env).begin(kept)
        assert begun is not None
        kept = begun
    assert wishing(env).is_spent(kept)
    other = wished(env, "E2")
    env.clock.advance(KEPT)
    assert not wishing(env).is_spent(other)
    env.clock.advance(timedelta(microseconds=1))
    assert wishing(env).is_spent(other)


def test_a_reaction_taken_back_takes_its_wish_away_and_no_other(env: Env) -> None:
    env.begun()
    mine = wished(env)
    others = [wished(env, "E2", kind=IDEA), wished(env, "E3", "U2")]
    following(env).withdraw(env.ws, "U1", MESSAGE, PAIN)
    assert due(env) == others
    assert not fulfil(env, mine)
    assert env.rows() == []


def test_taken_back_while_it_is_being_saved_it_is_not_there_in_the_end(env: Env) -> None:
    env.begun()
    for number in range(12):
        kept = wished(env, f"E{number}")
        take_back = partial(following(env).withdraw, env.ws, "U1", MESSAGE, PAIN)
        all_at_once([partial(fulfil, env, kept), take_back])
        assert (left(env), env.rows()) == (0, [])


def test_a_note_that_was_undone_is_not_wished_anew_by_the_same_event(env: Env) -> None:
    fulfil(env, wished(env))
    changing(env).delete(by(env), env.rows()[0]["id"])
    assert wish(env) is None
