"""Themes of a journey."""
