"""Lists longer than a message have pages, and everything on them can be reached."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.bot.factories import touchpoint_values
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import running
from tests.scenarios.slack_user import SlackUser, journey
from tests.scenarios.waiting import until

MANY = 45


@pytest.fixture
def mara(sqlite_url: URL) -> Iterator[SlackUser]:
    """Somebody whose journey has more touchpoints than a message holds."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/journey stages")
        for number in range(MANY):
            draft = touchpoint_values(f"Point {number}", "decision", "phone")
            save = pair.waymark.services.touchpoints.save
            save(pair.workspace, "U0MARA", journey(pair).id, draft)
        yield mara


def page(mara: SlackUser, holding: str) -> str:
    """The words of the list in front of them as soon as they hold these."""

    def words() -> str | None:
        answer = shown(mara.visible_messages()[-1]["blocks"])
        return answer if holding in answer else None

    return until(words)


def test_the_last_touchpoint_of_many_can_be_edited(mara: SlackUser) -> None:
    assert "Point 44" not in mara.read_answer("/journey touchpoints").split("\n", 1)[1]
    mara.press_button("More")
    assert "Point 0" not in page(mara, "Point 44")
    mara.press_button("Edit", of="Point 44")
    assert mara.form_values()["name"] == "Point 44"
    assert mara.save_form(name="Last point").startswith("Saved “Last point”")


def test_one_comes_back_to_the_first_page(mara: SlackUser) -> None:
    mara.type_command("/journey touchpoints")
    mara.press_button("More")
    page(mara, "Point 44")
    mara.press_button("Back")
    assert "Point 44" not in page(mara, "Point 0")


def test_the_oldest_change_can_be_read(mara: SlackUser) -> None:
    assert "created the touchpoint Point 44" in mara.read_answer("/journey history")
    mara.press_button("More")
    page(mara, "created the touchpoint Point 20")
    mara.press_button("More")
    assert "created the journey Buyer journey" in page(mara, "created the touchpoint Point 0")


def test_a_short_list_has_no_pages(mara: SlackUser) -> None:
    assert "More" not in mara.read_answer("/journey stages")
