"""Buttons: parse, use case, render."""
