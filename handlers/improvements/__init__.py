"""Improvements (to people: actions) in Slack."""
