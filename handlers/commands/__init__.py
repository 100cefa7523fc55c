"""Slash commands: parse, use case, render."""
