"""Keeping the map: who may change which part of it, and what is remembered of each change."""
