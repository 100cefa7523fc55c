"""Addresses that came from outside, before anybody clicks them."""

from urllib.parse import urlsplit

SAFE_SCHEMES = ("https", "http")


def safe_link(address: str | None) -> str:
    """The address where a click does nothing but open a page, else nothing."""
    found = address or ""
    if not found.isprintable() or " " in found:
        return ""
    try:
        parts = urlsplit(found)
        host = parts.hostname
    except ValueError:
        return ""
    return found if parts.scheme in SAFE_SCHEMES and host else ""
