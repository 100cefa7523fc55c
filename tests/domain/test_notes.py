"""The words people may use for the parts of a note.

See docs/ARCHITECTURE.md, “Journeys and periods” and “Typed text”.
"""

from datetime import date

import pytest

from domain.import_rows import find_kind
from domain.note_text import parse_free_text
from domain.notes import (
    CHANNELS,
    KIND_SPELLINGS,
    KINDS,
    KINDS_AND_PLURALS,
    SOURCES,
    NoteKind,
    find_channel,
    find_source,
    parse_feeling,
    parse_reactions,
    parse_severity,
)
from domain.text import slug


@pytest.mark.parametrize(
    "key",
    ["website", "mobile app", "email", "social", "chat", "phone", "in person", "packaging",
     "print", "other"],
)  # fmt: skip
def test_every_channel_of_the_design_is_known(key: str) -> None:
    assert find_channel(key) == key.replace(" ", "-")


@pytest.mark.parametrize(
    "key",
    ["interview", "survey", "ticket", "analytics", "sales call", "social", "observation"],
)
def test_every_source_of_the_design_is_known(key: str) -> None:
    assert find_source(key) == key.replace(" ", "-")


@pytest.mark.parametrize(
    ("typed", "key"), [("web", "website"), ("App", "mobile-app"), ("E-Mail", "email")]
)
def test_a_channel_is_known_by_other_words(typed: str, key: str) -> None:
    assert find_channel(typed) == key


@pytest.mark.parametrize("words", [CHANNELS, SOURCES], ids=["channels", "sources"])
def test_no_word_means_two_things(words: dict[str, tuple[str, ...]]) -> None:
    every = [word for key, also in words.items() for word in (key, *also)]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("typed", ["", "fax", "😀", "web site owner"])
def test_an_unknown_channel_is_none(typed: str) -> None:
    assert find_channel(typed) is None


@pytest.mark.parametrize(
    ("typed", "severity"),
    [("low", 1), ("medium", 2), ("high", 3), ("critical", 4), ("HIGH", 3)]
    + [(str(n), n) for n in (1, 2, 3, 4)],
)
def test_severity_is_a_word_or_a_digit(typed: str, severity: int) -> None:
    assert parse_severity(typed) == severity


@pytest.mark.parametrize("typed", ["", "0", "5", "-1", "huge", "2.5"])
def test_another_severity_is_none(typed: str) -> None:
    assert parse_severity(typed) is None


@pytest.mark.parametrize(
    ("feeling", "ways"),
    [
        (-2, ["frustrated", "-2", "−2", "😡", ":rage:", "😠"]),
        (-1, ["unhappy", "-1", "−1", "🙁", "☹\ufe0f", ":disappointed:"]),
        (0, ["neutral", "0", "😐", ":neutral_face:"]),
        (1, ["happy", "1", "+1", "🙂", ":+1:", "👍"]),
        (2, ["delighted", "2", "+2", "😍", "❤\ufe0f", ":heart_eyes:"]),
    ],
)
def test_a_feeling_is_a_word_a_number_or_an_emoji(feeling: int, ways: list[str]) -> None:
    assert {way: parse_feeling(way) for way in ways} == dict.fromkeys(ways, feeling)


@pytest.mark.parametrize("typed", ["", "3", "-3", "ok", "🚗", "0.5", "--1"])
def test_another_feeling_is_none(typed: str) -> None:
    assert parse_feeling(typed) is None


@pytest.mark.parametrize("kind", NoteKind)
def test_a_kind_is_known_by_its_name_wherever_one_is_read(kind: NoteKind) -> None:
    assert KINDS[kind.word] is KINDS[slug(kind.value)] is kind
    assert parse_free_text(f"{kind.value} in loyalty: no reply", date(2026, 9, 1)).kind is kind
    assert parse_reactions(f"{kind.value}: bulb") == (("bulb", kind.value),)
    for name in KIND_SPELLINGS[kind].names:
        for written in (name, name.replace(" ", ""), name.replace(" ", "-"), name.upper()):
            assert parse_free_text(f"{written}: no reply", date(2026, 9, 1)).kind is kind
            assert find_kind(written) is kind


@pytest.mark.parametrize(
    ("several", "kind"),
    [
        ("pains", NoteKind.PAIN_POINT),
        ("painpoints", NoteKind.PAIN_POINT),
        ("pain-points", NoteKind.PAIN_POINT),
        ("touchpoints", NoteKind.TOUCHPOINT),
        ("touch-points", NoteKind.TOUCHPOINT),
        ("opportunities", NoteKind.OPPORTUNITY),
    ],
)
def test_several_notes_of_a_kind_are_a_filter_and_a_word_of_a_file(
    several: str, kind: NoteKind
) -> None:
    assert KINDS_AND_PLURALS[several] is find_kind(several) is kind


def test_loose_words_mean_a_kind_only_in_a_file() -> None:
    assert find_kind("Problem") is NoteKind.PAIN_POINT
    assert "problem" not in KINDS_AND_PLURALS
    assert parse_free_text("problem: no reply", date(2026, 9, 1)).kind is None
