"""The control API under /sandbox: people acting, and tests arranging and looking."""

from aiohttp import web

from sandbox.control import acting, arranging, interacting, looking, stream
from sandbox.slack import Slack


def routes(slack: Slack, feed: stream.Feed) -> list[web.RouteDef]:
    """Every route of the control API."""
    return [
        *looking.routes(slack),
        *acting.routes(slack),
        *interacting.routes(slack),
        *arranging.routes(slack),
        *stream.routes(feed),
    ]
