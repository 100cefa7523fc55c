"""Filters typed in Slack stay the same from page to page, however long they are."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from bot.notes.listing import NOTES_PAGE
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import running
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.waiting import until

pytestmark = pytest.mark.each_database

MANY = NOTES_PAGE + 3


@pytest.fixture(scope="module")
def mara(shared_url: URL) -> Iterator[SlackUser]:
    """Somebody in a workspace with more notes of August than a page holds, and one of July.

    All tests of the file share it: they only read.
    """
    calm = Settings(rate_limit=False)
    with running(shared_url, StandingClock(2026, 8, 14), sandbox=calm) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/touchpoint decision: the old one on:2026-07-31 touchpoint:demo-call")
        for number in range(MANY):
            mara.type_command(
                f'/painpoint decision: Größe & <b> {number} persona:"clinic owner" '
                f"source:sales-call touchpoint:demo-call on:2026-08-{number + 1:02}"
            )
        yield mara


def turn_page(mara: SlackUser, button: str, expected: str) -> str:
    """Turn a page; return the list once it contains `expected`."""
    mara.press_button(button)

    def words() -> str | None:
        message = mara.visible_messages()[-1]
        answer = f"{message['text']}\n{shown(message['blocks'])}"
        return answer if expected in answer else None

    return until(words)


FILTERS = (
    'persona:"clinic owner" source:"sales call" touchpoint:demo-call',
    "2026-08",
    "2026-08-01..2026-08-31 decision",
    "kind:painpoint 2026-Q3 mood:negative mine",
    "2026-Q1 2026-07 2026-08",
)


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("way", ["notes", "search"])
def test_filters_stay_from_page_to_page(mara: SlackUser, filters: str, way: str) -> None:
    words = " größe <b> &" if way == "search" else ""
    typed = f"/journey {way} {filters}{words}"
    first = mara.read_answer(typed)
    assert f"{MANY} notes in Buyer journey, newest first, page 1 of 2" in first
    second = turn_page(mara, "Older", f"{MANY} notes in Buyer journey, newest first, page 2 of 2")
    assert "Größe & <b> 0" in second.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    assert "the old one" not in first + second
    assert f"{MANY} notes" in turn_page(mara, "Newer", "page 1 of 2")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("notes 2026-07", "1 note in Buyer journey"),
        ("notes 2026-08-01..2026-08-02", "2 notes"),
        ("notes source:ticket", "No notes match"),
        ("notes touchpoint:demo-call 2026-07-31", "1 note in"),
        ("notes 2026-08-14..2026-08-01", "ends before it begins"),
        ("notes 2026-13", "There is no quarter, half-year or month “2026-13”"),
        ("notes period:spring", "A period is a quarter like 2026-Q3"),
        ("notes nonsense", "`source:` or `touchpoint:` and a name"),
        ("search 2026-13", "No notes match"),
        ("search size of 🙂 \u202egnip\u202c", "No notes match"),
    ],
)
def test_each_answer_is_clear(mara: SlackUser, typed: str, expected: str) -> None:
    assert expected in mara.read_answer(f"/journey {typed}")


@pytest.mark.parametrize(
    "long",
    [
        "größe " * 500,
        "🙂" * 1_400 + " größe",
        "größe " + "'\"“”;--" * 400,
        "größe persona:clinic-owner " * 110,
        "größe " + " ".join("&<>" for _ in range(900)),
    ],
)
def test_a_search_of_three_thousand_characters_is_answered_and_its_pages_turn(
    mara: SlackUser, long: str
) -> None:
    assert f"{MANY} notes in Buyer journey" in mara.read_answer(f"/journey search {long}")
    assert "Größe" in turn_page(mara, "Older", "page 2 of 2")


def test_words_too_long_for_a_button_have_no_button(pair_with_long_texts: SlackUser) -> None:
    mara = pair_with_long_texts
    words = " ".join(letter * 180 for letter in "abcdefghijklmno")
    answer = mara.read_answer(f"/journey search {words}")
    assert f"{MANY} notes in Buyer journey" in answer
    assert "To see the others too, ask again in fewer words." in answer
    assert "Older" not in json.dumps(mara.visible_messages()[-1]["blocks"])


@pytest.fixture
def pair_with_long_texts(sqlite_url: URL) -> Iterator[SlackUser]:
    """Notes made of fifteen words of 180 letters."""
    words = " ".join(letter * 180 for letter in "abcdefghijklmno")
    with running(
        sqlite_url, StandingClock(2026, 8, 14), sandbox=Settings(rate_limit=False)
    ) as pair:
        mara = SlackUser(pair, "mara")
        for number in range(MANY):
            mara.type_command(f"/painpoint decision: {words} {number}")
        yield mara


def test_mine_are_the_notes_of_the_user_who_asks(mara: SlackUser) -> None:
    assert "No notes match" in SlackUser(mara.pair, "tomas").read_answer(
        "/journey notes mine 2026-08"
    )
