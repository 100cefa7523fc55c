"""A database of the version before prompts, with rows in it, brought to this one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from domain.prompts import DuePrompt, Prompt
from storage.migrations import version
from storage.schema.prompts import prompts
from storage.session import Database
from tests.storage.filled_workspace import DAY, NOW, a_prompt
from tests.storage.old_databases import OldDatabases, upgrade
from tests.storage.test_the_notes_migration import WS, fill

# Of the journey 7 in the filled database.
PROMPT = replace(a_prompt(7, 0, 0), stage_id=None, kpi_id=None)


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database with a journey to the version before, then to this one."""
    fill(engine, "0002")
    upgrade(engine, "0019")
    version.migrate(engine)


@pytest.fixture
def storage(old_databases: OldDatabases) -> Database:
    """A database that had journeys before there were prompts."""
    return Database(old_databases.copy("prompts 0016, migrated", fill_and_migrate))


def save(storage: Database, prompt: Prompt) -> Prompt:
    """Save a prompt; return it as stored."""
    with storage.write(WS) as uow:
        uow.prompts.save(prompt)
        saved = uow.prompts.by_channel(prompt.channel)
        uow.commit()
    assert saved is not None
    return saved


def test_no_channel_is_asked_until_somebody_sets_a_question(storage: Database) -> None:
    later = NOW + 1000 * DAY
    assert storage.due_prompts(later, 9) == []
    saved = save(storage, PROMPT)
    assert saved == replace(PROMPT, id=saved.id)
    assert storage.due_prompts(NOW - timedelta(seconds=1), 9) == []
    assert storage.due_prompts(NOW, 9) == [DuePrompt(WS, saved.id, NOW)]
    assert storage.due_prompts(NOW, 9, after=saved.id) == []


def test_a_channel_has_one_prompt_that_keeps_its_id(storage: Database) -> None:
    first = save(storage, PROMPT)
    assert save(storage, replace(PROMPT, question="And now?")) == replace(
        first, question="And now?"
    )
    row = {
        "workspace_id": WS, "journey_id": 7, "channel": "C1", "question": "?", "weekdays": [0],
        "hour": 9, "every_weeks": 1, "first_week": NOW.date(), "started_at": NOW,
    }  # fmt: skip
    with storage.write(WS) as uow, pytest.raises(IntegrityError):
        uow._connection.execute(insert(prompts).values(**row))


def test_the_id_of_a_removed_prompt_is_not_given_again(storage: Database) -> None:
    first = save(storage, PROMPT)
    with storage.write(WS) as uow:
        uow.prompts.remove(first.id)
        uow.commit()
    assert save(storage, PROMPT).id > first.id


def test_who_saw_it_first_moves_it(storage: Database) -> None:
    prompt = save(storage, PROMPT)
    with storage.write(WS) as uow:
        assert uow.prompts.move_due(prompt.id, NOW, NOW + DAY)
        assert not uow.prompts.move_due(prompt.id, NOW, NOW + 2 * DAY)
        assert uow.prompts.by_channel("C1") == replace(prompt, due_at=NOW + DAY)
        assert uow.prompts.move_due(prompt.id, NOW + DAY, None)
        uow.commit()
    assert storage.due_prompts(NOW + 1000 * DAY, 9) == []
