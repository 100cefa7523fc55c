"""Two quarters side by side, as Slack takes them."""

from hypothesis import given

from domain.reviews import Review, compare_periods
from handlers.reviews.comparison import comparison_message
from tests.handlers import strategies
from tests.handlers.slack_says import NATIVE_DATA, assert_taken, kinds
from tests.handlers.strategies import sized


@sized
@given(strategies.reviews(), strategies.reviews())
def test_any_two_quarters_are_taken(earlier: Review, later: Review) -> None:
    answer = comparison_message(compare_periods(earlier, later, later.pains))
    assert_taken(answer)
    assert not kinds(answer["blocks"]) & NATIVE_DATA
