"""The state of one Slack workspace, in memory. No HTTP, no delivery, no limits."""

from sandbox.workspace.workspace import Workspace

__all__ = ["Workspace"]
