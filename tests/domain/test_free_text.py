"""What people say to Waymark in their own words."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.note_text import parse_free_text, parse_note
from domain.notes import NoteDetails, NoteKind
from domain.text import find_name

TODAY = date(2026, 9, 20)

PAIN, IDEA, TOUCH = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY, NoteKind.TOUCHPOINT


@pytest.mark.parametrize(
    ("said", "kind", "stage", "text"),
    [
        ("pain point in checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("Pain point at checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain-point for checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("painpoint during checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain: it is slow", PAIN, None, "it is slow"),
        ("PAIN POINT: IT IS SLOW", PAIN, None, "IT IS SLOW"),
        ("pain, checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain ,it is slow", PAIN, None, "it is slow"),
        ("pain checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain it is slow", None, None, "pain it is slow"),
        ("pain in checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain in shop/checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("  pain   point: it is slow", PAIN, None, "it is slow"),
        ("Opportunity: a referral link", IDEA, None, "a referral link"),
        ("opportunity in loyalty: a link", IDEA, "loyalty", "a link"),
        ("opportunity\nin loyalty: a link", IDEA, "loyalty", "a link"),
        ("touchpoint: a call", TOUCH, None, "a call"),
        ("touch point at decision: a call", TOUCH, "decision", "a call"),
        ("touch-point, a call", TOUCH, None, "a call"),
        ("checkout: it is slow", None, "checkout", "it is slow"),
        ("it is slow", None, None, "it is slow"),
        # A word that only begins like a kind is prose, and so is one further on.
        ("painful checkout", None, None, "painful checkout"),
        ("painpoints are many", None, None, "painpoints are many"),
        ("pains in checkout", None, None, "pains in checkout"),
        ("opportunities are many", None, None, "opportunities are many"),
        ("opportunity_cost", None, None, "opportunity_cost"),
        ("touchpoints", None, None, "touchpoints"),
        ("a pain point: it is slow", None, "a pain point", "it is slow"),
        ("the pain of it", None, None, "the pain of it"),
        # Nothing after the kind: the kind is all there is to save.
        ("pain", None, None, "pain"),
        ("Opportunity", None, None, "Opportunity"),
        ("pain point in", None, None, "pain point in"),
        # Other languages are read as they stand.
        ("Schmerzpunkt: es ist langsam", None, "Schmerzpunkt", "es ist langsam"),
        ("Pain à la caisse", None, None, "Pain à la caisse"),
        ("Pain au chocolat was cold", None, None, "Pain au chocolat was cold"),
        ("Pain in my back since Monday", None, None, "Pain in my back since Monday"),
        ("Pain for everybody", None, None, "Pain for everybody"),
        ("痛点：很慢", None, "痛点", "很慢"),
        # Bold and italic words, greetings and dashes are no part of the kind.
        ("*pain point* in *checkout*: it is slow", PAIN, "*checkout*", "it is slow"),
        ("*Pain point in checkout:* it is slow", PAIN, "checkout", "it is slow"),
        ("_opportunity_: a link", IDEA, None, "a link"),
        ("*pain*: it is slow", PAIN, None, "it is slow"),
        ("hey pain point in checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("Hi Waymark, pain point: it is slow", PAIN, None, "it is slow"),
        ("@waymark pain point in checkout: it is slow", PAIN, "checkout", "it is slow"),
        ("pain point – it is slow", PAIN, None, "it is slow"),
        ("pain - it is slow", PAIN, None, "it is slow"),
        ("pain point：it is slow", PAIN, None, "it is slow"),
        ("pain point: 很慢 😀", PAIN, None, "很慢 😀"),
        ("نقطة ألم: بطيء", None, "نقطة ألم", "بطيء"),
        ("opportunity für Stammkunden", IDEA, None, "für Stammkunden"),
        ("paın: slow", None, "paın", "slow"),
    ],
)
def test_what_is_said_is_read(
    said: str, kind: NoteKind | None, stage: str | None, text: str
) -> None:
    note = parse_free_text(said, TODAY)
    assert (note.kind, note.typed.stage, note.typed.text) == (kind, stage, text)


@pytest.mark.parametrize(
    ("said", "kind", "stage"),
    [
        ("pain in checkout: slow", PAIN, "checkout"),
        ("pain checkout: slow", PAIN, "checkout"),
        ("pain: a crumb", PAIN, None),
        ("pain point in the neck: slow", PAIN, "the neck"),
        ("Pain in the neck: that form", None, "Pain in the neck"),
        ("Pain relief: came late", None, "Pain relief"),
        ("Pain au chocolat: cold", None, "Pain au chocolat"),
    ],
)
def test_pain_is_a_kind_where_a_place_of_the_journey_follows(
    said: str, kind: NoteKind | None, stage: str | None
) -> None:
    note = parse_free_text(said, TODAY, lambda place: find_name(place, {"checkout": "Checkout"}))
    assert (note.kind, note.typed.stage) == (kind, stage)


def test_words_of_a_form_may_follow() -> None:
    note = parse_free_text("pain point in shop/checkout: slow severity:high on:2026-09-14", TODAY)
    assert (note.kind, note.typed.journey, note.typed.stage) == (PAIN, "shop", "checkout")
    assert (note.typed.details.severity, note.typed.day) == (3, date(2026, 9, 14))


def test_without_its_kind_it_is_read_as_a_typed_note_is() -> None:
    line = "checkout: slow team:sales on:2026-09-14"
    for begun in ("pain point ", "Opportunity: ", "touchpoint in "):
        assert parse_free_text(begun + line, TODAY).typed == parse_note(line, TODAY)
    assert parse_free_text(line, TODAY).typed == parse_note(line, TODAY)


@pytest.mark.parametrize("said", ["", "  ", "pain: severity:high", "checkout:", "opportunity: in:"])
def test_without_words_there_is_no_note(said: str) -> None:
    with pytest.raises(BadInputError):
        parse_free_text(said, TODAY)


@example(",it is slow", "pain ")
@given(st.text(max_size=60), st.sampled_from(["", "pain ", "pain point in ", "Opportunity: "]))
def test_any_text_is_read_or_refused_and_no_other_word_is_lost(text: str, begun: str) -> None:
    try:
        note = parse_free_text(begun + text, TODAY)
    except BadInputError:
        return
    assert note.kind in (None, *NoteKind)
    words, rest = (begun + text).split(), note.typed.full_text.split()
    # A comma or colon between the kind and the first word is taken out with the kind.
    assert all(any(word.endswith(left) for word in words) for left in rest)
    if note.typed.details == NoteDetails() and note.typed.day is None:
        assert rest[1:] == words[len(words) - len(rest) + 1 :]
        assert note.kind or rest == words
