"""Every way in and out: Slack, the clock, the command line; and what people see."""
