"""A review that was posted before answers were stored can be answered after the migration."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from domain.review_answers import Question, ReviewAnswer
from domain.schedule import DatedReview
from storage.migrations import version
from storage.schema.reviews import review_answers
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade
from tests.storage.test_the_notes_migration import WS, fill
from tests.storage.test_the_outbox_migration import AFTER, POSTED

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

ANSWER = ReviewAnswer(Question.HABITS, "U1", "They buy by phone.", AFTER, "C1", private=True)


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database with a posted review to this version."""
    fill(engine, "0002")
    upgrade(engine, "0012")
    with engine.begin() as connection:
        columns: dict[str, Any] = POSTED
        values = ", ".join(f":{column}" for column in columns)
        insertion = f"INSERT INTO publications ({', '.join(columns)}) VALUES ({values})"  # noqa: S608
        connection.execute(text(insertion), columns)
    version.migrate(engine)


@pytest.fixture
def storage(old_databases: OldDatabases) -> Database:
    """A database in which a review had been posted."""
    return Database(old_databases.copy("answers 0012, migrated", fill_and_migrate))


def test_an_older_review_has_no_answers_and_can_be_answered(storage: Database) -> None:
    period = DatedReview("2026-Q1", 24312)
    with storage.write(WS) as uow:
        assert uow.review_answers.of_period(7, period) == []
        uow.review_answers.save(1, ANSWER)
        edited = replace(ANSWER, text="They buy by letter.", private=False)
        other = replace(ANSWER, author="U2")
        for one in (edited, other):
            uow.review_answers.save(1, one)
        uow.commit()
    with storage.read(WS) as uow:
        assert uow.review_answers.of_period(7, period) == [edited, other]
        review = uow.posted_reviews.by_id(1)
        assert review is not None
        assert review.figures == {"n": 1}


def test_an_author_has_one_answer_to_a_question(storage: Database) -> None:
    with storage.write(WS) as uow:
        uow.review_answers.save(1, ANSWER)
        row = {
            "workspace_id": WS, "posted_review_id": 1, "question": "habits", "user_id": "U1",
            "text": "Again.", "private": False, "at": AFTER,
        }  # fmt: skip
        with pytest.raises(IntegrityError):
            uow._connection.execute(insert(review_answers).values(**row))
