"""Answers to questions, in Slack and on the command line."""
