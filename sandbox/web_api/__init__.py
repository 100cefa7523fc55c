"""The Web API at /api/METHOD: one module for each family of methods."""

from sandbox.web_api import (
    apps,
    assistant,
    canvases,
    chat,
    conversations,
    files,
    people,
    reactions,
    team,
    views,
)
from sandbox.web_api.call import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **assistant.METHODS,
    **canvases.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **reactions.METHODS,
    **team.METHODS,
    **views.METHODS,
}
