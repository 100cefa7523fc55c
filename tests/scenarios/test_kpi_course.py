"""`/kpi`: a form, the course of a KPI, names with spaces, and values that are undone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, parts, read_newest
from tests.scenarios.waiting import until


@pytest.fixture(scope="module")
def pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a journey, mid-quarter, for all tests of the file."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 15)) as pair:
        SlackUser(pair, "tomas").type_command("/touchpoint decision: a good demo")
        yield pair


def values(pair: RunningPair, path: str) -> list[float]:
    """The values of a KPI's readings, by day."""
    found = next(kpi for kpi in parts(pair).kpis if kpi.path == path)
    with pair.waymark.storage.read(pair.workspace) as uow:
        return [reading.value for reading in uow.kpis.readings(found.id)]


def test_a_space_does_for_the_dot(pair: RunningPair, tomas: SlackUser) -> None:
    answer = tomas.read_answer("/kpi decision trial-to-paid 19% target: 22%")
    assert "Recorded trial-to-paid of Decision: 19%" in answer
    assert "off target (22%)" in answer
    assert values(pair, "decision.trial-to-paid") == [19]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4.5/5", 4.5), ("8 out of 10", 8), ("–3", -3), ("1\u202f234,5", 1234.5),
        ("1’234.5", 1234.5), ("41.50EUR", 41.5), ("US$ 40", 40), ("2.3bn", 2.3e9),
        ("3 weeks", 21), ("12 pts", 12), ("70 per cent", 70), ("71％", 71),
        ("~40", 40), ("minus 3", -3), ("41 euros", 41),
    ],
)  # fmt: skip
def test_a_value_is_read_as_people_write_it(
    pair: RunningPair, tomas: SlackUser, typed: str, value: float
) -> None:
    name = f"measure-{typed.encode().hex()}"
    assert "Recorded" in tomas.read_answer(f"/kpi {name} {typed} better:higher new:yes")
    assert values(pair, name) == [value]


def test_the_course_of_a_kpi_is_shown_by_its_name(tomas: SlackUser) -> None:
    tomas.type_command("/kpi nps 38 on:2026-05-14 target:50")
    tomas.type_command("/kpi nps 41 source:survey")
    answer = tomas.read_answer("/kpi nps")
    assert answer.startswith("nps: 41 on 15 Aug 2026.")
    assert "higher is better" in answer
    assert "off target (50)" in answer
    assert "last quarter (38)" in answer
    for row in ("15 Aug 2026  41     survey", "14 May 2026  38     –"):
        assert row in answer


def test_a_name_that_no_kpi_has_is_answered_with_what_to_type(tomas: SlackUser) -> None:
    answer = tomas.read_answer("/kpi onboarding.speed")
    assert "There is no KPI “onboarding.speed” yet" in answer
    assert "`/kpi onboarding.speed 41`" in answer
    assert "not a number" in tomas.read_answer("/kpi speed quick")


def test_a_value_is_undone_by_its_author(pair: RunningPair, tomas: SlackUser) -> None:
    tomas.type_command("/kpi retention.visits 40 better:higher")
    tomas.type_command("/kpi retention.visits 41")
    tomas.press_button("Undo")
    read_newest(tomas, "Removed 41 of 15 Aug 2026 from retention.visits.")
    assert values(pair, "retention.visits") == [40]
    history = tomas.read_answer("/journey history")
    assert "edited the kpi retention.visits  value of 15 Aug 2026: 41 → –" in history
    tomas.type_command("/kpi retention.visits")
    tomas.press_button("Undo the last")
    read_newest(tomas, "Removed 40 of 15 Aug 2026 from retention.visits. The KPI has no values")
    assert tomas.read_answer("/kpi retention.visits").startswith("Retention: visits has no values")


def test_a_value_of_others_is_undone_by_who_may_edit(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    tomas.type_command("/kpi loyalty.referrals 12 better:higher")
    assert "Undo the last" in mara.read_answer("/kpi loyalty.referrals")
    mara.press_button("Undo the last")
    read_newest(mara, "Removed 12")
    assert values(pair, "loyalty.referrals") == []


def test_the_form_records_a_value_of_a_new_kpi_and_of_a_known_one(
    pair: RunningPair, tomas: SlackUser
) -> None:
    tomas.open_form("/kpi")
    answer = tomas.save_form(reading_new="awareness.reach", reading_value="1200")
    assert "Recorded reach of Awareness: 1,200" in answer
    tomas.open_form("/kpi")
    answer = tomas.save_form(
        reading_kpi="buyer/awareness.reach",
        reading_value="1300",
        reading_day="2026-08-14",
        reading_source="survey",
    )
    assert "14 Aug 2026" in answer
    assert sorted(values(pair, "awareness.reach")) == [1200, 1300]


def test_the_form_says_what_is_wrong_beside_the_value(tomas: SlackUser) -> None:
    tomas.open_form("/kpi")
    errors = tomas.submit_form(reading_new="awareness.fame", reading_value="a lot")
    assert "not a number" in errors["reading_value"]
    tomas.person.close()


def test_a_doubtful_value_of_the_form_is_asked_in_the_channel(
    pair: RunningPair, tomas: SlackUser
) -> None:
    tomas.type_command("/kpi awareness.clicks 41 better:higher")
    tomas.open_form("/kpi awareness.clicks", "Add a value")
    assert tomas.form_values()["reading_kpi"] == "buyer/awareness.clicks"
    assert "Save 4,100?" in tomas.save_form(reading_value="4100")
    tomas.press_button("Save 4,100")
    until(lambda: values(pair, "awareness.clicks") == [41, 4100])
