"""What Slack rejects in blocks and views: pure functions over dicts, no state, no HTTP."""

from sandbox.limits.surfaces import message_problems, view_problems

__all__ = ["message_problems", "view_problems"]
