"""Journeys in Slack: the map, its parts, settings, Home."""
