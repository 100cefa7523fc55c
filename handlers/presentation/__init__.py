"""Words, charts and tables as values: what Slack, pages and pictures draw."""
