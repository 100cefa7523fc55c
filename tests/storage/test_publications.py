"""Who may post a review: one at a time, and nobody once it is posted."""

from datetime import timedelta

import pytest

from domain.journeys import WorkspaceId
from domain.posted_reviews import PostedReviewRecord, PostState
from storage.session import Database
from tests.storage.filled_workspace import (
    FIRST_MONTH,
    NOW,
    PERIOD,
    FilledWorkspace,
    a_claim,
    fill_workspace,
)

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def claimed(shared_storage: Database, ws: WorkspaceId) -> FilledWorkspace:
    """A workspace whose review somebody has claimed once."""
    return fill_workspace(shared_storage, ws)


def reclaim(storage: Database, of: FilledWorkspace, attempts: int) -> bool:
    """Take over a claim that was seen with that many attempts."""
    with storage.write(of.workspace) as uow:
        taken = uow.publications.reclaim(of.publication, attempts, LATER)
        uow.commit()
    return taken


def kept(storage: Database, of: FilledWorkspace) -> PostedReviewRecord:
    """The claim as it is kept."""
    with storage.read(of.workspace) as uow:
        found = uow.publications.of_period(of.journey, PERIOD, FIRST_MONTH)
    assert found is not None
    return found


def test_a_period_is_claimed_once(shared_storage: Database, claimed: FilledWorkspace) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        assert not uow.publications.claim(a_claim(claimed.journey, PERIOD))
        assert uow.publications.claim(a_claim(claimed.journey, "2026-Q4"))


def test_of_two_who_saw_the_same_claim_one_takes_it_over(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    assert [reclaim(shared_storage, claimed, 1) for _ in range(2)] == [True, False]
    assert reclaim(shared_storage, claimed, 2)


def test_what_is_published_is_never_taken_over(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        uow.publications.published(claimed.publication, "1.2", LATER)
        uow.commit()
    assert not reclaim(shared_storage, claimed, 1)
    publication = kept(shared_storage, claimed)
    assert (publication.state, publication.message_ts) == (PostState.PUBLISHED, "1.2")


def test_a_take_over_keeps_when_it_was_first_claimed(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    reclaim(shared_storage, claimed, 1)
    publication = kept(shared_storage, claimed)
    assert (publication.claimed_at, publication.retry_at) == (NOW, LATER)


def test_what_was_frozen_comes_back_whole(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    assert kept(shared_storage, claimed).payload == {"text": "x"}
