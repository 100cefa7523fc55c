"""Slack: the app, its clients and errors, and the builders of Slack's JSON."""
