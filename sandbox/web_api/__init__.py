"""The Web API at /api/METHOD: one module for each group of methods."""

from sandbox.web_api import chat, conversations, files, team, views
from sandbox.web_api.call import Method

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **team.METHODS,
    **views.METHODS,
}
