"""A review as text outside Slack. Pure functions."""
