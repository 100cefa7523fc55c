"""Modals: opening, and what comes back from them."""
