"""Plain HTTP for tests."""

import urllib.request


def fetch(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
    """The body of an answer; raises urllib.error.HTTPError for a refusal."""
    request = urllib.request.Request(url, body, headers or {})
    with urllib.request.urlopen(request, timeout=5) as response:
        content: bytes = response.read()
    return content
