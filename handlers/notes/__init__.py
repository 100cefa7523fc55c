"""Notes in Slack: commands, forms, buttons, messages."""
