"""The newest look counts, and the first import."""

from concurrent.futures import ThreadPoolExecutor

from handlers.imports.blocks import MessageRef
from handlers.imports.uploads import MAX_MESSAGES, FileTurns

HERE = MessageRef("D1", "1.0")


def test_of_several_looks_the_newest_counts() -> None:
    turns = FileTurns()
    first, second = turns.look(HERE), turns.look(HERE)
    assert first is not None
    assert second is not None
    assert not turns.is_newest(HERE, first)
    assert turns.is_newest(HERE, second)


def test_of_many_who_press_one_begins_and_nobody_looks_any_more() -> None:
    turns = FileTurns()
    look = turns.look(HERE)
    assert look is not None
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(turns.begin, [HERE] * 100)) == 1
    assert not turns.is_newest(HERE, look)
    assert turns.look(HERE) is None
    turns.reopen(HERE)
    assert turns.begin(HERE)


def test_what_is_long_past_is_forgotten() -> None:
    turns = FileTurns()
    for number in range(MAX_MESSAGES + 1):
        assert turns.begin(MessageRef("D1", str(number)))
    assert turns.begin(MessageRef("D1", "0"))
    assert not turns.begin(MessageRef("D1", str(MAX_MESSAGES)))
