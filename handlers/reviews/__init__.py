"""Reviews in Slack: the posted message, its thread, buttons and commands."""
