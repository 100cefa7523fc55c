"""Which emoji save a message, as what."""

import pytest

from domain.errors import BadFieldError
from domain.notes import (
    DEFAULT_REACTIONS,
    NoteKind,
    format_reactions,
    kind_for_emoji,
    parse_reactions,
)


@pytest.mark.parametrize(
    ("emoji", "kind"),
    [
        ("warning", NoteKind.PAIN_POINT),
        ("round_pushpin", NoteKind.TOUCHPOINT),
        ("bulb", NoteKind.OPPORTUNITY),
        ("bulb::skin-tone-3", NoteKind.OPPORTUNITY),
        ("tada", None),
        ("bul", None),
        ("", None),
    ],
)
def test_an_emoji_stands_for_a_kind_or_none(emoji: str, kind: NoteKind | None) -> None:
    assert kind_for_emoji(DEFAULT_REACTIONS, emoji) is kind


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("pain point: warning", (("warning", "pain point"),)),
        (" Pain : :WARNING: \n\n", (("warning", "pain point"),)),
        ("opportunity: bulb\ntouchpoint: +1", (("bulb", "opportunity"), ("+1", "touchpoint"))),
        ("pain: one\npain: two", (("one", "pain point"), ("two", "pain point"))),
        ("pain: one\npainpoint: :one:", (("one", "pain point"),)),
        ("", ()),
        (" \n ", ()),
        (None, ()),
    ],
)
def test_lines_are_read(text: str | None, pairs: tuple[tuple[str, str], ...]) -> None:
    assert parse_reactions(text) == pairs


@pytest.mark.parametrize(
    "text", ["warning", "pain:", "idea: bulb", "pain: ⚠️", "pain: two words", "pain: warning bulb:"]
)
def test_a_line_that_is_none_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(BadFieldError) as refused:
        parse_reactions(f"touchpoint: eyes\n{text}")
    assert refused.value.field == "reactions"


def test_an_emoji_cannot_stand_for_two_kinds() -> None:
    with pytest.raises(BadFieldError, match="two kinds"):
        parse_reactions("pain: eyes\ntouchpoint: :eyes:")


def test_what_is_shown_is_read_as_the_same() -> None:
    assert parse_reactions(format_reactions(DEFAULT_REACTIONS)) == DEFAULT_REACTIONS


def test_a_skin_tone_in_the_settings_does_not_count() -> None:
    (pair,) = parse_reactions("pain: :thumbsdown::skin-tone-2:")
    assert kind_for_emoji((pair,), "thumbsdown::skin-tone-5") is NoteKind.PAIN_POINT
