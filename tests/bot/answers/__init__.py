"""Tests of answers to questions."""
