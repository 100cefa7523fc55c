"""What corrections teach: notes like the corrected ones are heard so, and no others."""

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


def lesson(text: str, feeling: int = -2, score: float = 0.1, note_id: int = 1) -> MoodCorrection:
    """Somebody corrected a note."""
    return MoodCorrection(note_id, text, feeling, score, "U1", NOW)


def test_the_same_text_gets_the_mood_it_was_given() -> None:
    text = "Quotes play ping-pong between legal and sales"
    score = apply_corrections(FLAT, text, [lesson(text)])
    assert (score.value, score.label) == (-1.0, Label.NEGATIVE)
    # The strongest reason comes first.
    assert score.why == (("corrected before: quotes, play, ping, pong", -1.1), ("fine", 0.1))
    assert score.version == "v1+taught"


def test_a_text_alike_goes_part_of_the_way() -> None:
    known = lesson("Quotes play ping-pong between legal and sales")
    alike = apply_corrections(
        FLAT, "Our quote played ping-pong with finance for a week, says sales", [known]
    )
    other = apply_corrections(FLAT, "The invoice shows the old address", [known])
    assert -1.0 < alike.value < 0
    assert other == FLAT


def test_the_nearer_correction_counts_more() -> None:
    text = "Quotes play ping-pong between legal and sales"
    taken = [lesson(text, 2, note_id=1), lesson("Quotes play ping-pong between legal", -2, 0.1, 2)]
    assert 0 < apply_corrections(FLAT, text, taken).value < 1


def test_a_word_counts_once_several_corrections_agree_on_it() -> None:
    first = lesson("The kafkaesque form of the tax office", note_id=1)
    second = lesson("Kafkaesque approval for a pencil", note_id=2)
    third = lesson("What a kafkaesque idea, says the happy winner", 2, note_id=3)
    text = "A kafkaesque onboarding"
    assert apply_corrections(FLAT, text, [first]) == FLAT
    heard = apply_corrections(FLAT, text, [first, second])
    assert heard.value == pytest.approx(0.1 - MAX_WORD_SHIFT + 0.05, abs=0.1)
    assert heard.why[0][0] == "corrected before: kafkaesque"
    assert apply_corrections(FLAT, text, [first, second, third]) == FLAT


def test_what_is_not_read_stays_so() -> None:
    unread = Score(0.0, Label.NONE, "v1", "de")
    assert apply_corrections(unread, "Der Export hängt", [lesson("Der Export hängt")]) == unread


@given(
    texts,
    st.floats(-1, 1),
    st.lists(st.builds(lesson, texts, st.integers(-2, 2), st.floats(-1, 1)), max_size=6),
)
def test_it_stays_a_score_and_says_why_it_moved(
    text: str, value: float, lessons: list[MoodCorrection]
) -> None:
    before = Score(round(value, 4), mood_label(value), "v1")
    after = apply_corrections(before, text, lessons)
    assert -1 <= after.value <= 1
    assert after.label is mood_label(after.value)
    assert (after.value != before.value) == (after.version != before.version)
    if after != before:
        assert after.why[0][1] == pytest.approx(after.value - before.value, abs=1e-4)
    # The order in which they were made does not matter.
    assert apply_corrections(before, text, lessons[::-1]).value == pytest.approx(
        after.value, abs=1e-9
    )


@given(texts, st.floats(-1, 1), st.integers(-2, 2))
def test_the_same_correction_twice_changes_nothing_more(
    text: str, value: float, feeling: int
) -> None:
    before = Score(round(value, 4), mood_label(value), "v1")
    once = apply_corrections(before, text, [lesson(text, feeling)])
    assert apply_corrections(once, text, [lesson(text, feeling)]).value == pytest.approx(once.value)
