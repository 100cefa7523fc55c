"""Shortcuts: parse, use case, render."""
