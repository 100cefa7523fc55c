"""`key:value` words in the ways people type them."""

from datetime import date

import pytest

from domain.note_text import ParsedNote, parse_note

TODAY = date(2026, 9, 20)


def read(line: str) -> ParsedNote:
    """The line as somebody types it on TODAY."""
    return parse_note(line, TODAY)


@pytest.mark.parametrize(
    "quoted",
    [
        '"clinic owner"', "“clinic owner”", "„clinic owner“", "”clinic owner”", "“clinic owner“",
        '„clinic owner"', "«clinic owner»", "»clinic owner«", "‹clinic owner›", "›clinic owner‹",
        "‘clinic owner’", "‚clinic owner‘", "'clinic owner'", "’clinic owner’", "「clinic owner」",
        "＂clinic owner＂",
    ],
)  # fmt: skip
def test_every_kind_of_quotation_mark_holds_a_value_together(quoted: str) -> None:
    for line in (f"it broke persona:{quoted} again", f"it broke persona: {quoted}, again"):
        note = read(line)
        assert note.details.persona == "clinic-owner"
        assert note.text.replace(" ,", "") == "it broke again"


def test_an_apostrophe_closes_no_quotation() -> None:
    note = read("it broke persona:'owner’s friend' and it didn't close team:'n'")
    assert (note.details.persona, note.details.team) == ("owner-s-friend", "n")
    assert note.text == "it broke and it didn't close"


@pytest.mark.parametrize(
    "line",
    [
        "it broke severity: high", "it broke severity：high", "it broke Severity: High.",
        "it broke severity: high team: support", "it broke, severity: high, team: support",
        "it broke\nseverity: high\nteam: support", "severity: high it broke",
        "it broke severity: “high”",
    ],
)  # fmt: skip
def test_a_space_after_the_colon_does_not_matter(line: str) -> None:
    note = read(line)
    assert note.details.severity == 3
    assert note.details.team == ("support" if "team" in line else None)
    assert "severity" not in note.text.casefold()


@pytest.mark.parametrize(
    "line",
    [
        "severity: high, said the customer",
        "our team: they waited for an hour",
        "the customer carried on: slow as ever",
        "the persona: who is that",
        "feeling: not so good",
    ],
)
def test_a_sentence_with_a_colon_stays_whole(line: str) -> None:
    note = read(line)
    assert (note.full_text, note.refused) == (line, ())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("on:monday", date(2026, 9, 14)),
        ("on: monday", date(2026, 9, 14)),
        ("on:yesterday", date(2026, 9, 19)),
        ('on:"last friday"', date(2026, 9, 18)),
        ("on:‘last friday’", date(2026, 9, 18)),
        ("on:last friday", date(2026, 9, 18)),
        ("on:14 Sep", date(2026, 9, 14)),
        ("on:14 September 2026", date(2026, 9, 14)),
        ("on:Sep 14, 2026", date(2026, 9, 14)),
        ("on:2 days ago", date(2026, 9, 18)),
        ("on:14.9.2026", date(2026, 9, 14)),
        ("on:14.9.", date(2026, 9, 14)),
        ("on:9/14/2026", date(2026, 9, 14)),
    ],
)
def test_a_day_is_taken_out_of_the_text(typed: str, day: date) -> None:
    for line in (f"it broke {typed} for all", f"it broke for all {typed}"):
        note = read(line)
        assert (note.day, note.text, note.refused) == (day, "it broke for all", ())


def test_a_day_that_may_be_two_stays_in_the_text_and_is_refused() -> None:
    note = read("it broke on:9/10/2026")
    assert (note.day, note.refused) == (None, ("on:9/10/2026",))


@pytest.mark.parametrize(
    "line",
    [
        "```\nTraceback: severity:high\n```",
        "it says `severity:high` in the log",
        "```severity:high``` and ```team:sales```",
        "`on:yesterday`",
    ],
)
def test_words_in_code_stay(line: str) -> None:
    note = read(line)
    assert (note.full_text, note.refused, note.misspelt) == (line, (), ())
    assert (note.details.severity, note.details.team, note.day) == (None, None, None)


def test_words_beside_code_are_read() -> None:
    note = read("`a:b` broke severity:high ```x``` team:sales")
    assert (note.details.severity, note.details.team) == (3, "sales")
    assert note.text == "`a:b` broke ```x```"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("sevrity:high", "severity"),
        ("severty:high", "severity"),
        ("Sverity:high", "severity"),
        ("felling:happy", "feeling"),
        ("personna:buyer", "persona"),
        ("touch-point:invoice", None),
        ("teams:sales", "team"),
        ("sorce:ticket", "source"),
        ("priority:high", None),
        ("ratio:3", None),
        ("email:a@b.example", None),
        ("time:12:30", None),
        ("https://x.example", None),
        ("note:this", None),
    ],
)
def test_a_misspelt_key_stays_in_the_text_and_is_told(word: str, key: str | None) -> None:
    note = read(f"it broke {word} today")
    assert note.text == f"it broke {word} today"
    assert note.misspelt == (((word, key),) if key else ())
