"""What is put into a canvas is something one holds."""

import pytest
from hypothesis import given

from domain.reviews import Review
from handlers.exports.canvas import MAX_BYTES, MAX_CELLS, fit_canvas
from handlers.exports.markdown import review_markdown
from sandbox.web_api.files import check_canvas_markdown
from tests.handlers import review_sample as sample
from tests.handlers import strategies
from tests.handlers.strategies import few


@pytest.mark.slow
@given(strategies.reviews(most_stages=6))
@few
def test_a_canvas_of_any_review_is_taken(review: Review) -> None:
    check_canvas_markdown(fit_canvas(review_markdown(review, MAX_CELLS)))


def test_what_fits_is_left_as_it_is() -> None:
    whole = review_markdown(sample.sample_review(), MAX_CELLS)
    assert fit_canvas(whole) == whole


def test_what_is_too_long_ends_after_a_whole_line_and_says_so() -> None:
    short = fit_canvas("# 漢字\n" + "漢字 🙂\n" * 200_000)
    assert len(short.encode()) <= MAX_BYTES
    *lines, empty, notice, _ = short.split("\n")
    assert set(lines[1:]) == {"漢字 🙂"}
    assert (empty, notice) == ("", "Cut here: a canvas holds no more.")
