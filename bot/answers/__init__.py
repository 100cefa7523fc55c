"""Answers to questions about a journey."""
