"""All that the performance benchmarks import of Waymark itself. Follow renames here.

Everything else of theirs goes through the command line, HTTP and the database's tables.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def web_application(environment: Mapping[str, str]) -> "WSGIApplication":
    """Return what `app.py serve` loads, running in this process."""
    os.environ.update(environment)
    from app import web

    return web()


class ReviewFigures:
    """Computes the figures of reviews in this process, without rendering or posting them."""

    def __init__(self, variables: Mapping[str, str], workspace: str) -> None:
        from app import Waymark
        from domain.journeys import WorkspaceId
        from handlers import environment

        self._compute = Waymark(environment.read(variables)).services.reviews.compute
        self._workspace = WorkspaceId(workspace)

    def compute(self, journey: str, period: str) -> int:
        """Compute the figures of a period, such as `2026-Q3`; returns how many notes it has."""
        return self._compute(self._workspace, journey, period).notes.total
