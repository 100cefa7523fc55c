"""`/journey` with a word that is misspelt, and a new journey by its name."""

from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, journey


def test_a_misspelt_word_is_answered_with_the_nearest(mara: SlackUser) -> None:
    for typed, meant in (("hlep", "help"), ("reveiw", "review"), ("stage", "stages")):
        answer = mara.type_command(f"/journey {typed}")
        assert answer["text"] == f"I don't know “/journey {typed}”. Did you mean {meant}?"


def test_a_new_journey_is_answered_with_its_stages_and_what_comes_next(
    pair: RunningPair, mara: SlackUser
) -> None:
    answer = mara.read_answer("/journey new Partner journey")
    assert "Created “Partner journey”" in answer
    assert "Awareness → Consideration → Decision → Onboarding → Retention → Loyalty" in answer
    assert "/painpoint partner-journey/awareness: …" in answer
    assert "/journey use partner-journey" in answer
    assert journey(pair, "partner-journey").owner == "U0MARA"
    assert "already; choose another name" in mara.read_answer("/journey new partner journey")


def test_the_form_of_a_new_journey_is_answered_alike(mara: SlackUser) -> None:
    mara.open_form("/journey new")
    answer = mara.save_form(name="Shop")
    assert "Its stages: Awareness → Consideration" in answer
    assert "/journey stages shop" in answer


def test_a_new_stage_is_answered_without_them(mara: SlackUser) -> None:
    mara.type_command("/touchpoint decision: a good demo")
    answer = mara.type_command("/journey stages")
    assert "Its stages" not in shown(answer["blocks"])
