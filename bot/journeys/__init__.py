"""Journeys and their maps: stages, personas, touchpoints, KPIs, settings."""
