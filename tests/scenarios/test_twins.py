"""Two people save the same: one note stays, both are counted, and it can be taken back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported
from tests.scenarios.waiting import until

FIRST = "/painpoint onboarding: import loses phone numbers"

AGAIN = "/painpoint the import is losing phone numbers"

OFFERED = "This sounds like a note that is there already"


@pytest.fixture(params=["http", "socket mode"])
def bench(request: pytest.FixtureRequest, sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, reached either way."""
    socket_mode = request.param == "socket mode"
    with running(sqlite_url, StandingClock(2026, 8, 14), socket_mode=socket_mode) as made:
        yield made


def says(hands: SlackUser, told: str) -> str:
    """The words of Waymark's newest answer to them that begins like this."""

    def words() -> str | None:
        found = [m for m in hands.seen() if m["text"].startswith(told)]
        return shown(found[-1]["blocks"]) if found else None

    return until(words)


def test_a_note_like_another_is_offered_to_be_counted_there(bench: RunningPair) -> None:
    mara, tomas = SlackUser(bench, "mara"), SlackUser(bench, "tomas")
    mara.types(FIRST)
    tomas.types(AGAIN)
    assert "import loses phone numbers" in says(tomas, OFFERED)
    # Nothing is merged before somebody says so, and nobody else is asked.
    assert len(exported(bench)) == 2
    assert not [m for m in mara.seen() if m["text"].startswith(OFFERED)]
    tomas.presses("It is the same: count me there")
    assert "2 people have seen it" in says(tomas, "Counted there")
    assert [(row["author"], row["supporters"]) for row in exported(bench)] == [("U0MARA", 2)]
    assert "seen by 2" in mara.reads("/journey notes")
    tomas.presses("Not the same")
    assert "losing phone numbers" in says(tomas, "Not the same")
    assert [row["supporters"] for row in exported(bench)] == [1, 1]


def test_it_is_offered_after_the_modal_too_and_an_anonymous_note_counts_unnamed(
    bench: RunningPair,
) -> None:
    mara, tomas = SlackUser(bench, "mara"), SlackUser(bench, "tomas")
    mara.types(FIRST)
    tomas.writes("/painpoint")
    assert tomas.submits(text="Import loses phone numbers!", anonymous=["yes"]) == {}
    says(tomas, OFFERED)
    tomas.presses("It is the same: count me there")
    says(tomas, "Counted there")
    assert [(row["author"], row["supporters"]) for row in exported(bench)] == [("U0MARA", 2)]


def test_what_is_only_nearly_alike_is_left_alone(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    mara.types(FIRST)
    mara.types("/painpoint export loses phone numbers")
    mara.types("/touchpoint import loses phone numbers")
    mara.types("/painpoint import loses phone numbers")
    # The last one is asked about: by then the others would have been.
    says(mara, OFFERED)
    assert len([m for m in mara.seen() if m["text"].startswith(OFFERED)]) == 1


def test_a_note_that_is_gone_meanwhile_cannot_be_counted_with(bench: RunningPair) -> None:
    mara, tomas = SlackUser(bench, "mara"), SlackUser(bench, "tomas")
    mara.types(FIRST)
    tomas.types(AGAIN)
    says(tomas, OFFERED)
    mara.presses("Undo")
    until(lambda: len(exported(bench)) == 1)
    tomas.presses("It is the same: count me there")
    until(lambda: any("no longer there" in shown(m["blocks"]) for m in tomas.seen()))
    assert [row["text"] for row in exported(bench)] == ["the import is losing phone numbers"]
