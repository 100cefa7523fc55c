"""Who may post a review: one at a time, and nobody once it is posted."""

from datetime import timedelta

import pytest

from bot.domain.journey import WorkspaceId
from bot.domain.publication import Publication, PublicationState
from storage.unit_of_work import SqlStorage
from tests.storage.settled import FIRST_MONTH, NOW, PERIOD, Settled, a_claim, settle

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def claimed(shared_storage: SqlStorage, ws: WorkspaceId) -> Settled:
    """A workspace whose review somebody has claimed once."""
    return settle(shared_storage, ws)


def reclaim(storage: SqlStorage, of: Settled, attempts: int) -> bool:
    """Take over a claim that was seen with that many attempts."""
    with storage.write(of.workspace) as uow:
        taken = uow.publications.reclaim(of.publication, attempts, LATER)
        uow.commit()
    return taken


def kept(storage: SqlStorage, of: Settled) -> Publication:
    """The claim as it is kept."""
    with storage.read(of.workspace) as uow:
        found = uow.publications.of_period(of.journey, PERIOD, FIRST_MONTH)
    assert found is not None
    return found


def test_a_period_is_claimed_once(shared_storage: SqlStorage, claimed: Settled) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        assert not uow.publications.claim(a_claim(claimed.journey, PERIOD))
        assert uow.publications.claim(a_claim(claimed.journey, "2026-Q4"))


def test_of_two_who_saw_the_same_claim_one_takes_it_over(
    shared_storage: SqlStorage, claimed: Settled
) -> None:
    assert [reclaim(shared_storage, claimed, 1) for _ in range(2)] == [True, False]
    assert reclaim(shared_storage, claimed, 2)


def test_what_is_published_is_never_taken_over(
    shared_storage: SqlStorage, claimed: Settled
) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        uow.publications.published(claimed.publication, "1.2", LATER)
        uow.commit()
    assert not reclaim(shared_storage, claimed, 1)
    publication = kept(shared_storage, claimed)
    assert (publication.state, publication.message_ts) == (PublicationState.PUBLISHED, "1.2")


def test_a_take_over_keeps_when_it_was_first_claimed(
    shared_storage: SqlStorage, claimed: Settled
) -> None:
    reclaim(shared_storage, claimed, 1)
    publication = kept(shared_storage, claimed)
    assert (publication.claimed_at, publication.retry_at) == (NOW, LATER)


def test_what_was_frozen_comes_back_whole(shared_storage: SqlStorage, claimed: Settled) -> None:
    assert kept(shared_storage, claimed).payload == {"text": "x"}
