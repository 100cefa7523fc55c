"""What Slack refuses in blocks and views: pure functions over dicts, no state, no HTTP."""

from sandbox.limits.messages import message_problems
from sandbox.limits.views import view_problems

__all__ = ["message_problems", "view_problems"]
