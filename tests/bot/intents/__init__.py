"""Tests of themes of a journey."""
