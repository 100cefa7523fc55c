"""Reminders and weekly pulses in Slack."""
