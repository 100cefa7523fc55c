"""What people type after /touchpoint, /painpoint and /opportunity.

See docs/ARCHITECTURE.md, “Typed text”.
"""

import re
import time
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.note_text import ParsedNote, parse_message, parse_note
from domain.notes import NoteDetails

TODAY = date(2026, 9, 20)


KEYS = ("via", "persona", "severity", "team", "feeling", "source", "on", "touchpoint")


def read(line: str) -> ParsedNote:
    """The line as somebody types it on TODAY."""
    return parse_note(line, TODAY)


def test_the_example_of_the_design_is_understood() -> None:
    note = read(
        "checkout: coupon codes with spaces are rejected via:web persona:shopper severity:high "
        "team:support feeling:frustrated source:ticket on:2026-09-14"
    )
    assert note == ParsedNote(
        journey=None,
        stage="checkout",
        text="coupon codes with spaces are rejected",
        full_text="checkout: coupon codes with spaces are rejected",
        is_one_word=True,
        details=NoteDetails(
            persona="shopper",
            channel="website",
            team="support",
            source="ticket",
            severity=3,
            feeling=-2,
        ),
        day=date(2026, 9, 14),
        refused=(),
    )


def test_a_journey_is_named_before_the_stage() -> None:
    note = read("shop/checkout: it is slow")
    assert (note.journey, note.stage, note.text) == ("shop", "checkout", "it is slow")


@pytest.mark.parametrize("line", ["checkout: slow", "checkout : slow", "  checkout:\tslow  "])
def test_spaces_around_the_colon_do_not_matter(line: str) -> None:
    note = read(line)
    assert (note.stage, note.text) == ("checkout", "slow")


def test_words_may_stand_before_and_between_the_text() -> None:
    note = read("severity:high checkout: the team:support page hangs")
    assert (note.stage, note.text) == ("checkout", "the page hangs")
    assert (note.details.severity, note.details.team) == (3, "support")


@pytest.mark.parametrize("line", ["Severity:HIGH it broke", "SEVERITY:High it broke"])
def test_capitals_do_not_matter(line: str) -> None:
    assert read(line).details.severity == 3


@pytest.mark.parametrize("value", ['"mobile app"', "“mobile app”", "mobile-app", "app"])
def test_quotes_of_either_kind_hold_a_value_together(value: str) -> None:
    note = read(f"it broke via:{value}")
    assert (note.details.channel, note.text) == ("mobile-app", "it broke")


@pytest.mark.parametrize("ending", [",", ".", ";"])
def test_a_comma_after_a_value_is_not_part_of_it(ending: str) -> None:
    assert read(f"it broke severity:high{ending} again").details.severity == 3


def test_a_touchpoint_is_named() -> None:
    assert read('it broke touchpoint:"Order confirmation"').details.touchpoint == (
        "order-confirmation"
    )


@pytest.mark.parametrize(
    "word", ["priority:high", "foo:bar", "coupon:SPRING", "ratio:3:1", "email:a@b.example"]
)
def test_an_unknown_word_stays_in_the_text_without_remark(word: str) -> None:
    note = read(f"checkout: it broke {word} today")
    assert (note.text, note.refused) == (f"it broke {word} today", ())


@pytest.mark.parametrize(
    "word",
    ["severity:huge", "severity:5", "via:fax", "feeling:🚗", "source:hearsay", "team:!!!",
     'persona:""', "severity:hgih"],
)  # fmt: skip
def test_a_known_word_with_an_unknown_value_stays_and_is_refused(word: str) -> None:
    note = read(f"checkout: it broke {word} today")
    assert (note.text, note.refused) == (f"it broke {word} today", (word,))
    assert note.details == NoteDetails()


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "2026-09-21", "2999-01-01", "tomorrow", "24.9.2026", "0"]
)
def test_an_impossible_or_future_day_stays_and_is_refused(day: str) -> None:
    note = read(f"checkout: it broke on:{day}")
    assert (note.day, note.refused, note.text) == (None, (f"on:{day}",), f"it broke on:{day}")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09-20", TODAY),
        ("today", TODAY),
        ("yesterday", date(2026, 9, 19)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_up_to_today_is_understood(typed: str, day: date) -> None:
    assert read(f"it broke on:{typed}").day == day


def test_a_second_word_of_a_kind_stays_in_the_text() -> None:
    note = read("it broke severity:high severity:low")
    assert (note.details.severity, note.text) == (3, "it broke severity:low")
    assert (note.refused, note.repeated) == ((), ("severity:low",))


@pytest.mark.parametrize(
    ("typed", "feeling"),
    [("😡", -2), ("☹\ufe0f", -1), (":neutral_face:", 0), (":+1:", 1), ("🎉", 2), ("−2", -2)],
)
def test_a_feeling_is_an_emoji(typed: str, feeling: int) -> None:
    note = read(f"it broke feeling:{typed}")
    assert (note.details.feeling, note.text) == (feeling, "it broke")


@pytest.mark.parametrize(
    "line",
    [
        "https://example.com/a:b is broken",
        "see https://example.com: it is broken",
        "mailto://x opens nothing",
        "12:30 the call dropped",
        "at 12:30 the call dropped",
        "std::vector says our developer",
        "no colon at all",
        "severity: high, said the customer",
        "two\nlines: the second has a colon",
        "x" * 81 + ": too long to be a name",
    ],
)
def test_a_colon_of_something_else_makes_no_stage(line: str) -> None:
    note = read(line)
    assert (note.journey, note.stage, note.text, note.full_text) == (None, None, line, line)


def test_one_word_and_a_colon_are_meant_as_a_stage() -> None:
    note = read("billing: the PDF is empty")
    assert note.is_one_word
    assert note.text_to_save(is_stage_found=True, is_exact=False) == "the PDF is empty"
    assert note.text_to_save(is_stage_found=False, is_exact=False) == "billing: the PDF is empty"


@pytest.mark.parametrize(
    "line",
    ["The customer said: never again", "checkout:slow", "9/10:would buy again", "a/b c: d"],
)
def test_what_may_be_prose_stays_in_the_text_unless_it_is_a_stage(line: str) -> None:
    note = read(line)
    assert note.stage
    assert note.text_to_save(is_stage_found=True, is_exact=False) == line
    assert note.text_to_save(is_stage_found=True, is_exact=True) == note.text != line


def test_a_stage_may_be_written_without_a_space_after_the_colon() -> None:
    note = read("checkout:it is slow")
    assert (note.stage, note.text) == ("checkout", "it is slow")


@pytest.mark.parametrize(
    ("line", "stage", "text"),
    [
        ("導入: メールが届かない", "導入", "メールが届かない"),
        ("קליטה: המייל לא הגיע", "קליטה", "המייל לא הגיע"),
        ("الإعداد: الرسالة لم تصل team:الدعم", "الإعداد", "الرسالة لم تصل"),
        ("सहायता: ईमेल नहीं मिला", "सहायता", "ईमेल नहीं मिला"),
    ],
)
def test_every_script_is_read(line: str, stage: str, text: str) -> None:
    note = read(line)
    assert (note.stage, note.text) == (stage, text)


def test_a_text_of_several_lines_keeps_them() -> None:
    assert read("checkout: first\n\nsecond team:sales\nthird").text == "first\n\nsecond \nthird"


@pytest.mark.parametrize("line", ["", "   ", "checkout:", "checkout:   ", "severity:high", "/: "])
def test_a_note_without_text_is_refused(line: str) -> None:
    with pytest.raises(BadInputError, match="no note to save yet"):
        read(line)


def test_a_very_long_text_stays_whole() -> None:
    text = ("word " * 8_000).strip()
    assert read(f"checkout: {text}").text == text


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(BadInputError, match="40,001 characters"):
        read("x" * 40_001)


@pytest.mark.parametrize(
    "piece",
    [
        "a: ",
        "team:“ ",
        'team:" ',
        "team:' ",
        "::",
        "on:2026-",
        "on:last ",
        "/",
        "\t \t",
        "via:x ",
        "“”",
        ": " * 3,
        "`",
        "``` ",
        "- ",
        "sevrity:x ",
        "severity: ",
    ],
)
def test_long_nonsense_is_read_quickly(piece: str) -> None:
    line = "x " + piece * (39_000 // len(piece))
    began = time.process_time()
    read(line)
    assert time.process_time() - began < 2


def test_a_name_too_long_for_a_key_stays_in_the_text() -> None:
    word = f'touchpoint:"{"very " * 20}long"'
    note = read(f"it broke {word}")
    assert (note.details.touchpoint, note.text) == (None, f"it broke {word}")


def test_a_message_is_nobodys_command() -> None:
    text = "checkout: it broke severity:high"
    note = parse_message(text)
    assert (note.stage, note.text, note.details) == (None, text, NoteDetails())


def test_a_message_without_text_is_refused() -> None:
    with pytest.raises(BadInputError):
        parse_message("")


def words_of(*texts: str | None) -> Counter[str]:
    """Every word in them, however often."""
    return Counter(word for text in texts if text for word in re.findall(r"\w+", text))


prose = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["checkout:", "a/b:", "12:30", "http://x.example", "foo:bar", ":", "/", '"']
        ),
    ),
    max_size=8,
).map(" ".join)


@given(prose.filter(lambda line: not re.search(rf"({'|'.join(KEYS)}):", line.casefold())))
def test_no_word_of_prose_is_ever_lost(line: str) -> None:
    try:
        note = read(line)
    except BadInputError:
        # Refused and told so: there is nothing, or nothing but a head.
        assert not line.strip() or line.strip().endswith(":")
        return
    named = (note.journey, note.stage)
    assert words_of(line) <= words_of(note.text, *named)
    assert words_of(line) <= words_of(note.full_text, *named)


# What each of these words must be read as: docs/ARCHITECTURE.md, “Journeys and periods” and
# “Typed text”.
UNDERSTOOD: dict[str, dict[str, object]] = {
    "via": {"web": "website", '"mobile app"': "mobile-app", "PHONE": "phone"},
    "persona": {"shopper": "shopper", "“First Time”": "first-time", "日本": "日本"},
    "severity": {"high": 3, "4": 4, "Low": 1},
    "team": {"support": "support", "R&D": "r-d"},
    "feeling": {"frustrated": -2, "😍": 2, "−1": -1},
    "source": {"ticket": "ticket", '"sales call"': "sales-call"},
    "on": {"2026-09-14": date(2026, 9, 14), "today": TODAY},
    "touchpoint": {"invoice": "invoice"},
}


NONSENSE = ["zzz", "🚗🚗", "2031-01-01", '"?!"', "tomorrow"]


plain_words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


key_words = st.sampled_from(
    [(key, value) for key, values in UNDERSTOOD.items() for value in (*values, *NONSENSE)]
)


@given(st.lists(st.one_of(plain_words, key_words), min_size=1, max_size=12), plain_words)
def test_every_key_word_is_understood_or_still_in_the_text(
    pieces: list[str | tuple[str, str]], last: str
) -> None:
    note = read(" ".join([*(p if isinstance(p, str) else ":".join(p) for p in pieces), last]))
    details = note.details
    found = {
        "via": details.channel, "persona": details.persona, "severity": details.severity,
        "team": details.team, "feeling": details.feeling, "source": details.source,
        "on": note.day, "touchpoint": details.touchpoint,
    }  # fmt: skip
    named = {"persona", "team", "touchpoint"}
    for piece in pieces:
        if isinstance(piece, str):
            assert piece in note.text
            continue
        key, value = piece
        meaning = UNDERSTOOD[key].get(value)
        if meaning is None and key in named and value not in ('"?!"', "🚗🚗"):
            meaning = value.casefold()
        assert ":".join(piece) in note.text or (meaning is not None and found[key] == meaning)


def test_a_letter_that_only_looks_like_a_key_stays_in_the_text() -> None:
    assert parse_note("onboarding: it broke vıa:web", date(2026, 8, 15)).text == "it broke vıa:web"
