"""The newest look counts, and the first import."""

from concurrent.futures import ThreadPoolExecutor

from handlers.imports.blocks import Spot
from handlers.imports.uploads import REMEMBERED, Turns

HERE = Spot("D1", "1.0")


def test_of_several_looks_the_newest_counts() -> None:
    turns = Turns()
    first, second = turns.look(HERE), turns.look(HERE)
    assert first is not None
    assert second is not None
    assert not turns.is_newest(HERE, first)
    assert turns.is_newest(HERE, second)


def test_of_many_who_press_one_begins_and_nobody_looks_any_more() -> None:
    turns = Turns()
    look = turns.look(HERE)
    assert look is not None
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(turns.begin, [HERE] * 100)) == 1
    assert not turns.is_newest(HERE, look)
    assert turns.look(HERE) is None
    turns.reopen(HERE)
    assert turns.begin(HERE)


def test_what_is_long_past_is_forgotten() -> None:
    turns = Turns()
    for number in range(REMEMBERED + 1):
        assert turns.begin(Spot("D1", str(number)))
    assert turns.begin(Spot("D1", "0"))
    assert not turns.begin(Spot("D1", str(REMEMBERED)))
