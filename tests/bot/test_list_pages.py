"""Every filter of a list alone and together with others, and pages that lose no note."""

from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest

from bot.notes.listing import NOTES_PAGE, NotePage
from domain.errors import BadInputError, NotAllowedError
from domain.note_filters import parse_filters
from domain.notes import NoteKind
from storage.session import Database
from tests.bot.env import Env, guests, make_env
from tests.bot.note_steps import by, changing, listed
from tests.databases import SQLITE

Row = dict[str, Any]


# What is typed, and the rows of an export it should leave.
FILTERS: dict[str, Callable[[Row], bool]] = {
    "onboarding": lambda row: row["stage"] == "onboarding",
    "unsorted": lambda row: row["stage"] is None,
    "mine": lambda row: row["author"] == "U1",
    "opportunities": lambda row: row["kind"] == "opportunity",
    "pains": lambda row: row["kind"] == "pain point",
    "2026-Q2": lambda row: row["occurred_at"] < "2026-07-01",
    "negative": lambda row: row["label"] == "negative",
    "Neutral": lambda row: row["label"] == "neutral",
    "positive": lambda row: row["label"] == "positive",
    "team:sales": lambda row: row["team"] == "sales",
    "persona:Owner": lambda row: row["persona"] == "owner",
    "via:web": lambda row: row["channel"] == "website",
    "channel:email": lambda row: row["channel"] == "email",
    "source:tickets": lambda row: row["source"] == "ticket",
    'touchpoint:"Sign up!"': lambda row: row["touchpoint"] == "sign-up",
    "persona:“clinic owner”,": lambda row: row["persona"] == "clinic-owner",
    'stage:"Onboarding"': lambda row: row["stage"] == "onboarding",
    "kind:opportunity": lambda row: row["kind"] == "opportunity",
    "mood:negative": lambda row: row["label"] == "negative",
    "2026-05": lambda row: row["occurred_at"][:7] == "2026-05",
    "2026-05-02": lambda row: row["occurred_at"][:10] == "2026-05-02",
    "2026-05-03..2026-08-01": lambda row: "2026-05-03" <= row["occurred_at"] < "2026-08-02",
    "period:2026-06…2026-08": lambda row: "2026-06" <= row["occurred_at"] < "2026-09",
}


# Of these, the last that is typed counts.
ALIKE = (
    {"onboarding", 'stage:"Onboarding"'},
    {"opportunities", "pains", "kind:opportunity"},
    {"negative", "Neutral", "positive", "mood:negative"},
    {"via:web", "channel:email"},
    {"persona:Owner", "persona:“clinic owner”,"},
    {
        "2026-Q2",
        "2026-05",
        "2026-05-02",
        "2026-05-03..2026-08-01",
        "period:2026-06…2026-08",
    },
)


@pytest.fixture(scope="module")
def many(shared_storage: Database) -> Env:
    """Sixty notes with their parts thrown about; some happened at the same instant."""
    env, draw = make_env(shared_storage), Random(5)
    words = [
        ["onboarding:", "loyalty:", ""],
        ["it is so", "a note about", "we saw"],
        ["terrible", "wonderful", "a page"],
        ["team:sales", "team:labs", ""],
        ["persona:owner", 'persona:"Clinic owner"', ""],
        ["via:web", "via:email", ""],
        ["source:ticket", "source:sales-call", ""],
        ["touchpoint:sign-up", ""],
        ["on:2026-05-02", "on:2026-05-03", "on:2026-08-01", ""],
    ]
    for number in range(60):
        line = " ".join(draw.choice(options) for options in words)
        kind = draw.choice(list(NoteKind))
        env.capture(f"{line} {number}", kind=kind, author=draw.choice(["U1", "U2"]))
        if number % 10 == 0:
            env.capture("of others", workspace=env.other)
    return env


def wanted(env: Env, *words: str) -> list[int]:
    """The ids that should be listed, newest first."""
    return newest_first(matching(env.rows(), *words))


def newest_first(rows: list[Row]) -> list[int]:
    """The ids of these rows, newest first."""
    return [row["id"] for row in sorted(rows, key=lambda r: (r["occurred_at"], r["id"]))][::-1]


def matching(rows: list[Row], *words: str) -> list[Row]:
    """Return the rows that every one of the filters leaves."""
    return [row for row in rows if all(FILTERS[word](row) for word in words)]


def pages(env: Env, words: str, **ways: Any) -> list[NotePage]:
    """All pages there are."""
    first = listed(env, words, **ways)
    return [first, *(listed(env, words, page=n, **ways) for n in range(1, first.pages))]


def ids(found: list[NotePage]) -> list[int]:
    """The ids on those pages."""
    return [note.id for page in found for note in page.notes]


@pytest.mark.slow
@pytest.mark.each_database
def test_each_filter_leaves_what_it_should(many: Env) -> None:
    rows = many.rows()
    for word in FILTERS:
        expected = newest_first(matching(rows, word))
        found = pages(many, word)
        assert 0 < len(expected) < 60, word
        assert ids(found) == expected, word
        assert {page.total for page in found} == {len(expected)}, word


@pytest.mark.slow
@pytest.mark.each_database
def test_two_filters_leave_what_both_leave(many: Env, database_kind: str) -> None:
    rows = many.rows()
    # The conditions of every pair are the same on PostgreSQL, and slower: a sample is enough there.
    step = 1 if database_kind == SQLITE else 9
    with many.storage.read(many.ws) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        for pair in list(combinations(FILTERS, 2))[::step]:
            counting = pair[1:] if any(set(pair) <= alike for alike in ALIKE) else pair
            wanted = parse_filters(" ".join(pair), journey, "U1", search=False).filters
            assert uow.notes.count(journey.id, wanted) == len(matching(rows, *counting)), pair


@pytest.mark.slow
def test_of_two_filters_of_one_sort_the_last_counts(many: Env) -> None:
    for words in ("pains opportunities", "positive negative", "team:labs team:sales"):
        assert ids(pages(many, words)) == wanted(many, words.split()[-1])


@pytest.mark.each_database
def test_many_filters_narrow_together(many: Env) -> None:
    words = ("onboarding", "negative", "mine")
    assert 0 < len(wanted(many, *words)) < len(wanted(many, *words[:2]))
    assert ids(pages(many, " ".join(words))) == wanted(many, *words)


@pytest.mark.each_database
def test_a_name_nobody_has_leaves_nothing(many: Env) -> None:
    for words in ("team:nobody", "persona:x", "via:pigeon", "team:🙂", "channel:x"):
        found = listed(many, words)
        assert (found.notes, found.total) == ((), 0), words


@pytest.mark.parametrize("words", ["team:", "sauce:ticket", "negativ", "ours", "🙂", ":", "x:y"])
def test_what_is_no_filter_is_refused_by_name(many: Env, words: str) -> None:
    with pytest.raises(BadInputError, match="I don't know the filter"):
        listed(many, f"mine {words}")


@pytest.mark.each_database
def test_pages_hold_every_note_once_newest_first(many: Env) -> None:
    found = pages(many, "")
    assert [len(page.notes) for page in found] == [NOTES_PAGE] * 7 + [4]
    assert ids(found) == wanted(many)
    assert [page.page for page in found] == list(range(8))
    assert {page.pages for page in found} == {8}


def test_a_page_knows_what_was_asked_by_whom(many: Env) -> None:
    page = listed(many, "team:sales", "U2", page=1)
    assert (page.asked, page.user, page.page, page.search) == ("team:sales", "U2", 1, False)
    page = listed(many, "note about", search=True)
    assert (page.asked, page.search) == ("note about", True)


@pytest.mark.each_database
def test_beyond_the_last_page_is_the_last(many: Env) -> None:
    page, last = listed(many, page=99), listed(many, page=listed(many).pages - 1)
    assert (page.notes, page.page, page.total) == (last.notes, last.page, 60)
    assert page.notes


@pytest.mark.each_database
def test_pages_of_a_search_hold_every_hit_once(many: Env) -> None:
    found = pages(many, "terrible", search=True)
    texts = {row["id"]: row["text"] for row in many.rows()}
    assert ids(found) == [number for number in wanted(many) if "terrible" in texts[number]]
    assert len(found) > 1


def test_of_an_empty_list_there_is_one_page(env: Env) -> None:
    env.buyer_journey()
    assert (listed(env).pages, listed(env).total) == (1, 0)


@pytest.mark.each_database
def test_a_full_page_is_followed_by_none_that_is_empty(env: Env) -> None:
    there = 0
    for notes, pages_ in ((7, 1), (8, 1), (9, 2), (16, 2), (17, 3)):
        for number in range(there, notes):
            env.capture(f"note {number}")
        there = notes
        found = pages(env, "")
        assert len(found) == pages_, notes
        assert len(set(ids(found))) == notes, notes


def test_an_older_note_deleted_moves_no_note_of_the_pages_before_it(env: Env) -> None:
    made = [env.capture(f"note {number}").note_id for number in range(20)]
    first = ids([listed(env)])
    changing(env).delete(by(env), made[0])
    assert ids([listed(env)]) == first
    assert sorted(ids(pages(env, ""))) == made[1:]


def test_a_guest_lists_the_notes_of_their_channels_journey_alone(env: Env) -> None:
    env.capture("onboarding: slow", channel="C1")
    guests(env, "G")
    assert listed(env, "", "G", channel="C1").total == 1
    with pytest.raises(NotAllowedError):
        listed(env, "slow", "G", channel="C7", search=True)
