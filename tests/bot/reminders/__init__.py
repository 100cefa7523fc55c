"""Reminders and pulses."""
