"""Modals in which the parts of a map are made and edited."""
