"""Requests signed as Slack signs them."""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier

from tests.scenarios.running_pair import SIGNING_SECRET


def post_signed(url: str, form: Mapping[str, str], secret: str = SIGNING_SECRET) -> tuple[int, str]:
    """Post a form to the request URL; returns status and body."""
    body = urllib.parse.urlencode(form)
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(signature),
    }
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status), response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
