"""A channel is asked a question: set, posted by the clock, answered, stopped, or paused."""

from datetime import UTC, datetime

import pytest

from domain.prompts import DEFAULT_QUESTION
from handlers.prompts.blocks import PROMPT_TEXTS
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, parts, read_newest, stage
from tests.scenarios.waiting import until

PAUSED = "Nobody answered the last three questions, so I'll stop asking here."


@pytest.fixture(autouse=True)
def _journey(mara: SlackUser) -> None:
    """Mara's journey, on Saturday 15 August at noon."""
    mara.type_command("/touchpoint decision: a good demo")


def ask_about(mara: SlackUser, about: str = "nothing", days: tuple[str, ...] = ("3",)) -> str:
    """Set a question for the channel, on Thursdays unless said otherwise; return the answer."""
    mara.open_form("/journey prompt")
    return mara.save_form(weekdays=list(days), about=about)


def questions(pair: RunningPair) -> list[str]:
    """The questions in the channel."""
    return [m["text"] for m in pair.posts(CHANNEL) if m["text"] == DEFAULT_QUESTION]


def move_clock(pair: RunningPair, day: int, hour: int = 10) -> None:
    """Move the clock to an hour of August 2026."""
    pair.set_time(datetime(2026, 8, day, hour, tzinfo=UTC))


def wait_for_questions(pair: RunningPair, count: int) -> None:
    """Wait until the channel was asked so often."""
    until(lambda: len(questions(pair)) == count)


def test_a_channel_is_asked_on_its_day_and_answers_with_a_note(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    onboarding = stage(pair, "Onboarding")
    answer = ask_about(mara, f"stage:{onboarding.id}")
    assert "I'll ask here every week on Thursday." in answer
    assert "Thursday 20 Aug 2026 at 10:00 (UTC)" in answer
    assert questions(pair) == []
    move_clock(pair, 20)
    wait_for_questions(pair, 1)
    message = pair.posts(CHANNEL)[-1]
    assert "About Onboarding. I ask every week on Thursday." in shown(message["blocks"])

    tomas.press_button("Answer")
    until(lambda: tomas.form_values().get("stage"))
    assert tomas.form_values()["stage"] == "onboarding"
    assert tomas.submit_form(text="the invite lands in spam") == {}
    note = until(lambda: exported(pair)[1:])[0]
    assert (note["stage"], note["kind"]) == ("onboarding", "pain point")

    mara.open_form("/journey prompt")
    values = mara.form_values()
    assert (values["question"], values["hour"], values["about"]) == (
        DEFAULT_QUESTION,
        "10",
        f"stage:{onboarding.id}",
    )


def test_a_question_about_a_kpi_is_answered_with_a_value(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.type_command("/kpi loyalty.nps 41")
    (kpi,) = parts(pair).kpis
    ask_about(mara, f"kpi:{kpi.id}")
    move_clock(pair, 20)
    wait_for_questions(pair, 1)
    tomas.press_button("Answer")
    assert "loyalty.nps" in str(tomas.form())
    assert "kpi_value" in tomas.submit_form(kpi_value="a lot")
    assert tomas.submit_form(kpi_value="43") == {}
    assert "Recorded nps of Loyalty: 43" in read_newest(tomas, "Recorded nps")


def test_who_may_edit_the_map_stops_the_questions_others_are_told_who_can(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey edit")
    mara.save_form(owner="U0MARA")
    ask_about(mara)
    move_clock(pair, 20)
    wait_for_questions(pair, 1)
    tomas.press_button("Stop these questions")
    assert "the owner of Buyer journey and the workspace's admins" in read_newest(tomas, "⚠️ Only")
    assert "Only the owner" in str(tomas.type_command("/journey prompt off"))
    mara.press_button("Stop these questions")
    read_newest(mara, "I won't ask here any more.")
    assert "not asking anything here" in mara.read_answer("/journey prompt off")
    move_clock(pair, 27)
    assert pair.waymark.services.prompts.post_due(PROMPT_TEXTS) == []
    assert len(questions(pair)) == 1


def test_after_three_questions_without_an_answer_it_stops_and_says_so_once(
    pair: RunningPair, mara: SlackUser
) -> None:
    ask_about(mara, days=("0", "1", "2", "3", "4"))
    for count, day in enumerate((17, 18, 19), start=1):
        move_clock(pair, day)
        wait_for_questions(pair, count)
    move_clock(pair, 20)
    until(lambda: [m for m in pair.posts(CHANNEL) if m["text"].startswith(PAUSED)])
    mara.open_form("/journey prompt")
    assert "Paused, because nobody answered" in shown(mara.form()["blocks"])
    assert "Friday 21 Aug 2026 at 10:00" in mara.save_form()
    move_clock(pair, 21)
    wait_for_questions(pair, 4)
    assert len([m for m in pair.posts(CHANNEL) if m["text"].startswith(PAUSED)]) == 1


def test_an_answered_question_does_not_count_towards_the_pause(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ask_about(mara, days=("0", "1", "2", "3", "4"))
    for count, day in enumerate((17, 18, 19, 20), start=1):
        move_clock(pair, day)
        wait_for_questions(pair, count)
        if day == 18:
            tomas.press_button("Answer")
            until(lambda: tomas.form_values().get("kind"))
            # Not a pain point, whose themes take seconds to load.
            assert tomas.submit_form(text="they ask for invoices", kind="touchpoint") == {}
            until(lambda: exported(pair)[1:])
    assert not [m for m in pair.posts(CHANNEL) if m["text"].startswith(PAUSED)]


def test_it_is_turned_off_in_its_form(pair: RunningPair, mara: SlackUser) -> None:
    ask_about(mara)
    mara.open_form("/journey prompt")
    mara.person.click_in_modal("end_prompt.0", "end")
    assert "I won't ask here any more." in mara.form_refusal()
    assert "not asking anything here" in mara.read_answer("/journey prompt off")


def test_the_form_keeps_what_was_filled_in_where_something_is_wrong(mara: SlackUser) -> None:
    mara.open_form("/journey prompt")
    assert mara.form_values()["question"] == DEFAULT_QUESTION
    assert mara.submit_form(question="?!", weekdays=["0"]) == {"question": "Write the question."}
    assert mara.submit_form(question="Who called?") == {}


def test_a_channel_without_waymark_is_told_to_invite_it(pair: RunningPair) -> None:
    pair.slack.post("channel", name="partners")
    pair.slack.invite("partners", "mara")
    mara = SlackUser(pair, "mara", "partners")
    mara.type_command("/journey prompt")
    assert "Type `/invite @Waymark`, then `/journey prompt` again." in mara.form_refusal()
    mara.person.close()
    pair.slack.invite("partners")
    until(lambda: pair.posts("partners"))
    mara.open_form("/journey prompt")
    assert "Thursday 20 Aug" in mara.save_form()


def test_what_is_no_command_is_explained(mara: SlackUser) -> None:
    answer = mara.read_answer("/journey prompt daily")
    assert "Type `/journey prompt` or `/journey prompt off`." in answer
    alone = SlackUser(mara.pair, "mara", "bot")
    alone.type_command("/journey prompt")
    assert "in the channel that you want to ask" in alone.form_refusal()
