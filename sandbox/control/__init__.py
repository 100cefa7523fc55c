"""The control API under /sandbox: people act, and tests set up and inspect the workspace."""

from aiohttp import web

from sandbox.control import administration, queries, user_actions
from sandbox.slack import Slack


def routes(slack: Slack, stream: queries.ChangeStream) -> list[web.RouteDef]:
    """Return every route of the control API."""
    return [
        *queries.routes(slack, stream),
        *user_actions.routes(slack),
        *administration.routes(slack),
    ]
