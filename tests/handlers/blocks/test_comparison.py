"""Two quarters side by side, as Slack takes them."""

from hypothesis import given

from bot.domain.comparison import compared
from bot.domain.review import Review
from handlers.blocks.comparison import comparison
from tests.handlers import made
from tests.handlers.made import sized
from tests.handlers.slack_says import NATIVE_DATA, assert_taken, kinds


@sized
@given(made.reviews(), made.reviews())
def test_any_two_quarters_are_taken(earlier: Review, later: Review) -> None:
    answer = comparison(compared(earlier, later, later.pains))
    assert_taken(answer)
    assert not kinds(answer["blocks"]) & NATIVE_DATA
