"""How mood corrections change the scores of similar texts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mood_corrections import MAX_WORD_SHIFT, MoodCorrection, apply_corrections
from domain.sentiment import Label, Score, mood_label

NOW = datetime(2026, 8, 14, tzinfo=UTC)


FLAT = Score(0.1, Label.POSITIVE, "v1", "en", (("fine", 0.1),))


texts = st.lists(
    st.sampled_from(["the", "export", "invoice", "hangs", "ping-pong", "😀", "quote", "never"]),
    max_size=8,
).map(" ".join)


def correction(
    text: str, feeling: int = -2, score: float = 0.1, note_id: int = 1
) -> MoodCorrection:
    """Return a mood correction of a note."""
    return MoodCorrection(note_id, text, feeling, score, "U1", NOW)


def test_the_same_text_gets_the_mood_it_was_given() -> None:
    text = "Quotes play ping-pong between legal and sales"
    score = apply_corrections(FLAT, text, [correction(text)])
    assert (score.value, score.label) == (-1.0, Label.NEGATIVE)
    # The strongest reason comes first.
    assert score.why == (("corrected before: quotes, play, ping, pong", -1.1), ("fine", 0.1))
    assert score.version == "v1+taught"


def test_similar_text_moves_part_of_the_way() -> None:
    known = correction("Quotes play ping-pong between legal and sales")
    alike = apply_corrections(
        FLAT, "Our quote played ping-pong with finance for a week, says sales", [known]
    )
    other = apply_corrections(FLAT, "The invoice shows the old address", [known])
    assert -1.0 < alike.value < 0
    assert other == FLAT


def test_more_similar_correction_counts_more() -> None:
    text = "Quotes play ping-pong between legal and sales"
    corrections = [
        correction(text, 2, note_id=1),
        correction("Quotes play ping-pong between legal", -2, 0.1, 2),
    ]
    assert 0 < apply_corrections(FLAT, text, corrections).value < 1


def test_a_word_counts_once_several_corrections_agree_on_it() -> None:
    first = correction("The kafkaesque form of the tax office", note_id=1)
    second = correction("Kafkaesque approval for a pencil", note_id=2)
    third = correction("What a kafkaesque idea, says the happy winner", 2, note_id=3)
    text = "A kafkaesque onboarding"
    assert apply_corrections(FLAT, text, [first]) == FLAT
    corrected = apply_corrections(FLAT, text, [first, second])
    assert corrected.value == pytest.approx(0.1 - MAX_WORD_SHIFT + 0.05, abs=0.1)
    assert corrected.why[0][0] == "corrected before: kafkaesque"
    assert apply_corrections(FLAT, text, [first, second, third]) == FLAT


def test_text_without_a_score_stays_without() -> None:
    unread = Score(0.0, Label.NONE, "v1", "de")
    assert apply_corrections(unread, "Der Export hängt", [correction("Der Export hängt")]) == unread


@given(
    texts,
    st.floats(-1, 1),
    st.lists(st.builds(correction, texts, st.integers(-2, 2), st.floats(-1, 1)), max_size=6),
)
def test_corrected_score_stays_in_range_and_has_a_reason(
    text: str, value: float, corrections: list[MoodCorrection]
) -> None:
    before = Score(round(value, 4), mood_label(value), "v1")
    after = apply_corrections(before, text, corrections)
    assert -1 <= after.value <= 1
    assert after.label is mood_label(after.value)
    assert (after.value != before.value) == (after.version != before.version)
    if after != before:
        assert after.why[0][1] == pytest.approx(after.value - before.value, abs=1e-4)
    # The order in which they were made does not matter.
    assert apply_corrections(before, text, corrections[::-1]).value == pytest.approx(
        after.value, abs=1e-9
    )


@given(texts, st.floats(-1, 1), st.integers(-2, 2))
def test_same_correction_twice_has_no_further_effect(text: str, value: float, feeling: int) -> None:
    before = Score(round(value, 4), mood_label(value), "v1")
    once = apply_corrections(before, text, [correction(text, feeling)])
    assert apply_corrections(once, text, [correction(text, feeling)]).value == pytest.approx(
        once.value
    )
