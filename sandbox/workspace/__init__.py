"""State of one Slack workspace, in memory: no HTTP, no delivery, no limits."""

from sandbox.workspace.workspace import Workspace

__all__ = ["Workspace"]
