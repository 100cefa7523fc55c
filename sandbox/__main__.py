"""Run a local Slack workspace for the app of a manifest: `python -m sandbox`."""

import argparse
import os
import signal
import sys
import threading

from sandbox.config import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Config
from sandbox.server import Sandbox


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    env = os.environ
    parser.add_argument("--port", type=int, default=4000, help="4000; 0 takes a free one")
    parser.add_argument("--manifest", default="app.yaml", help="the app's manifest")
    parser.add_argument("--request-url", help="where the app listens, in HTTP mode")
    parser.add_argument("--people", help="people.json; without it a small built-in workspace")
    parser.add_argument("--bot-token", default=env.get("SLACK_BOT_TOKEN") or BOT_TOKEN)
    parser.add_argument("--app-token", default=env.get("SLACK_APP_TOKEN") or APP_TOKEN)
    secret = env.get("SLACK_SIGNING_SECRET") or SIGNING_SECRET
    parser.add_argument("--signing-secret", default=secret)
    parser.add_argument("--bot-in", help="channels the bot is in, with commas; else every public")
    parser.add_argument("--socket-mode", action="store_true", help="deliver over WebSockets")
    return parser.parse_args()


def main() -> int:
    """Serve until SIGINT or SIGTERM; return 2 for a wrong manifest, people file or port."""
    arguments = _parse_arguments()
    config = Config(
        manifest=arguments.manifest,
        request_url=arguments.request_url,
        people=arguments.people,
        port=arguments.port,
        bot_token=arguments.bot_token,
        app_token=arguments.app_token,
        signing_secret=arguments.signing_secret,
        bot_in=tuple(arguments.bot_in.split(",")) if arguments.bot_in is not None else None,
        socket_mode=True if arguments.socket_mode else None,
    )
    stopped = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    try:
        sandbox = Sandbox(config).start()
    except (ValueError, OSError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    print(sandbox.url, flush=True)
    stopped.wait()
    sandbox.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
