"""Everything Slack sends to the app: commands, interactions and events, over HTTP or a socket."""
