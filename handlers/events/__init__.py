"""What Slack tells us happened."""
