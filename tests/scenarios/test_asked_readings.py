"""Slack asks what a doubtful KPI value means; a press saves it, once."""

from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, parts, read_newest


def readings(pair: RunningPair) -> list[float]:
    """The values of all readings."""
    (kpi,) = parts(pair).kpis
    with pair.waymark.storage.read(pair.workspace) as uow:
        return [reading.value for reading in uow.kpis.readings(kpi.id)]


def test_a_doubtful_value_is_asked_and_a_press_saves_it(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/kpi onboarding.completion 71.4% better:higher")
    asked = mara.read_answer("/kpi onboarding.completion 0.719 source:survey")
    assert "71.9% or 0.719%?" in asked
    assert "The last reading is 71.4%" in asked
    assert readings(pair) == [71.4]
    mara.press_button("71.9%")
    read_newest(mara, "Recorded completion of Onboarding: 71.9%")
    assert readings(pair) == [71.4, 71.9]


def test_what_was_a_slip_is_not_saved(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/kpi visits 41 better:higher")
    assert "Save 4,100?" in mara.read_answer("/kpi visits 4100")
    mara.press_button("Don't save")
    assert "Nothing was saved" in read_newest(mara, "Nothing was saved")
    assert readings(pair) == [41]


def test_the_direction_of_a_new_kpi_is_asked_and_saved(pair: RunningPair, mara: SlackUser) -> None:
    answer = mara.read_answer("/kpi onboarding.latency 4s")
    assert "Until you answer, higher counts as better" in answer
    mara.press_button("Lower is better")
    read_newest(mara, "onboarding.latency: lower is better")
    (kpi,) = parts(pair).kpis
    assert kpi.direction.value == "lower"
    assert "counts as better" not in mara.read_answer("/kpi onboarding.latency 5s")
