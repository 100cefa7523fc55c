"""The questions of a posted review are answered in Slack, and shown with the next review."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser
from tests.scenarios.test_file_export import file_sent
from tests.scenarios.waiting import until

LABELS = "Blind spots and questions"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace in which the review of the third quarter has been posted."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as pair:
        SlackUser(pair, "mara").type_command("/painpoint onboarding: the import stops")
        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        until(lambda: replies(pair, "The map"))
        yield pair


def replies(pair: RunningPair, words: str) -> list[dict[str, Any]]:
    """The messages in threads of the channel whose text has these words."""
    return [m for m in pair.replies(CHANNEL) if words in m["text"]]


def open_answers(user: SlackUser) -> dict[str, str | None]:
    """Press the button under the questions; return the values of the form."""
    user.press_button("Answer")
    return user.form_values()


def test_answers_are_posted_saved_edited_and_shown_next_time(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    questions = replies(pair, LABELS)[0]
    assert set(open_answers(mara).values()) == {None}
    assert mara.submit_form(habits="They buy by phone.", market="A rival left.") == {}
    news = until(lambda: replies(pair, "They buy by phone."))[0]
    assert news["thread_ts"] == questions["thread_ts"]
    assert "What moved in the market?" in shown(news["blocks"])
    assert news["live"] == [] or {one["kind"] for one in news["live"]} == {"user"}

    filled = open_answers(mara)
    assert (filled["habits"], filled["market"]) == ("They buy by phone.", "A rival left.")
    assert filled["feedback"] is None
    assert mara.submit_form(habits="They buy by letter.") == {}
    changed = until(lambda: replies(pair, "They buy by letter."))[0]
    assert "(changed)" in shown(changed["blocks"])
    assert "A rival left." not in shown(changed["blocks"])

    pair.slack.invite(CHANNEL, "gus")
    guest = SlackUser(pair, "gus")
    assert set(open_answers(guest).values()) == {None}
    assert guest.submit_form(habits="Some by fax.") == {}
    until(lambda: replies(pair, "Some by fax."))

    mara.type_command("/painpoint onboarding: the import stops again")
    # The first working day: the first of January is a Friday, and a holiday.
    pair.set_time(datetime(2027, 1, 4, 9, 0, 1, tzinfo=UTC))
    following = until(lambda: replies(pair, LABELS)[1:])[0]
    words = shown(following["blocks"])
    assert "Last quarter: “Some by fax.”" in words
    assert "Last quarter: “They buy by letter.”" in words
    assert "Last quarter: “A rival left.”" in words
    assert "phone" not in words


def test_exports_name_people_and_show_no_ids(pair: RunningPair) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    mara.press_button("Make an action")
    mara.form()
    assert mara.submit_form(title="Make the import faster", owner="U0MARA") == {}
    open_answers(tomas)
    assert tomas.submit_form(habits="They buy by phone.") == {}
    until(lambda: replies(pair, "They buy by phone."))
    for number, form in enumerate(("md", "html")):
        mara.type_command(f"/journey export review {form}")
        check_names(file_sent(mara, number)[1])
    mara.type_command("/journey export review canvas")
    (canvas,) = until(lambda: pair.slack.get("canvases")["canvases"])
    check_names(canvas["markdown"])


def check_names(exported: str) -> None:
    """Fail unless an export names who answered and who owns the action, and shows no id."""
    text = " ".join(re.sub("<[^>]+>", " ", exported).split())
    assert re.search(r"“They buy by phone\.” \(?Tomás Reyes", text.replace("\\", ""))
    assert "Make the import faster" in text
    assert "Mara Lind" in text
    assert "U0MARA" not in exported
    assert "U0TOMAS" not in exported


def test_the_preview_shows_what_was_answered(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    open_answers(mara)
    assert mara.submit_form(platforms="A forum of clinics.") == {}
    until(lambda: replies(pair, "A forum of clinics."))
    assert "2026-Q3: “A forum of clinics.”" in mara.read_answer("/journey review 2026-Q3")
    assert "Last quarter: “A forum of clinics.”" in mara.read_answer("/journey review")
