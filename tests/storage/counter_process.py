"""A process that counts: reads a number and writes the next, so many times."""

import random
import sys
import time

from domain.journeys import WorkspaceId
from storage.engine import database_url, open_engine
from storage.session import Database


def count(url: str, times: int) -> None:
    """Add one, that often. The number is stored as the home channel."""
    # Patient: what is shown is that no count is lost, however slow the machine.
    storage = Database(open_engine(database_url(url), busy_timeout_seconds=60))
    for _ in range(times):
        with storage.write(WorkspaceId("T1")) as uow:
            journey = uow.journeys.default()
            assert journey is not None
            uow.journeys.set_home_channel(journey.id, str(int(journey.home_channel or 0) + 1))
            uow.commit()
        # Nobody's requests follow each other without a pause.
        time.sleep(random.uniform(0, 0.01))
    storage.close()


if __name__ == "__main__":
    count(sys.argv[1], int(sys.argv[2]))
