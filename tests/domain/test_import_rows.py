"""Tests of parsing a row as a note."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.import_rows import IMPORTED_SCORE, ImportedNote, parse_imported_note
from domain.notes import MAX_TEXT, NoteDetails, NoteKind
from domain.periods import FiscalCalendar
from domain.sentiment import Label, Score
from domain.themes import SortedAs

NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


TOKYO = FiscalCalendar(ZoneInfo("Asia/Tokyo"))


def read(**cells: str) -> ImportedNote:
    """The row as it is read at NOW for a journey in Tokyo."""
    return parse_imported_note({"text": "it broke", **cells}, TOKYO, NOW)


def refused(**cells: str) -> str:
    """The sentence for such a row."""
    with pytest.raises(BadInputError) as caught:
        read(**cells)
    return caught.value.sentence


def test_a_text_alone_is_a_note_of_now() -> None:
    assert read() == ImportedNote(
        kind=None,
        text="it broke",
        stage=None,
        details=NoteDetails(),
        score=None,
        mood=None,
        author=None,
        permalink=None,
        occurred_at=NOW,
        created_at=None,
    )


def test_the_words_are_those_people_may_type() -> None:
    note = read(
        touchpoint="Pricing page",
        persona="Clinic Owner",
        channel="web",
        team="Support",
        source="sales call",
        severity="High",
        feeling="😡",
    )
    assert note.details == NoteDetails(
        "pricing-page", "clinic-owner", "website", "support", "sales-call", 3, -2
    )


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("pain point", NoteKind.PAIN_POINT),
        ("Pain", NoteKind.PAIN_POINT),
        ("PainPoints", NoteKind.PAIN_POINT),
        ("Touchpoint", NoteKind.TOUCHPOINT),
        ("idea", NoteKind.OPPORTUNITY),
        ("Opportunities", NoteKind.OPPORTUNITY),
    ],
)
def test_kinds_have_other_words_too(typed: str, kind: NoteKind) -> None:
    assert read(kind=typed).kind is kind


@pytest.mark.parametrize(
    ("written", "others"), [("1", 0), ("4", 3), ("4.0", 3), ("1000000", 999_999)]
)
def test_who_has_seen_it_is_counted_with_the_author(written: str, others: int) -> None:
    assert read(supporters=written).supporters == others
    assert read().supporters == 0


@pytest.mark.parametrize("whole", ["3", "3.0"])
def test_whole_numbers_may_be_written_as_fractions(whole: str) -> None:
    assert read(severity=whole).details.severity == 3


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"text": ""}, "no text"),
        ({"text": "x" * (MAX_TEXT + 1)}, "40,001 characters"),
        ({"kind": "rumour"}, "pain point"),
        ({"severity": "urgent"}, "critical"),
        ({"severity": "5"}, "1 to 4"),
        ({"feeling": "meh"}, "delighted"),
        ({"channel": "billboard"}, "website"),
        ({"source": "gossip"}, "interview"),
        ({"persona": "x" * 61}, "up to 60"),
        ({"supporters": "0"}, "1 to 1,000,000"),
        ({"supporters": "-3"}, "1 to 1,000,000"),
        ({"supporters": "2.5"}, "1 to 1,000,000"),
        ({"supporters": "1000001"}, "1 to 1,000,000"),
        ({"supporters": "9" * 5000}, "1 to 1,000,000"),
        ({"supporters": "many"}, "1 to 1,000,000"),
        ({"occurred_at": "8/14/2026"}, "2026-08-14"),
        ({"occurred_at": "31.2.2026"}, "2026-08-14"),
        ({"occurred_at": "1969-12-31"}, "2026-08-14"),
        ({"occurred_at": "0001-01-01T00:00+14:00"}, "2026-08-14"),
        ({"occurred_at": "2026-08-15"}, "in the future"),
        ({"created_at": "2026-08-14T12:00:01Z"}, "in the future"),
    ],
)
def test_what_cannot_be_read_gives_a_sentence(cells: dict[str, str], words: str) -> None:
    sentence = refused(**cells)
    assert words in sentence
    assert len(sentence) < 250


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-08-13", "2026-08-13T03:00:00+00:00"),
        ("13.8.2026", "2026-08-13T03:00:00+00:00"),
        ("2026-08-13 09:30", "2026-08-13T00:30:00+00:00"),
        ("2026-08-13T09:30:00+02:00", "2026-08-13T07:30:00+00:00"),
        ("2026-08-13T09:30:00.123456Z", "2026-08-13T09:30:00.123456+00:00"),
    ],
)
def test_days_and_times_are_local_where_they_say_no_offset(written: str, instant: str) -> None:
    assert read(occurred_at=written).occurred_at.isoformat() == instant


def test_today_is_now_though_its_noon_may_lie_ahead() -> None:
    assert (
        parse_imported_note(
            {"text": "x", "occurred_at": "2026-08-14"},
            FiscalCalendar(ZoneInfo("America/New_York")),
            NOW,
        ).occurred_at
        == NOW
    )


def test_what_happened_at_an_unsaid_time_happened_when_it_was_noted() -> None:
    note = read(created_at="2026-01-02T03:04:05+00:00")
    assert note.occurred_at == note.created_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_score_is_imported_with_its_mood_and_language() -> None:
    note = read(score="-0.35", mood="0.2", language="en", label="positive")
    assert note.score == Score(-0.35, Label.NEGATIVE, IMPORTED_SCORE, "en")
    assert note.mood == 0.2


def test_a_declared_feeling_is_the_mood_despite_the_other_columns() -> None:
    assert read(score="-0.35", mood="0.2", feeling="2").mood == 1.0


def test_without_a_mood_the_score_is_it() -> None:
    assert read(score="-0.35").mood == read(score="-0.35", mood="7").mood == -0.35


@pytest.mark.parametrize("score", ["9", "-1.01", "NaN", "inf", "good", "1e999", "0,5"])
def test_what_is_no_score_is_scored_afresh(score: str) -> None:
    note = read(score=score, mood="0.5")
    assert (note.score, note.mood) == (None, None)


@pytest.mark.parametrize(
    ("author", "expected"),
    [("U02AB3", "U02AB3"), ("W1", "W1"), ("ines@x.example", None), ("Ulla", None), ("U", None)],
)
def test_an_author_is_a_slack_user_id_or_none(author: str, expected: str | None) -> None:
    assert read(author=author).author == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://x.slack.com/archives/C1/p1", True),
        ("javascript:alert(1)", False),
        ("https://x|<!channel>", False),
    ],
)
def test_a_permalink_is_a_link_or_none(link: str, expected: bool) -> None:
    assert read(permalink=link).permalink == (link if expected else None)


@pytest.mark.parametrize(
    ("cell", "theme", "sorted_as"),
    [
        (" Late\nletters ", "Late letters", SortedAs.SAID),
        ('a "b", c', 'a "b", c', SortedAs.SAID),
        ("📬", "📬", SortedAs.SAID),
        ("請求書", "請求書", SortedAs.SAID),
        ("Said  ONCE", None, SortedAs.ONCE),
        ("-", None, None),
        ("…", None, None),
    ],
)
def test_a_theme_is_a_name_or_said_once(
    cell: str, theme: str | None, sorted_as: SortedAs | None
) -> None:
    note = read(theme=cell)
    assert (note.theme, note.sorted_as) == (theme, sorted_as)


def test_a_theme_that_is_too_long_is_refused() -> None:
    assert read(theme="x" * 150).theme == "x" * 150
    hint = "is too long; write a name of at most 150 characters."
    assert refused(theme="x" * 151) == f"theme “{'x' * 39}…” {hint}"


@given(st.dictionaries(st.sampled_from([
    "text", "kind", "stage", "touchpoint", "persona", "channel", "team", "source", "severity",
    "feeling", "score", "mood", "label", "language", "author", "occurred_at", "created_at",
    "permalink", "theme"]), st.text(min_size=1)))  # fmt: skip
def test_any_cells_make_a_note_or_a_sentence(cells: dict[str, Any]) -> None:
    sentence = None
    try:
        note = parse_imported_note(cells, TOKYO, NOW)
    except BadInputError as error:
        sentence = error.sentence
    assert "\n" not in sentence if sentence else note.text == cells["text"]
