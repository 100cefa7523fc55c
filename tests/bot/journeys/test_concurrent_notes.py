"""Notes and readings that arrive while a map is being changed."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import NotFoundError
from tests.bot.env import Env, at_once
from tests.bot.note_steps import by, placing


def while_onboarding_is_archived(env: Env, work: Callable[[], Any]) -> None:
    """Do something in another thread that begins before an archiving of the stage ends."""
    journey, stage = env.journey_by_key(), env.stage("onboarding")
    worker = threading.Thread(target=work)
    with env.storage.write(env.ws) as uow:
        uow.journeys.lock(journey.id)
        uow.journeys.change_stage(replace(stage, archived=True))
        uow.notes.move_stage_notes(stage.id, None)
        worker.start()
        time.sleep(0.3)
        uow.commit()
    worker.join()


@pytest.mark.slow
def test_a_note_that_comes_while_its_stage_is_archived_is_in_the_tray(env: Env) -> None:
    env.buyer_journey()
    while_onboarding_is_archived(env, lambda: env.capture("onboarding: slow"))
    assert [row["stage"] for row in env.rows()] == [None]


def test_a_note_is_not_placed_in_a_stage_that_is_being_archived(env: Env) -> None:
    note_id = env.capture("slow").note_id
    complaints: list[NotFoundError] = []

    def place() -> None:
        try:
            placing(env).place(by(env), note_id, "onboarding")
        except NotFoundError as error:
            complaints.append(error)

    while_onboarding_is_archived(env, place)
    assert [row["stage"] for row in env.rows()] == [None]
    assert len(complaints) == 1


@pytest.mark.each_database
def test_many_first_readings_at_once_make_one_kpi(env: Env) -> None:
    env.buyer_journey()
    recorded = at_once(6, lambda: env.record("onboarding.completion 71%"))
    assert sorted(one.is_new for one in recorded) == [False] * 5 + [True]
    assert len({one.kpi.id for one in recorded}) == 1
    assert len(env.parts().kpis) == 1


@pytest.mark.parametrize(
    ("line", "change_types"),
    [
        ("nps 42", ["created", "created"]),
        ("nps 42 target:50", ["edited", "created", "created"]),
        ("nps 42 better:lower", ["edited", "created", "created"]),
    ],
)
def test_a_kpi_that_was_typed_is_part_of_the_maps_history(
    env: Env, line: str, change_types: list[str]
) -> None:
    env.record("nps 41", author="U7")
    env.record(line, author="U8")
    versions = env.versions()
    assert [version.change_type.value for version in versions] == change_types
    assert (versions[-2].author, versions[-2].subject_name) == ("U7", "nps")
