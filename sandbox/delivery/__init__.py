"""What Slack sends to the app: commands, interactions and events, over HTTP or Socket Mode."""
