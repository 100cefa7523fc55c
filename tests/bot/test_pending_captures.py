"""What a reaction asks for is stored until there is a note, whoever tries and however often."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.notes.pending_captures import PendingCaptureService
from bot.outbox import Delivery, DeliveryState, Outbox
from bot.ports import PostOutcome
from domain.errors import CaptureWithdrawnError
from domain.notes import Message, NoteKind
from domain.pending_captures import FIRST_RETRY_DELAY, MAX_AGE, MAX_ATTEMPTS, PendingCapture
from tests.bot.env import Env, all_at_once, at_once, part
from tests.bot.fake_slack import FakeSlack, SimulatedCrash
from tests.bot.note_steps import MESSAGE, by, changing, everything, following, save

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY

SETTLE = timedelta(seconds=60)

BUSY = PostOutcome(ts=None, is_definitive=True, reason="ratelimited")

DONE = PostOutcome(ts="1.1", is_definitive=True)


def service(env: Env) -> PendingCaptureService:
    """What keeps them."""
    outbox = Outbox(env.storage, FakeSlack(env.clock), env.clock, SETTLE)
    return PendingCaptureService(env.storage, env.clock, outbox)


def react_again(
    env: Env,
    event: str = "E1",
    user: str = "U1",
    message: Message = MESSAGE,
    kind: NoteKind = PAIN,
) -> PendingCapture | None:
    """Somebody reacts to a message."""
    return service(env).add(env.ws, event, user, message, kind)


def react(env: Env, event: str = "E1", user: str = "U1", kind: NoteKind = PAIN) -> PendingCapture:
    """The same, for the first time."""
    added = react_again(env, event, user, kind=kind)
    assert added is not None
    return added


def make_note(env: Env, capture: PendingCapture) -> bool:
    """Save the message; whether this call did."""
    try:
        save(
            env,
            author=capture.user,
            kind=capture.kind,
            receipt=capture.receipt,
            pending_capture=capture.id,
        )
    except CaptureWithdrawnError:
        return False
    return True


def attempt(env: Env, capture: PendingCapture, outcome: PostOutcome = BUSY) -> Delivery:
    """The clock, or the event, tries; Slack answers so."""
    return service(env).process(capture, lambda _: outcome)


def dies(_: PendingCapture) -> PostOutcome:
    """The process stops."""
    raise SimulatedCrash


def left(env: Env) -> int:
    """How many are stored."""
    return len(everything(env)["outbox"])


def due(env: Env) -> list[PendingCapture]:
    """What the clock finds to do here."""
    return [one for one in service(env).due() if one.workspace == env.ws]


def try_so_often(env: Env, times: int) -> PendingCapture:
    """Have Slack be busy each time, and wait in between."""
    for _ in range(times):
        (found,) = due(env)
        assert attempt(env, found).state is DeliveryState.REFUSED
        # A day is never over by this.
        env.clock.advance(FIRST_RETRY_DELAY * (1 << found.attempts))
    (found,) = due(env)
    return found


@pytest.mark.each_database
def test_it_is_due_at_once_as_it_was_asked_for(env: Env) -> None:
    added = react(env)
    assert due(env) == [added]
    assert (added.user, added.message, added.kind) == ("U1", MESSAGE, PAIN)
    assert (added.created_at, added.attempts, added.workspace) == (env.clock.now(), 0, env.ws)


def test_the_note_takes_it_away(env: Env) -> None:
    added = react(env)
    assert make_note(env, added)
    assert (left(env), len(env.rows())) == (0, 1)
    assert not make_note(env, added)
    assert part(env.rows()[0], "author", "supporters") == ("U1", 1)


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.each_database
def test_the_same_event_is_saved_once(env: Env, done: bool) -> None:
    added = react(env)
    if done:
        make_note(env, added)
    assert react_again(env) is None
    assert left(env) == (0 if done else 1)


def test_the_same_event_elsewhere_is_another(env: Env) -> None:
    react(env)
    assert service(env).add(env.other, "E1", "U1", MESSAGE, PAIN) is not None


@pytest.mark.each_database
def test_one_of_many_who_try_at_once_may(env: Env) -> None:
    added = react(env)
    begun: list[PendingCapture] = []

    def busy(capture: PendingCapture) -> PostOutcome:
        begun.append(capture)
        return BUSY

    at_once(8, lambda: service(env).process(added, busy))
    assert [one.attempts for one in begun] == [1]
    assert due(env) == []


@pytest.mark.each_database
def test_one_whose_process_died_is_tried_again_once_settled(env: Env) -> None:
    added = react(env)
    with pytest.raises(SimulatedCrash):
        service(env).process(added, dies)
    env.clock.advance(SETTLE - timedelta(microseconds=1))
    assert due(env) == []
    assert attempt(env, added).state is DeliveryState.BUSY
    env.clock.advance(timedelta(microseconds=1))
    assert [one.attempts for one in due(env)] == [1]


@pytest.mark.each_database
def test_many_who_make_it_at_once_make_one_note_and_one_of_them_is_to_tell(
    env: Env,
) -> None:
    env.buyer_journey()
    added = react(env)
    assert sum(at_once(8, lambda: make_note(env, added))) == 1
    assert part(env.rows()[0], "supporters") == (1,)


@pytest.mark.each_database
def test_eight_reactions_made_at_once_are_one_note_with_eight_behind_it(
    env: Env,
) -> None:
    env.buyer_journey()
    added = [react(env, f"E{n}", f"U{n}") for n in range(8)]

    def process(capture: PendingCapture) -> bool:
        done: list[bool] = []

        def note(begun: PendingCapture) -> PostOutcome:
            done.append(make_note(env, begun))
            return DONE

        service(env).process(capture, note)
        return done == [True]

    assert all(all_at_once([partial(process, one) for one in added]))
    assert (left(env), part(env.rows()[0], "supporters")) == (0, (8,))


def test_it_is_dropped_by_one(env: Env) -> None:
    env.buyer_journey()
    added = react(env)
    assert sum(at_once(4, lambda: service(env).drop(added))) == 1
    assert not make_note(env, added)
    assert attempt(env, added, DONE).message is None
    assert env.rows() == []


@pytest.mark.parametrize(
    ("tries", "asked", "waits"),
    [
        (1, None, FIRST_RETRY_DELAY),
        (2, None, 2 * FIRST_RETRY_DELAY),
        (5, None, 16 * FIRST_RETRY_DELAY),
        (1, 300, timedelta(seconds=300)),
        (5, 30, 16 * FIRST_RETRY_DELAY),
    ],
)
@pytest.mark.each_database
def test_each_try_waits_longer_and_as_long_as_slack_asks(
    env: Env, tries: int, asked: int | None, waits: timedelta
) -> None:
    react(env)
    seen = try_so_often(env, tries - 1)
    retry_after = None if asked is None else timedelta(seconds=asked)
    attempt(env, seen, PostOutcome(None, is_definitive=True, retry_after=retry_after))
    env.clock.advance(waits - timedelta(microseconds=1))
    assert due(env) == []
    env.clock.advance(timedelta(microseconds=1))
    assert [one.attempts for one in due(env)] == [tries]


def is_expired(env: Env, capture: PendingCapture) -> bool:
    """Whether it is not tried any more."""
    asked: list[Callable[[], object]] = []

    def note(_: PendingCapture) -> PostOutcome:
        asked.append(lambda: None)
        return BUSY

    delivery = service(env).process(capture, note)
    assert (delivery.state is DeliveryState.UNWANTED) == (not asked)
    return not asked


def test_it_expires_after_so_many_tries_or_a_day(env: Env) -> None:
    react(env)
    last = try_so_often(env, MAX_ATTEMPTS)
    assert last.attempts == MAX_ATTEMPTS
    assert is_expired(env, last)
    service(env).drop(last)
    other = react(env, "E2")
    env.clock.advance(MAX_AGE)
    assert not is_expired(env, other)
    env.clock.advance(MAX_AGE)
    assert is_expired(env, other)


@pytest.mark.each_database
def test_a_reaction_taken_back_takes_its_capture_away_and_no_other(env: Env) -> None:
    env.buyer_journey()
    mine = react(env)
    others = [react(env, "E2", kind=IDEA), react(env, "E3", "U2")]
    following(env).withdraw(env.ws, "U1", MESSAGE, PAIN)
    assert due(env) == others
    assert not make_note(env, mine)
    assert env.rows() == []


@pytest.mark.slow
@pytest.mark.each_database
def test_taken_back_while_it_is_being_saved_it_is_not_there_in_the_end(env: Env) -> None:
    env.buyer_journey()
    for number in range(12):
        added = react(env, f"E{number}")
        take_back = partial(following(env).withdraw, env.ws, "U1", MESSAGE, PAIN)
        all_at_once([partial(make_note, env, added), take_back])
        assert (left(env), env.rows()) == (0, [])


def test_a_note_that_was_undone_is_not_asked_for_again_by_the_same_event(env: Env) -> None:
    make_note(env, react(env))
    changing(env).delete(by(env), env.rows()[0]["id"])
    assert react_again(env) is None
