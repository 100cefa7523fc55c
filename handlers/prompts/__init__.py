"""The question that a channel is asked at set times, in Slack."""
