"""Tests of journeys in Slack."""
