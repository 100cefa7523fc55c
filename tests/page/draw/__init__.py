"""How Slack's JSON is drawn."""
