"""Themes in Slack."""
