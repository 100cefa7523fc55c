"""A review as people see it in Slack: the parent message, its thread, a preview, and afterwards."""
